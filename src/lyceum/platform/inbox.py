"""What one listener has been sent and has not read yet: a bounded queue over any number of channels.

A listener that does not keep up is not waited for: its inbox overflows, once and for good, and whoever reads it must
cut it off and let it come back with the last position it saw.
"""

import asyncio
import contextlib
from collections import deque
from typing import Protocol

from lyceum.platform.broadcast_log import Message, Position


class InboxOverflowed(Exception):
    """The listener read too slowly; what it has not read is incomplete."""


class Joins(Protocol):
    """The hub, as an inbox sees it."""

    async def join(self, inbox: "Inbox", channel: str, after: Position | None, announce: str | None) -> Position | None:
        """Start sending a channel's messages to an inbox."""
        ...

    async def leave(self, inbox: "Inbox", channel: str) -> None:
        """Stop."""
        ...


class Inbox:
    """The queue of one listener.

    Args:
        hub: where channels are joined and left.
        max_messages: unread messages held at the most.
        max_bytes: their size held at the most.

    Attributes:
        channels: those listened to.
        overflowed: set when a message had to be dropped; nothing is queued after that.
    """

    def __init__(self, hub: Joins, max_messages: int, max_bytes: int) -> None:
        self._hub = hub
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._unread: deque[tuple[Message, int]] = deque()
        self._unread_bytes = 0
        self._arrived = asyncio.Event()
        self._held: dict[str, list[tuple[Message, int]]] = {}
        self._floors: dict[str, Position] = {}
        self.channels: set[str] = set()
        self.overflowed = asyncio.Event()

    async def add(
        self,
        channel: str,
        after: Position | None = None,
        *,
        announce: str | None = None,
    ) -> Position | None:
        """Listen to one more channel.

        Args:
            channel: its name.
            after: the last position seen before, to be sent what was missed since.
            announce: a message of this type, carrying the position, is queued before the channel's messages.

        Returns:
            The position after which everything follows, or None while Valkey is away; then a message of type
            `resync` follows as soon as it is back. The same message stands for a gap that cannot be filled.
        """
        self.channels.add(channel)
        return await self._hub.join(self, channel, after, announce)

    async def remove(self, channel: str) -> None:
        """Stop listening to a channel; what is queued stays."""
        if channel in self.channels:
            self.channels.discard(channel)
            self._held.pop(channel, None)
            self._floors.pop(channel, None)
            await self._hub.leave(self, channel)

    async def get(self, timeout_s: float | None = None) -> Message | None:
        """The next message, or None if none came in time.

        Raises:
            InboxOverflowed: when all that could be queued has been read and messages were dropped after it.
        """
        if not self._unread and not self.overflowed.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await self._arrived.wait()
        return self.get_nowait()

    def get_nowait(self) -> Message | None:
        """The next message if there is one.

        Raises:
            InboxOverflowed: as `get`.
        """
        if not self._unread:
            self._arrived.clear()
            if self.overflowed.is_set():
                raise InboxOverflowed("messages were dropped because they were read too slowly; listen again")
            return None
        message, size = self._unread.popleft()
        self._unread_bytes -= size
        if not self._unread and not self.overflowed.is_set():
            self._arrived.clear()
        return message

    def has_room(self, messages: int, size_bytes: int) -> bool:
        """Whether so many more unread messages can be held."""
        fits = self._unread_bytes + size_bytes <= self._max_bytes
        return fits and len(self._unread) + messages <= self._max_messages

    def push(self, message: Message, size_bytes: int = 128) -> None:
        """Queue a message that belongs to this listener alone."""
        if self.overflowed.is_set() or not self.has_room(1, size_bytes):
            self.overflowed.set()
        else:
            self._unread.append((message, size_bytes))
            self._unread_bytes += size_bytes
        self._arrived.set()

    def offer(self, message: Message, size_bytes: int) -> None:
        """Queue a message of a channel, unless this listener has had it."""
        if message.channel in self._held:
            self._held[message.channel].append((message, size_bytes))
        elif not self._has_had(message):
            self.push(message, size_bytes)

    def hold(self, channel: str) -> None:
        """Keep a channel's messages back until `release`."""
        self._held[channel] = []

    def release(self, channel: str, floor: Position | None) -> None:
        """Queue what was held back, but for what is not past `floor`; None: drop it all."""
        held = self._held.pop(channel, [])
        if floor is not None:
            self._floors[channel] = floor
            for message, size in held:
                self.offer(message, size)

    def _has_had(self, message: Message) -> bool:
        floor = self._floors.get(message.channel)
        return floor is not None and floor.epoch == message.epoch and message.sequence <= floor.sequence
