"""Gives each neighbour its own few places, so that one that is slow cannot take all there are (ERR-08).

Who finds every place taken waits, in order; who finds too many waiting, or waits too long, is told to come again. What
blocks a thread has threads of its own behind its bulkhead: the ones everybody shares are few.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar

from prometheus_client import Counter, Gauge

from lyceum.platform.errors import LyceumError, Unavailable
from lyceum.platform.metrics import REGISTRY

P = ParamSpec("P")
R = TypeVar("R")

BULKHEAD_TAKEN = Gauge("lyceum_bulkhead_taken", "Places taken.", ["name"], registry=REGISTRY)
BULKHEAD_REFUSED = Counter("lyceum_bulkhead_refused", "Turned away because it was full.", ["name"], registry=REGISTRY)

_COME_AGAIN_S: Final = 5.0


class Overloaded(Unavailable):
    """So many want this that another one would wait too long."""

    code = "OVERLOADED"


@dataclass(frozen=True, slots=True)
class Places:
    """How many a bulkhead lets in.

    Attributes:
        at_once: how many at a time.
        waiting: how many may wait for a place.
        wait_s: how long each may wait.
    """

    at_once: int
    waiting: int
    wait_s: float

    def __post_init__(self) -> None:
        """Refuse a bulkhead nobody could pass."""
        if self.at_once < 1 or self.waiting < 0 or self.wait_s < 0:
            raise ValueError(f"expected at_once of 1 or more, waiting and wait_s of 0 or more, not {self}")


class Bulkhead:
    """The places of one neighbour, in one process.

    Args:
        name: of the neighbour, for the metrics.
        places: how many.
        refusal: what who is turned away is told.
    """

    def __init__(self, name: str, places: Places, refusal: Callable[[], LyceumError] | None = None) -> None:
        self.name = name
        self.places = places
        self.waiting = 0
        self._refusal = refusal or self._overloaded
        self._free = asyncio.Semaphore(places.at_once)
        self._threads: ThreadPoolExecutor | None = None
        self._taken = BULKHEAD_TAKEN.labels(name)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place, for as long as the block lasts.

        Raises:
            Overloaded: or what `refusal` gives, if there is none to be had in time.
        """
        await self._enter()
        self._taken.inc()
        try:
            yield
        finally:
            self._taken.dec()
            self._free.release()

    async def in_thread(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function that blocks, in a thread that is this neighbour's alone.

        Whoever stops waiting for it does not stop it: its place stays taken until it returns.

        Raises:
            Overloaded: or what `refusal` gives, if there is no place to be had in time.
        """
        await self._enter()
        self._taken.inc()
        loop = asyncio.get_running_loop()
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.places.at_once, thread_name_prefix=self.name)
        try:
            running = self._threads.submit(work, *args, **kwargs)
        except BaseException:
            self._leave()
            raise
        running.add_done_callback(lambda _: _tell(loop, self._leave))
        return await asyncio.wrap_future(running)

    def _leave(self) -> None:
        self._taken.dec()
        self._free.release()

    async def _enter(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        if self.waiting >= self.places.waiting:
            raise self._turned_away()
        self.waiting += 1
        try:
            async with asyncio.timeout(self.places.wait_s):
                await self._free.acquire()
        except TimeoutError:
            raise self._turned_away() from None
        finally:
            self.waiting -= 1

    def _turned_away(self) -> LyceumError:
        BULKHEAD_REFUSED.labels(self.name).inc()
        return self._refusal()

    def _overloaded(self) -> LyceumError:
        return Overloaded("Too many want this right now. Try again in a moment.", retry_after_s=_COME_AGAIN_S)


def _tell(loop: asyncio.AbstractEventLoop, done: Callable[[], None]) -> None:
    # A loop that was closed meanwhile has nobody left who would want the place.
    if not loop.is_closed():
        loop.call_soon_threadsafe(done)
