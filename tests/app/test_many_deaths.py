"""What was accepted is done, once and in order, however often and whenever the processes are killed."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count

import httpx
import pytest

from tests.app.conftest import Lyceum, Record, Rows
from tests.builders import eventually
from tests.processes import LyceumProcess

KILLS = 20
KEYS = 12


async def fresh(lyceum: Lyceum) -> LyceumProcess:
    process = lyceum("serve", LYCEUM_TAKEOVER_AFTER_S="1", LYCEUM_WORKFLOW_SLOTS="12")
    return await process.start_soon()


class Load:
    """Posts notes to whatever process is there, and remembers what was accepted."""

    def __init__(self, seed: int) -> None:
        self.accepted: dict[str, dict[str, object]] = {}
        self.statuses: dict[int, int] = defaultdict(int)
        self.url = ""
        self._rng = random.Random(seed)
        self._number = count()

    @asynccontextmanager
    async def running(self, clients: int, pause_s: float = 0.0) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=httpx.Timeout(15.0)) as client:
            tasks = [asyncio.create_task(self._post_for_ever(client, pause_s)) for _ in range(clients)]
            yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def has_taken_more_than(self, notes: int) -> bool:
        """Whether more than so many were accepted."""
        return len(self.accepted) > notes

    async def _post_for_ever(self, client: httpx.AsyncClient, pause_s: float) -> None:
        while True:
            note = {"key": f"key-{self._rng.randrange(KEYS)}", "pause_s": self._rng.uniform(0, 0.1)}
            try:
                answer = await client.post(f"{self.url}/api/v1/probe/notes", json=note)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            self.statuses[answer.status_code] += 1
            if answer.status_code == 201:
                told = answer.json()
                self.accepted[told["id"]] = told
            await asyncio.sleep(pause_s)


async def all_is_done(rows: Rows) -> bool:
    open_jobs = rows.one("select count(*) from platform.job where status in ('queued', 'running')")
    return open_jobs == 0 and rows.count("platform.delivery") == 0


def assert_each_once_and_in_order(rows: Rows, accepted: dict[str, dict[str, object]]) -> None:
    kept = {str(note_id) for (note_id,) in rows.all("select id from probe.note")}
    assert set(accepted) <= kept, "a note that was answered 201 is gone"
    assert rows.count("platform.event") == len(kept)
    assert rows.all("select event_id from probe.heard group by 1 having count(*) <> 1") == []
    assert rows.count("probe.heard") == len(kept)
    assert rows.count("platform.dead_letter") == 0
    jobs = rows.all("select status, count(*) from platform.job where kind = 'probe.work' group by 1")
    assert jobs == [("completed", len(kept))]
    assert rows.all("select job_id, step from probe.step group by 1, 2 having count(*) <> 1") == []
    assert rows.count("probe.step") == 3 * len(kept)
    inversions = rows.one(
        "select count(*) from (select number, lag(number) over (partition by key order by place) as before"
        " from probe.heard) as heard where before > number"
    )
    assert inversions == 0


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_twenty_kills_under_load_lose_nothing_and_double_nothing(
    lyceum: Lyceum, rows: Rows, record_testsuite_property: Record
) -> None:
    rng = random.Random(20)
    load = Load(seed=1)
    begun = time.monotonic()
    process = await fresh(lyceum)
    load.url = process.url
    async with load.running(clients=3, pause_s=0.2):
        for number in range(KILLS):
            # The next one starts while this one is still at work, and more often than not is there when it dies.
            successor = asyncio.create_task(fresh(lyceum))
            taken = len(load.accepted)
            await asyncio.sleep(rng.uniform(0.05, 2.5))
            if number % 2:
                # However slow the machine is, every second one has work of its own to leave behind.
                await eventually(partial(load.has_taken_more_than, taken))
            await asyncio.to_thread(process.kill)
            process = await successor
            load.url = process.url
        await asyncio.sleep(1)

    await eventually(lambda: all_is_done(rows))

    record_testsuite_property(
        "measured",
        f"{KILLS} kills, {len(load.accepted)} accepted, {dict(load.statuses)}, {time.monotonic() - begun:.0f} s",
    )
    assert_each_once_and_in_order(rows, load.accepted)
    assert set(load.statuses) <= {201, 503}
    assert len(load.accepted) >= KILLS // 2
