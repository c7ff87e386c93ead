"""Shows that no guard can go unnoticed: takes each away, one at a time, in a copy, and walks the table of routes.

    python -m tools.guards [--copy FOLDER] [--list] [--only TEXT] [--shard 1/2] [--report]

A guard is: a statement that requires (`who.require("users:view")`, `require_rank(…)`); a refusal inside a function that
requires, verifies or authenticates; a comparison with an owner's column in a statement of a store, in SQLAlchemy or in
SQL; a comparison with whoever asks; a `may(…)`; an access rule. In the copy each stands behind a switch of its own, so
that one process, one world and one import serve for all of them. The first walk, with all guards in place, records
which lines of the table meet which guard; a guard that is switched off is held against those lines only, and counts as
noticed at the first that differs.

What the walk does not notice, the tests that meet that guard are run against, with it switched off.

What is found is kept in `guards.jsonl` in the copy, a line per guard, so that an interrupted run goes on where it was.
Ends with 1 if a guard could be taken away unnoticed and is not in `EXEMPT`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.guard_switches import Guard, Instrument

ROOT = Path(__file__).parents[1]
RESULTS = "guards.jsonl"
FOUND, MET = "guards-found.json", "guards-met-by-tests.jsonl"

# Guards that no walk over the routes can notice, each with the reason why it stands nevertheless, or another test that
# notices it.
EXEMPT: dict[str, str] = {}

_AT_ONCE = os.cpu_count() or 1
# What pytest ends with when it got to the end, whether or not a test failed.
_RAN = (0, 1)
_NO_TESTS = "tests/guards/person.py"
_PYTEST = ("-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-p", "tests.guards.switches")
_TESTS = tuple(
    f"tests/{folder}"
    for folder in (
        "app/test_flags.py",
        "attacks",
        "identity",
        "library",
        "limits",
        "people",
        "practice",
        "progress",
        "realtime",
        "main_job",
        "platform",
        "gateway",
    )
)
# Of servers, processes and cables; what they meet, they meet in processes of their own.
_NOT_TOLD = ("--ignore=tests/platform/embedded",)
# What another's rows change is asked by tests of that name. Else a test seldom misses a guard by the way: those of its
# own domain come first, and of them the ones that meet little else.
_NEIGHBOURS = "test_neighbours.py"


@dataclass(frozen=True, slots=True)
class Met:
    """A test that meets a guard: how many it meets in all, and how many seconds it takes."""

    test: str
    others: int
    s: float


def make_copy(folder: Path) -> list[Guard]:
    """A copy of the repository with a switch behind every guard; made once."""
    if (folder / FOUND).exists():
        return [Guard(**each) for each in json.loads((folder / FOUND).read_text(encoding="utf-8"))]
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".git", ".venv", "static", "e2e")
    for part in ("src", "tests", "tools", "examples", "docs"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored, dirs_exist_ok=True)
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, folder / name)
    instrument = Instrument()
    instrument.tree(folder / "src" / "lyceum")
    # The switch of what stands in SQL, for tests that are run in the copy with `LYCEUM_GUARD_OFF`.
    database = folder / "src" / "lyceum" / "platform" / "database.py"
    settings = '"jit": "off"'
    switched = f'{settings}, "guards.off": __import__("os").environ.get("LYCEUM_GUARD_OFF", "0")'
    database.write_text(database.read_text(encoding="utf-8").replace(settings, switched), encoding="utf-8")
    (folder / FOUND).write_text(json.dumps([asdict(guard) for guard in instrument.guards]), encoding="utf-8")
    return instrument.guards


def main() -> int:
    """Take every guard away, one at a time."""
    parser = argparse.ArgumentParser(description="Shows that no guard can go unnoticed.")
    parser.add_argument("--copy", type=Path, default=ROOT / ".guards", help="folder of the copy; kept, to go on there")
    parser.add_argument("--list", action="store_true", help="name the guards and end")
    parser.add_argument("--report", action="store_true", help="say what is known so far and end")
    parser.add_argument("--only", default="", help="only guards that have this text in their name")
    parser.add_argument("--shard", default="1/1", help="which part of them, such as 1/2")
    chosen = parser.parse_args()
    chosen.copy = chosen.copy.resolve()
    guards = make_copy(chosen.copy)
    if chosen.list:
        print("\n".join(guard.name for guard in guards))
        return 0
    meant = [guard for guard in guards if chosen.only in guard.name]
    if chosen.report:
        return report(meant, chosen.copy / RESULTS)
    environment = os.environ | {
        "PYTHONPATH": f"{chosen.copy / 'src'}:{chosen.copy}",
        "LYCEUM_GUARDS": json.dumps({"only": chosen.only, "shard": chosen.shard}),
    }
    walk = [sys.executable, *_PYTEST, "-s", "--timeout=0", "tests/guards/without_guards.py"]
    status = 0
    if not {guard.number for guard in meant} <= _known(chosen.copy / RESULTS).keys():
        status = subprocess.run(walk, cwd=chosen.copy, env=environment, check=False).returncode
    if status == 0:
        ask_the_tests(meant, chosen.copy, environment)
    return status or report(meant, chosen.copy / RESULTS)


def ask_the_tests(guards: list[Guard], copy: Path, environment: dict[str, str]) -> None:
    """Run, for each guard that the walk did not miss, the tests that meet it, until one of them misses it."""
    noticed = _known(copy / RESULTS)
    left = [guard for guard in guards if noticed.get(guard.number) is None and not _is_exempt(guard)]
    if not left:
        return
    meeting = _tests_that_meet(copy, environment)
    tasks = [{"number": guard.number, "tests": _most_telling(guard, meeting)} for guard in left]
    running = [_begin(tasks[part::_AT_ONCE], copy, environment, part=part) for part in range(_AT_ONCE)]
    for process in running:
        process.wait()


def _most_telling(guard: Guard, meeting: dict[int, list[Met]]) -> list[str]:
    """The tests that meet a guard, the most telling first."""
    home = f"tests/{guard.place.split('/')[1]}/"

    def place(met: Met) -> tuple[object, ...]:
        return _NEIGHBOURS not in met.test, not met.test.startswith(home), met.others, met.s

    found = sorted(meeting.get(guard.number, []), key=place)
    return list(dict.fromkeys(met.test for met in found))


def _begin(
    tasks: list[dict[str, Any]], copy: Path, environment: dict[str, str], *, part: int
) -> "subprocess.Popen[bytes]":
    kept = copy / f"guards-tasks-{part}.json"
    kept.write_text(json.dumps(tasks), encoding="utf-8")
    files = sorted({test.partition("::")[0] for task in tasks for test in task["tests"]})
    # Nothing to collect would be everything; the guards are written down as noticed by nothing all the same.
    run = [sys.executable, *_PYTEST, "-p", "tests.guards.without_each", "--tb=no", "-rN", *(files or [_NO_TESTS])]
    return subprocess.Popen(run, cwd=copy, env=environment | {"LYCEUM_GUARD_TASKS": str(kept)})


def _tests_that_meet(copy: Path, environment: dict[str, str]) -> dict[int, list[Met]]:
    """The tests that meet each guard; found by running all of them once."""
    met = copy / MET
    if not met.exists():
        # Under another name until it is whole: one that was interrupted would miss the tests that come last.
        begun = met.with_suffix(".part")
        begun.unlink(missing_ok=True)
        folders = (folder for folder in _TESTS if (copy / folder).exists())
        run = [sys.executable, *_PYTEST, f"-n{_AT_ONCE}", *_NOT_TOLD, *folders]
        ended = subprocess.run(run, cwd=copy, env=environment | {"LYCEUM_GUARDS_MET": str(begun)}, check=False)
        if ended.returncode not in _RAN:
            sys.exit("The tests could not be run to their end in the copy, so nobody knows which of them meet a guard.")
        begun.replace(met)
    found: dict[int, list[Met]] = {}
    for line in met.read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        for number in each["met"]:
            found.setdefault(number, []).append(Met(each["test"], len(each["met"]), each["seconds"]))
    return found


def _known(results: Path) -> dict[int, str | None]:
    """By what each guard was missed that has been taken away; None: not by the walk, "": by no test either."""
    written = results.read_text(encoding="utf-8") if results.exists() else ""
    found = [json.loads(line) for line in written.splitlines()]
    return {each["number"]: each["by"] for each in found}


def _is_exempt(guard: Guard) -> bool:
    return guard.lasting_name in EXEMPT


def report(guards: list[Guard], results: Path) -> int:
    """Say what was noticed by what; 1 if something was not, or was not tried."""
    noticed = _known(results)
    by_tests = sum(1 for guard in guards if (noticed.get(guard.number) or "").startswith("tests/"))
    by_table = sum(1 for guard in guards if noticed.get(guard.number)) - by_tests
    print(f"{len(guards)} guards: {by_table} noticed by the table, {by_tests} by tests.")
    unexplained = 0
    for guard in guards:
        if noticed.get(guard.number):
            continue
        verdict = "exempt" if _is_exempt(guard) else "UNNOTICED" if guard.number in noticed else "UNTRIED"
        unexplained += verdict != "exempt"
        print(verdict, guard.name)
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
