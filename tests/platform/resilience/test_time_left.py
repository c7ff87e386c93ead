"""What is left of the time somebody waits, for whatever is asked of another process meanwhile."""

import asyncio

import pytest

from lyceum.platform.errors import TimedOut
from lyceum.platform.resilience.deadline import deadline, ending_in, remaining


async def test_nobody_waits_outside_of_a_request() -> None:
    assert remaining() is None


async def test_what_is_left_becomes_less_and_never_more() -> None:
    with ending_in(30):
        async with deadline(5, "the speech engine"):
            near = remaining()
        with ending_in(3600):
            far = remaining()
        after = remaining()

    assert near is not None
    assert 4 < near <= 5
    assert far is not None
    assert after is not None
    assert 29 < after <= far <= 30
    assert remaining() is None


async def test_nothing_is_left_once_it_is_over() -> None:
    left: list[float | None] = []

    async def work() -> None:
        async with deadline(0.01, "the speech engine"):
            try:
                await asyncio.sleep(5)
            finally:
                left.append(remaining())

    with pytest.raises(TimedOut):
        await work()
    assert left == [0]
