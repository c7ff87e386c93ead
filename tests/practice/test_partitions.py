"""Partitions of the attempts: made ahead, and what came too early is moved into its own."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from lyceum.platform.jobs import open_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice.workflows import MAKE_PARTITIONS
from tests.builders import MovableClock

_ATTEMPT = text("""
    insert into practice.attempt select gen_random_uuid(), :at, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
        gen_random_uuid(), 1, '{}', 'practice', '1', true, 1, 5, 'recalled', null, null, null, 0, false, false,
        :at, :at, '{}', '{}', 'x', '{}', '{}', '{}'""")
_WHERE = text("select tableoid::regclass::text as part, recorded_at from practice.attempt order by recorded_at")


async def make(kernel: Kernel) -> int:
    async with unit_of_work(kernel) as uow:
        job_id = await open_job(uow, MAKE_PARTITIONS.name, None)
    await run_to_end(kernel, MAKE_PARTITIONS, job_id, {})
    async with unit_of_work(kernel) as uow:
        found = await uow.execute(text("select result from platform.job where id = :id"), {"id": job_id})
        return int(found.scalar_one()["made"])


async def places(kernel: Kernel) -> list[Any]:
    async with unit_of_work(kernel) as uow:
        return [row.part for row in await uow.execute(_WHERE)]


async def add(kernel: Kernel, moment: datetime) -> None:
    async with unit_of_work(kernel) as uow:
        await uow.execute(_ATTEMPT, {"at": moment})


async def test_attempts_lie_in_the_partition_of_their_month(kernel: Kernel, clock: MovableClock) -> None:
    clock.set(datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    await add(kernel, datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
    await add(kernel, datetime(2027, 1, 1, tzinfo=UTC))
    await add(kernel, datetime(2027, 2, 1, tzinfo=UTC))

    assert await make(kernel) == 3

    assert await places(kernel) == [
        "practice.attempt_2026_12",
        "practice.attempt_2027_01",
        "practice.attempt_default",
    ]
    assert await make(kernel) == 0
    clock.set(datetime(2026, 12, 1, tzinfo=UTC))
    assert await make(kernel) == 1
    assert (await places(kernel))[2] == "practice.attempt_2027_02"
