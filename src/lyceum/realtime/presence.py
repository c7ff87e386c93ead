"""Who is there, kept in Valkey: each socket of a person is a field that expires unless it is renewed (RT-06).

Every change of a person's status is settled in one atomic script, which also says whether it has to be announced; so of
several processes that notice the same change exactly one announces it.
"""

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from lyceum.platform.clock import Clock
from lyceum.platform.live import LiveState
from lyceum.realtime.contracts import Presence, PresenceStatus

# All keys share a hash tag, so that one script may settle any of them on a cluster too.
_DUE = "lyceum:{presence}:due"
_PERSON = "lyceum:{presence}:of:"
_REMEMBERED_S = 30 * 86400
_SWEPT_AT_ONCE = 200

# KEYS: due. ARGV: operation, now ms, prefix of persons, seconds remembered, then what the operation needs.
# Fields of a person: `s:<socket>` = "status expiry"; seen, activity; told = what was last announced.
# Answers a list of {person, status, activity, seen, sockets}, of those whose status has to be announced, except that
# `renew` always answers for its person, with announce = 0 or 1 as the last element.
_SCRIPT = """
local operation, now, prefix, remembered = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local function settle(person)
  local key = prefix .. person
  local fields = redis.call('HGETALL', key)
  local status, activity, seen, told, first, sockets = 'offline', '', '', '', nil, 0
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if string.sub(name, 1, 2) == 's:' then
      local state, expiry = string.match(value, '^(%a+) (%d+)$')
      expiry = tonumber(expiry)
      if expiry <= now then
        redis.call('HDEL', key, name)
      else
        sockets = sockets + 1
        if state == 'online' or status == 'offline' then status = state end
        if first == nil or expiry < first then first = expiry end
      end
    elseif name == 'activity' then activity = value
    elseif name == 'seen' then seen = value
    elseif name == 'told' then told = value
    end
  end
  if status == 'offline' then
    activity = ''
    redis.call('HDEL', key, 'activity')
    redis.call('ZREM', KEYS[1], person)
  else
    redis.call('ZADD', KEYS[1], first, person)
  end
  local news, announce = status .. ' ' .. activity, 0
  if news ~= told and not (told == '' and status == 'offline') then
    redis.call('HSET', key, 'told', news)
    announce = 1
  end
  redis.call('EXPIRE', key, remembered)
  return {person, status, activity, seen, sockets, announce}
end
if operation == 'sweep' then
  local changed = {}
  for _, person in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[5])) do
    local settled = settle(person)
    if settled[6] == 1 then changed[#changed + 1] = settled end
  end
  return changed
end
local person, socket = ARGV[5], 's:' .. ARGV[6]
local key = prefix .. person
if operation == 'renew' then
  redis.call('HSET', key, socket, ARGV[7] .. ' ' .. ARGV[8], 'seen', ARGV[2])
  if ARGV[9] ~= '' then redis.call('HSET', key, 'activity', string.sub(ARGV[9], 2)) end
elseif redis.call('HDEL', key, socket) == 1 then
  redis.call('HSET', key, 'seen', ARGV[2])
end
return {settle(person)}
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """A person's presence after a change.

    Attributes:
        sockets: how many of theirs are alive, over all processes.
        is_news: whether it has to be announced, by whoever got this answer.
    """

    presence: Presence
    sockets: int
    is_news: bool


class PresenceBook:
    """Writes and reads presence.

    Args:
        live: Valkey.
        clock: the time.
        life_s: a socket that is not renewed for so long is gone.
    """

    def __init__(self, live: LiveState, clock: Clock, life_s: float) -> None:
        self._live = live
        self._clock = clock
        self._life_ms = int(life_s * 1000)
        self._script = live.client.register_script(_SCRIPT)

    async def renew(
        self, user_id: UUID, socket_id: str, status: PresenceStatus, *, activity: str | None = None
    ) -> Settled | None:
        """A socket shows life.

        Args:
            user_id: whose it is.
            socket_id: which.
            status: online or away.
            activity: what the person says they are doing; "" for nothing, None to leave it.

        Returns:
            None while Valkey is away.
        """
        expiry = str(self._now_ms() + self._life_ms)
        told = "" if activity is None else f"={activity}"
        return _one(await self._run("renew", str(user_id), socket_id, status.value, expiry, told))

    async def drop(self, user_id: UUID, socket_id: str) -> Settled | None:
        """A socket was closed. None while Valkey is away."""
        return _one(await self._run("drop", str(user_id), socket_id))

    async def sweep(self) -> list[Settled]:
        """Those whose sockets died without a word, to be announced."""
        return await self._run("sweep", str(_SWEPT_AT_ONCE)) or []

    async def read(self, user_ids: Iterable[UUID]) -> dict[UUID, Presence]:
        """The presence of some people; empty while Valkey is away."""
        people = list(dict.fromkeys(user_ids))
        if not people:
            return {}
        answers = await self._live.attempt(self._read(people), [])
        return {user_id: self._judge(user_id, fields) for user_id, fields in zip(people, answers, strict=False)}

    async def _read(self, people: Sequence[UUID]) -> list[dict[bytes, bytes]]:
        async with self._live.client.pipeline(transaction=False) as pipeline:
            for user_id in people:
                pipeline.hgetall(f"{_PERSON}{user_id}")
            return cast(list[dict[bytes, bytes]], await pipeline.execute())

    def _judge(self, user_id: UUID, fields: dict[bytes, bytes]) -> Presence:
        states = [value.decode().split(" ") for name, value in fields.items() if name.startswith(b"s:")]
        alive = {state for state, expiry in states if int(expiry) > self._now_ms()}
        status = next((status for status in PresenceStatus if status.value in alive), PresenceStatus.OFFLINE)
        activity = fields.get(b"activity", b"") if alive else b""
        return _presence(str(user_id), status, activity.decode(), fields.get(b"seen", b"").decode())

    async def _run(self, operation: str, *arguments: str) -> list[Settled] | None:
        values = [operation, str(self._now_ms()), _PERSON, str(_REMEMBERED_S), *arguments]
        call = cast(Awaitable[list[list[bytes | int]] | None], self._script(keys=[_DUE], args=values))
        answer = await self._live.attempt(call, None)
        return None if answer is None else [_settled(row) for row in answer]

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def _one(settled: list[Settled] | None) -> Settled | None:
    return settled[0] if settled else None


def _settled(row: list[bytes | int]) -> Settled:
    texts = [part.decode() if isinstance(part, bytes) else str(part) for part in row]
    presence = _presence(texts[0], PresenceStatus(texts[1]), texts[2], texts[3])
    return Settled(presence, int(texts[4]), texts[5] == "1")


def _presence(user_id: str, status: PresenceStatus, activity: str, seen_ms: str) -> Presence:
    seen = datetime.fromtimestamp(int(seen_ms) / 1000, UTC) if seen_ms else None
    return Presence(UUID(user_id), status, seen, activity or None)
