"""Ten thousand events from late committers, through two relays of which one dies: none lost, doubled or overtaken."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

import pytest

from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from tests.app.conftest import Lyceum, Record, Rows
from tests.builders import eventually
from tests.probe.domain import Note, take

EVENTS = 10_000
KEYS = 200
WRITERS = 6


def nothing_waits(rows: Rows) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return rows.count("platform.delivery") == 0

    return check


async def write_notes(kernel: Kernel, notes: int, rng: random.Random) -> None:
    for _ in range(notes):
        hold_s = rng.uniform(0, 0.05) if rng.random() < 0.02 else 0.0
        async with unit_of_work(kernel) as uow:
            await take(uow, Note(key=f"key-{rng.randrange(KEYS)}", start="", hold_s=hold_s))


@pytest.mark.slow
async def test_ten_thousand_events_arrive_once_and_in_order_though_a_relay_dies(
    kernel: Kernel, lyceum: Lyceum, rows: Rows, record_testsuite_property: Record
) -> None:
    first, second = await asyncio.gather(
        *(lyceum("serve", "probe", "--roles", "relay", LYCEUM_RELAY_POLL_S="0.2").start_soon() for _ in range(2))
    )
    begun = time.monotonic()
    writers = [
        asyncio.create_task(write_notes(kernel, EVENTS // WRITERS + (n < EVENTS % WRITERS), random.Random(n)))
        for n in range(WRITERS)
    ]
    await eventually(lambda: more_than(rows, "probe.heard", EVENTS // 4))
    await asyncio.to_thread(first.kill)
    third = await lyceum("serve", "probe", "--roles", "relay", LYCEUM_RELAY_POLL_S="0.2").start_soon()
    await asyncio.gather(*writers)
    written_s = time.monotonic() - begun

    await eventually(nothing_waits(rows))

    record_testsuite_property(
        "measured", f"ORDER written in {written_s:.1f} s, all heard in {time.monotonic() - begun:.1f} s"
    )
    assert rows.count("probe.note") == rows.count("probe.heard") == EVENTS
    assert rows.all("select event_id from probe.heard group by 1 having count(*) <> 1") == []
    inversions = rows.one(
        "select count(*) from (select number, lag(number) over (partition by key order by place) as before"
        " from probe.heard) as heard where before > number"
    )
    assert inversions == 0
    workers = {pid for (pid,) in rows.all("select distinct pid from probe.heard")}
    assert workers == {first.pid, second.pid, third.pid}


@pytest.mark.slow
async def test_a_backlog_is_delivered_by_one_relay(
    kernel: Kernel, lyceum: Lyceum, rows: Rows, record_testsuite_property: Record
) -> None:
    for _ in range(50):
        async with unit_of_work(kernel) as uow:
            for n in range(100):
                await take(uow, Note(key=f"key-{n}", start=""))

    process = await lyceum("serve", "probe", "--roles", "relay").start_soon()
    begun, at = time.monotonic(), rows.count("probe.heard")
    await eventually(nothing_waits(rows))

    seconds = time.monotonic() - begun
    record_testsuite_property("measured", f"BACKLOG {(5000 - at) / seconds:.0f} events/s")
    assert rows.count("probe.heard") == 5_000
    assert process.running


async def more_than(rows: Rows, table: str, number: int) -> bool:
    return rows.count(table) > number
