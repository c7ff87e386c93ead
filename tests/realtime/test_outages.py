"""A slow client is cut alone, and Valkey may come and go under open sockets."""

import json
import socket
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect

from lyceum.platform.kernel import Kernel
from lyceum.platform.metrics import REGISTRY
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.realtime.contracts import PresenceStatus
from lyceum.realtime.facade import presence_of
from lyceum.realtime.sockets import Times
from tests.builders import eventually
from tests.realtime.site import Site, open_site
from tests.valkey_server import ValkeyServer


@pytest.fixture
async def frail(frail_kernel: Kernel) -> AsyncIterator[Site]:
    """Realtime on a Valkey that can be killed."""
    async with open_site(frail_kernel, Times(beat_s=0.2)) as site:
        yield site


async def test_a_slow_consumer_is_cut_and_the_others_hear_everything(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    channel = site.room(principal)
    cut_before = _slow_consumers_cut()

    url = f"ws://127.0.0.1:{site.port}/api/v1/realtime/connect"
    # A client that stops reading: its own buffers are kept small, so that the server notices.
    narrow = socket.create_connection(("127.0.0.1", site.port))
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    async with (
        connect(
            url,
            additional_headers={"Authorization": f"Bearer {token}"},
            sock=narrow,
            max_queue=1,
            proxy=None,
            ping_interval=None,
            close_timeout=0.1,
        ) as slow,
        site.connect(token) as quick,
    ):
        await slow.send(json.dumps({"action": "subscribe", "channel": channel}))
        while json.loads(await slow.recv())["type"] != "subscribed":
            pass
        await quick.subscribe(channel)
        slow.transport.pause_reading()
        for number in range(1200):
            await site.kernel.broadcast.publish(channel, "session.sync", {"number": number, "text": "x" * 10_000})
            assert (await quick.receive())["payload"]["number"] == number

        async def is_cut() -> bool:
            return _slow_consumers_cut() == cut_before + 1

        await eventually(is_cut)
        slow.transport.abort()


async def test_sockets_live_through_a_restart_of_valkey(frail: Site, valkey: ValkeyServer) -> None:
    token, principal = frail.sign_ins.issue()
    channel = frail.room(principal)
    async with frail.connect(token) as client:
        await client.subscribe(channel)
        valkey.kill()
        await frail.kernel.broadcast.publish(channel, "session.sync", {"number": 1})
        during = await client.receive()
        await client.send(action="ping")
        await client.expect("pong")

        await valkey.start()

        told = await client.expect("resync")
        while True:
            await frail.kernel.broadcast.publish(channel, "session.sync", {"number": 2})
            after = await client.expect("session.sync", "resync")
            if after["type"] == "session.sync":
                break

    assert during["payload"] == {"number": 1}
    assert "sequence" not in during
    assert told["channel"] == channel
    assert after["payload"] == {"number": 2}


async def test_a_socket_opens_and_subscribes_while_valkey_is_away(frail: Site, valkey: ValkeyServer) -> None:
    token, principal = frail.sign_ins.issue()
    channel = f"user:{principal.user_id}"
    valkey.kill()

    async with frail.connect(token) as client:
        confirmed = await client.subscribe(channel)
        await frail.kernel.broadcast.publish(channel, "notification.new", {"number": 1})
        heard = await client.expect("notification.new")
        await valkey.start()
        await client.expect("resync")

    assert "epoch" not in confirmed
    assert heard["payload"] == {"number": 1}


async def test_presence_returns_with_valkey(frail: Site, valkey: ValkeyServer) -> None:
    token, principal = frail.sign_ins.issue()

    async def is_online() -> bool:
        async with unit_of_work(frail.kernel) as uow:
            found = await presence_of(uow, [principal.user_id])
        return principal.user_id in found and found[principal.user_id].status is PresenceStatus.ONLINE

    async def is_unknown() -> bool:
        return not await is_online()

    async with frail.connect(token):
        assert await is_online()
        valkey.kill()
        await eventually(is_unknown)
        await valkey.start()

        await eventually(is_online)


def _slow_consumers_cut() -> float:
    return REGISTRY.get_sample_value("lyceum_realtime_sockets_cut_total", {"reason": "slow_consumer"}) or 0.0
