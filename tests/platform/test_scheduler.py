"""A schedule starts its workflow once per period, over all processes."""

import asyncio
from datetime import timedelta

from sqlalchemy import text

from lyceum.platform.kernel import Kernel
from lyceum.platform.scheduler import start_if_due
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflow import Schedule
from tests.builders import MovableClock
from tests.probe.domain import WORK

HOURLY = Schedule("probe.hourly", timedelta(hours=1), WORK, {"pause_s": 0})


async def jobs(kernel: Kernel) -> int:
    async with unit_of_work(kernel) as uow:
        found: int = (await uow.execute(text("select count(*) from platform.job"))).scalar_one()
        return found


async def test_a_schedule_starts_at_once_and_then_after_its_period(kernel: Kernel, clock: MovableClock) -> None:
    assert await start_if_due(kernel, HOURLY)
    assert not await start_if_due(kernel, HOURLY)

    clock.move(timedelta(minutes=59))
    assert not await start_if_due(kernel, HOURLY)

    clock.move(timedelta(minutes=1))
    assert await start_if_due(kernel, HOURLY)
    assert await jobs(kernel) == 2


async def test_of_many_processes_that_look_at_once_one_starts_it(kernel: Kernel) -> None:
    started = await asyncio.gather(*(start_if_due(kernel, HOURLY) for _ in range(8)))

    assert sorted(started) == [False] * 7 + [True]
    assert await jobs(kernel) == 1
