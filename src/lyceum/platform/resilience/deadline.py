"""Time that is over: what may take so long and no longer (ERR-06)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from lyceum.platform.errors import TimedOut
from lyceum.platform.held import Held

# When the time of what is being done is over, by the clock of the event loop.
_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


def remaining() -> float | None:
    """The seconds that are left for what is being done, 0 at the least; None if nobody waits for it.

    What is asked of another process gets no more: whoever waits has gone by then.
    """
    ends_at = _ends_at.get()
    return None if ends_at is None else max(0.0, ends_at - asyncio.get_running_loop().time())


def ending_in(seconds: float) -> Held[float | None]:
    """For as long as the block lasts, `remaining` counts down from this, or from what is left already if that is less.

    Only told, not enforced: `deadline` does both.
    """
    ends_at, known = asyncio.get_running_loop().time() + seconds, _ends_at.get()
    return Held(_ends_at, ends_at if known is None else min(ends_at, known))


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
            with ending_in(seconds):
                yield
    except TimeoutError as error:
        # A TimeoutError from inside the block is the neighbour's own, and is passed on as it is.
        if not limit.expired():
            raise
        raise TimedOut(
            f"{what} did not answer within {seconds:g} seconds. Try again in a moment.",
            details={"seconds": seconds},
        ) from error
