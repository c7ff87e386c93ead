"""Bulkheads: never more inside than there are places, nobody waits without end, and neighbours do not feel it."""

import asyncio
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.errors import Conflict
from lyceum.platform.metrics import REGISTRY
from lyceum.platform.resilience.bulkhead import Bulkhead, Overloaded, Places
from tests.builders import PATIENCE_S, eventually


class Full(Conflict):
    """What a neighbour of the test's own says."""


def bulkhead(at_once: int = 1, waiting: int = 1, wait_s: float = PATIENCE_S) -> Bulkhead:
    return Bulkhead("probe", Places(at_once, waiting, wait_s))


async def stay(inside: Bulkhead, until: asyncio.Event) -> None:
    async with inside.place():
        await until.wait()


async def has_waiting(of: Bulkhead, number: int) -> bool:
    return of.waiting == number


async def test_who_finds_too_many_waiting_is_told_at_once_to_come_again() -> None:
    neighbour, leave = bulkhead(), asyncio.Event()
    first, second = (asyncio.create_task(stay(neighbour, leave)) for _ in range(2))
    await eventually(lambda: has_waiting(neighbour, 1))

    with pytest.raises(Overloaded) as refused:
        await stay(neighbour, leave)

    assert (refused.value.status, refused.value.retry_after_s) == (503, 5.0)
    leave.set()
    await asyncio.gather(first, second)


async def test_who_waits_too_long_is_told_to_come_again_and_the_place_is_there_for_the_next() -> None:
    neighbour, leave = bulkhead(wait_s=0.02), asyncio.Event()
    first = asyncio.create_task(stay(neighbour, leave))
    await asyncio.sleep(0)

    with pytest.raises(Overloaded):
        await stay(neighbour, leave)
    leave.set()
    await first

    await stay(neighbour, leave)


async def test_a_neighbour_may_refuse_in_words_of_its_own() -> None:
    neighbour = Bulkhead("probe", Places(1, 0, 0), lambda: Full("no"))

    async with neighbour.place():
        with pytest.raises(Full):
            await stay(neighbour, asyncio.Event())


async def test_an_error_and_a_cancellation_give_the_place_back() -> None:
    neighbour, never = bulkhead(), asyncio.Event()

    with suppress(KeyError):
        async with neighbour.place():
            raise KeyError
    inside = asyncio.create_task(stay(neighbour, never))
    outside = asyncio.create_task(stay(neighbour, never))
    await eventually(lambda: has_waiting(neighbour, 1))
    outside.cancel()
    inside.cancel()
    await asyncio.gather(inside, outside, return_exceptions=True)

    never.set()
    await stay(neighbour, never)
    assert REGISTRY.get_sample_value("lyceum_bulkhead_taken", {"name": "probe"}) == 0


async def test_a_neighbour_that_hangs_takes_no_thread_of_another() -> None:
    hangs, works = bulkhead(at_once=3, waiting=100), Bulkhead("other", Places(1, 1, 1.0))
    release = threading.Event()
    hanging = [asyncio.create_task(hangs.in_thread(release.wait, PATIENCE_S)) for _ in range(50)]
    await eventually(lambda: has_waiting(hangs, 47))

    assert await works.in_thread(sum, [1, 2]) == 3
    # Nor of those that everybody shares.
    assert await asyncio.wait_for(asyncio.to_thread(sum, [1, 2]), PATIENCE_S) == 3

    release.set()
    assert all(await asyncio.gather(*hanging))


async def test_who_leaves_a_thread_behind_leaves_its_place_taken_until_it_ends() -> None:
    neighbour, release = bulkhead(waiting=0), threading.Event()
    running = threading.Event()

    def hold() -> bool:
        running.set()
        return release.wait(PATIENCE_S)

    async def runs() -> bool:
        return running.is_set()

    left = asyncio.create_task(neighbour.in_thread(hold))
    await eventually(runs)
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)

    with pytest.raises(Overloaded):
        await neighbour.in_thread(sum, [1])
    release.set()

    async def is_free() -> bool:
        with suppress(Overloaded):
            return await neighbour.in_thread(sum, [1]) == 1
        return False

    await eventually(is_free)


@given(
    places=st.builds(Places, st.integers(1, 4), st.integers(0, 5), st.just(5.0)),
    stays=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=25),
)
def test_whatever_comes_when_no_more_are_inside_or_waiting_than_may_be(
    places: Places, stays: list[tuple[int, int]]
) -> None:
    async def run() -> None:
        neighbour = Bulkhead("probe", places)
        inside = most = refused = 0

        async def come(turns_before: int, turns_inside: int) -> None:
            nonlocal inside, most, refused
            for _ in range(turns_before):
                await asyncio.sleep(0)
            try:
                async with neighbour.place():
                    inside += 1
                    most = max(most, inside)
                    for _ in range(turns_inside):
                        await asyncio.sleep(0)
                    inside -= 1
            except Overloaded:
                refused += 1
            assert neighbour.waiting <= places.waiting

        await asyncio.gather(*(come(*each) for each in stays))
        assert most <= places.at_once
        assert refused <= max(0, len(stays) - places.at_once - places.waiting)
        assert (inside, neighbour.waiting) == (0, 0)

    asyncio.run(run())


@pytest.mark.parametrize("places", [(0, 1, 1.0), (1, -1, 1.0), (1, 1, -1.0)])
def test_a_bulkhead_that_nobody_could_pass_cannot_be_made(places: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match="expected at_once"):
        Places(*places)
