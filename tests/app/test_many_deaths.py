"""What was accepted is done, once and in order, however often and whenever the processes are killed."""

import asyncio
import contextlib
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count

import httpx
import pytest

from tests.app.conftest import Lyceum, Rows
from tests.builders import eventually
from tests.processes import LyceumProcess

KILLS = int(__import__("os").environ.get("KILLS", "20"))
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


def all_is_done(rows: Rows) -> Callable[[], "asyncio.Future[bool]"]:
    async def check() -> bool:
        open_jobs = rows.one("select count(*) from platform.job where status in ('queued', 'running')")
        return open_jobs == 0 and rows.count("platform.delivery") == 0

    return check  # type: ignore[return-value]  # a coroutine function is what is wanted


def assert_each_once_and_in_order(rows: Rows, accepted: dict[str, dict[str, object]]) -> None:
    kept = {str(note_id) for (note_id,) in rows.all("select id from probe.note")}
    assert set(accepted) <= kept, "a note that was answered 201 is gone"
    assert rows.count("platform.event") == len(kept)
    assert rows.all("select event_id from probe.heard group by 1 having count(*) <> 1") == []
    assert rows.count("probe.heard") == len(kept)
    assert rows.count("platform.dead_letter") == 0
    assert rows.count("platform.job") == len(kept)
    assert rows.all("select status, count(*) from platform.job group by 1") == [("completed", len(kept))]
    assert rows.all("select job_id, step from probe.step group by 1, 2 having count(*) <> 1") == []
    assert rows.count("probe.step") == 3 * len(kept)
    inversions = rows.one(
        "select count(*) from (select number, lag(number) over (partition by key order by place) as before"
        " from probe.heard) as heard where before > number"
    )
    assert inversions == 0


@pytest.mark.slow
async def test_twenty_kills_under_load_lose_nothing_and_double_nothing(lyceum: Lyceum, rows: Rows) -> None:
    rng = random.Random(20)
    load = Load(seed=1)
    begun = time.monotonic()
    process = await fresh(lyceum)
    load.url = process.url
    async with load.running(clients=3, pause_s=0.2):
        for _ in range(KILLS):
            # The next one starts while this one is still at work, and more often than not is there when it dies.
            successor = asyncio.create_task(fresh(lyceum))
            await asyncio.sleep(rng.uniform(0.05, 3.0))
            await asyncio.to_thread(process.kill)
            process = await successor
            load.url = process.url
        await asyncio.sleep(1)

    try:
        await eventually(all_is_done(rows), within_s=int(__import__("os").environ.get("W", "60")))
    except AssertionError:
        print(
            dict(load.statuses),
            len(load.accepted),
            rows.all("select status, takeovers, count(*) from platform.job group by 1,2"),
            rows.all(
                "select w.status, queue_name, executor_id, j.status, j.takeovers, count(*) from dbos.workflow_status w full join platform.job j on j.id::text=w.workflow_uuid where j.status is distinct from 'completed' group by 1,2,3,4,5"
            ),
        )
        print(rows.all("select * from platform.delivery limit 5"), rows.all("select * from platform.executor"))
        print(process.output[-6000:])
        raise

    print(
        f"KILLS {KILLS} accepted {len(load.accepted)} notes {rows.count('probe.note')} {dict(load.statuses)} {time.monotonic() - begun:.1f} s"
    )
    assert_each_once_and_in_order(rows, load.accepted)
    assert set(load.statuses) <= {201, 503}
    assert len(load.accepted) > KILLS
