"""The cache in Valkey: entries in rooms, and leases that keep a slow reader from storing what has become outdated.

Whoever finds nothing is given a lease, makes the value, and may store it only while the lease stands. Forgetting an
entry takes its lease away; forgetting a room takes its generation away, to which every entry and lease in it belongs.
So a reader that read the old row before a commit cannot store it after the commit's forgetting (Nishtala et al. 2013,
"Scaling Memcache at Facebook", 3.2.1; generations are ours).
"""

import secrets
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, cast

from lyceum.platform.cached import LONGEST_LIFE, CacheKey
from lyceum.platform.live import LiveState
from lyceum.platform.valkey_line import encoded

# As long as the longest request: a maker that takes longer is not waited for, and does not store.
_LEASE_MS = 30_000
_GENERATION_S = int(LONGEST_LIFE.total_seconds()) * 2
# Half a byte each; the scripts know it as the length of a generation.
_DIGITS = 16
_LARGEST_ENTRY_BYTES = 256 * 1024

# KEYS: generation, entry, lease. ARGV: a new word; milliseconds of a lease; seconds of a generation.
# Answers a hit {'hit', content}, a lease {'make', lease}, or {'wait'}: somebody else is making it.
_FIND = """
local generation = redis.call('GET', KEYS[1])
if generation then
  local entry = redis.call('GET', KEYS[2])
  if entry and string.sub(entry, 1, 16) == generation then return {'hit', string.sub(entry, 17)} end
  local lease = redis.call('GET', KEYS[3])
  if lease and string.sub(lease, 1, 16) == generation then return {'wait'} end
  redis.call('EXPIRE', KEYS[1], ARGV[3])
else
  generation = ARGV[1]
  redis.call('SET', KEYS[1], generation, 'EX', ARGV[3])
end
local lease = generation .. ARGV[1]
redis.call('SET', KEYS[3], lease, 'PX', ARGV[2])
return {'make', lease}
"""
# KEYS: as above. ARGV: the lease; content; milliseconds to live.
_KEEP = """
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[3])
local generation = string.sub(ARGV[1], 1, 16)
if redis.call('GET', KEYS[1]) ~= generation then return 0 end
redis.call('SET', KEYS[2], generation .. ARGV[2], 'PX', ARGV[3])
return 1
"""
# KEYS: the lease. ARGV: the lease. Nothing came of it: the next one need not wait.
_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"

Answer = list[bytes] | EllipsisType
_AWAY = ...


@dataclass(frozen=True, slots=True)
class Hit:
    """It was there."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Lease:
    """It was not there: make it, and store it with this."""

    word: bytes


@dataclass(frozen=True, slots=True)
class BeingMade:
    """It was not there, and somebody else is making it."""


@dataclass(frozen=True, slots=True)
class Away:
    """Valkey did not answer."""


Found = Hit | Lease | BeingMade | Away


class FarCache:
    """The entries in Valkey.

    Args:
        live: Valkey.
    """

    def __init__(self, live: LiveState) -> None:
        self._live = live
        self._find = live.client.register_script(_FIND)
        self._keep = live.client.register_script(_KEEP)
        self._release = live.client.register_script(_RELEASE)

    async def find(self, space: str, key: CacheKey[Any]) -> Found:
        """An entry, or a lease to make it, unless somebody has that."""
        word = secrets.token_hex(_DIGITS // 2)
        found = await self._live.attempt(
            cast("Awaitable[Answer]", self._find(keys=_keys(space, key), args=[word, _LEASE_MS, _GENERATION_S])), _AWAY
        )
        match found:
            case [b"hit", content]:
                return Hit(content)
            case [b"make", lease]:
                return Lease(lease)
            case [b"wait"]:
                return BeingMade()
            case _:
                return Away()

    async def keep(self, space: str, key: CacheKey[Any], lease: Lease, content: bytes, *, life_s: float) -> bool:
        """Store an entry; False if the lease does not stand any more, for what was made may be outdated."""
        if len(content) > _LARGEST_ENTRY_BYTES:
            await self.release(space, key, lease)
            return False
        arguments: list[bytes | int] = [lease.word, content, int(life_s * 1000)]
        stored = self._keep(keys=_keys(space, key), args=arguments)
        return await self._live.attempt(cast("Awaitable[int]", stored), 0) == 1

    async def release(self, space: str, key: CacheKey[Any], lease: Lease) -> None:
        """Give a lease back, because nothing came of it."""
        releasing = self._release(keys=_keys(space, key)[2:], args=[lease.word])
        await self._live.attempt(cast("Awaitable[int]", releasing), 0)

    async def forget(self, space: str, *, keys: Iterable[CacheKey[Any]], rooms: Iterable[str]) -> bool:
        """Take entries and whole rooms away, with the leases on them; False if Valkey did not confirm it."""
        # One entry at a time, because two may lie on different nodes of a cluster; deleting takes no memory where it is
        # full.
        together = [_keys(space, key)[1:] for key in keys] + [[_generation(space, room)] for room in rooms]
        for names in together:
            if await self._live.ask(encoded("DEL", *names), None) is None:
                return False
        return True


def _keys(space: str, key: CacheKey[Any]) -> list[str]:
    entry = f"lyceum:cache:{space}:{{{key.room}}}:{key.name}:v{key.kind.version}"
    return [_generation(space, key.room), entry, f"{entry}:lease"]


def _generation(space: str, room: str) -> str:
    # The braces keep the keys of a room on one node of a cluster.
    return f"lyceum:cache:{space}:{{{room}}}:generation"
