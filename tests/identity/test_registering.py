"""Getting an account."""

import asyncio
import json
from uuid import uuid4

import pytest

from lyceum.identity.contracts.people import SELF_REGISTRATION
from lyceum.platform import flags
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import PASSWORD, Site, code_of


async def test_whoever_registers_is_signed_in_as_a_student(site: Site) -> None:
    response = await site.register(email="Ada@Example.ORG", full_name="  Ada   Lovelace ", time_zone="Europe/London")

    body = response.json()
    assert response.status_code == 201
    assert response.headers["cache-control"] == "no-store"
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 15 * 60
    assert body["user_id"] == body["user"]["id"]
    assert body["user"]["email"] == "Ada@example.org"
    assert body["user"]["full_name"] == body["user"]["display_name"] == "Ada Lovelace"
    assert body["user"]["username"].startswith("ada-lovelace-")
    assert (body["user"]["user_type"], body["user"]["roles"]) == ("student", ["student"])
    assert (await site.me(body["access_token"])).json() == body["user"]


async def test_where_registration_is_closed_nobody_gets_an_account(site: Site) -> None:
    operator = Principal(uuid4(), None, frozenset(), frozenset({"system:configure"}))
    async with unit_of_work(site.kernel) as uow:
        await flags.switch(uow, operator, SELF_REGISTRATION.name, 0)

    response = await site.register()

    assert (response.status_code, code_of(response)) == (403, "REGISTRATION_CLOSED")
    assert await site.sql("select 1 from identity.account") == []


@pytest.mark.parametrize("wish", ["teacher", "educator"])
async def test_who_wants_to_teach_is_a_student_until_approved(site: Site, wish: str) -> None:
    person = await site.registered(user_type=wish)

    assert person["user"]["roles"] == ["student"]
    assert person["user"]["teacher_requested"] is True


@pytest.mark.parametrize(
    "extra",
    [
        {"role": "super_admin"},
        {"roles": ["admin"]},
        {"user_type": "admin"},
        {"user_type": "super_admin"},
        {"permissions": ["users:manage"]},
        {"status": "active"},
        {"id": "0198c0de-7a11-7000-8000-000000000001"},
    ],
)
async def test_nobody_gives_themselves_more_than_they_may_ask_for(site: Site, extra: dict[str, object]) -> None:
    response = await site.register(**extra)

    assert response.status_code == 422
    assert await site.sql("select 1 from identity.account") == []


async def test_an_address_has_one_account_however_it_is_written(site: Site) -> None:
    await site.registered(email="ada@example.org")

    again = await site.register(email=" ADA@EXAMPLE.org ")

    assert (again.status_code, code_of(again)) == (409, "EMAIL_TAKEN")


async def test_of_many_who_register_one_address_at_once_one_gets_it(site: Site) -> None:
    responses = await asyncio.gather(*(site.register(email="ada@example.org") for _ in range(5)))

    assert sorted(response.status_code for response in responses) == [201, 409, 409, 409, 409]
    assert len(await site.sql("select 1 from identity.account")) == 1


async def test_a_chosen_username_is_kept_and_belongs_to_one_person(site: Site) -> None:
    first = await site.registered(username="Countess")

    second = await site.register(username="countess")

    assert first["user"]["username"] == "countess"
    assert (second.status_code, code_of(second)) == (409, "USERNAME_TAKEN")


async def test_namesakes_get_different_usernames(site: Site) -> None:
    names = {(await site.registered())["user"]["username"] for _ in range(5)}

    assert len(names) == 5


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "nobody", "EMAIL_INVALID"),
        ("email", "two@signs@example.org", "EMAIL_INVALID"),
        ("email", "a..b@example.org", "EMAIL_INVALID"),
        ("email", "a b@example.org", "EMAIL_INVALID"),
        ("email", "a@nodot", "EMAIL_INVALID"),
        ("email", "a@-example.org", "EMAIL_INVALID"),
        ("email", "a\x00b@example.org", "EMAIL_INVALID"),
        ("email", f"{'a' * 65}@example.org", "EMAIL_INVALID"),
        ("full_name", "   ", "FULL_NAME_INVALID"),
        ("full_name", "Ada\x00", "FULL_NAME_INVALID"),
        ("username", "no spaces", "USERNAME_INVALID"),
        ("language", "english, please", "LANGUAGE_INVALID"),
        ("time_zone", "Mars/Olympus", "TIME_ZONE_UNKNOWN"),
        ("time_zone", "../../etc/passwd", "TIME_ZONE_UNKNOWN"),
        ("time_zone", "localtime", "TIME_ZONE_UNKNOWN"),
        ("password", "password123", "PASSWORD_TOO_WEAK"),
    ],
)
async def test_a_value_that_cannot_be_is_refused_by_name(site: Site, field: str, value: str, code: str) -> None:
    response = await site.register(**{field: value})

    assert (response.status_code, code_of(response)) == (422, code)
    assert await site.sql("select 1 from identity.account") == []


@pytest.mark.parametrize("field", ["email", "full_name", "password", "username", "language", "time_zone"])
async def test_half_a_character_is_no_crash(site: Site, field: str) -> None:
    # Escaped: no encoding can write it.
    raw = json.dumps({"email": "a@b.cd", "full_name": "A", "password": PASSWORD, field: "x\ud800@b.cd"})

    response = await site.http.post("/auth/register", content=raw, headers={"content-type": "application/json"})

    assert response.status_code == 422


async def test_a_refused_password_is_explained_and_not_repeated(site: Site) -> None:
    response = await site.register(password="sesame-opens")

    error = response.json()["error"]
    assert {rule["rule"] for rule in error["details"]["rules"]} == {"upper", "digit"}
    assert "upper-case" in error["message"]
    assert "sesame" not in response.text


async def test_a_password_is_kept_as_an_argon2id_hash_only(site: Site) -> None:
    await site.registered()

    (row,) = await site.sql("select * from identity.account")
    assert row["password_hash"].startswith("$argon2id$")
    assert PASSWORD not in str(dict(row))


async def test_registering_is_told_to_the_other_domains_without_personal_data(site: Site) -> None:
    person = await site.registered(email="ada@example.org", language="pt-br")

    emitted = dict(await site.emitted())
    body = emitted["identity.account_registered.v1"]
    told = {"identity.account_registered.v1", "identity.letter_posted.v1", "identity.signed_in.v1"}
    assert emitted.keys() == told
    assert (body["account_id"], body["language"]) == (person["user_id"], "pt-BR")
    assert "ada" not in str(emitted)


async def test_a_repeated_registration_with_an_idempotency_key_leaves_no_token_in_the_database(site: Site) -> None:
    person = await site.registered()
    headers = {"authorization": f"Bearer {person['access_token']}", "idempotency-key": "once"}

    body = {"refresh_token": person["refresh_token"]}
    response = await site.http.post("/auth/refresh", json=body, headers=headers)

    assert response.status_code == 200
    assert await site.sql("select 1 from platform.idempotency_key") == []
