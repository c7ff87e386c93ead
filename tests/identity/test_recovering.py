"""A forgotten password: the letter, its link, and what it ends; nobody learns from it who has an account."""

import asyncio
import json
from functools import partial

import pytest
from sqlalchemy import text

from lyceum.identity import recovery
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import eventually
from tests.identity.site import PASSWORD, Json, Site, bearer, code_of

NEW = "Small-Otter-31-swims"


async def forget(site: Site, email: str) -> tuple[int, bytes]:
    response = await site.http.post("/auth/password/forgot", json={"email": email})
    return response.status_code, response.content


async def reset(site: Site, token: str, password: str = NEW) -> tuple[int, str]:
    response = await site.http.post("/auth/password/reset", json={"token": token, "password": password})
    return response.status_code, "" if response.status_code == 204 else code_of(response)


async def asked(site: Site, email: str = "ada@example.org") -> str:
    """The token of a fresh letter."""
    await forget(site, email)
    (letter,) = [each for each in await site.letters(email) if "reset-password" in each.link]
    return letter.token


async def test_the_link_of_the_letter_leads_to_a_new_password_and_ends_every_session(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    token = await asked(site, "ADA@example.org".lower())

    answer = await reset(site, token)

    assert answer == (204, "")
    assert code_of(await site.me(person["access_token"])) == "SESSION_REVOKED"
    assert code_of(await site.refresh(person["refresh_token"])) == "SESSION_REVOKED"
    assert (await site.login("ada@example.org", PASSWORD)).status_code == 401
    signed_in = await site.login("ada@example.org", NEW)
    # Whoever reads the letters has verified the address.
    assert signed_in.json()["user"]["email_verified"]
    assert (await site.letters("ada@example.org"))[-1].subject == "Your password was changed"


async def test_the_answer_tells_nobody_whether_there_is_an_account(site: Site) -> None:
    await site.registered(email="ada@example.org")

    answers = {await forget(site, email) for email in ("ada@example.org", "nobody@example.org", "\x00", "no address")}

    assert answers == {(202, b"")}
    assert await site.letters("nobody@example.org") == []


async def test_the_same_is_written_for_an_address_that_nobody_has(site: Site) -> None:
    await site.registered(email="ada@example.org")
    await site.deliver()

    written = []
    for email in ("ada@example.org", "eve@example.org"):
        await forget(site, email)
        rows = await site.sql("select kind, language, account_id, link_id, details from identity.letter")
        written.append([tuple(row.values()) for row in rows])
        await site.deliver()

    assert written[0] == written[1]
    assert len(written[0]) == 1


async def test_a_token_works_once_even_for_two_at_the_same_time(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await asked(site)

    answers = await asyncio.gather(*(reset(site, token, f"Small-Otter-31-swims-{number}") for number in range(3)))

    assert sorted(answers) == [(204, ""), (403, "LINK_INVALID"), (403, "LINK_INVALID")]
    assert await reset(site, token) == (403, "LINK_INVALID")


async def test_a_token_holds_for_an_hour(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await asked(site)
    site.wait(minutes=60)

    assert await reset(site, token) == (403, "LINK_INVALID")


async def test_a_weak_password_does_not_use_the_token_up(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await asked(site)

    assert await reset(site, token, "short") == (422, "PASSWORD_TOO_WEAK")
    assert await reset(site, token) == (204, "")


@pytest.mark.parametrize("guess", ["x", "Zk3vXr1Yh0nT6c2bQdA9sE7wLmUoJgPi4tRyV5xBfNk", "\x00", "\ud800", "x" * 4096])
async def test_a_guessed_token_is_refused(site: Site, guess: str) -> None:
    await site.registered(email="ada@example.org")
    await asked(site)
    # Escaped, so that what no encoding can write is sent too.
    body = json.dumps({"token": guess, "password": NEW})

    response = await site.http.post("/auth/password/reset", content=body, headers={"content-type": "application/json"})

    assert response.status_code in {403, 422}
    assert (await site.login("ada@example.org")).status_code == 200


async def test_a_reset_ends_the_links_of_earlier_letters(site: Site) -> None:
    await site.registered(email="ada@example.org")
    first = await asked(site)
    site.wait(minutes=2)
    await forget(site, "ada@example.org")
    second = await site.token_to("ada@example.org")

    assert first != second
    assert await reset(site, second) == (204, "")
    assert await reset(site, first) == (403, "LINK_INVALID")


async def test_asking_often_sends_one_letter_a_minute(site: Site) -> None:
    await site.registered(email="ada@example.org")

    await asyncio.gather(*(forget(site, "ada@example.org") for _ in range(5)))

    resets = [each for each in await site.letters("ada@example.org") if "reset-password" in each.link]
    assert len(resets) == 1


@pytest.mark.parametrize("status", ["suspended", "deleted"])
async def test_an_account_that_may_not_be_used_is_not_let_in_by_a_letter(site: Site, status: str) -> None:
    await site.registered(email="ada@example.org")
    token = await asked(site)
    await site.sql("update identity.account set status = $1", status)
    site.wait(minutes=2)

    again = await forget(site, "ada@example.org")

    assert again == (202, b"")
    assert await reset(site, token) == (403, "LINK_INVALID")
    resets = [each for each in await site.letters("ada@example.org") if "reset-password" in each.link]
    assert len(resets) == 1


async def somebody_waits(site: Site) -> bool:
    """Whether a statement waits for another transaction."""
    waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
    return bool(await site.sql(waiting))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/users/me/password", {"current_password": PASSWORD, "new_password": "Quick-Badger-55-digs"}),
        ("PUT", "/users/me/email", {"email": "thief@example.org", "password": PASSWORD}),
        ("POST", "/users/me/api-keys", {"name": "a thief's", "scopes": ["library:read"]}),
        ("POST", "/auth/confirm", {"password": PASSWORD}),
    ],
)
async def test_what_a_thief_had_asked_for_before_the_reset_comes_to_nothing(
    site: Site, method: str, path: str, body: Json
) -> None:
    person = await site.registered(email="ada@example.org")
    token = await asked(site)
    async with unit_of_work(site.kernel) as uow:
        await recovery.reset_password(uow, token, NEW)
        asking = asyncio.create_task(site.http.request(method, path, json=body, headers=bearer(person["access_token"])))
        await eventually(partial(somebody_waits, site))

    answer = await asking

    assert code_of(answer) in {"PASSWORD_WRONG", "SESSION_REVOKED"}
    assert (await site.login("ada@example.org", NEW)).status_code == 200
    assert await site.letters("thief@example.org") == []
    assert await site.sql("select 1 from identity.api_key where revoked_at is null") == []


@pytest.mark.parametrize(("status", "code"), [("suspended", "ACCOUNT_SUSPENDED"), ("deleted", "SESSION_REVOKED")])
async def test_what_is_asked_for_while_an_account_is_closed_comes_to_nothing(
    site: Site, status: str, code: str
) -> None:
    person = await site.registered(email="ada@example.org")
    body = {"current_password": PASSWORD, "new_password": NEW}
    async with unit_of_work(site.kernel) as uow:
        await uow.execute(text("update identity.account set status = :status"), {"status": status})
        asking = asyncio.create_task(
            site.http.put("/users/me/password", json=body, headers=bearer(person["access_token"]))
        )
        await eventually(partial(somebody_waits, site))

    assert code_of(await asking) == code


@pytest.mark.parametrize("header", ["host", "x-forwarded-host", "forwarded", "origin", "referer"])
async def test_a_link_leads_to_the_settings_address_whatever_a_request_calls_this_server(
    site: Site, header: str
) -> None:
    await site.registered(email="ada@example.org")
    evil = {header: "host=evil.example" if header == "forwarded" else "evil.example"}

    await site.http.post("/auth/password/forgot", json={"email": "ada@example.org"}, headers=evil)

    letters = await site.letters("ada@example.org")
    assert letters[-1].link.startswith("http://127.0.0.1:8000/reset-password#token=")
    assert "evil" not in "".join(map(str, (each.message for each in letters)))


async def test_the_machines_own_learner_gets_no_password_by_letter(site: Site) -> None:
    await site.registered(email="ada@example.org")
    await site.sql("update identity.account set email = 'learner@localhost', email_key = 'learner@localhost'")

    await forget(site, "learner@localhost")

    assert await site.letters("learner@localhost") == []


async def test_changing_the_password_ends_the_other_sessions_and_is_told_by_letter(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    other = (await site.login("ada@example.org")).json()
    body = {"current_password": PASSWORD, "new_password": NEW}

    response = await site.http.put("/users/me/password", json=body, headers=bearer(person["access_token"]))

    assert response.status_code == 204
    assert (await site.me(person["access_token"])).status_code == 200
    assert code_of(await site.me(other["access_token"])) == "SESSION_REVOKED"
    assert (await site.login("ada@example.org", NEW)).status_code == 200
    assert (await site.letters("ada@example.org"))[-1].subject == "Your password was changed"


async def test_a_password_is_not_changed_without_the_present_one(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    headers = bearer(person["access_token"])

    wrong = {"current_password": "Wrong-password-1", "new_password": NEW}
    weak = {"current_password": PASSWORD, "new_password": "short"}
    answers = [await site.http.put("/users/me/password", json=body, headers=headers) for body in (wrong, weak)]

    assert [code_of(answer) for answer in answers] == ["PASSWORD_WRONG", "PASSWORD_TOO_WEAK"]
    assert (await site.login("ada@example.org")).status_code == 200
