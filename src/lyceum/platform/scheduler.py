"""Work that starts by the clock: each schedule once per period, over all processes."""

import asyncio
from collections.abc import Iterable

from sqlalchemy import text

from lyceum.platform.jobs import start_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflow import Schedule

log = get_logger(__name__)

_LOOK_EVERY_S = 5.0
# One statement decides who starts it: of all processes that look, one moves `next_at`.
_CLAIM = text(
    "insert into platform.schedule (name, next_at) values (:name, :next_at)"
    " on conflict (name) do update set next_at = excluded.next_at where schedule.next_at <= :now returning name"
)


async def run_schedules(kernel: Kernel, schedules: Iterable[Schedule]) -> None:
    """Start what is due until cancelled; a schedule seen for the first time is due at once."""
    declared = tuple(schedules)
    while declared:
        for schedule in declared:
            try:
                await start_if_due(kernel, schedule)
            except Exception as error:  # noqa: BLE001  one of the loops that must survive anything
                log.warning("schedule_failed", schedule=schedule.name, error=type(error).__name__)
        await asyncio.sleep(_LOOK_EVERY_S)


async def start_if_due(kernel: Kernel, schedule: Schedule) -> bool:
    """Start a schedule's workflow if its time has come and nobody else has; whether it did."""
    now = kernel.clock.now()
    claim = {"name": schedule.name, "now": now, "next_at": now + schedule.every}
    async with unit_of_work(kernel) as uow:
        if (await uow.execute(_CLAIM, claim)).scalar_one_or_none() is None:
            return False
        await start_job(uow, schedule.workflow, dict(schedule.payload), owner_id=None)
    return True
