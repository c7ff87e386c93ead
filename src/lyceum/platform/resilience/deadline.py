"""Time that is over: what may take so long and no longer (ERR-06)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lyceum.platform.errors import TimedOut


@asynccontextmanager
async def deadline(seconds: float, what: str) -> AsyncIterator[None]:
    """A block that may take so long and no longer. Nested ones: the nearest wins.

    Args:
        seconds: the time it has.
        what: it is, for the message: "the speech engine".

    Raises:
        TimedOut: when the time is over; what ran in the block has been cancelled.
    """
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        # A TimeoutError from inside the block is the neighbour's own, and is passed on as it is.
        if not limit.expired():
            raise
        raise TimedOut(
            f"{what} did not answer within {seconds:g} seconds. Try again in a moment.",
            details={"seconds": seconds},
        ) from error
