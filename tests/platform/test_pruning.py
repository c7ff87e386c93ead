"""What nobody needs any more is forgotten in small steps, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from lyceum.platform import pruning, security_log
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.builders import MovableClock


async def run(kernel: Kernel, statement: str, **values: object) -> list[Any]:
    async with unit_of_work(kernel) as uow:
        result = await uow.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


async def event(kernel: Kernel, age: timedelta) -> UUID:
    event_id = new_id()
    await run(
        kernel,
        "insert into platform.event (id, name, key, body, occurred_at) values (:id, 'a.b.v1', 'k', '{}', :at)",
        id=event_id,
        at=kernel.clock.now() - age,
    )
    return event_id


async def events(kernel: Kernel) -> set[UUID]:
    return {row.id for row in await run(kernel, "select id from platform.event")}


def steps_of(kernel: Kernel) -> Callable[[str, Callable[[UnitOfWork], Awaitable[int]]], Awaitable[int]]:
    names: set[str] = set()

    async def step(name: str, action: Callable[[UnitOfWork], Awaitable[int]]) -> int:
        assert name not in names, "a step is known by its name"
        names.add(name)
        async with unit_of_work(kernel) as uow:
            return await action(uow)

    return step


async def test_an_event_is_forgotten_when_its_time_is_over(kernel: Kernel) -> None:
    days = kernel.settings.event_days
    await event(kernel, timedelta(days=days, seconds=1))
    young = await event(kernel, timedelta(days=days))

    gone = await pruning.prune(steps_of(kernel))

    assert gone["events"] == 1
    assert await events(kernel) == {young}


async def test_an_event_that_somebody_has_not_heard_is_never_forgotten(kernel: Kernel) -> None:
    waiting, dead = await event(kernel, timedelta(days=999)), await event(kernel, timedelta(days=999))
    await run(
        kernel,
        "insert into platform.delivery (event_id, domain, subscription, key, partition)"
        " values (:id, 'probe', 'probe.x', 'k', 0)",
        id=waiting,
    )
    await run(
        kernel,
        "insert into platform.dead_letter (id, event_id, subscription, attempts, error, died_at)"
        " values (:letter, :id, 'probe.x', 3, 'E', :now)",
        letter=new_id(),
        id=dead,
        now=kernel.clock.now(),
    )

    await pruning.prune(steps_of(kernel))

    assert await events(kernel) == {waiting, dead}


async def test_many_rows_go_in_steps_of_a_bounded_size(kernel: Kernel) -> None:
    await run(
        kernel,
        "insert into platform.event (id, name, key, body, occurred_at)"
        " select uuidv7(), 'a.b.v1', 'k', '{}', :at from generate_series(1, 2500)",
        at=kernel.clock.now() - timedelta(days=999),
    )
    taken: list[int] = []
    step = steps_of(kernel)

    async def counted(name: str, action: Callable[[UnitOfWork], Awaitable[int]]) -> int:
        taken.append(await step(name, action))
        return taken[-1]

    gone = await pruning.forget_all(counted, {"events": pruning.forget_events})

    assert gone == {"events": 2500}
    assert taken == [1000, 1000, 500]


async def test_two_processes_that_prune_at_once_do_not_get_in_each_others_way(kernel: Kernel) -> None:
    for _ in range(20):
        await event(kernel, timedelta(days=999))

    await asyncio.gather(*(pruning.prune(steps_of(kernel)) for _ in range(4)))

    assert await events(kernel) == set()


async def test_kept_answers_are_forgotten_after_a_day(kernel: Kernel, clock: MovableClock) -> None:
    await run(
        kernel,
        "insert into platform.idempotency_key (owner, key, fingerprint, status, headers, body, created_at)"
        " values ('somebody', 'once', '', 200, '{}', '', :now)",
        now=clock.now(),
    )
    clock.move(timedelta(hours=23, minutes=59))
    assert (await pruning.prune(steps_of(kernel)))["idempotency_keys"] == 0
    clock.move(timedelta(minutes=1))

    assert (await pruning.prune(steps_of(kernel)))["idempotency_keys"] == 1


async def test_the_security_log_is_kept_as_long_as_it_is_set_to(kernel: Kernel, clock: MovableClock) -> None:
    async with unit_of_work(kernel) as uow:
        await security_log.note(uow, "probe.happened")
    clock.move(timedelta(days=kernel.settings.security_log_days))
    assert (await pruning.prune(steps_of(kernel)))["security_events"] == 0
    clock.move(timedelta(seconds=1))

    assert (await pruning.prune(steps_of(kernel)))["security_events"] == 1
