"""Subscribing, resuming, limits: what a client may send and what it gets."""

import asyncio
from uuid import UUID

import pytest

from lyceum.platform import security_log
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import PageRequest
from lyceum.platform.telling import phrase
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.realtime import facade
from lyceum.realtime.contracts import MessageType
from lyceum.realtime.rules import MAX_SUBSCRIPTIONS
from lyceum.realtime.sockets import Times
from tests.builders import PATIENCE_S
from tests.realtime.site import Client, Frame, Site, open_site


async def say(site: Site, channel: str, **payload: object) -> None:
    async with unit_of_work(site.kernel) as uow:
        facade.publish(uow, channel, MessageType.SESSION_SYNC, payload=payload)


async def error_of(client: Client) -> str:
    code: str = (await client.expect("error"))["payload"]["code"]
    return code


async def test_a_subscriber_gets_what_is_published(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    channel = site.room(principal)

    async with site.connect(token) as client:
        confirmed = await client.subscribe(channel)
        await say(site, channel, action="play")
        frame = await client.receive()

    assert {name: frame[name] for name in ("type", "channel", "payload")} == {
        "type": "session.sync",
        "channel": channel,
        "payload": {"action": "play"},
    }
    assert (frame["epoch"], frame["sequence"]) == (confirmed["epoch"], confirmed["sequence"] + 1)


async def test_what_a_socket_tells_is_in_the_language_of_the_persons_account(site: Site) -> None:
    german, principal = site.sign_ins.issue(language="de")
    english, other = site.sign_ins.issue()
    channel = site.room(principal, other)
    note = phrase("studio.note.items", made=25, all=31)

    async with site.connect(german) as first, site.connect(english, {"accept-language": "de"}) as second:
        for client in (first, second):
            await client.subscribe(channel)
        await say(site, channel, progress=70, note=note)
        told = [(await client.receive())["payload"]["note"] for client in (first, second)]
        await first.send(action="subscribe", channel="nowhere:1")
        refusal = (await first.expect("error"))["payload"]

    assert told == ["25 von 31 Aufgaben", "25 of 31 items"]
    assert refusal["message"] == "Einen Kanal dieses Namens gibt es nicht: nowhere:1."


async def test_a_message_of_a_failed_unit_of_work_is_not_sent(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    channel = f"user:{principal.user_id}"

    async with site.connect(token) as client:
        await client.subscribe(channel)
        with pytest.raises(ZeroDivisionError):
            await _fail_after_publishing(site, principal.user_id)
        await say(site, channel, number=1)

        assert (await client.receive())["payload"] == {"number": 1}


async def _fail_after_publishing(site: Site, user_id: UUID) -> None:
    async with unit_of_work(site.kernel) as uow:
        facade.send_to_user(uow, user_id, MessageType.NOTIFICATION_NEW, payload={})
        raise ZeroDivisionError


async def test_a_message_to_a_person_reaches_all_their_sockets_and_nobody_elses(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    other_token, other = site.sign_ins.issue()

    async with site.connect(token) as phone, site.connect(token) as laptop, site.connect(other_token) as stranger:
        for client, person in ((phone, principal), (laptop, principal), (stranger, other)):
            await client.subscribe(f"user:{person.user_id}")
        async with unit_of_work(site.kernel) as uow:
            facade.send_to_user(uow, principal.user_id, MessageType.NOTIFICATION_NEW, payload={"title": "Hi"})

        assert (await phone.receive())["payload"] == {"title": "Hi"}
        assert (await laptop.receive())["payload"] == {"title": "Hi"}
        assert await stranger.is_silent()


async def test_nothing_leaks_from_one_room_into_another(site: Site) -> None:
    people = [site.sign_ins.issue() for _ in range(6)]
    rooms = [site.room(people[0][1], people[1][1]), site.room(people[2][1], people[3][1]), site.room(people[4][1])]
    heard: dict[int, list[Frame]] = {}

    async def listen(number: int) -> None:
        async with site.connect(people[number][0]) as client:
            refused = 0
            for room in rooms:
                await client.send(action="subscribe", channel=room)
                refused += (await client.receive())["type"] == "error"
            assert refused == (3 if number == 5 else 2)
            ready.release()
            await said.wait()
            heard[number] = []
            await client.send(action="ping")
            while (frame := await client.receive())["type"] != "pong":
                heard[number].append(frame)

    ready, said = asyncio.Semaphore(0), asyncio.Event()
    listening = [asyncio.create_task(listen(number)) for number in range(6)]
    for _ in people:
        await ready.acquire()
    async with site.kernel.broadcast.listen(*rooms) as everything:
        for turn in range(10):
            for room in rooms:
                await say(site, room, room=room, turn=turn)
        for _ in range(30):
            assert await everything.get(PATIENCE_S)
    said.set()
    await asyncio.gather(*listening)

    for number, frames in heard.items():
        expected = [] if number == 5 else [{"room": rooms[number // 2], "turn": turn} for turn in range(10)]
        assert [frame["payload"] for frame in frames] == expected


@pytest.mark.parametrize(
    ("channel", "code"),
    [
        ("user:{other}", "CHANNEL_FORBIDDEN"),
        ("presence:{other}", "CHANNEL_FORBIDDEN"),
        ("room:unknown", "CHANNEL_FORBIDDEN"),
        ("nowhere:1", "CHANNEL_UNKNOWN"),
        ("user", "CHANNEL_UNKNOWN"),
        ("user:{self} ", "CHANNEL_UNKNOWN"),
        ("user:{self}\n", "CHANNEL_UNKNOWN"),
        ("User:{self}", "CHANNEL_UNKNOWN"),
        ("user:*", "CHANNEL_UNKNOWN"),
        ("", "FRAME_INVALID"),
        ("x" * 300, "FRAME_INVALID"),
    ],
)
async def test_what_one_may_not_hear_is_refused(site: Site, channel: str, code: str) -> None:
    token, principal = site.sign_ins.issue()

    async with site.connect(token) as client:
        await client.send(action="subscribe", channel=channel.format(other=new_id(), self=principal.user_id))

        assert await error_of(client) == code


async def test_a_right_that_ends_ends_the_subscription(kernel: Kernel) -> None:
    async with open_site(kernel, Times(review_s=0.05)) as site:
        token, principal = site.sign_ins.issue()
        channel = site.room(principal)
        async with site.connect(token) as client:
            await client.subscribe(channel)
            site.rooms.members.clear()

            farewell = await client.expect("unsubscribed")
            await say(site, channel, number=1)

            assert farewell["channel"] == channel
            assert await client.is_silent()


async def test_a_subscription_is_judged_with_the_token_it_brings(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    fresher, _ = site.sign_ins.issue(principal.user_id)
    channel = f"user:{principal.user_id}"

    async with site.connect(token) as client:
        await client.send(action="subscribe", channel=channel, auth="forged")
        refusal = await error_of(client)
        site.sign_ins.revoke(token)
        await client.send(action="subscribe", channel=channel, auth=fresher)
        await client.expect("subscribed")
        site.sign_ins.revoke(fresher)
        await client.send(action="subscribe", channel=channel)

        assert refusal == "AUTHENTICATION_REQUIRED"
        assert await client.close_code() == 4001


async def test_after_unsubscribing_a_channel_is_silent(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    channel = site.room(principal)

    async with site.connect(token) as client:
        await client.subscribe(channel)
        await client.send(action="unsubscribe", channel=channel)
        await client.expect("unsubscribed")
        await say(site, channel, number=1)

        assert await client.is_silent()


async def test_a_client_that_comes_back_gets_what_it_missed(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    channel = site.room(principal)
    async with site.connect(token) as client:
        await client.subscribe(channel)
        await say(site, channel, number=0)
        last = await client.receive()
    for number in range(1, 4):
        await say(site, channel, number=number)

    async with site.connect(token) as client:
        await client.subscribe(channel, after=last)
        await say(site, channel, number=4)
        heard = [(await client.receive())["payload"]["number"] for _ in range(4)]

    assert heard == [1, 2, 3, 4]


async def test_a_client_that_was_away_too_long_is_told_to_start_over(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    channel = site.room(principal)
    async with site.connect(token) as client:
        await client.subscribe(channel)
        await say(site, channel, number=0)
        last = await client.receive()
    for number in range(300):
        await site.kernel.broadcast.publish(channel, "session.sync", {"number": number})

    async with site.connect(token) as client:
        await client.subscribe(channel, after=last)
        told = await client.expect("resync")
        await say(site, channel, number=300)
        frame = await client.receive()

    assert frame["payload"] == {"number": 300}
    assert frame["sequence"] == told["sequence"] + 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "FRAME_UNREADABLE"),
        ("{", "FRAME_UNREADABLE"),
        ("[" * 60_000, "FRAME_UNREADABLE"),
        ("[]", "FRAME_INVALID"),
        ("1", "FRAME_INVALID"),
        ('{"action": "fly"}', "FRAME_INVALID"),
        ('{"action": "subscribe"}', "FRAME_INVALID"),
        ('{"action": "subscribe", "channel": 1}', "FRAME_INVALID"),
        ('{"action": "subscribe", "channel": "user:1", "after": {"epoch": "e", "sequence": -1}}', "FRAME_INVALID"),
        ('{"action": "presence", "payload": {"status": "offline"}}', "FRAME_INVALID"),
        ('{"action": "authenticate"}', "FRAME_INVALID"),
    ],
)
async def test_a_frame_that_makes_no_sense_is_answered_with_an_error(site: Site, text: str, code: str) -> None:
    token, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        await client.connection.send(text)

        assert await error_of(client) == code
        assert await client.is_silent()


async def test_a_binary_frame_is_answered_with_an_error(site: Site) -> None:
    token, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        await client.connection.send(b'{"action": "ping"}')

        assert await error_of(client) == "FRAME_UNREADABLE"


async def test_a_client_that_sends_nonsense_again_and_again_is_cut(site: Site) -> None:
    token, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        for _ in range(30):
            await client.connection.send("nonsense")

        assert await client.close_code() == 4010


@pytest.mark.parametrize("channel", ["user:{other}", "nowhere:{other}"])
async def test_a_client_that_asks_for_what_is_not_theirs_again_and_again_is_cut(site: Site, channel: str) -> None:
    token, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        for _ in range(30):
            await client.send(action="subscribe", channel=channel.format(other=new_id()))

        assert await client.close_code() == 4010


async def test_refused_subscriptions_are_noted_once_for_each_kind_of_channel(site: Site) -> None:
    token, principal = site.sign_ins.issue()

    async with site.connect(token) as client:
        for kind in ("user", "presence", "user", "presence"):
            await client.send(action="subscribe", channel=f"{kind}:{new_id()}")
            await client.expect("error")

    async with unit_of_work(site.kernel) as uow:
        log = await security_log.of_account(uow, principal.user_id, PageRequest())
    assert [entry.details for entry in reversed(log.items)] == [
        {"code": "CHANNEL_FORBIDDEN", "kind": "user"},
        {"code": "CHANNEL_FORBIDDEN", "kind": "presence"},
    ]


async def test_a_client_that_floods_is_slowed_and_then_cut(site: Site) -> None:
    token, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        for _ in range(300):
            await client.send(action="ping")
        frames = await client.rest()

    assert {frame["type"] for frame in frames} == {"pong", "error"}
    assert client.connection.close_code == 4010


async def test_a_frame_that_is_too_large_ends_the_socket(site: Site) -> None:
    token, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        await client.send(action="ping", channel="x" * 70_000)

        assert await client.close_code() == 1009


async def test_a_socket_listens_to_so_many_channels_and_no_more(site: Site) -> None:
    token, principal = site.sign_ins.issue()

    async with site.connect(token) as client:
        for _ in range(MAX_SUBSCRIPTIONS):
            await client.subscribe(site.room(principal))
        await client.send(action="subscribe", channel=site.room(principal))

        assert await error_of(client) == "TOO_MANY_SUBSCRIPTIONS"


async def test_a_payload_that_cannot_be_sent_fails_before_the_commit(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(ValueError, match="JSON"):
            facade.publish(uow, "room:1", MessageType.SESSION_SYNC, payload={"at": object()})
