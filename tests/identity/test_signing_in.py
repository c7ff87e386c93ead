"""Signing in and out with a password, as a program does."""

import asyncio
from contextlib import AsyncExitStack

import bcrypt
import pytest
from argon2 import PasswordHasher

from tests.identity.site import PASSWORD, Site, bearer, code_of


async def test_the_right_password_signs_in(site: Site) -> None:
    await site.registered(email="ada@example.org")

    response = await site.login(" ADA@example.org")

    assert response.status_code == 200
    assert (await site.me(response.json()["access_token"])).status_code == 200


async def test_refusals_do_not_tell_whether_there_is_an_account(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    deleted = await site.registered(email="gone@example.org")
    without = await site.registered(email="none@example.org")
    await site.sql("update identity.account set status = 'deleted' where id = $1", deleted["user_id"])
    await site.sql("update identity.account set password_hash = null where id = $1", without["user_id"])
    tries = [
        (person["user"]["email"], "Wrong-password-1"),
        ("nobody@example.org", PASSWORD),
        (deleted["user"]["email"], PASSWORD),
        (without["user"]["email"], PASSWORD),
        ("not an address", PASSWORD),
    ]

    refusals = [(await site.login(email, password)) for email, password in tries]

    told = {(refusal.status_code, code_of(refusal), refusal.json()["error"]["message"]) for refusal in refusals}
    assert len(told) == 1
    assert told.pop()[:2] == (401, "CREDENTIALS_WRONG")


async def test_a_suspended_person_learns_it_only_with_the_right_password(site: Site) -> None:
    person = await site.registered()
    await site.sql("update identity.account set status = 'suspended'")

    right = await site.login(person["user"]["email"])
    wrong = await site.login(person["user"]["email"], "Wrong-password-1")

    assert (right.status_code, code_of(right)) == (403, "ACCOUNT_SUSPENDED")
    assert (wrong.status_code, code_of(wrong)) == (401, "CREDENTIALS_WRONG")


@pytest.mark.parametrize("prefix", [b"2a", b"2b"])
async def test_a_bcrypt_hash_of_an_imported_account_is_checked_and_replaced(site: Site, prefix: bytes) -> None:
    person = await site.registered()
    old = bcrypt.hashpw(b"imported password", bcrypt.gensalt(4, prefix=prefix)).decode()
    await site.sql("update identity.account set password_hash = $1", old)

    wrong = await site.login(person["user"]["email"], "imported passworD")
    right = await site.login(person["user"]["email"], "imported password")
    again = await site.login(person["user"]["email"], "imported password")

    assert [response.status_code for response in (wrong, right, again)] == [401, 200, 200]
    (row,) = await site.sql("select password_hash from identity.account")
    assert row["password_hash"].startswith("$argon2id$")


async def test_a_long_password_of_an_imported_account_still_holds(site: Site) -> None:
    person = await site.registered()
    old = bcrypt.hashpw(b"x" * 72, bcrypt.gensalt(4)).decode()
    await site.sql("update identity.account set password_hash = $1", old)

    response = await site.login(person["user"]["email"], "x" * 80)

    assert response.status_code == 200


@pytest.mark.parametrize("spoilt", ["$2b$04$short", "$argon2id$v=19$m=8", "plain text", ""])
async def test_an_unreadable_hash_lets_nobody_in(site: Site, spoilt: str) -> None:
    person = await site.registered()
    await site.sql("update identity.account set password_hash = $1", spoilt)

    response = await site.login(person["user"]["email"])

    assert (response.status_code, code_of(response)) == (401, "CREDENTIALS_WRONG")


async def test_a_hash_with_weaker_parameters_is_replaced(site: Site) -> None:
    person = await site.registered()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    await site.sql("update identity.account set password_hash = $1", weak)

    response = await site.login(person["user"]["email"])

    assert response.status_code == 200
    (row,) = await site.sql("select password_hash from identity.account")
    assert "m=256" in row["password_hash"]


async def test_a_password_is_the_same_however_the_keyboard_composes_it(site: Site) -> None:
    person = await site.registered(password="Tall-Gira\u0308ffe-79")

    response = await site.login(person["user"]["email"], "Tall-Gir\u00e4ffe-79")

    assert response.status_code == 200


async def test_a_sign_in_from_another_sites_form_is_not_read(site: Site) -> None:
    person = await site.registered()
    raw = f'{{"email": "{person["user"]["email"]}", "password": "{PASSWORD}", "session": "cookie"}}'

    response = await site.http.post("/auth/login", content=raw, headers={"content-type": "text/plain"})

    assert response.status_code == 400
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("way", ["refresh token", "access token", "both"])
async def test_signing_out_ends_the_session_at_once(site: Site, way: str) -> None:
    person = await site.registered()
    body = {"refresh_token": person["refresh_token"]} if way != "access token" else None
    headers = bearer(person["access_token"]) if way != "refresh token" else {}

    response = await site.http.post("/auth/logout", json=body, headers=headers)

    assert response.status_code == 204
    assert code_of(await site.me(person["access_token"])) == "SESSION_REVOKED"
    assert code_of(await site.refresh(person["refresh_token"])) == "SESSION_REVOKED"
    assert "identity.signed_out.v1" in [name for name, _ in await site.emitted()]


async def test_signing_out_leaves_other_sessions_alone(site: Site) -> None:
    person = await site.registered()
    other = (await site.login(person["user"]["email"])).json()

    await site.http.post("/auth/logout", json={"refresh_token": person["refresh_token"]})

    assert (await site.me(other["access_token"])).status_code == 200


async def test_signing_out_twice_is_no_error(site: Site) -> None:
    person = await site.registered()
    body = {"refresh_token": person["refresh_token"]}

    first, second = [await site.http.post("/auth/logout", json=body) for _ in range(2)]

    assert (first.status_code, second.status_code) == (204, 204)
    assert [name for name, _ in await site.emitted()].count("identity.signed_out.v1") == 1


async def test_signing_out_without_any_token_is_refused(site: Site) -> None:
    response = await site.http.post("/auth/logout")

    assert (response.status_code, code_of(response)) == (401, "AUTHENTICATION_REQUIRED")


async def test_more_people_than_connections_can_sign_in_at_once(site: Site) -> None:
    people = [await site.registered() for _ in range(25)]
    site.wait(minutes=2)  # so that the keys are read again, by all of them

    responses = await asyncio.gather(*(site.login(person["user"]["email"]) for person in people))

    assert {response.status_code for response in responses} == {200}


async def test_when_too_many_passwords_wait_the_next_is_told_to_come_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lyceum.identity.passwords._MAX_WAITING", 0)
    person = await site.registered()
    places = site.kernel.memory["identity.password_hasher"].bulkhead

    async with AsyncExitStack() as busy:
        for _ in range(places.places.at_once):
            await busy.enter_async_context(places.place())
        response = await site.login(person["user"]["email"])

    assert (response.status_code, code_of(response)) == (503, "TOO_MANY_SIGN_INS")
    assert response.headers["retry-after"] == "5"


async def test_sessions_that_ended_long_ago_are_forgotten_at_the_next_one(site: Site) -> None:
    person = await site.registered()
    site.wait(days=61)

    await site.login(person["user"]["email"])

    assert len(await site.sql("select 1 from identity.session")) == 1
    assert len(await site.sql("select 1 from identity.refresh_token")) == 1


async def test_the_family_of_the_browser_is_kept_and_no_more(site: Site) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    person = await site.registered()

    body = {"email": person["user"]["email"], "password": PASSWORD}
    await site.http.post("/auth/login", json=body, headers={"user-agent": agent})

    families = await site.sql("select user_agent_family from identity.session order by created_at, id")
    assert [row["user_agent_family"] for row in families] == ["other", "Firefox"]
