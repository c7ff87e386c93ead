"""Run by `tools/guards.py` in its copy: the walk with each guard switched off in turn. It is no test by itself."""

import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text

from lyceum import guard_switch  # type: ignore[attr-defined]  # only the copy has it
from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.platform.kernel import Kernel
from tests.guards.table import Line, lines
from tests.guards.walk import Walk, told_to_all, walking
from tests.guards.world import founded, furnish

ROOT = Path(__file__).parents[2]
_MOST_LINES = 25


async def test_every_guard_is_missed(kernel: Kernel) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    guards = json.loads((ROOT / "guards-found.json").read_text(encoding="utf-8"))
    composition, table = compose(DOMAINS), lines()
    async with founded(kernel, composition) as world:
        before = await told_to_all(world, table)
        await furnish(world)
        async with walking(world, kernel, composition, before) as walk:
            met = await _met_or_known(walk, table)
            for guard in _chosen(guards):
                by = await _noticed(walk, guard["number"], met)
                _keep({"number": guard["number"], "place": guard["place"], "text": guard["text"], "by": by})


async def _met_or_known(walk: Walk, table: Iterable[Line]) -> dict[int, list[Line]]:
    """As `_met`, but walked once only, however often this is begun anew."""
    known = ROOT / "guards-met.json"
    if not known.exists():
        met = await _met(walk, table)
        known.write_text(json.dumps({number: [line.route for line in some] for number, some in met.items()}))
    by_route = {line.route: line for line in table}
    read = json.loads(known.read_text())
    return {int(number): [by_route[route] for route in routes] for number, routes in read.items()}


async def _met(walk: Walk, table: Iterable[Line]) -> dict[int, list[Line]]:
    """Which lines meet which guard, with all of them in place; a line that deviates then would prove nothing."""
    found: dict[int, list[Line]] = {}
    for line in table:
        guard_switch.met.clear()
        if found_before := await walk.deviations([line]):
            print("left out:", *found_before[:2])  # noqa: T201  for whoever runs the tool
            continue
        for number in guard_switch.met:
            found.setdefault(number, []).append(line)
    return found


async def _noticed(walk: Walk, number: int, met: dict[int, list[Line]]) -> str | None:
    """What the walk says first when a guard is gone; None if it says nothing."""
    guard_switch.off_now = number
    connection = await walk.database.connect()
    await connection.execute(text(f"set guards.off = '{number}'"))
    await _forget(walk)
    try:
        for line in _some(met.get(number, [])):
            if found := await walk.deviations([line]):
                return found[0]
        return None
    finally:
        guard_switch.off_now = 0
        await connection.execute(text("set guards.off = '0'"))
        await _forget(walk)


async def _forget(walk: Walk) -> None:
    """Let nothing be answered from what was read while another guard was off."""
    kernel = walk.world.site.kernel
    walk.forget()
    await kernel.live.client.flushdb()
    await kernel.cache.close()
    kernel.__post_init__()


def _some(met: list[Line]) -> list[Line]:
    """Of very many lines some from everywhere: what every request meets is missed by any, or by none."""
    return met[:: max(1, len(met) // _MOST_LINES)]


def _chosen(guards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    wish = json.loads(os.environ["LYCEUM_GUARDS"])
    part, parts = map(int, wish["shard"].split("/"))
    results = ROOT / "guards.jsonl"
    done = {json.loads(line)["number"] for line in results.read_text().splitlines()} if results.exists() else set()
    meant = (each for each in guards if wish["only"] in f"{each['place']} {each['kind']}: {each['text']}")
    return [each for each in meant if each["number"] % parts == part % parts and each["number"] not in done]


def _keep(result: dict[str, Any]) -> None:
    with (ROOT / "guards.jsonl").open("a", encoding="utf-8") as results:
        results.write(json.dumps(result) + "\n")
