"""Valkey may go away at any moment: requests go on, its loss is told once, and its return is noticed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from lyceum.platform.live import LiveState
from tests.builders import PATIENCE_S
from tests.valkey_server import ValkeyServer, own_valkey


@pytest.fixture
async def server() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@pytest.fixture
async def live(server: ValkeyServer) -> AsyncIterator[LiveState]:
    # A busy machine is no outage.
    live = LiveState(server.url, timeout_s=30)
    yield live
    await live.close()


async def is_back(live: LiveState) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await live.wait_until_back()


async def test_an_operation_has_its_result(live: LiveState) -> None:
    await live.attempt(live.client.set("colour", "green"), default=None)

    assert await live.attempt(live.client.get("colour"), default=None) == b"green"
    assert await live.ping()
    assert live.available


async def test_without_valkey_the_default_is_the_result(live: LiveState, server: ValkeyServer) -> None:
    server.kill()

    assert await live.attempt(live.client.get("colour"), default=b"grey") == b"grey"
    assert not live.available
    assert not await live.ping()


async def test_its_return_is_noticed_though_nobody_asks(live: LiveState, server: ValkeyServer) -> None:
    server.kill()
    await live.ping()

    await server.start()
    await is_back(live)

    assert await live.ping()


async def test_loss_and_return_are_told_once_each_under_load(live: LiveState, server: ValkeyServer) -> None:
    counted: list[int] = []
    over = asyncio.Event()

    async def request() -> None:
        while not over.is_set():
            counted.append(await live.attempt(live.client.incr("seen"), default=0))
            await asyncio.sleep(0.001)

    async def until(count: int) -> None:
        while len(counted) < count:  # noqa: ASYNC110  the count is the condition
            await asyncio.sleep(0.001)

    with capture_logs() as lines:
        async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as requests:
            for _ in range(8):
                requests.create_task(request())
            await until(100)
            server.kill()
            await until(len(counted) + 1000)
            assert not live.available
            await server.start()
            await is_back(live)
            await until(len(counted) + 100)
            over.set()

    told = [line["event"] for line in lines]
    assert told == ["valkey_lost", "valkey_back"]
    assert counted[-1] > 0


async def test_while_it_is_away_nobody_waits(server: ValkeyServer) -> None:
    live = LiveState(server.url, timeout_s=0.5)

    async def asked() -> bytes:
        raise AssertionError("a server that does not answer was asked")

    with server.hung():
        await live.ping()
        assert not live.available

        for _ in range(100):
            assert await live.attempt(asked(), default=b"grey") == b"grey"

    await is_back(live)
    await live.close()


async def test_a_server_that_was_restarted_while_nobody_asked_is_used_again(
    live: LiveState, server: ValkeyServer
) -> None:
    assert await live.ping()
    server.kill()
    await server.start()

    await live.ping()
    await is_back(live)

    assert await live.ping()


async def test_a_full_server_costs_the_operation_but_is_not_away(live: LiveState, server: ValkeyServer) -> None:
    server.kill()
    await server.start("--maxmemory", "1", "--maxmemory-policy", "noeviction")

    with capture_logs() as lines:
        for _ in range(3):
            assert await live.attempt(live.client.set("colour", "green"), default=False) is False
        assert await live.attempt(live.client.get("colour"), default=b"grey") is None

    assert live.available
    assert [line["event"] for line in lines] == ["valkey_refused"]


async def test_a_mistake_of_ours_is_not_hidden(live: LiveState) -> None:
    await live.attempt(live.client.set("colour", "green"), default=None)

    with pytest.raises(Exception, match="not an integer"):
        await live.attempt(live.client.incr("colour"), default=0)


async def test_it_can_be_closed_while_the_server_is_away(server: ValkeyServer) -> None:
    live = LiveState(server.url)
    server.kill()
    await live.ping()

    await live.close()

    assert not [task for task in asyncio.all_tasks() if task.get_name() == "valkey-recovery"]
