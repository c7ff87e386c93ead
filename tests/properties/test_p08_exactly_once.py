"""P8: every active subscriber of a channel gets each message exactly once, in order, or is told to start over."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.platform.broadcast import RESYNC, Broadcast, Inbox, Message, Position
from lyceum.platform.clock import SystemClock
from lyceum.platform.live import LiveState
from lyceum.platform.metrics import REGISTRY
from tests.builders import eventually
from tests.valkey_server import ValkeyServer, own_valkey

PROCESSES, CHANNELS, SUBSCRIBERS = 2, 2, 3

CALM = st.one_of(
    st.tuples(st.just("say"), st.integers(0, PROCESSES - 1), st.integers(0, CHANNELS - 1)),
    st.tuples(st.just("leave"), st.integers(0, SUBSCRIBERS - 1), st.just(0)),
    st.tuples(st.just("return"), st.integers(0, SUBSCRIBERS - 1), st.just(0)),
    st.tuples(st.just("read"), st.integers(0, SUBSCRIBERS - 1), st.just(0)),
    st.tuples(st.just("cut"), st.just(0), st.just(0)),
)
STORMY = st.one_of(CALM, st.sampled_from([("kill", 0, 0), ("start", 0, 0)]))


class Subscriber:
    """Remembers its position as a client does, and what it heard since it last had to start over."""

    def __init__(self, broadcast: Broadcast, channel: str) -> None:
        self.channel = channel
        self.heard: list[int] = []
        self.resyncs = 0
        self._broadcast = broadcast
        self._position: Position | None = None
        self._here = AsyncExitStack()
        self._inbox: Inbox | None = None

    async def come(self) -> None:
        if self._inbox is None:
            self._inbox = await self._here.enter_async_context(self._broadcast.listen())
            await self._inbox.add(self.channel, self._position, announce="subscribed")

    async def leave(self) -> None:
        self.read()
        self._inbox = None
        await self._here.aclose()

    def read(self) -> None:
        while self._inbox is not None and (message := self._inbox.get_nowait()) is not None:
            self._take(message)

    def _take(self, message: Message) -> None:
        if message.epoch:
            self._position = Position(message.epoch, message.sequence)
        if message.type == RESYNC:
            self.resyncs += 1
            self.heard.clear()
        elif message.type == "said":
            number = message.payload["number"]
            assert number not in self.heard, f"{number} came twice: {self.heard}"
            self.heard.append(number)


class World:
    """Two processes, two channels, and who listens to them."""

    def __init__(self, broadcasts: list[Broadcast], valkey: ValkeyServer) -> None:
        self.said = [0] * CHANNELS
        self.valkey = valkey
        self._broadcasts = broadcasts
        self.channels = [f"p8:{uuid4().hex}" for _ in range(CHANNELS)]
        self.subscribers = [
            Subscriber(broadcasts[number % PROCESSES], self.channels[number % CHANNELS]) for number in (0, 1, 2)
        ]

    async def say(self, process: int, channel: int) -> None:
        self.said[channel] += 1
        payload = {"number": self.said[channel]}
        await self._broadcasts[process].publish(self.channels[channel], "said", payload)

    async def do(self, action: str, one: int, two: int) -> None:
        match action:
            case "say":
                await self.say(one, two)
            case "leave":
                await self.subscribers[one].leave()
            case "return":
                await self.subscribers[one].come()
            case "read":
                self.subscribers[one].read()
            case "cut":
                await self.valkey.command("CLIENT KILL TYPE pubsub")
            case "kill":
                self.valkey.kill()
            case _:
                await self.valkey.start()

    async def everybody_is_complete(self) -> bool:
        """Say one more thing on each channel, and see whether all have heard up to it, without a hole."""
        for channel in range(CHANNELS):
            await self.say(channel, channel)
        wanted = dict(zip(self.channels, self.said, strict=True))

        async def heard() -> bool:
            for subscriber in self.subscribers:
                subscriber.read()
            return all(subscriber.heard[-1:] == [wanted[subscriber.channel]] for subscriber in self.subscribers)

        try:
            await eventually(heard, within_s=0.5)
        except AssertionError:
            return False
        return all(
            subscriber.heard == list(range(subscriber.heard[0], wanted[subscriber.channel] + 1))
            for subscriber in self.subscribers
        )


def live_failures() -> float:
    return REGISTRY.get_sample_value("lyceum_live_failures_total") or 0.0


@pytest.fixture(scope="module")
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@asynccontextmanager
async def open_world(valkey: ValkeyServer) -> AsyncIterator[World]:
    await valkey.start()
    async with AsyncExitStack() as stack:
        broadcasts = []
        for _ in range(PROCESSES):
            live = LiveState(valkey.url)
            stack.push_async_callback(live.close)
            broadcasts.append(Broadcast(live, SystemClock()))
            stack.push_async_callback(broadcasts[-1].close)
        world = World(broadcasts, valkey)
        for subscriber in world.subscribers:
            await subscriber.come()
            stack.push_async_callback(subscriber.leave)
        yield world


# Each example makes connections and cuts them: a thousand would take minutes, and on a busy machine very many.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(actions=st.lists(CALM, max_size=40))
async def test_p08_whoever_leaves_and_returns_hears_each_message_once(
    valkey: ValkeyServer, actions: list[tuple[str, int, int]]
) -> None:
    before = live_failures()
    async with open_world(valkey) as world:
        for action in actions:
            await world.do(*action)
        for subscriber in world.subscribers:
            await subscriber.come()

        await eventually(world.everybody_is_complete)

        # Nobody is told to fetch anew without a reason: Valkey did not answer in time, as when the machine stood still.
        if live_failures() == before:
            for subscriber in world.subscribers:
                assert subscriber.resyncs == 0
                assert subscriber.heard[0] == 1


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=12)
@given(actions=st.lists(STORMY, min_size=5, max_size=30))
async def test_p08_when_valkey_dies_nobody_hears_twice_and_whoever_missed_something_is_told(
    valkey: ValkeyServer, actions: list[tuple[str, int, int]]
) -> None:
    async with open_world(valkey) as world:
        for action in actions:
            await world.do(*action)
        await valkey.start()
        for subscriber in world.subscribers:
            await subscriber.come()

        await eventually(world.everybody_is_complete)
