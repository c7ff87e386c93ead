"""Caches of several processes over one truth, for tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from lyceum.platform.broadcast import Broadcast
from lyceum.platform.cache import Cache
from lyceum.platform.cached import Cached, CacheKey, CacheLifetimes
from lyceum.platform.clock import SystemClock
from lyceum.platform.live import LiveState
from lyceum.platform.metrics import REGISTRY
from tests.builders import eventually

NUMBER: Cached[int | None] = Cached("number", "number:{id}", int | None, life=timedelta(minutes=5))
IN_ROOM: Cached[int | None] = Cached(
    "number", "number:{room}:{id}", int | None, room="numbers:{room}", life=timedelta(minutes=5)
)


class Truth:
    """What stands in the database: a number per name, and how often it was read."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.reads = 0
        self.slow = asyncio.Event()
        self.slow.set()
        self.being_read = asyncio.Event()

    async def read(self, name: str) -> int:
        """Read it; where `slow` is not set, the answer stays under way until it is."""
        self.reads += 1
        found = self.numbers[name]
        self.being_read.set()
        await self.slow.wait()
        return found


class Reader:
    """One process: its cache, and its way of reading and writing."""

    def __init__(self, cache: Cache, live: LiveState, truth: Truth, space: str) -> None:
        self.cache, self.live, self.truth, self.space = cache, live, truth, space

    async def read(self, key: CacheKey[int | None]) -> int | None:
        return await self.cache.get(key, lambda: self.truth.read(key.name))

    async def write(self, key: CacheKey[int | None], number: int) -> None:
        """Change it, as a transaction does, and have it forgotten after the commit."""
        self.truth.numbers[key.name] = number
        await self.cache.forget([key])

    async def is_near(self, key: CacheKey[int | None]) -> bool:
        """Whether this process answers from its memory."""
        before = reads_from("memory")
        await self.read(key)
        return reads_from("memory") == before + 1


def reads_from(source: str) -> float:
    """How many reads the metrics say were answered so."""
    return REGISTRY.get_sample_value("lyceum_cache_reads_total", {"kind": "number", "source": source}) or 0


@asynccontextmanager
async def process(url: str, truth: Truth, space: str) -> AsyncIterator[Reader]:
    """What one process has."""

    async def own_space() -> str:
        return space

    # A busy machine is no outage.
    live = LiveState(url, timeout_s=5)
    broadcast = Broadcast(live, SystemClock())
    cache = Cache(live, broadcast, CacheLifetimes(), own_space)
    try:
        yield Reader(cache, live, truth, space)
    finally:
        await cache.close()
        await broadcast.close()
        await live.close()


def new_space() -> str:
    return uuid4().hex


async def hearing(reader: Reader, key: CacheKey[int | None]) -> None:
    """Wait until a process answers from its memory."""

    async def claim() -> bool:
        return await reader.is_near(key)

    await eventually(claim)
