"""One pub/sub connection of a process, and the inboxes its messages are dealt out to.

Each time a subscription is confirmed (first use, or Valkey is back) the hub asks the channel's log what it missed; what
cannot be told becomes a message of type `resync`. So a listener gets each message once, in order, or is told to start
over.
"""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError

from lyceum.platform.broadcast_log import (
    TOPIC_PREFIX,
    BroadcastLog,
    Entry,
    Message,
    Position,
    ValkeyAway,
    decode_entry,
)
from lyceum.platform.clock import Clock
from lyceum.platform.inbox import Inbox
from lyceum.platform.live import LiveState
from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import LIVE_FAILURES

log = get_logger(__name__)

RESYNC = "resync"

# Two of these without a word from Valkey and the connection counts as dead.
_HEARTBEAT_S = 5.0
_SHORTEST_PAUSE_S = 0.02
_LONGEST_PAUSE_S = 1.0
_CATCHING_UP_AT_ONCE = 32
_NAMES_PER_COMMAND = 500
_REMEMBERED_IDS = 4096


@dataclass(slots=True, eq=False)
class _Channel:
    """What the hub knows of a channel somebody here listens to.

    Attributes:
        position: of the last message dealt out; None until the log was first asked.
        blind: inboxes that joined when no position could be told.
        settled: set once the position is known, or known not to be had now.
        due: whether the log has to be asked what was missed.
        early: messages that arrived meanwhile.
    """

    name: str
    inboxes: set[Inbox] = field(default_factory=set)
    blind: set[Inbox] = field(default_factory=set)
    position: Position | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    due: bool = True
    catching_up: asyncio.Task[None] | None = None
    early: list[Entry] = field(default_factory=list)


class BroadcastHub:
    """Deals out the messages of the channels this process listens to.

    Args:
        live: Valkey.
        messages: the logs of the channels.
        clock: for the time of `resync` messages.
        join_within_s: a channel whose position is not known by then is listened to without one.
    """

    def __init__(self, live: LiveState, messages: BroadcastLog, clock: Clock, join_within_s: float) -> None:
        self._live = live
        self._log = messages
        self._clock = clock
        self._join_within_s = join_within_s
        self._channels: dict[str, _Channel] = {}
        self._connection: AbstractConnection | None = None
        self._task: asyncio.Task[None] | None = None
        # Also of channels that were left meanwhile: none may go on once the client is closed.
        self._catching_up: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._is_down = False
        self._few = asyncio.Semaphore(_CATCHING_UP_AT_ONCE)
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def join(self, inbox: Inbox, name: str, after: Position | None, announce: str | None) -> Position | None:
        """Deal a channel's messages to an inbox; see `Inbox.add`."""
        inbox.hold(name)
        channel = self._channels.get(name)
        if channel is None:
            channel = self._channels[name] = _Channel(name)
            channel.inboxes.add(inbox)
            self._start()
            await self._send("SUBSCRIBE", [name])
        else:
            channel.inboxes.add(inbox)
        await self._wait_settled(channel)
        missed: list[Entry] | None = None
        is_blind = channel.position is None
        if after is not None and not is_blind:
            try:
                missed = await self._log.since(name, after)
            except ValkeyAway:
                is_blind = True
        if name not in inbox.channels:
            return None  # It left while it was joining.
        # No await from here on: nothing is dealt out between reading the position and releasing the inbox.
        if (
            after is not None
            and missed is not None
            and inbox.has_room(len(missed) + 1, sum(entry.size_bytes for entry in missed))
        ):
            return self._replay(inbox, name, after, missed, announce)
        start = None if is_blind else channel.position
        if announce is not None:
            inbox.push(self._notice(name, announce, start))
        if is_blind:
            channel.blind.add(inbox)
            self._ask_log(channel)
        elif after is not None:
            inbox.push(self._notice(name, RESYNC, start))
        inbox.release(name, None)
        return start

    async def _wait_settled(self, channel: _Channel) -> None:
        if not self._is_down:
            try:
                async with asyncio.timeout(self._join_within_s):
                    await channel.settled.wait()
            except TimeoutError:
                LIVE_FAILURES.inc()

    def _replay(self, inbox: Inbox, name: str, after: Position, missed: list[Entry], announce: str | None) -> Position:
        if announce is not None:
            inbox.push(self._notice(name, announce, after))
        floor = after
        for entry in missed:
            inbox.push(entry.message, entry.size_bytes)
            floor = Position(entry.message.epoch, entry.message.sequence)
        inbox.release(name, floor)
        return after

    async def leave(self, inbox: Inbox, name: str) -> None:
        """Stop dealing a channel to an inbox."""
        channel = self._channels.get(name)
        if channel is None:
            return
        channel.inboxes.discard(inbox)
        channel.blind.discard(inbox)
        if not channel.inboxes:
            del self._channels[name]
            if channel.catching_up:
                channel.catching_up.cancel()
            await self._send("UNSUBSCRIBE", [name])

    def deal_here(self, message_id: str, message: Message, size_bytes: int) -> None:
        """Deal out a message Valkey did not take, to this process's listeners only."""
        channel = self._channels.get(message.channel)
        if channel is None or self._is_repeated(message_id):
            return
        for inbox in tuple(channel.inboxes):
            inbox.offer(message, size_bytes)

    def hears(self, name: str) -> bool:
        """Whether the connection stands and nothing of this channel is missing; a silent death takes ten seconds."""
        channel = self._channels.get(name)
        if channel is None or channel.position is None or self._connection is None:
            return False
        return channel.catching_up is None and not channel.due and not channel.early

    async def close(self) -> None:
        """Let the connection go; inboxes get nothing any more."""
        self._is_closed = True
        # Again and again: the client's way of waiting may swallow a cancellation that comes just as a read ends.
        while running := {task for task in (self._task, *self._catching_up) if task is not None and not task.done()}:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=0.05)
        self._channels.clear()

    def _start(self) -> None:
        if self._task is None and not self._is_closed:
            self._task = asyncio.create_task(self._run(), name="broadcast-hub")

    async def _run(self) -> None:
        pause_s = _SHORTEST_PAUSE_S
        while not self._is_closed:
            try:
                await self._serve()
            except (RedisError, OSError, ValkeyAway) as error:
                if not self._is_down:
                    log.warning("broadcast_lost_valkey", error=type(error).__name__)
            except Exception:  # one of the loops that must survive anything
                log.exception("broadcast_hub_failed")
            finally:
                self._forget_connection()
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S) if self._is_down else _SHORTEST_PAUSE_S
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311  spreads processes, guards nothing
            await self._live.wait_until_back()

    def _forget_connection(self) -> None:
        self._connection = None
        for channel in self._channels.values():
            channel.due = True
            if channel.catching_up:
                channel.catching_up.cancel()
                channel.catching_up = None
            channel.early.clear()

    async def _serve(self) -> None:
        """Read one connection until it breaks."""
        connection = self._live.client.connection_pool.make_connection()  # type: ignore[no-untyped-call]  # redis-py has no annotation here
        try:
            await self._dial(connection)
            self._connection = connection
            names = list(self._channels)
            for first in range(0, len(names), _NAMES_PER_COMMAND):
                await self._send("SUBSCRIBE", names[first : first + _NAMES_PER_COMMAND])
            is_silent = False
            while True:
                reply = await connection.read_response(
                    timeout=_HEARTBEAT_S, disconnect_on_error=False, push_request=True
                )
                if reply is None and is_silent:
                    raise ValkeyAway
                is_silent = reply is None
                if is_silent:
                    await connection.send_command("PING", check_health=False)
                else:
                    self._receive(reply)
        finally:
            await connection.disconnect(nowait=True)

    async def _dial(self, connection: AbstractConnection) -> None:
        try:
            await connection.connect()  # type: ignore[no-untyped-call]  # as above
        except (RedisError, OSError):
            LIVE_FAILURES.inc()
            self._give_up_waiting()
            raise

    def _give_up_waiting(self) -> None:
        """Valkey is away, not just a connection lost: who joins now is told a position later."""
        self._is_down = True
        for channel in self._channels.values():
            channel.settled.set()

    async def _send(self, command: str, names: Iterable[str]) -> None:
        connection = self._connection
        if connection is None or not connection.is_connected:
            return  # The hub subscribes to all channels when it connects.
        try:
            await connection.send_command(command, *(TOPIC_PREFIX + name for name in names), check_health=False)
        except (RedisError, OSError):
            # The reader finds out by itself and connects anew.
            await connection.disconnect(nowait=True)

    def _receive(self, reply: object) -> None:
        if not isinstance(reply, (list, tuple)) or len(reply) < 3:
            return
        kind, topic, content = (_text(part) for part in reply[:3])
        channel = self._channels.get(topic.removeprefix(TOPIC_PREFIX))
        if channel is None:
            return
        if kind == "subscribe":
            self._ask_log(channel)
        elif kind == "message":
            self._deal(channel, decode_entry(channel.name, content))

    def _deal(self, channel: _Channel, entry: Entry) -> None:
        """Give a message to every inbox of a channel if its turn has come."""
        message, position = entry.message, channel.position
        if channel.catching_up or position is None:
            channel.early.append(entry)
        elif message.epoch == position.epoch and message.sequence <= position.sequence:
            return
        elif message.epoch == position.epoch and message.sequence > position.sequence + 1:
            channel.early.append(entry)
            self._ask_log(channel)
        else:
            if message.epoch != position.epoch and message.sequence != 1:
                self._resync(channel, Position(message.epoch, message.sequence - 1))
            self._hand_out(channel, entry)

    def _hand_out(self, channel: _Channel, entry: Entry) -> None:
        channel.position = Position(entry.message.epoch, entry.message.sequence)
        if not self._is_repeated(entry.id):
            for inbox in tuple(channel.inboxes):
                inbox.offer(entry.message, entry.size_bytes)

    def _is_repeated(self, message_id: str) -> bool:
        """Whether a message has been dealt out; it may come twice when Valkey took it but could not say so."""
        if message_id in self._seen:
            return True
        self._seen[message_id] = None
        if len(self._seen) > _REMEMBERED_IDS:
            self._seen.popitem(last=False)
        return False

    def _ask_log(self, channel: _Channel) -> None:
        channel.due = True
        if channel.catching_up is None and self._connection is not None:
            task = channel.catching_up = asyncio.create_task(self._catch_up(channel), name="broadcast-catch-up")
            self._catching_up.add(task)
            task.add_done_callback(self._catching_up.discard)

    async def _catch_up(self, channel: _Channel) -> None:
        try:
            while channel.due:
                channel.due = False
                async with self._few:
                    await self._fetch_missed(channel)
        except ValkeyAway:
            channel.due = True
            self._give_up_waiting()
            if self._connection is not None:
                await self._connection.disconnect(nowait=True)
            return
        self._is_down = False
        channel.catching_up = None
        channel.settled.set()
        for inbox in channel.blind:
            inbox.offer(self._notice(channel.name, RESYNC, channel.position), 128)
        channel.blind.clear()
        early, channel.early = channel.early, []
        for entry in early:
            self._deal(channel, entry)

    async def _fetch_missed(self, channel: _Channel) -> None:
        missed = None if channel.position is None else await self._log.since(channel.name, channel.position)
        if missed is not None:
            for entry in missed:
                self._hand_out(channel, entry)
            return
        position = await self._log.open(channel.name)
        if channel.position is None:
            channel.position = position
        else:
            self._resync(channel, position)

    def _resync(self, channel: _Channel, position: Position) -> None:
        """Tell everybody on a channel that something was missed, and go on from a position."""
        channel.position = position
        channel.blind.clear()
        for inbox in tuple(channel.inboxes):
            inbox.offer(self._notice(channel.name, RESYNC, position), 128)

    def _notice(self, name: str, kind: str, position: Position | None) -> Message:
        return notice(name, kind, position, self._clock.now())


def notice(channel: str, kind: str, position: Position | None, now: datetime) -> Message:
    """A message about a channel, at a position or at none."""
    position = position or Position("", 0)
    return Message(channel, position.sequence, position.epoch, kind, {}, now)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
