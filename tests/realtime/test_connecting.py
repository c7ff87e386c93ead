"""A socket opens for whoever proves who they are, and stays open only as long as that holds."""

import asyncio

from lyceum.platform.http.authentication import ACCESS_COOKIE, Credentials
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.realtime.rules import MAX_SOCKETS_PER_PERSON
from lyceum.realtime.signing_in import SignIn
from lyceum.realtime.sockets import Times
from tests.realtime.site import SignIns, Site, open_site

SOON = Times(review_s=0.05)


async def test_a_bearer_token_opens_a_socket(site: Site) -> None:
    token, principal = site.sign_ins.issue()

    async with site.connect(headers={"Authorization": f"Bearer {token}"}) as client:
        greeting = await client.expect("connected")

    assert greeting["payload"]["user_id"] == str(principal.user_id)
    assert greeting["timestamp"].endswith("Z")


async def test_a_first_frame_may_bring_the_token(site: Site) -> None:
    token, principal = site.sign_ins.issue()

    async with site.connect() as client:
        await client.send(action="authenticate", auth=token)
        greeting = await client.expect("connected")

    assert greeting["payload"]["user_id"] == str(principal.user_id)


async def test_a_cookie_opens_a_socket_for_our_own_pages_only(site: Site) -> None:
    token, _ = site.sign_ins.issue()
    cookie = {"Cookie": f"{ACCESS_COOKIE}={token}"}

    async with site.connect(headers=cookie | {"Origin": f"http://127.0.0.1:{site.port}"}) as client:
        await client.expect("connected")
    for foreign in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {}):
        async with site.connect(headers=cookie | foreign) as client:
            await client.send(action="ping")
            assert await client.close_code() == 4001


async def test_an_unknown_token_is_refused(site: Site) -> None:
    async with site.connect(headers={"Authorization": "Bearer nobody"}) as client:
        assert await client.close_code() == 4001
    async with site.connect() as client:
        await client.send(action="authenticate", auth="nobody")
        assert await client.close_code() == 4001


async def test_a_first_frame_must_be_a_sign_in(site: Site) -> None:
    for first in ('{"action": "subscribe", "channel": "user:1"}', "not json", b"\x00"):
        async with site.connect() as client:
            await client.connection.send(first)
            assert await client.close_code() == 4001


async def test_a_revoked_sign_in_is_cut(kernel: Kernel) -> None:
    async with open_site(kernel, SOON) as site:
        token, _ = site.sign_ins.issue()
        async with site.connect(token) as client:
            site.sign_ins.revoke(token)

            assert await client.close_code() == 4001


async def test_a_suspended_account_is_cut_at_the_next_review(kernel: Kernel) -> None:
    async with open_site(kernel, SOON) as site:
        token, principal = site.sign_ins.issue()
        async with site.connect(token) as client:
            site.sign_ins.suspend(principal.user_id)

            assert await client.close_code() == 4001


async def test_a_suspended_account_is_cut_at_its_next_subscription(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    async with site.connect(token) as client:
        site.sign_ins.suspend(principal.user_id)
        await client.send(action="subscribe", channel=f"user:{principal.user_id}")

        assert await client.close_code() == 4001


async def test_a_fresher_token_keeps_the_socket_open(kernel: Kernel) -> None:
    async with open_site(kernel, SOON) as site:
        token, principal = site.sign_ins.issue()
        async with site.connect(token) as client:
            fresher, _ = site.sign_ins.issue(principal.user_id)
            await client.send(action="authenticate", auth=fresher)
            await client.expect("authenticated")
            site.sign_ins.revoke(token)
            await asyncio.sleep(4 * SOON.review_s)

            assert await client.is_silent()


async def test_a_review_under_way_does_not_bring_back_the_token_before(kernel: Kernel) -> None:
    _, principal = SignIns().issue()
    judging, fresher_came = asyncio.Event(), asyncio.Event()

    async def authenticate(uow: UnitOfWork, credentials: Credentials) -> Principal:  # noqa: ARG001  as it is called
        if credentials.bearer == "first":
            judging.set()
            await fresher_came.wait()
        return principal

    sign_in = SignIn(authenticate, Credentials(bearer="first"), principal)
    async with unit_of_work(kernel) as uow:
        review = asyncio.create_task(sign_in.judge(uow))
        await judging.wait()
        await sign_in.judge(uow, "fresher")
        fresher_came.set()
        await review

    assert sign_in.credentials.bearer == "fresher"


async def test_a_token_of_another_person_is_refused_and_changes_nothing(site: Site) -> None:
    token, principal = site.sign_ins.issue()
    other, _ = site.sign_ins.issue()

    async with site.connect(token) as client:
        await client.send(action="authenticate", auth=other)
        refusal = await client.expect("error")
        await client.subscribe(f"user:{principal.user_id}")

    assert refusal["payload"]["code"] == "OTHER_PERSON"


async def test_a_person_has_so_many_sockets_and_no_more(site: Site) -> None:
    token, _ = site.sign_ins.issue()
    clients = [site.connect(token) for _ in range(MAX_SOCKETS_PER_PERSON)]
    for client in clients:
        await client.__aenter__()

    async with site.connect(headers={"Authorization": f"Bearer {token}"}) as one_more:
        assert await one_more.close_code() == 4029

    await clients.pop().__aexit__(None, None, None)
    for client in clients:
        await client.__aexit__(None, None, None)
    async with site.connect(token) as again:
        assert await again.is_silent()


async def test_a_silent_client_is_gone(kernel: Kernel) -> None:
    async with open_site(kernel, Times(silence_s=1.0)) as site:
        token, _ = site.sign_ins.issue()
        async with site.connect(token) as client:
            assert await client.close_code() == 4002


async def test_sockets_end_when_the_process_closes(site: Site) -> None:
    token, _ = site.sign_ins.issue()
    async with site.connect(token) as signed_in, site.connect() as not_yet:
        site.closing.set()

        assert await signed_in.close_code() == 1001
        assert await not_yet.close_code() in (1001, 4001)
