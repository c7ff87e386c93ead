"""Events that fail: blocked alone, retried, buried, raised again."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from lyceum.platform.dead_letters import list_dead_letters, redrive
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock, eventually
from tests.probe.domain import Note, take


async def note(kernel: Kernel, *keys: str) -> None:
    for key in keys:
        async with unit_of_work(kernel) as uow:
            await take(uow, Note(key=key, start=""))


async def heard(kernel: Kernel) -> list[tuple[str, int]]:
    async with unit_of_work(kernel) as uow:
        rows = (await uow.execute(text("select key, number from probe.heard order by place"))).all()
    return [(row.key, row.number) for row in rows]


async def waiting(kernel: Kernel) -> int:
    async with unit_of_work(kernel) as uow:
        return int((await uow.execute(text("select count(*) from platform.delivery"))).scalar_one())


async def nothing_waits(kernel: Kernel) -> bool:
    return await waiting(kernel) == 0


@pytest.mark.parametrize("kind", ["poison", "late", "hang", "stall"])
async def test_a_bad_event_holds_up_its_own_key_only_and_dies_after_its_attempts(
    kernel: Kernel, clock: MovableClock, kind: str
) -> None:
    relay = Relay(kernel, ["probe"])
    others = [f"good-{n}" for n in range(20)]
    await note(kernel, kind, kind, *others)

    await relay.drain()

    assert sorted(await heard(kernel)) == sorted((key, 1) for key in others)
    assert await waiting(kernel) == 2

    # Two attempts for the first, then two for the second, which had to wait for it.
    for _ in range(4):
        clock.move(timedelta(minutes=20))
        await relay.drain()

    async with unit_of_work(kernel) as uow:
        letters = await list_dead_letters(uow)
    assert [(letter.key, letter.attempts) for letter in letters] == [(kind, 2), (kind, 2)]
    assert await waiting(kernel) == 0
    assert len(await heard(kernel)) == len(others)


async def test_what_follows_a_failure_waits_for_it_though_it_would_succeed(
    kernel: Kernel, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = Relay(kernel, ["probe"])
    await note(kernel, "poison", "poison", "poison")

    await relay.drain()
    async with unit_of_work(kernel) as uow:
        rows = (await uow.execute(text("select attempts from platform.delivery order by sequence"))).all()
    monkeypatch.setenv("PROBE_MENDED", "1")
    await relay.drain()
    too_early = await heard(kernel)
    clock.move(timedelta(minutes=20))
    await relay.drain()

    assert [row.attempts for row in rows] == [1, 0, 0]
    assert too_early == []
    assert await heard(kernel) == [("poison", 1), ("poison", 2), ("poison", 3)]


async def test_a_mended_handler_hears_what_is_driven_again_in_the_old_order(
    kernel: Kernel, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = Relay(kernel, ["probe"])
    await note(kernel, "poison", "poison")
    for _ in range(4):
        await relay.drain()
        clock.move(timedelta(minutes=20))
    async with unit_of_work(kernel) as uow:
        letters: list[UUID] = [letter.id for letter in await list_dead_letters(uow)]

    monkeypatch.setenv("PROBE_MENDED", "1")
    async with unit_of_work(kernel) as uow:
        assert await redrive(uow, letters) == 2
    await relay.drain()

    assert await heard(kernel) == [("poison", 1), ("poison", 2)]
    async with unit_of_work(kernel) as uow:
        assert await list_dead_letters(uow) == []
        assert await redrive(uow, letters) == 0


async def test_what_is_emitted_while_its_domain_is_busy_does_not_wait_for_the_next_poll(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "settings", kernel.settings.model_copy(update={"relay_poll_s": 3600.0}))
    relay = Relay(kernel, ["probe"])
    kernel.nudge_relay = relay.nudge
    running = asyncio.create_task(relay.run())

    for batch in range(5):
        await asyncio.gather(*(note(kernel, f"key-{batch}-{n}") for n in range(8)))

    await eventually(lambda: nothing_waits(kernel))
    relay.stop()
    await running
    assert len(await heard(kernel)) == 40


async def test_a_relay_knows_whether_something_is_still_to_be_heard(kernel: Kernel) -> None:
    relay = Relay(kernel, ["probe"])
    await note(kernel, "good")

    before = await relay.has_due()
    await relay.drain()

    assert (before, await relay.has_due()) == (True, False)
