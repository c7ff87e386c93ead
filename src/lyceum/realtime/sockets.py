"""The sockets of this process: how many a person has, their heartbeats, and the end of all at shutdown."""

import asyncio
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.realtime.contracts import CloseCode, MessageType, PresenceStatus, TooManySockets
from lyceum.realtime.metrics import SOCKETS_OPEN
from lyceum.realtime.presence import PresenceBook, Settled
from lyceum.realtime.rules import MAX_SOCKETS_PER_PERSON

log = get_logger(__name__)

# A socket of a process that was killed counts as alive for so long at the most.
LIFE_S = 40.0
_BEATS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Times:
    """How patient sockets are, in seconds.

    Attributes:
        beat_s: how often each socket's presence is renewed.
        life_s: how long presence lasts without.
        heartbeat_s: how often a client is asked to send something.
        silence_s: a client that sends nothing for so long is gone.
        review_s: how often the sign-in and all rights are judged again.
    """

    beat_s: float = 15.0
    life_s: float = LIFE_S
    heartbeat_s: float = 30.0
    silence_s: float = 75.0
    review_s: float = 60.0


DEFAULT_TIMES = Times()


class Socket(Protocol):
    """An open socket, as the register of them sees it."""

    id: str
    status: PresenceStatus

    @property
    def user_id(self) -> UUID:
        """Whose it is."""
        ...

    def cut(self, code: CloseCode) -> None:
        """Close it."""
        ...


def user_channel(user_id: UUID) -> str:
    """The channel all sockets of a person may listen to."""
    return f"user:{user_id}"


def presence_channel(user_id: UUID) -> str:
    """The channel that says when a person comes and goes."""
    return f"presence:{user_id}"


class Sockets:
    """Keeps the presence of this process's sockets up to date while there are any.

    Args:
        kernel: the process's resources.
        closing: set when the process is about to end.
        times: how patient they are.
    """

    def __init__(self, kernel: Kernel, closing: asyncio.Event, times: Times = DEFAULT_TIMES) -> None:
        self._kernel = kernel
        self._closing = closing
        self.times = times
        self._book = PresenceBook(kernel.live, kernel.clock, times.life_s)
        self._by_person: dict[UUID, set[Socket]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def enter(self, socket: Socket) -> None:
        """Count a socket in.

        Raises:
            TooManySockets: if its person has as many as they may, over all processes.
        """
        siblings = self._by_person.setdefault(socket.user_id, set())
        if len(siblings) < MAX_SOCKETS_PER_PERSON:
            siblings.add(socket)
            SOCKETS_OPEN.inc()
            self._start()
            settled = await self.renew(socket)
            if settled is None or settled.sockets <= MAX_SOCKETS_PER_PERSON:
                return
            await self.leave(socket)
        raise TooManySockets(
            f"You have {MAX_SOCKETS_PER_PERSON} live connections open, the most there may be. Close one and try again."
        )

    async def leave(self, socket: Socket) -> None:
        """Count a socket out; its person is offline if it was the last."""
        siblings = self._by_person.get(socket.user_id, set())
        if socket not in siblings:
            return
        siblings.discard(socket)
        SOCKETS_OPEN.dec()
        if not siblings:
            del self._by_person[socket.user_id]
        if not self._by_person:
            self._stop()
        await self._announce(await self._book.drop(socket.user_id, socket.id))

    async def renew(self, socket: Socket, *, activity: str | None = None) -> Settled | None:
        """Say that a socket lives, and perhaps what its person is doing; see `PresenceBook.renew`."""
        settled = await self._book.renew(socket.user_id, socket.id, socket.status, activity=activity)
        if not self._is_in(socket):
            # It left while this was under way; without this it would seem alive until it expires.
            settled = await self._book.drop(socket.user_id, socket.id)
        await self._announce(settled)
        return settled

    def _is_in(self, socket: Socket) -> bool:
        return socket in self._by_person.get(socket.user_id, ())

    def _start(self) -> None:
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._beat(), name="presence-beat"),
                asyncio.create_task(self._cut_all_at_closing(), name="sockets-closing"),
            ]

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.times.beat_s)
            # After an outage everybody is renewed at once, instead of at the next beat.
            await self._kernel.live.wait_until_back()
            try:
                await self._renew_all()
                for settled in await self._book.sweep():
                    await self._announce(settled)
            except Exception:  # one of the loops that must survive anything
                log.exception("presence_beat_failed")

    async def _renew_all(self) -> None:
        sockets = [socket for siblings in self._by_person.values() for socket in siblings]
        for first in range(0, len(sockets), _BEATS_AT_ONCE):
            await asyncio.gather(*(self.renew(socket) for socket in sockets[first : first + _BEATS_AT_ONCE]))

    async def _cut_all_at_closing(self) -> None:
        await self._closing.wait()
        for siblings in list(self._by_person.values()):
            for socket in list(siblings):
                socket.cut(CloseCode.GOING_AWAY)

    async def _announce(self, settled: Settled | None) -> None:
        if settled is None or not settled.is_news:
            return
        presence = settled.presence
        payload = {
            "user_id": str(presence.user_id),
            "status": presence.status.value,
            "last_seen": presence.last_seen.isoformat() if presence.last_seen else None,
            "activity": presence.activity,
        }
        channel = presence_channel(presence.user_id)
        await self._kernel.broadcast.publish(channel, MessageType.PRESENCE_CHANGE.value, payload)
