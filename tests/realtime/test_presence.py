"""A person is online while a socket of theirs lives, and offline when the last one ended or died."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.realtime.contracts import Presence, PresenceStatus
from lyceum.realtime.facade import presence_of
from lyceum.realtime.presence import PresenceBook
from lyceum.realtime.sockets import LIFE_S, Times
from tests.builders import MovableClock, eventually
from tests.realtime.site import Client, Site, open_site


async def seen(kernel: Kernel, user_id: UUID) -> Presence:
    async with unit_of_work(kernel) as uow:
        return (await presence_of(uow, [user_id]))[user_id]


def is_now(kernel: Kernel, user_id: UUID, status: PresenceStatus) -> Callable[[], Awaitable[bool]]:
    async def claim() -> bool:
        return (await seen(kernel, user_id)).status is status

    return claim


@pytest.fixture
async def kernel(frail_kernel: Kernel) -> Kernel:
    return frail_kernel


@pytest.fixture
async def watcher(site: Site) -> AsyncIterator[Client]:
    """Somebody who may see everybody's presence."""
    token, _ = site.sign_ins.issue(None, "presence:read")
    async with site.connect(token) as client:
        yield client


async def test_somebody_never_seen_is_offline(site: Site) -> None:
    _, principal = site.sign_ins.issue()

    assert await seen(site.kernel, principal.user_id) == Presence(principal.user_id, PresenceStatus.OFFLINE, None, None)


async def test_connecting_and_leaving_are_seen_and_announced(site: Site, watcher: Client, clock: MovableClock) -> None:
    token, principal = site.sign_ins.issue()
    await watcher.subscribe(f"presence:{principal.user_id}")

    async with site.connect(token):
        came = await watcher.expect("presence.change")
        online = await seen(site.kernel, principal.user_id)
        clock.move(timedelta(seconds=5))
    left = await watcher.expect("presence.change")
    offline = await seen(site.kernel, principal.user_id)

    assert (came["payload"]["status"], left["payload"]["status"]) == ("online", "offline")
    assert online.status is PresenceStatus.ONLINE
    assert (offline.status, offline.last_seen) == (PresenceStatus.OFFLINE, clock.now())


async def test_several_sockets_of_a_person_count_as_one(site: Site, watcher: Client) -> None:
    token, principal = site.sign_ins.issue()
    await watcher.subscribe(f"presence:{principal.user_id}")

    async with site.connect(token) as phone:
        await watcher.expect("presence.change")
        async with site.connect(token):
            await phone.send(action="presence", payload={"status": "away"})
            await phone.expect("presence")
            assert (await seen(site.kernel, principal.user_id)).status is PresenceStatus.ONLINE
        away = await watcher.expect("presence.change")
    left = await watcher.expect("presence.change")

    assert (away["payload"]["status"], left["payload"]["status"]) == ("away", "offline")


async def test_what_a_person_does_is_told_until_they_leave(site: Site, watcher: Client) -> None:
    token, principal = site.sign_ins.issue()
    await watcher.subscribe(f"presence:{principal.user_id}")

    async with site.connect(token) as client:
        await watcher.expect("presence.change")
        await client.send(action="presence", payload={"activity": "Cell biology, unit 3"})
        busy = await watcher.expect("presence.change")
        assert (await seen(site.kernel, principal.user_id)).activity == "Cell biology, unit 3"
    left = await watcher.expect("presence.change")

    assert busy["payload"]["activity"] == "Cell biology, unit 3"
    assert left["payload"]["activity"] is None


async def test_a_socket_that_dies_without_a_word_is_offline_after_its_life(kernel: Kernel, clock: MovableClock) -> None:
    user_id = new_id()
    # What a process that was killed leaves behind.
    book = PresenceBook(kernel.live, clock, LIFE_S)
    await book.renew(user_id, "orphan", PresenceStatus.ONLINE)
    died_at = clock.now()

    clock.move(timedelta(seconds=LIFE_S - 1))
    still = await seen(kernel, user_id)
    clock.move(timedelta(seconds=2))
    gone = await seen(kernel, user_id)

    assert still.status is PresenceStatus.ONLINE
    assert (gone.status, gone.last_seen) == (PresenceStatus.OFFLINE, died_at)
    assert [news.presence for news in await book.sweep()] == [gone]
    assert await book.sweep() == []


async def test_the_death_of_a_process_is_announced_by_another(kernel: Kernel, clock: MovableClock) -> None:
    async with open_site(kernel, Times(beat_s=0.05)) as site:
        token, _ = site.sign_ins.issue(None, "presence:read")
        _, principal = site.sign_ins.issue()
        await PresenceBook(kernel.live, clock, LIFE_S).renew(principal.user_id, "orphan", PresenceStatus.ONLINE)
        async with site.connect(token) as watcher:
            await watcher.subscribe(f"presence:{principal.user_id}")
            clock.move(timedelta(seconds=LIFE_S + 1))

            assert (await watcher.expect("presence.change"))["payload"]["status"] == "offline"


async def test_a_living_socket_stays_online_however_long_it_lasts(kernel: Kernel, clock: MovableClock) -> None:
    async with open_site(kernel, Times(beat_s=0.02)) as site:
        token, principal = site.sign_ins.issue()
        async with site.connect(token):
            for _ in range(5):
                clock.move(timedelta(seconds=LIFE_S))
                await eventually(is_now(kernel, principal.user_id, PresenceStatus.ONLINE))


async def test_one_may_see_ones_own_presence_but_not_anothers(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    _, other = site.sign_ins.issue()

    async with site.connect(token) as client:
        await client.subscribe(f"presence:{principal.user_id}")
        await client.send(action="subscribe", channel=f"presence:{other.user_id}")

        assert (await client.expect("error"))["payload"]["code"] == "CHANNEL_FORBIDDEN"
