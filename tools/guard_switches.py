"""Puts every guard of a package behind a switch of its own, in a copy; which ones are guards is said in `guards.py`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OWNERS = frozenset({"owner_id", "learner_id", "account_id", "user_id", "follower_id", "blocker_id", "guardian_id"})
_SQL = re.compile(
    r"\b(?:\w+\.)?(?:owner_id|learner_id|account_id|follower_id|blocker_id|guardian_id)\s*=\s*(?::\w+|\$\d+)\b"
)
_REFUSING = re.compile(r"require|principal_of|authenticate|verify|judge")
_ASKING = frozenset({"principal", "who", "learner", "owner", "author", "viewer", "actor"})
_STORES = re.compile(r"/(store|search_store)(/|\.py)|platform/jobs\.py|flags")
_SKIPPED = re.compile(r"/(migrations|adapters|embedded|algorithms|locales|cli|commands)(/|\.py)|/platform/access\.py")

_SWITCH = '''"""Which guard is switched off; only in the copy that `tools/guards.py` makes."""

import os

off_now = int(os.environ.get("LYCEUM_GUARD_OFF", "0"))
met: set[int] = set()


def off(number: int) -> bool:
    met.add(number)
    return number == off_now
'''


@dataclass(frozen=True)
class Guard:
    """One guard: its number in the copy, where it stands, and what it says."""

    number: int
    place: str
    kind: str
    text: str

    @property
    def name(self) -> str:
        """Where it stands and what it says."""
        return f"{self.place} {self.kind}: {self.text}"

    @property
    def lasting_name(self) -> str:
        """The same without the number of the line, which changes with what stands above."""
        return f"{self.place.partition(':')[0]} {self.kind}: {self.text}"


class Instrument:
    """Puts every guard of a tree behind a switch."""

    def __init__(self) -> None:
        self.guards: list[Guard] = []

    def tree(self, package: Path) -> None:
        """Rewrite every module of a package, and add the switch."""
        for path in sorted(package.rglob("*.py")):
            name = path.relative_to(package.parent).as_posix()
            if not _SKIPPED.search(f"/{name}"):
                self._module(path, name)
        (package / "guard_switch.py").write_text(_SWITCH, encoding="utf-8")

    def _module(self, path: Path, name: str) -> None:
        before = text = path.read_text(encoding="utf-8")
        if name.endswith("rules.py"):
            self._rules(ast.parse(text), name)
            return
        for pick in (_comparisons, _refusals, _requirements):
            text = self._edited(text, name, pick(ast.parse(text), is_store=bool(_STORES.search(f"/{name}"))))
        if _STORES.search(f"/{name}"):
            text = self._sql(text, name)
        if text != before:
            path.write_text(_with_import(text), encoding="utf-8")

    def _add(self, place: str, kind: str, text: str) -> int:
        number = len(self.guards) + 1
        self.guards.append(Guard(number, place, kind, " ".join(_unswitched(text).split())))
        return number

    def _edited(self, text: str, name: str, picked: "Iterator[_Edit]") -> str:
        data = text.encode()
        starts = [0]
        for line in data.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        for edit in sorted(picked, key=lambda each: (each.node.lineno, each.node.col_offset), reverse=True):
            node = edit.node
            begin, end = (
                starts[node.lineno - 1] + node.col_offset,
                starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0),
            )
            said = data[begin:end].decode()
            number = self._add(f"{name}:{node.lineno}", edit.kind, said)
            data = data[:begin] + edit.form.format(n=number, said=said).encode() + data[end:]
        return data.decode()

    def _sql(self, text: str, name: str) -> str:
        def switched(found: re.Match[str]) -> str:
            line = text.count("\n", 0, found.start()) + 1
            number = self._add(f"{name}:{line}", "SQL", found[0])
            return f"({found[0]} or current_setting('guards.off', true) = '{number}')"

        return _SQL.sub(switched, text)

    def _rules(self, module: ast.Module, name: str) -> None:
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule":
                self._add(f"{name}:{node.lineno}", "rule", str(ast.literal_eval(node.args[0])))


@dataclass(frozen=True)
class _Edit:
    node: ast.expr | ast.stmt
    kind: str
    form: str


def _comparisons(module: ast.Module, *, is_store: bool) -> Iterator[_Edit]:
    for function in _functions(module):
        for node in _own(function):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides = (node.left, *node.comparators)
                if is_store and any(map(_is_owner_column, sides)):
                    yield _Edit(
                        node, "filter", "(__import__('sqlalchemy').true() if guard_switch.off({n}) else ({said}))"
                    )
                elif any(map(_is_who_asks, sides)):
                    same = isinstance(node.ops[0], ast.Eq)
                    yield _Edit(node, "comparison", f"({same} if guard_switch.off({{n}}) else ({{said}}))")
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "may":
                yield _Edit(node, "permission", "(guard_switch.off({n}) or {said})")


def _refusals(module: ast.Module, *, is_store: bool) -> Iterator[_Edit]:
    for function in _functions(module):
        if not _REFUSING.search(function.name) or is_store:
            continue
        for node in _own(function):
            # What only passes on an error that came from elsewhere refuses nobody.
            if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise) and node.body[0].exc is not None:
                yield _Edit(node.test, "refusal", "(({said}) and not guard_switch.off({n}))")


def _requirements(module: ast.Module, *, is_store: bool) -> Iterator[_Edit]:
    for function in _functions(module):
        for node in [] if is_store else _own(function):
            value = node.value if isinstance(node, ast.Expr) else None
            called = value.value if isinstance(value, ast.Await) else value
            if isinstance(node, ast.Expr) and isinstance(called, ast.Call) and _is_requirement(called.func):
                yield _Edit(node, "requirement", "if not guard_switch.off({n}): {said}")


def _functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _own(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """What stands in a function, without the functions in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def _is_owner_column(node: ast.expr) -> bool:
    is_column = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "c"
    return is_column and isinstance(node, ast.Attribute) and node.attr in _OWNERS


def _is_who_asks(node: ast.expr) -> bool:
    found = node.args[0] if isinstance(node, ast.Call) and node.args else node
    return (
        isinstance(found, ast.Attribute)
        and found.attr == "user_id"
        and isinstance(found.value, ast.Name)
        and found.value.id in _ASKING
    )


def _is_requirement(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "require" or name.lstrip("_").startswith("require_")


def _unswitched(text: str) -> str:
    """As it stood before there were switches in it, if there are."""
    if "guard_switch" not in text:
        return text
    return ast.unparse(_Unswitching().visit(ast.parse(text)))


class _Unswitching(ast.NodeTransformer):
    """Takes switches out of expressions again."""

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        return node.orelse if "guard_switch" in ast.unparse(node.test) else node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        values = [value for value in node.values if "guard_switch" not in ast.unparse(value)]
        return node if len(values) == len(node.values) else values[0]


def _with_import(text: str) -> str:
    module = ast.parse(text)
    line = (module.body[0].end_lineno or 0) if ast.get_docstring(module) else 0
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:line], "from lyceum import guard_switch\n", *lines[line:]])
