"""Messages reach whoever listens, in any process, once and in order; what may be missing is said."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from lyceum.platform.broadcast import KEPT_MESSAGES, RESYNC, Broadcast, Inbox, InboxOverflowed, Message, Position
from lyceum.platform.clock import SystemClock
from lyceum.platform.live import LiveState
from tests.builders import PATIENCE_S
from tests.valkey_server import ValkeyServer, own_valkey

PUBLISHER = """
import asyncio, sys
from lyceum.platform.broadcast import Broadcast
from lyceum.platform.clock import SystemClock
from lyceum.platform.live import LiveState

async def main(url, channel, count):
    live = LiveState(url, timeout_s=120)
    broadcast = Broadcast(live, SystemClock())
    for number in range(int(count)):
        await broadcast.publish(channel, "probe", {"number": number})
    await broadcast.close()
    await live.close()

asyncio.run(main(*sys.argv[1:]))
"""


@asynccontextmanager
async def open_broadcast(url: str) -> AsyncIterator[Broadcast]:
    """What one process has."""
    # A busy machine is no outage.
    live = LiveState(url, timeout_s=PATIENCE_S)
    broadcast = Broadcast(live, SystemClock())
    try:
        yield broadcast
    finally:
        await broadcast.close()
        await live.close()


@asynccontextmanager
async def listening(url: str, *channels: str) -> AsyncIterator[Inbox]:
    """A process that only listens."""
    async with open_broadcast(url) as broadcast, broadcast.listen(*channels) as inbox:
        yield inbox


@pytest.fixture
async def here(servers: dict[str, str]) -> AsyncIterator[Broadcast]:
    async with open_broadcast(servers["valkey"]) as broadcast:
        yield broadcast


@pytest.fixture
async def elsewhere(servers: dict[str, str]) -> AsyncIterator[Broadcast]:
    async with open_broadcast(servers["valkey"]) as broadcast:
        yield broadcast


@pytest.fixture
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@pytest.fixture
def channel() -> str:
    return f"probe:{uuid4().hex}"


async def next_of(inbox: Inbox, within_s: float = PATIENCE_S) -> Message:
    message = await inbox.get(within_s)
    assert message is not None, "no message came in time"
    return message


async def until_resync(inbox: Inbox) -> Message:
    while (message := await next_of(inbox)).type != RESYNC:
        pass
    return message


async def numbers(inbox: Inbox, count: int) -> list[int]:
    return [(await next_of(inbox)).payload["number"] for _ in range(count)]


async def test_a_message_reaches_every_listener_of_its_channel_and_nobody_else(
    here: Broadcast, elsewhere: Broadcast, channel: str
) -> None:
    async with here.listen(channel) as first, elsewhere.listen(channel) as second, here.listen("probe:x") as stranger:
        await here.publish(channel, "probe", {"number": 1})

        assert await numbers(first, 1) == [1]
        assert await numbers(second, 1) == [1]
        assert await stranger.get(0.05) is None


async def test_a_message_says_channel_type_position_and_time(here: Broadcast, channel: str) -> None:
    async with here.listen(channel) as inbox:
        await here.publish(channel, "probe", {"text": "größer"})

        message = await next_of(inbox)

    assert (message.channel, message.type, message.payload) == (channel, "probe", {"text": "größer"})
    assert message.sequence == 1
    assert message.epoch
    assert message.timestamp.tzinfo is not None


async def test_another_process_is_heard_in_order(here: Broadcast, servers: dict[str, str], channel: str) -> None:
    async with here.listen(channel) as inbox:
        publisher = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PUBLISHER, servers["valkey"], channel, "200"
        )

        heard = [await next_of(inbox) for _ in range(200)]
        await publisher.wait()

    assert [message.payload["number"] for message in heard] == list(range(200))
    assert [message.sequence for message in heard] == list(range(1, 201))


async def test_what_was_said_after_a_position_can_be_read_again(here: Broadcast, channel: str) -> None:
    async with here.listen(channel) as inbox:
        for number in range(5):
            await here.publish(channel, "probe", {"number": number})
        second = (await next_of(inbox), await next_of(inbox))[1]

    missed = await here.since(channel, second.epoch, second.sequence)

    assert missed is not None
    assert [message.payload["number"] for message in missed] == [2, 3, 4]
    assert await here.since(channel, second.epoch, 5) == []


async def test_a_position_too_old_or_of_another_epoch_is_a_gap(here: Broadcast, channel: str) -> None:
    async with here.listen(channel) as inbox:
        await here.publish(channel, "probe", {"number": 0})
        first = await next_of(inbox)
    for number in range(KEPT_MESSAGES):
        await here.publish(channel, "probe", {"number": number})

    oldest = await here.since(channel, first.epoch, 1)

    assert oldest is not None
    assert len(oldest) == KEPT_MESSAGES
    assert await here.since(channel, first.epoch, 0) is None
    assert await here.since(channel, "another", 1) is None
    assert await here.since(channel, first.epoch, 10**6) is None


async def test_a_listener_resumes_without_a_gap_or_a_repetition_while_others_go_on_talking(
    here: Broadcast, elsewhere: Broadcast, channel: str
) -> None:
    async with here.listen(channel) as inbox:
        await here.publish(channel, "probe", {"number": 0})
        last = await next_of(inbox)
    heard = [last.payload["number"]]

    async def talk() -> None:
        for number in range(1, 101):
            await elsewhere.publish(channel, "probe", {"number": number})

    talking = asyncio.create_task(talk())
    while heard[-1] < 100:
        async with here.listen() as inbox:
            await inbox.add(channel, _position(last))
            for _ in range(7):
                if heard[-1] < 100:
                    last = await next_of(inbox)
                    heard.append(last.payload["number"])
    await talking

    assert heard == list(range(101))


async def test_resuming_at_an_unknown_position_asks_to_start_over(here: Broadcast, channel: str) -> None:
    async with here.listen() as inbox:
        await inbox.add(channel, Position("gone", 7), announce="subscribed")
        await here.publish(channel, "probe", {"number": 1})

        said = [await next_of(inbox) for _ in range(3)]

    assert [message.type for message in said] == ["subscribed", RESYNC, "probe"]


async def test_a_channel_that_is_left_is_silent(here: Broadcast, channel: str) -> None:
    async with here.listen(channel, f"{channel}2") as inbox:
        await inbox.remove(channel)
        await here.publish(channel, "probe", {"number": 1})
        await here.publish(f"{channel}2", "probe", {"number": 2})

        assert await numbers(inbox, 1) == [2]


async def test_a_listener_that_does_not_read_overflows_alone(here: Broadcast, channel: str) -> None:
    async with here.listen(channel, max_messages=10) as slow, here.listen(channel) as quick:
        for number in range(20):
            await here.publish(channel, "probe", {"number": number})

        assert await numbers(quick, 20) == list(range(20))
        assert slow.overflowed.is_set()
        assert await numbers(slow, 10) == list(range(10))
        with pytest.raises(InboxOverflowed):
            await slow.get(1.0)


async def test_an_inbox_is_bounded_in_bytes_too(here: Broadcast, channel: str) -> None:
    async with here.listen(channel, max_bytes=50_000) as slow:
        for _ in range(3):
            await here.publish(channel, "probe", {"text": "x" * 20_000})

        await asyncio.wait_for(slow.overflowed.wait(), PATIENCE_S)


@pytest.mark.parametrize("payload", [{"set": {1}}, {"number": float("nan")}, {"text": "x" * 40_000}])
async def test_a_payload_that_cannot_be_sent_is_the_callers_mistake(
    here: Broadcast, channel: str, payload: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="'probe' message"):
        await here.publish(channel, "probe", payload)


async def test_without_valkey_listeners_of_the_same_process_still_hear(valkey: ValkeyServer, channel: str) -> None:
    async with open_broadcast(valkey.url) as here, here.listen(channel) as inbox:
        valkey.kill()

        await here.publish(channel, "probe", {"number": 1})

        message = await next_of(inbox)
        assert (message.payload, message.sequence, message.epoch) == ({"number": 1}, 0, "")
        assert await here.since(channel, "any", 1) is None


async def test_a_restarted_valkey_is_used_again_and_its_loss_is_told(valkey: ValkeyServer, channel: str) -> None:
    async with open_broadcast(valkey.url) as here, open_broadcast(valkey.url) as elsewhere:
        async with here.listen(channel) as inbox:
            await elsewhere.publish(channel, "probe", {"number": 1})
            before = await next_of(inbox)
            valkey.kill()
            await valkey.start()

            told = await until_resync(inbox)
            # The other process finds out by a first message, which may be lost; then it says so.
            await elsewhere.publish(channel, "probe", {"number": 2})
            heard = await next_of(inbox)

        assert told.epoch != before.epoch
        assert heard.payload == {"number": 2} or heard.type == RESYNC


async def test_who_published_into_the_void_tells_listeners_elsewhere_to_start_over(
    valkey: ValkeyServer, channel: str
) -> None:
    async with open_broadcast(valkey.url) as elsewhere, listening(valkey.url, channel) as inbox:
        valkey.kill()
        await elsewhere.publish(channel, "probe", {"number": 1})
        await valkey.start()

        assert (await until_resync(inbox)).channel == channel


async def test_listening_may_begin_while_valkey_is_away(valkey: ValkeyServer, channel: str) -> None:
    valkey.kill()
    async with open_broadcast(valkey.url) as here, here.listen(channel) as inbox:
        await here.publish(channel, "probe", {"number": 1})
        assert await numbers(inbox, 1) == [1]

        await valkey.start()

        assert (await until_resync(inbox)).epoch
        await here.publish(channel, "probe", {"number": 2})
        while (message := await next_of(inbox)).type == RESYNC:
            pass
        assert (message.payload, message.epoch != "") == ({"number": 2}, True)


async def test_a_dropped_connection_is_mended_without_a_gap(valkey: ValkeyServer, channel: str) -> None:
    async with open_broadcast(valkey.url) as elsewhere, listening(valkey.url, channel) as inbox:
        for turn in range(10):
            await elsewhere.publish(channel, "probe", {"number": 2 * turn})
            await valkey.command("CLIENT KILL TYPE pubsub")
            await elsewhere.publish(channel, "probe", {"number": 2 * turn + 1})

        assert await numbers(inbox, 20) == list(range(20))


async def test_one_connection_serves_all_listeners_of_a_process(valkey: ValkeyServer) -> None:
    async with open_broadcast(valkey.url) as here, here.listen("p:a", "p:b"), here.listen("p:b"), here.listen("p:c"):
        clients = await valkey.command("CLIENT LIST TYPE pubsub")

    assert sum(" sub=3 " in line for line in clients.splitlines()) == 1
    assert clients.count(" sub=") == 1


def _position(message: Message) -> Position:
    return Position(message.epoch, message.sequence)
