"""What `tools/guards.py` needs of a process in its copy: seeing which guards are met, and switches for access rules.

It is loaded there as a plugin of pytest, and writes down which guards each test meets where LYCEUM_GUARDS_MET names a
file for it.
"""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Engine, event

from lyceum import guard_switch  # type: ignore[attr-defined]  # only the copy has it
from lyceum.platform.access import Effect, Question, Rule

ROOT = Path(__file__).parents[2]
_IN_SQL = re.compile(r"current_setting\('guards.off', true\) = '(\d+)'")


def pytest_configure() -> None:
    """Watch from the beginning."""
    watch_sql()
    watch_rules()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Write down what a test meets, if somebody wants to know."""
    guard_switch.met.clear()
    begun = time.monotonic()
    yield
    if wanted := os.environ.get("LYCEUM_GUARDS_MET"):
        told = {"test": item.nodeid, "met": sorted(guard_switch.met), "seconds": round(time.monotonic() - begun, 2)}
        with Path(wanted).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(told) + "\n")


def watch_sql() -> None:
    """See every statement, whether it goes through SQLAlchemy or straight to the driver."""

    def through_the_engine(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        guard_switch.met.update(map(int, _IN_SQL.findall(statement)))

    event.listen(Engine, "before_cursor_execute", through_the_engine)
    execute = asyncpg.Connection._execute  # noqa: SLF001  where every query with arguments passes

    async def seen(self: Any, query: str, *rest: Any, **named: Any) -> Any:  # noqa: ANN401  the driver's own
        guard_switch.met.update(map(int, _IN_SQL.findall(query)))
        return await execute(self, query, *rest, **named)

    asyncpg.Connection._execute = seen  # noqa: SLF001  in a copy that is made to be spoilt


def watch_rules() -> None:
    """Let access rules have switches: an allowing one allows all, a denying one nothing."""
    guards = json.loads((ROOT / "guards-found.json").read_text(encoding="utf-8"))
    numbers = {guard["text"]: guard["number"] for guard in guards if guard["kind"] == "rule"}
    applies = Rule.applies_to

    def switched(self: Rule, question: Question) -> bool:
        number = numbers.get(self.name)
        if number is not None and guard_switch.off(number):
            return self.effect is Effect.ALLOW
        return applies(self, question)

    setattr(Rule, "applies_to", switched)  # noqa: B010  as above
