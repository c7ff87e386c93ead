"""The first administrator: by the machine's operator or the one-time link, and by nothing else (C12)."""

import asyncio
from uuid import UUID

import httpx
import pytest

from lyceum.identity.contracts.people import EmailTaken, SetupClosed
from lyceum.identity.contracts.signing_in import PasswordTooWeak
from lyceum.identity.facade import administrator_exists, create_administrator, issue_setup_link, set_password
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import PASSWORD, Site, code_of


async def issued(site: Site) -> str:
    async with unit_of_work(site.kernel) as uow:
        return await issue_setup_link(uow)


async def set_up(site: Site, token: str, email: str = "root@example.org", **fields: object) -> httpx.Response:
    body = {"token": token, "email": email, "password": PASSWORD, "full_name": "Grace Hopper"}
    return await site.http.post("/auth/setup", json=body | fields)


async def test_the_link_makes_a_super_administrator_and_signs_them_in(site: Site) -> None:
    token = await issued(site)

    response = await set_up(site, token)

    assert response.status_code == 201
    assert response.json()["user"]["roles"] == ["super_admin"]
    me = await site.me(response.json()["access_token"])
    assert {"users:manage", "system:configure"} <= set(me.json()["permissions"])


async def test_of_many_who_use_the_link_at_once_one_becomes_administrator(site: Site) -> None:
    token = await issued(site)

    responses = await asyncio.gather(*(set_up(site, token, f"root{number}@example.org") for number in range(8)))

    assert sorted(response.status_code for response in responses) == [201] + [409] * 7
    assert len(await site.sql("select 1 from identity.account")) == 1


async def test_a_newer_link_ends_the_older_one(site: Site) -> None:
    older, newer = await issued(site), await issued(site)

    assert code_of(await set_up(site, older)) == "SETUP_LINK_INVALID"
    assert (await set_up(site, newer)).status_code == 201


async def test_the_link_holds_for_a_day(site: Site) -> None:
    token = await issued(site)
    site.wait(hours=24)

    assert code_of(await set_up(site, token)) == "SETUP_LINK_INVALID"


@pytest.mark.parametrize("token", ["guess", "é"])
async def test_a_guessed_token_is_refused(site: Site, token: str) -> None:
    await issued(site)

    response = await set_up(site, token)

    assert (response.status_code, code_of(response)) == (403, "SETUP_LINK_INVALID")


async def test_a_refused_password_does_not_use_the_link_up(site: Site) -> None:
    token = await issued(site)

    refused = await set_up(site, token, password="password123")
    accepted = await set_up(site, token)

    assert (code_of(refused), accepted.status_code) == ("PASSWORD_TOO_WEAK", 201)


async def test_whoever_has_no_link_is_refused_before_their_password_is_looked_at(site: Site) -> None:
    token = await issued(site)

    guessed = await set_up(site, "guess", password="short")
    assert (await set_up(site, token)).status_code == 201
    late = await set_up(site, token, "late@example.org", password="short")

    assert (code_of(guessed), code_of(late)) == ("SETUP_LINK_INVALID", "SETUP_CLOSED")


async def test_no_link_is_issued_once_there_is_an_administrator(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        await create_administrator(uow, "root@example.org", PASSWORD, "Grace Hopper")

    with pytest.raises(SetupClosed):
        await issued(site)


async def test_a_link_from_before_is_closed_by_an_administrator_made_meanwhile(site: Site) -> None:
    token = await issued(site)
    async with unit_of_work(site.kernel) as uow:
        await create_administrator(uow, "root@example.org", PASSWORD, "Grace Hopper")
        assert await administrator_exists(uow)

    response = await set_up(site, token, "late@example.org")

    assert (response.status_code, code_of(response)) == (409, "SETUP_CLOSED")


async def test_the_token_is_kept_as_a_hash(site: Site) -> None:
    token = await issued(site)

    (row,) = await site.sql("select * from identity.setup_link")

    assert token not in str(dict(row))


async def test_the_operators_administrator_can_sign_in(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        await create_administrator(uow, "root@example.org", PASSWORD, "Grace Hopper")

    response = await site.login("root@example.org")

    assert response.json()["user"]["user_type"] == "super_admin"


async def test_the_policy_holds_for_administrators_too(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(PasswordTooWeak):
            await create_administrator(uow, "root@example.org", "Password123!", "Grace Hopper")


async def test_an_administrator_needs_an_address_of_their_own(site: Site) -> None:
    await site.registered(email="ada@example.org")

    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(EmailTaken):
            await create_administrator(uow, "ADA@example.org", PASSWORD, "Grace Hopper")


async def test_no_administrator_takes_the_operators_account(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(EmailTaken):
            await create_administrator(uow, "learner@localhost", PASSWORD, "Grace Hopper")


async def test_the_policy_holds_for_a_password_that_the_operator_sets(site: Site) -> None:
    person = await site.registered()

    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(PasswordTooWeak):
            await set_password(uow, UUID(person["user_id"]), "Password123!")
