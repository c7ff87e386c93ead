"""Refresh tokens: each is exchanged once, and a second exchange ends the session (AUTH-05, 06)."""

import asyncio
import contextlib

import pytest

from lyceum.identity import sessions
from lyceum.identity.contracts.signing_in import ClientKind
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import Json, Site, code_of


async def refreshed(site: Site, token: str) -> Json:
    response = await site.refresh(token)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_an_exchange_gives_another_pair(site: Site) -> None:
    person = await site.registered()

    fresh = await refreshed(site, person["refresh_token"])

    assert fresh["refresh_token"] != person["refresh_token"]
    assert fresh["access_token"] != person["access_token"]
    assert (fresh["expires_in"], fresh["refresh_expires_in"]) == (900, 7 * 86400)
    assert (await site.me(fresh["access_token"])).status_code == 200


async def test_refresh_tokens_are_opaque_and_kept_as_hashes(site: Site) -> None:
    person = await site.registered()

    rows = await site.sql("select token_hash from identity.refresh_token")

    assert "." not in person["refresh_token"]
    assert len(person["refresh_token"]) == 43
    assert person["refresh_token"].encode() not in rows[0]["token_hash"]


async def test_a_token_that_comes_again_ends_the_whole_family(site: Site) -> None:
    person = await site.registered()
    second = await refreshed(site, person["refresh_token"])
    third = await refreshed(site, second["refresh_token"])
    site.wait(minutes=1)

    stolen = await site.refresh(person["refresh_token"])

    assert (stolen.status_code, code_of(stolen)) == (401, "REFRESH_TOKEN_REUSED")
    assert code_of(await site.refresh(third["refresh_token"])) == "SESSION_REVOKED"
    assert code_of(await site.me(third["access_token"])) == "SESSION_REVOKED"
    (session,) = await site.sql("select id, revoke_reason from identity.session")
    assert session["revoke_reason"] == "refresh token reused"
    name, body = (await site.emitted())[-1]
    assert name == "identity.refresh_token_reused.v1"
    assert (body["account_id"], body["session_id"]) == (person["user_id"], str(session["id"]))


async def test_the_second_alarm_of_a_family_is_silent(site: Site) -> None:
    person = await site.registered()
    await refreshed(site, person["refresh_token"])
    site.wait(minutes=1)

    answers = [code_of(await site.refresh(person["refresh_token"])) for _ in range(3)]

    assert answers == ["REFRESH_TOKEN_REUSED", "SESSION_REVOKED", "SESSION_REVOKED"]
    assert [name for name, _ in await site.emitted()].count("identity.refresh_token_reused.v1") == 1


async def test_reuse_ends_no_other_session_of_the_person(site: Site) -> None:
    person = await site.registered()
    other = (await site.login(person["user"]["email"])).json()
    await refreshed(site, person["refresh_token"])
    site.wait(minutes=1)

    await site.refresh(person["refresh_token"])

    assert (await site.refresh(other["refresh_token"])).status_code == 200


async def test_two_tabs_that_refresh_at_once_get_the_same_successor(site: Site) -> None:
    person = await site.registered()

    pairs = await asyncio.gather(*(refreshed(site, person["refresh_token"]) for _ in range(8)))

    assert len({pair["refresh_token"] for pair in pairs}) == 1
    assert len(await site.sql("select 1 from identity.refresh_token")) == 2
    for pair in pairs:
        assert (await site.me(pair["access_token"])).status_code == 200


async def test_a_lost_answer_can_be_had_again_for_ten_seconds(site: Site) -> None:
    person = await site.registered()
    lost = await refreshed(site, person["refresh_token"])
    site.wait(seconds=10)

    again = await refreshed(site, person["refresh_token"])

    assert again["refresh_token"] == lost["refresh_token"]
    assert again["refresh_expires_in"] == lost["refresh_expires_in"] - 10
    assert (await site.refresh(again["refresh_token"])).status_code == 200


@pytest.mark.parametrize("seconds", [10.001, 60])
async def test_after_ten_seconds_a_repetition_is_a_theft(site: Site, seconds: float) -> None:
    person = await site.registered()
    await refreshed(site, person["refresh_token"])

    site.wait(seconds=seconds)

    assert code_of(await site.refresh(person["refresh_token"])) == "REFRESH_TOKEN_REUSED"


async def test_within_ten_seconds_too_once_the_successor_was_used(site: Site) -> None:
    person = await site.registered()
    second = await refreshed(site, person["refresh_token"])
    await refreshed(site, second["refresh_token"])

    response = await site.refresh(person["refresh_token"])

    assert code_of(response) == "REFRESH_TOKEN_REUSED"


async def test_a_sign_in_that_is_not_used_ends_after_a_week(site: Site) -> None:
    person = await site.registered()
    site.wait(days=7)

    response = await site.refresh(person["refresh_token"])

    assert (response.status_code, code_of(response)) == (401, "TOKEN_EXPIRED")


async def test_a_sign_in_that_is_used_ends_after_thirty_days_all_the_same(site: Site) -> None:
    pair = await site.registered()
    for _ in range(4):
        site.wait(days=6)
        pair = await refreshed(site, pair["refresh_token"])
    site.wait(days=5, hours=23, minutes=50)

    last = await refreshed(site, pair["refresh_token"])
    assert (last["expires_in"], last["refresh_expires_in"]) == (600, 600)
    site.wait(minutes=10)

    assert code_of(await site.me(last["access_token"])) == "TOKEN_EXPIRED"
    assert code_of(await site.refresh(last["refresh_token"])) == "TOKEN_EXPIRED"


@pytest.mark.parametrize("token", ["unknown", "x" * 4096, "\u00e9"])
async def test_an_unknown_token_is_refused(site: Site, token: str) -> None:
    response = await site.refresh(token)

    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


@pytest.mark.parametrize("body", [None, {}, {"refresh_token": None}])
async def test_no_token_at_all_is_refused(site: Site, body: Json | None) -> None:
    response = await site.http.post("/auth/refresh", json=body)

    assert (response.status_code, code_of(response)) == (401, "AUTHENTICATION_REQUIRED")


async def test_an_access_token_is_no_refresh_token(site: Site) -> None:
    person = await site.registered()

    assert code_of(await site.refresh(person["access_token"])) == "TOKEN_INVALID"
    assert code_of(await site.me(person["refresh_token"])) == "TOKEN_INVALID"


async def test_a_suspended_person_gets_no_fresh_tokens(site: Site) -> None:
    person = await site.registered()
    await site.sql("update identity.account set status = 'suspended'")

    response = await site.refresh(person["refresh_token"])

    assert (response.status_code, code_of(response)) == (403, "ACCOUNT_SUSPENDED")


async def test_fresh_tokens_carry_the_present_roles(site: Site) -> None:
    person = await site.registered()
    await site.sql("update identity.account set roles = '{teacher}'")

    fresh = await refreshed(site, person["refresh_token"])

    assert fresh["user"]["user_type"] == "teacher"


async def test_an_exchange_that_is_rolled_back_did_not_happen(site: Site) -> None:
    person = await site.registered()

    with contextlib.suppress(RuntimeError):
        async with unit_of_work(site.kernel) as uow:
            await sessions.refresh(uow, person["refresh_token"], ClientKind.TOKEN)
            raise RuntimeError

    site.wait(minutes=1)
    assert (await site.refresh(person["refresh_token"])).status_code == 200
