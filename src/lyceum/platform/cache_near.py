"""The cache in a process's own memory: it is used only while the process can hear what others forget."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lyceum.platform.broadcast import RESYNC, Broadcast, Inbox, InboxOverflowed, Message

# CCH-01. What is large is not kept here.
MOST_ENTRIES: Final = 1000
# A connection that died in silence is noticed within ten seconds, so this is no guard but a bound.
LONGEST_NEAR_S: Final = 60.0
FORGET: Final = "cache.forget"


@dataclass(slots=True)
class Flight:
    """Somebody of this process is fetching an entry; others wait for what comes of it.

    Attributes:
        landed: set when the value is there, or will never be.
        has_value: whether it is there.
        is_outdated: whether the entry was forgotten meanwhile; then the value is not kept.
    """

    room: str
    value: Any = None
    has_value: bool = False
    is_outdated: bool = False
    landed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry in memory."""

    value: Any
    room: str
    until: float


class NearCache:
    """Entries by name, the least lately used thrown out first.

    Args:
        broadcast: brings what other processes forget.
    """

    def __init__(self, broadcast: Broadcast) -> None:
        self._broadcast = broadcast
        self._channel = ""
        self._inbox: Inbox | None = None
        self._listening: asyncio.Task[None] | None = None
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._flights: dict[str, Flight] = {}

    def listen(self, channel: str) -> None:
        """Begin to hear what others forget; until then, and whenever that fails, nothing is found here."""
        if self._listening is None:
            self._channel = channel
            self._listening = asyncio.create_task(self._listen(), name="cache-listening")

    def find(self, name: str) -> Kept | None:
        """What is kept under a name, if it may be trusted."""
        if not self._hears():
            return None
        kept = self._kept.get(name)
        if kept is None or kept.until <= time.monotonic():
            return None
        self._kept.move_to_end(name)
        return kept

    def flight(self, name: str) -> Flight | None:
        """Whoever is fetching this already."""
        self._heed()
        return self._flights.get(name)

    def take_off(self, name: str, room: str) -> Flight:
        """Say that one is fetching this, from before the first look at anything."""
        flight = self._flights[name] = Flight(room)
        return flight

    def land(self, name: str, flight: Flight, value: object, *, keep_s: float) -> None:
        """Hand the value to who waits, and keep it, unless it was forgotten meanwhile or that could not be heard."""
        hears = self._hears()
        if self._flights.get(name) is flight:
            del self._flights[name]
        if hears and keep_s > 0 and not flight.is_outdated:
            self._kept[name] = Kept(value, flight.room, time.monotonic() + min(keep_s, LONGEST_NEAR_S))
            self._kept.move_to_end(name)
            if len(self._kept) > MOST_ENTRIES:
                self._kept.popitem(last=False)
        flight.value, flight.has_value = value, True
        flight.landed.set()

    def crash(self, name: str, flight: Flight) -> None:
        """Nothing came of it; who waits has to look for themselves."""
        if self._flights.get(name) is flight:
            del self._flights[name]
        flight.landed.set()

    def forget(self, names: Iterable[str], rooms: Iterable[str]) -> None:
        """Forget entries, whole rooms, and what is on its way."""
        for name in names:
            self._kept.pop(name, None)
            if flight := self._flights.pop(name, None):
                flight.is_outdated = True
        for room in rooms:
            inside = {name for name, each in self._kept.items() if each.room == room}
            inside |= {name for name, each in self._flights.items() if each.room == room}
            if inside:
                self.forget(inside, ())

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    def _hears(self) -> bool:
        self._heed()
        return self._inbox is not None and self._broadcast.hears(self._channel)

    async def _listen(self) -> None:
        while True:
            async with self._broadcast.listen(self._channel) as inbox:
                # What was fetched before one could hear may be outdated.
                self._forget_all()
                self._inbox = inbox
                with contextlib.suppress(InboxOverflowed):
                    # Heeded before every look too; here, so that it does not pile up while nobody looks.
                    while True:
                        self._obey(await inbox.get())
                self._inbox = None

    def _heed(self) -> None:
        """Do what has been heard, before anything is believed."""
        if self._inbox is None:
            return
        try:
            while message := self._inbox.get_nowait():
                self._obey(message)
        except InboxOverflowed:
            self._inbox = None

    def _obey(self, message: Message | None) -> None:
        if message is None:
            return
        if message.type == RESYNC:
            self._forget_all()
        else:
            self.forget(*_said(message.payload))

    def _forget_all(self) -> None:
        self._kept.clear()
        for flight in self._flights.values():
            flight.is_outdated = True
        self._flights.clear()


def _said(payload: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The names and the rooms of a message; nothing of it is believed that is not a text."""
    names, rooms = payload.get("names"), payload.get("rooms")
    return (
        [name for name in names if isinstance(name, str)] if isinstance(names, list) else [],
        [room for room in rooms if isinstance(room, str)] if isinstance(rooms, list) else [],
    )
