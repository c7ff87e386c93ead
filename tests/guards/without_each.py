"""What `tools/guards.py` loads in its copy to run, for each guard that the walk did not miss, the tests that meet it.

All of it in one process: what costs most of a test is to start. A guard counts as missed by the first test that fails
without it and passes with it.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lyceum import guard_switch  # type: ignore[attr-defined]  # only the copy has it

ROOT = Path(__file__).parents[2]
_SWITCH = "LYCEUM_GUARD_OFF"
_failed: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Notice what fails, be it before, in or after a test."""
    if report.failed:
        _failed.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Take one guard away after the other, instead of running what was collected."""
    items = {item.nodeid: item for item in session.items}
    tasks: list[dict[str, Any]] = json.loads(Path(os.environ["LYCEUM_GUARD_TASKS"]).read_text())
    for task in tasks:
        by = _missed_by(task["number"], (items[test] for test in task["tests"] if test in items))
        with (ROOT / "guards.jsonl").open("a", encoding="utf-8") as results:
            results.write(json.dumps({"number": task["number"], "by": by}) + "\n")
    return True


def _missed_by(number: int, tests: Iterable[pytest.Item]) -> str:
    return next((test.nodeid for test in tests if not _passes(test, number) and _passes(test, 0)), "")


def _passes(test: pytest.Item, off: int) -> bool:
    """Whether a test passes with this guard switched off; 0: with none."""
    _failed.clear()
    guard_switch.off_now = off
    os.environ[_SWITCH] = str(off)
    # No next one: whatever was set up for this one is made anew for the next.
    test.config.hook.pytest_runtest_protocol(item=test, nextitem=None)
    return not _failed
