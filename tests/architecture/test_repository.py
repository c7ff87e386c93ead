"""Rules of the repository that no linter knows."""

import ast
import io
import re
import tokenize
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, name_of, texts

PACKAGE = ROOT / "src" / "lyceum"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in CONFIG["tool"]["importlinter"]["contracts"]}
NOT_DOMAINS = {"__main__", "cli", "app", "gateway", "platform", "algorithms"}

ADDRESS = re.compile(r"\w+://|--(?:extra-)?index-url|--find-links|^\s*-[if] ", re.MULTILINE)
PACKAGE_HOST = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.:/}])/(?:work|root|Users/\w+|home/\w+)/\w")
OWNERLESS = re.compile(r"(?:#|//)\s*(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\): \w)")
SUPPRESSION = re.compile(r"(?:noqa|type: ?ignore)(?:: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[a-z-]+(?:, ?[a-z-]+)*\])?")
UNMERGED = re.compile(r"^(?:<{7}|>{7}|\|{7}) .*$", re.MULTILINE)
DRAWERS = {"service", "services", "utils", "util", "helpers", "helper", "manager", "common", "misc"}
MANY_LINES = 500


def _findings(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{name_of(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        for path, text in texts(*suffixes)
        for match in pattern.finditer(text)
    ]


def _parsed_modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in files():
        if path.suffix == ".py" and path.is_relative_to(PACKAGE):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_carries_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==.*$", text, re.MULTILINE)

    assert ADDRESS.findall(text) == []
    assert pins
    assert all(pin.endswith("\\") for pin in pins), "every pin is followed by its hashes"


def test_the_development_lock_contains_the_runtime_lock() -> None:
    pin = re.compile(r"^([a-z0-9][\w.-]*==[^ ;]+)", re.MULTILINE)
    runtime, development = (
        set(pin.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert runtime - development == set()


def test_every_dependency_is_locked() -> None:
    wanted = CONFIG["project"]["dependencies"] + CONFIG["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=~! ;]", requirement)[0].lower() for requirement in wanted}
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9][\w.-]*)==", lock, re.MULTILINE))

    assert names - locked == set(), "run `make lock`"


def test_no_merge_was_left_half_done() -> None:
    assert _findings(UNMERGED) == []


def test_nothing_depends_on_the_machine_it_was_written_on() -> None:
    assert _findings(MACHINE_PATH) == []


def test_no_package_host_is_named() -> None:
    assert _findings(PACKAGE_HOST) == []


def test_a_thing_left_to_do_has_an_issue() -> None:
    assert _findings(OWNERLESS, ".py", ".sh", ".ts", ".tsx") == []


def test_every_suppressed_finding_says_why() -> None:
    bare = [
        f"{name_of(path)}:{token.start[0]}: {token.string}"
        for path, text in texts(".py")
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
        and SUPPRESSION.search(token.string)
        and not re.search(r"[a-z]{2}", SUPPRESSION.sub("", token.string))
    ]

    assert bare == [], "write `# noqa: CODE  the reason` or `# type: ignore[code]  # the reason`"


def test_a_package_says_what_it_is_for_and_does_nothing_else() -> None:
    full = [
        name_of(path)
        for path, module in _parsed_modules()
        if path.name == "__init__.py" and len(module.body) != 1 and path.parent != PACKAGE  # which holds the version
    ]

    assert full == [], "a package's __init__.py holds its docstring and nothing else"


def test_every_module_says_what_it_is_responsible_for() -> None:
    assert [name_of(path) for path, module in _parsed_modules() if not ast.get_docstring(module)] == []


def test_a_module_is_named_for_what_it_does() -> None:
    assert [name_of(path) for path, _ in _parsed_modules() if path.stem in DRAWERS] == []


def test_the_contracts_agree_on_the_domains() -> None:
    layers = {name.strip(" ()") for layer in CONTRACTS["layers"]["layers"] for name in layer.split("|")}
    entered = set(CONTRACTS["facades"]["domains"])
    layered = {container.removeprefix("lyceum.") for container in CONTRACTS["roles"]["containers"]}

    assert entered == layered == layers - NOT_DOMAINS


@pytest.mark.filterwarnings("default::UserWarning")
def test_long_files_are_pointed_out() -> None:
    for path, text in texts(".py"):
        lines = text.count("\n")
        if lines > MANY_LINES:
            warnings.warn(f"{name_of(path)} has {lines} lines: is it two ideas?", UserWarning, stacklevel=1)
