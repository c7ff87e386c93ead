"""The cache of a process: memory before Valkey before PostgreSQL, with one maker per entry and no stale ones.

Cache-aside: a reader looks here and makes what is not there; a writer changes PostgreSQL alone and has the entry
forgotten after the commit (`UnitOfWork.cached` and `UnitOfWork.forget`). What is promised:

- Whoever has the answer to their write reads what they wrote at this process, and at every other as soon as the word
  has got around: a message later, and never after `LONGEST_NEAR_S` plus the entry's own life.
- A value read before a commit is never kept after its forgetting: a lease guards Valkey, a flight the memory.
- An entry is made once, or at most once per process when many ask at the same time; nobody waits for another
  process's maker longer than making it takes.
- Without Valkey every read is made anew. A failing cache is never an error.

Only a process that dies between its commit and the forgetting, or that is cut off from Valkey alone and dies before it
is back, leaves an outdated entry behind; it lives out its life.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Final, TypeVar, cast

from prometheus_client import Counter

from lyceum.platform.broadcast import Broadcast
from lyceum.platform.cache_far import BeingMade, FarCache, Found, Hit, Lease
from lyceum.platform.cache_near import FORGET, NearCache
from lyceum.platform.cached import Cached, CachedUnreadable, CacheKey, CacheLifetimes
from lyceum.platform.live import LiveState
from lyceum.platform.metrics import REGISTRY

T = TypeVar("T")

CACHE_READS = Counter(
    "lyceum_cache_reads",
    "Cached reads, by kind and by where the answer came from: memory, valkey, shared (with who asked before), made.",
    ["kind", "source"],
    registry=REGISTRY,
)

# Lives differ by as much, so that what was made at the same time is not made again at the same time.
_JITTER: Final = 0.15
# What making takes is learned per kind; before that, and within these bounds.
_USUAL_S: Final = 0.05
_PATIENCE_S: Final = (0.01, 0.5)
_LOOK_AGAIN_S: Final = 0.005
_MOST_OWED: Final = 10_000
# A message has its limits.
_TOLD_AT_ONCE: Final = 50
_OWED_AGAIN_S: Final = 0.5


class Cache:
    """The cache, as one process sees it.

    Args:
        live: Valkey.
        broadcast: tells other processes what to forget.
        lifetimes: of the settings.
        space: gives a word that is this database's own, so that installations may share a Valkey, and no entry
            outlives its database; asked once. None: not to be had now.
    """

    def __init__(
        self,
        live: LiveState,
        broadcast: Broadcast,
        lifetimes: CacheLifetimes,
        space: Callable[[], Awaitable[str | None]],
    ) -> None:
        self._live = live
        self._broadcast = broadcast
        self._lifetimes = lifetimes
        self._ask_space = space
        self._space = ""
        self._opening = asyncio.Lock()
        self._near = NearCache(broadcast)
        self._far = FarCache(live)
        self._usual_s: dict[str, float] = {}
        # What Valkey has not been told yet to forget, by name and by room.
        self._owed_keys: dict[str, CacheKey[Any]] = {}
        self._owed_rooms: dict[str, None] = {}
        self._settling: asyncio.Task[None] | None = None
        self._released: set[asyncio.Task[None]] = set()

    async def get(self, key: CacheKey[T], make: Callable[[], Awaitable[T]]) -> T:
        """An entry, made if it is not there.

        Args:
            key: of the entry.
            make: reads it from where it is true, with statements of its own; what it raises is raised here, and kept
                by nobody.
        """
        kind = key.kind
        if (kept := self._near.find(key.name)) is not None:
            CACHE_READS.labels(kind.name, "memory").inc()
            return cast("T", kept.value)
        if (flight := self._near.flight(key.name)) is None:
            return await self._fetch(key, make)
        await flight.landed.wait()
        if not flight.has_value:
            # Whoever asked first failed or left, which says nothing about this one.
            return await self._made(kind, make)
        CACHE_READS.labels(kind.name, "shared").inc()
        return cast("T", flight.value)

    async def forget(self, keys: Iterable[CacheKey[Any]] = (), rooms: Iterable[str] = ()) -> None:
        """Forget entries and whole rooms, here at once and everywhere else. Call it after the commit."""
        keys, rooms = tuple(keys), tuple(rooms)
        self._near.forget([key.name for key in keys], rooms)
        # Until Valkey has confirmed it, this process does not look there: it reads what it wrote.
        self._owe(keys, rooms)
        is_settled = False
        try:
            is_settled = await self._settle(keys, rooms)
        finally:
            # Also if whoever waited for it was cut off midway.
            if not is_settled:
                # Again, for another forgetting of the same may have been confirmed meanwhile.
                self._owe(keys, rooms)
                self._settle_soon()

    async def close(self) -> None:
        """Stop listening."""
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.wait([self._settling])
        # Each takes a quarter of a second at the most.
        await asyncio.gather(*self._released)
        await self._near.close()

    async def _fetch(self, key: CacheKey[T], make: Callable[[], Awaitable[T]]) -> T:
        flight = self._near.take_off(key.name, key.room)
        try:
            value, keep_s = await self._brought(key, make)
        except BaseException:
            self._near.crash(key.name, flight)
            raise
        self._near.land(key.name, flight, value, keep_s=keep_s if key.kind.is_near else 0)
        return value

    async def _brought(self, key: CacheKey[T], make: Callable[[], Awaitable[T]]) -> tuple[T, float]:
        """The value from Valkey or made, and how long it may be kept in memory."""
        kind = key.kind
        if self._is_owed(key) or not await self._is_open():
            return await self._made(kind, make), 0
        self._near.listen(self._channel)
        found = await self._found(key)
        if isinstance(found, Hit):
            return await self._read(key, found, make)
        if isinstance(found, Lease):
            return await self._made_and_kept(key, found, make)
        value = await self._made(kind, make)
        # Where somebody else is making it, word of a forgetting reaches this process like any other.
        return value, self._life_s(kind, value) if isinstance(found, BeingMade) else 0

    async def _read(self, key: CacheKey[T], hit: Hit, make: Callable[[], Awaitable[T]]) -> tuple[T, float]:
        kind = key.kind
        try:
            value = kind.read(hit.content)
        except CachedUnreadable:
            await self._far.forget(self._space, keys=[key], rooms=[])
            return await self._made(kind, make), 0
        CACHE_READS.labels(kind.name, "valkey").inc()
        return value, self._life_s(kind, value)

    async def _made_and_kept(self, key: CacheKey[T], lease: Lease, make: Callable[[], Awaitable[T]]) -> tuple[T, float]:
        kind = key.kind
        began = time.monotonic()
        try:
            value = await self._made(kind, make)
        except BaseException:
            # Not awaited by who was cancelled; the lease ends by itself.
            self._spawn(self._far.release(self._space, key, lease))
            raise
        took_s = time.monotonic() - began
        self._usual_s[kind.name] = 0.8 * self._usual_s.get(kind.name, took_s) + 0.2 * took_s
        life_s = self._life_s(kind, value)
        if not life_s:
            await self._far.release(self._space, key, lease)
            return value, 0
        is_kept = await self._far.keep(self._space, key, lease, kind.written(value), life_s=life_s)
        return value, life_s if is_kept else 0

    async def _found(self, key: CacheKey[T]) -> Found:
        """What Valkey says; whoever finds that another process is making it waits, but not longer than making takes."""
        least, most = _PATIENCE_S
        patience_s = min(max(self._usual_s.get(key.kind.name, _USUAL_S), least), most)
        deadline = time.monotonic() + patience_s
        while True:
            found = await self._far.find(self._space, key)
            if not isinstance(found, BeingMade) or time.monotonic() >= deadline:
                return found
            await asyncio.sleep(_LOOK_AGAIN_S)

    async def _made(self, kind: Cached[T], make: Callable[[], Awaitable[T]]) -> T:
        CACHE_READS.labels(kind.name, "made").inc()
        return await make()

    def _life_s(self, kind: Cached[T], value: T) -> float:
        """How long a value is kept from now on, a little less than it might; 0: not at all."""
        if value is None:
            return kind.absence.total_seconds() if kind.absence else 0
        if kind.may_stay is not None and not kind.may_stay(value):
            return 0
        return kind.life_s(self._lifetimes) * random.uniform(1 - _JITTER, 1)  # noqa: S311  spreads, guards nothing

    async def _is_open(self) -> bool:
        """Whether Valkey may be asked."""
        if not self._live.available:
            return False
        if not self._space:
            async with self._opening:
                await self._find_space()
        return bool(self._space)

    async def _find_space(self) -> None:
        # Somebody else may have asked while this one waited.
        if not self._space:
            self._space = await self._ask_space() or ""

    @property
    def _channel(self) -> str:
        return f"cache:{self._space}"

    def _is_owed(self, key: CacheKey[Any]) -> bool:
        return key.name in self._owed_keys or key.room in self._owed_rooms

    async def _settle(self, keys: Sequence[CacheKey[Any]], rooms: Sequence[str]) -> bool:
        """Have Valkey and every other process forget; False if Valkey did not confirm it."""
        if not await self._is_open() or not await self._far.forget(self._space, keys=keys, rooms=rooms):
            return False
        for key in keys:
            self._owed_keys.pop(key.name, None)
        for room in rooms:
            self._owed_rooms.pop(room, None)
        # After Valkey has forgotten: whoever hears it must not find the old entry there.
        names = [key.name for key in keys]
        for first in range(0, max(len(names), len(rooms)), _TOLD_AT_ONCE):
            told = slice(first, first + _TOLD_AT_ONCE)
            await self._broadcast.publish(self._channel, FORGET, {"names": names[told], "rooms": [*rooms[told]]})
        return True

    def _owe(self, keys: Sequence[CacheKey[Any]], rooms: Sequence[str]) -> None:
        """Remember what Valkey has to be told once it is back; till then, it is not asked for these."""
        self._owed_keys.update((key.name, key) for key in keys)
        self._owed_rooms.update(dict.fromkeys(rooms))
        for owed in (self._owed_keys, self._owed_rooms):
            while len(owed) > _MOST_OWED:
                del owed[next(iter(owed))]

    def _settle_soon(self) -> None:
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle_later(), name="cache-settling")

    async def _settle_later(self) -> None:
        while self._owed_keys or self._owed_rooms:
            await self._live.wait_until_back()
            if not await self._settle(tuple(self._owed_keys.values()), tuple(self._owed_rooms)):
                await asyncio.sleep(_OWED_AGAIN_S)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="cache-release")
        self._released.add(task)
        task.add_done_callback(self._released.discard)
