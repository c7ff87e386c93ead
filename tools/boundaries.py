"""Import-linter contract types for a monolith of domains; pyproject.toml says which contracts use them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.contracts.layers import LayersContract
from importlinter.domain.imports import ModuleExpression


@dataclass(frozen=True, slots=True, order=True)
class BadImport:
    """One import that a contract forbids, and the way out."""

    importer: str
    imported: str
    advice: str


def _names() -> set[str]:
    """An option that lists names: import-linter puts the parsed set in the field's place."""
    return cast("set[str]", fields.SetField(subfield=fields.StringField()))


class _DirectImportContract(Contract):
    """A contract that judges each import by itself, without following chains."""

    def bad_imports(self, graph: ImportGraph) -> Iterator[BadImport]:
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001  the base class's signature
        """Collect every import of the graph that breaks the contract."""
        broken = sorted(set(self.bad_imports(graph)))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each bad import with its advice."""
        for bad in check.metadata["broken"]:
            output.print_error(f"{bad.importer} may not import {bad.imported}: {bad.advice}.")


class FacadeContract(_DirectImportContract):
    """One domain reaches another only through its public modules.

    Options:
        root: the package whose children are looked at.
        domains: the children of the root that are domains; those that do not exist yet are passed over.
        public: the modules of a domain that everyone may import.
        composers: children of the root that may also import the wiring modules.
        wiring: modules of a domain that only composers may import.
    """

    type_name = "facade"

    root = fields.StringField()
    domains = _names()
    public = _names()
    composers = _names()
    wiring = _names()

    def bad_imports(self, graph: ImportGraph) -> Iterator[BadImport]:
        """Yield each import that enters a domain by another way than its public modules."""
        for domain in sorted(self.domains):
            for imported in _package(graph, f"{self.root}.{domain}"):
                for importer in graph.find_modules_that_directly_import(imported):
                    if not self._may_import(importer, domain, imported):
                        ways = ", ".join(f"{domain}.{name}" for name in sorted(self.public))
                        yield BadImport(importer, imported, f"use {ways}")

    def _may_import(self, importer: str, domain: str, imported: str) -> bool:
        owner = _part(importer, 1)
        role = _part(imported, 2)
        return owner == domain or role in self.public or (owner in self.composers and role in self.wiring)


class HomesContract(_DirectImportContract):
    """A library is imported only by the modules that are its home.

    Options:
        libraries: names of external packages; one that nobody imports is passed over.
        homes: module expressions; a home includes its descendants.
    """

    type_name = "homes"

    libraries = _names()
    homes = _names()

    def bad_imports(self, graph: ImportGraph) -> Iterator[BadImport]:
        """Yield each import of a library from outside its homes."""
        tops = {top for home in self.homes for top in _matching(graph, home)}
        at_home = {module for top in tops for module in _package(graph, top)}
        homes = ", ".join(sorted(self.homes))
        for library in sorted(self.libraries & graph.modules):
            for importer in graph.find_modules_that_directly_import(library) - at_home:
                yield BadImport(importer, library, f"its homes are {homes}")


class RolesContract(LayersContract):
    """Layers inside each of the containers that exist; a domain that is not written yet is passed over."""

    type_name = "roles"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  the base class's signature
        """Check the layers of the existing containers."""
        declared = cast("list[ModuleExpression]", self.containers)
        existing = [container for container in declared if container.expression in graph.modules]
        self.containers = cast("fields.ListField", existing)
        return super().check(graph, verbose)


def _package(graph: ImportGraph, name: str) -> set[str]:
    """The module and its descendants; nothing if it does not exist."""
    return {name} | graph.find_descendants(name) if name in graph.modules else set()


def _matching(graph: ImportGraph, expression: str) -> set[str]:
    return graph.find_matching_modules(expression) if "*" in expression else {expression}


def _part(module: str, index: int) -> str:
    parts = module.split(".")
    return parts[index] if index < len(parts) else ""
