"""What may take so long and no longer."""

import asyncio

import pytest

from lyceum.platform.errors import TimedOut
from lyceum.platform.resilience.deadline import deadline


async def test_what_is_done_in_time_is_done() -> None:
    async with deadline(60, "The engine"):
        await asyncio.sleep(0)


async def test_what_takes_too_long_is_cancelled_and_told() -> None:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    with pytest.raises(TimedOut, match="The engine did not answer within 1e-06 seconds"):
        async with deadline(1e-6, "The engine"):
            await answer

    assert answer.cancelled()


async def test_the_nearest_deadline_is_the_one_that_is_told() -> None:
    with pytest.raises(TimedOut, match="The model"):
        async with deadline(0.01, "The model"), deadline(60, "The engine"):
            await asyncio.Event().wait()


async def test_a_timeout_of_the_block_itself_is_passed_on() -> None:
    with pytest.raises(TimeoutError, match="its own"):
        async with deadline(60, "The engine"):
            raise TimeoutError("its own")


async def test_a_caller_who_leaves_is_not_told_that_it_timed_out() -> None:
    async def work() -> None:
        async with deadline(60, "The engine"):
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
