"""Events of one key are numbered in the order of their commits, whatever their writers lock themselves."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.builders import PATIENCE_S
from tests.probe.domain import Noted


async def emit(kernel: Kernel, *topics: str) -> None:
    async with unit_of_work(kernel) as uow:
        for number, topic in enumerate(topics):
            uow.emit(Noted(note_id=new_id(), topic=topic, number=number))


async def numbered(uow: UnitOfWork) -> list[tuple[str, int]]:
    """Key and number of what waits, in the order it will be delivered in."""
    query = text(
        "select d.key, (e.body->>'number')::int as number from platform.delivery d"
        " join platform.event e on e.id = d.event_id order by d.sequence"
    )
    return [(row.key, row.number) for row in await uow.execute(query)]


async def test_who_emits_for_a_key_waits_for_whoever_did_before(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as first:
        first.emit(Noted(note_id=UUID(int=1), topic="one", number=7))
        await first.flush_events()
        second = asyncio.create_task(emit(kernel, "one"))
        await asyncio.wait_for(emit(kernel, "another"), PATIENCE_S)
        done, _ = await asyncio.wait({second}, timeout=0.5)
        assert not done
    await second

    async with unit_of_work(kernel) as uow:
        assert [each for each in await numbered(uow) if each[0] == "one"] == [("one", 7), ("one", 0)]


async def test_two_with_the_same_keys_the_other_way_round_do_not_lock_each_other_out(kernel: Kernel) -> None:
    keys = [f"key-{number}" for number in range(30)]

    await asyncio.wait_for(asyncio.gather(*(emit(kernel, *way) for way in (keys, keys[::-1]) * 4)), PATIENCE_S)

    async with unit_of_work(kernel) as uow:
        assert len(await numbered(uow)) == 8 * len(keys)


async def test_events_of_one_transaction_are_numbered_as_they_were_emitted(kernel: Kernel) -> None:
    await emit(kernel, *["one", "two"] * 100)

    async with unit_of_work(kernel) as uow:
        assert await numbered(uow) == [(("one", "two")[number % 2], number) for number in range(200)]
