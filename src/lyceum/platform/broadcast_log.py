"""The recent messages of each channel in Valkey: numbered, kept for a while and announced in one atomic step.

A channel's numbering belongs to an epoch, a random word made at first use. Whoever comes back with another epoch knows
that Valkey was lost in between, and that nothing can be said about what was missed.
"""

import json
import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import EllipsisType
from typing import Any, cast

from redis.commands.core import AsyncScript

from lyceum.platform.live import LiveState

KEPT_MESSAGES = 256
KEPT_S = 3600
MAX_BODY_BYTES = 32 * 1024
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
TOPIC_PREFIX = "lyceum:broadcast:"

# KEYS: head, log. ARGV: a new epoch, should one be needed; id and body; messages kept; seconds kept; topic.
_APPEND = """
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'sequence', 0)
  redis.call('DEL', KEYS[2])
end
local sequence = redis.call('HINCRBY', KEYS[1], 'sequence', 1)
local entry = epoch .. ' ' .. sequence .. ' ' .. ARGV[2]
redis.call('RPUSH', KEYS[2], entry)
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[3]), -1)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[5], entry)
return 1
"""
# KEYS: head, log. ARGV: a new epoch, should one be needed; seconds kept.
_OPEN = """
local head = redis.call('HMGET', KEYS[1], 'epoch', 'sequence')
if not head[1] then
  head = {ARGV[1], '0'}
  redis.call('HSET', KEYS[1], 'epoch', head[1], 'sequence', 0)
  redis.call('DEL', KEYS[2])
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[2])
return head
"""
# KEYS: head, log. ARGV: epoch and sequence last seen. False when what is missing cannot be told.
_SINCE = """
local head = redis.call('HMGET', KEYS[1], 'epoch', 'sequence')
if head[1] ~= ARGV[1] then return false end
local missing = tonumber(head[2]) - tonumber(ARGV[2])
if missing < 0 or missing > redis.call('LLEN', KEYS[2]) then return false end
if missing == 0 then return {} end
return redis.call('LRANGE', KEYS[2], -missing, -1)
"""


# What a script answers: a number, a list of texts or nothing; `_AWAY` stands for no answer.
Answer = int | list[bytes | str] | None | EllipsisType
_AWAY = ...


class ValkeyAway(Exception):
    """Valkey did not answer."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a channel has been read: everything up to `sequence` of `epoch`."""

    epoch: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Message:
    """What was said on a channel.

    Attributes:
        sequence: 1, 2, 3, … within `epoch`; 0 for a message that could not be numbered.
        epoch: "" for a message that could not be numbered.
        type: what kind of message, e.g. `progress.update`.
    """

    channel: str
    sequence: int
    epoch: str
    type: str
    payload: dict[str, Any]
    timestamp: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with what only the machinery needs: an identity, and its size."""

    id: str
    message: Message
    size_bytes: int


def encode_body(message_type: str, payload: Mapping[str, Any], timestamp: datetime) -> str:
    """What is stored of a message.

    Raises:
        ValueError: if the payload is not JSON, or too large.
    """
    content = {
        "type": message_type,
        "payload": payload,
        "timestamp": timestamp.isoformat(),
    }
    try:
        body = json.dumps(content, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"the payload of a {message_type!r} message must be plain JSON data: {error}") from error
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(
            f"a {message_type!r} message of {len(body)} bytes is larger than {MAX_BODY_BYTES};"
            " send an id and let the listener fetch the rest"
        )
    return body


def check_payload(message_type: str, payload: Mapping[str, Any]) -> None:
    """Find out early what `publish` would refuse.

    Raises:
        ValueError: if the payload is not JSON, or too large.
    """
    encode_body(message_type, payload, _ANY_TIME)


def decode_entry(channel: str, raw: bytes | str) -> Entry:
    """The message, from what `_APPEND` stored and announced."""
    text = raw.decode() if isinstance(raw, bytes) else raw
    epoch, sequence, message_id, body = text.split(" ", 3)
    content = json.loads(body)
    timestamp = datetime.fromisoformat(content["timestamp"])
    message = Message(channel, int(sequence), epoch, content["type"], content["payload"], timestamp)
    return Entry(message_id, message, len(text))


class BroadcastLog:
    """The messages kept in Valkey.

    Args:
        live: Valkey.
    """

    def __init__(self, live: LiveState) -> None:
        self._live = live
        self._append = live.client.register_script(_APPEND)
        self._open = live.client.register_script(_OPEN)
        self._since = live.client.register_script(_SINCE)

    async def append(self, channel: str, message_id: str, body: str) -> bool:
        """Number, keep and announce a message.

        Returns:
            False if Valkey did not confirm it; it may have happened all the same.
        """
        arguments: list[str | int] = [
            secrets.token_hex(6),
            f"{message_id} {body}",
            KEPT_MESSAGES,
            KEPT_S,
            TOPIC_PREFIX + channel,
        ]
        return await self._run(self._append, channel, arguments) is not _AWAY

    async def open(self, channel: str) -> Position:
        """The present position, made if the channel was never used.

        Raises:
            ValkeyAway: if it cannot be told.
        """
        answer = await self._run(self._open, channel, [secrets.token_hex(6), KEPT_S])
        if not isinstance(answer, list):
            raise ValkeyAway
        epoch, sequence = answer
        return Position(_text(epoch), int(sequence))

    async def since(self, channel: str, after: Position) -> list[Entry] | None:
        """What came after a position; None if that is not known any more.

        Raises:
            ValkeyAway: if it cannot be told.
        """
        answer = await self._run(self._since, channel, [after.epoch, after.sequence])
        if answer is None:
            return None
        if not isinstance(answer, list):
            raise ValkeyAway
        try:
            return [decode_entry(channel, raw) for raw in answer]
        except ValueError:
            return None  # Written by a release this one cannot read: as good as gone.

    async def _run(self, script: AsyncScript, channel: str, arguments: list[str | int]) -> Answer:
        # The braces keep both keys of a channel on one node of a cluster.
        keys = [f"{TOPIC_PREFIX}{{{channel}}}:head", f"{TOPIC_PREFIX}{{{channel}}}:log"]
        return await self._live.attempt(cast(Awaitable[Answer], script(keys=keys, args=arguments)), _AWAY)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
