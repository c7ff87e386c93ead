"""Messages to whoever listens now, right across processes, resumable after a lost connection.

Best effort by design: what must not be lost is an event or a row, and a broadcast only says "look". A listener gets
each message of a channel once and in order, or a message of type `resync`: something was missed, fetch the state anew.
"""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from lyceum.platform.broadcast_hub import RESYNC, BroadcastHub, notice
from lyceum.platform.broadcast_log import (
    KEPT_MESSAGES,
    BroadcastLog,
    Message,
    Position,
    ValkeyAway,
    check_payload,
    encode_body,
)
from lyceum.platform.clock import Clock
from lyceum.platform.inbox import Inbox, InboxOverflowed
from lyceum.platform.live import LiveState
from lyceum.platform.logs import get_logger

__all__ = [
    "KEPT_MESSAGES",
    "RESYNC",
    "Broadcast",
    "Inbox",
    "InboxOverflowed",
    "Message",
    "Position",
    "check_payload",
]

log = get_logger(__name__)

MAX_UNREAD_MESSAGES = 256
MAX_UNREAD_BYTES = 1024 * 1024
_MAX_BROKEN_CHANNELS = 10_000


class Broadcast:
    """Publishes and listens for one process.

    Args:
        live: Valkey; while it is away, messages reach listeners of this process only, and every channel published to
            gets a `resync` once it is back.
        clock: the time of messages.
        join_within_s: a channel whose position is not known by then is listened to without one.
    """

    def __init__(self, live: LiveState, clock: Clock, *, join_within_s: float = 2.0) -> None:
        self._live = live
        self._clock = clock
        self._log = BroadcastLog(live)
        self._hub = BroadcastHub(live, self._log, clock, join_within_s)
        self._broken: set[str] = set()
        self._mending: asyncio.Task[None] | None = None

    async def publish(self, channel: str, type: str, payload: Mapping[str, Any]) -> None:  # noqa: A002  the wire's word
        """Say something on a channel. Never fails because Valkey is away.

        Args:
            channel: its name.
            type: what kind of message, e.g. `progress.update`; `resync` is taken.
            payload: plain JSON data, 32 KiB at the most.

        Raises:
            ValueError: if the payload is not JSON or too large: a mistake of the caller.
        """
        now = self._clock.now()
        message_id, body = secrets.token_hex(8), encode_body(type, payload, now)
        if await self._log.append(channel, message_id, body):
            return
        self._hub.deal_here(message_id, Message(channel, 0, "", type, dict(payload), now), len(body))
        self._mark_broken(channel)

    async def since(self, channel: str, epoch: str, sequence: int) -> list[Message] | None:
        """What was said after a position, oldest first.

        Returns:
            None if that cannot be told: too long ago, Valkey was lost in between, or is away. Fetch the state anew.
        """
        try:
            entries = await self._log.since(channel, Position(epoch, sequence))
        except ValkeyAway:
            return None
        return None if entries is None else [entry.message for entry in entries]

    @asynccontextmanager
    async def listen(
        self,
        *channels: str,
        max_messages: int = MAX_UNREAD_MESSAGES,
        max_bytes: int = MAX_UNREAD_BYTES,
    ) -> AsyncIterator[Inbox]:
        """An inbox for what is said on some channels from now on.

        Args:
            channels: listened to from the start; more with `inbox.add`.
            max_messages: unread messages at the most; beyond it the inbox overflows.
            max_bytes: their size at the most.
        """
        inbox = Inbox(self._hub, max_messages, max_bytes)
        try:
            await asyncio.gather(*(inbox.add(channel) for channel in channels))
            yield inbox
        finally:
            for channel in tuple(inbox.channels):
                await inbox.remove(channel)

    def hears(self, channel: str) -> bool:
        """Whether what is said on a channel that is listened to arrives: all of it so far is in the inboxes."""
        return self._live.available and self._hub.hears(channel)

    def tell(self, inbox: Inbox, type: str, payload: dict[str, Any], *, channel: str = "") -> None:  # noqa: A002  the field of a message is called so
        """Queue a message for one listener only, in order with what it is sent otherwise."""
        message = notice(channel, type, None, self._clock.now())
        message.payload.update(payload)
        inbox.push(message)

    async def close(self) -> None:
        """Stop listening and mending."""
        if self._mending is not None:
            self._mending.cancel()
            await asyncio.gather(self._mending, return_exceptions=True)
        await self._hub.close()

    def _mark_broken(self, channel: str) -> None:
        if len(self._broken) < _MAX_BROKEN_CHANNELS:
            self._broken.add(channel)
        else:
            log.warning("broadcast_too_many_broken_channels", limit=_MAX_BROKEN_CHANNELS)
        if self._mending is None or self._mending.done():
            self._mending = asyncio.create_task(self._mend(), name="broadcast-mend")

    async def _mend(self) -> None:
        """Tell listeners elsewhere, and those who come back later, that they missed something."""
        pause_s = 0.1
        while self._broken:
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311  spreads processes, guards nothing
            await self._live.wait_until_back()
            pause_s = min(pause_s * 2, 2.0)
            for channel in tuple(self._broken):
                if not await self._log.append(
                    channel,
                    secrets.token_hex(8),
                    encode_body(RESYNC, {}, self._clock.now()),
                ):
                    break
                self._broken.discard(channel)
