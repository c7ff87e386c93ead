"""Too many wrong passwords (AUTH-15): refused as ever, told to nobody but the owner, who keeps a way in."""

import asyncio

import httpx
from sqlalchemy import event

from lyceum.identity import mailing
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import PASSWORD, Browser, Site, bearer, code_of

WRONG = "Wrong-password-1"


async def fail(site: Site, times: int = 10, email: str = "ada@example.org") -> list[httpx.Response]:
    return [await site.login(email, WRONG) for _ in range(times)]


async def tell_locked(site: Site) -> None:
    """What the schedule does every few minutes."""
    async with unit_of_work(site.kernel) as uow:
        await mailing.tell_locked(uow)


async def in_browser(browser: Browser, password: str = PASSWORD) -> httpx.Response:
    body = {"email": "ada@example.org", "password": password, "session": "cookie"}
    return await browser.http.post("/auth/login", json=body)


async def test_ten_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(site: Site) -> None:
    await site.registered(email="ada@example.org")

    refusals = await fail(site)
    locked = await site.login("ada@example.org")
    site.wait(minutes=15)
    later = await site.login("ada@example.org")

    assert {refusal.status_code for refusal in refusals} == {401}
    assert (locked.status_code, code_of(locked)) == (401, "CREDENTIALS_WRONG")
    assert later.status_code == 200


async def test_a_locked_account_answers_as_a_wrong_password_and_as_no_account_does(site: Site) -> None:
    await site.registered(email="ada@example.org")
    wrong, *_ = await fail(site)

    right_but_locked = await site.login("ada@example.org")
    nobody = await site.login("nobody@example.org")

    told = {
        (each.status_code, code_of(each), each.json()["error"]["message"], str(each.json()["error"]["details"]))
        for each in (wrong, right_but_locked, nobody)
    }
    assert len(told) == 1


async def test_a_right_password_lets_the_counting_begin_anew(site: Site) -> None:
    await site.registered(email="ada@example.org")

    await fail(site, 9)
    assert (await site.login("ada@example.org")).status_code == 200
    await fail(site, 9)

    assert (await site.login("ada@example.org")).status_code == 200


async def test_the_owner_is_told_once_with_the_way_out(site: Site) -> None:
    await site.registered(email="ada@example.org")
    await fail(site, 15)
    await tell_locked(site)
    await tell_locked(site)

    locked = [each for each in await site.letters("ada@example.org") if "wrong passwords" in each.subject]
    reset = {"token": locked[0].token, "password": "Small-Otter-31-swims"}
    response = await site.http.post("/auth/password/reset", json=reset)

    assert len(locked) == 1
    assert response.status_code == 204
    assert (await site.login("ada@example.org", "Small-Otter-31-swims")).status_code == 200


async def test_on_a_device_of_theirs_the_owner_signs_in_whatever_strangers_do(site: Site) -> None:
    async with site.browser() as browser:
        account = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"}
        await browser.http.post("/auth/register", json=account)
        await fail(site, 30)

        assert (await in_browser(browser)).status_code == 200
        assert (await site.login("ada@example.org")).status_code == 401


async def test_a_known_device_is_locked_by_what_is_typed_on_it(site: Site) -> None:
    async with site.browser() as browser:
        account = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"}
        await browser.http.post("/auth/register", json=account)
        for _ in range(10):
            await in_browser(browser, WRONG)

        assert (await in_browser(browser)).status_code == 401
        # And nobody else is.
        assert (await site.login("ada@example.org")).status_code == 200


async def test_wrong_passwords_at_once_are_all_counted(site: Site) -> None:
    await site.registered(email="ada@example.org")

    await asyncio.gather(*(site.login("ada@example.org", WRONG) for _ in range(10)))

    (row,) = await site.sql("select failed_login_attempts, lockouts, locked_until from identity.account")
    assert (row["failed_login_attempts"], row["lockouts"]) == (0, 1)
    assert row["locked_until"] is not None


async def test_the_password_of_a_stolen_session_cannot_be_guessed_either(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    headers = bearer(person["access_token"])
    for _ in range(10):
        await site.http.post("/auth/confirm", json={"password": WRONG}, headers=headers)

    response = await site.http.post("/auth/confirm", json={"password": PASSWORD}, headers=headers)

    assert (response.status_code, code_of(response)) == (403, "PASSWORD_WRONG")


async def test_known_and_unknown_addresses_and_accounts_without_a_password_cost_the_same_work(site: Site) -> None:
    """Not milliseconds, which a busy machine blurs: the statements that are run, and the hashes that are computed."""
    await site.registered(email="ada@example.org")
    await site.registered(email="eve@example.org")
    await site.sql("update identity.account set password_hash = null where email = 'eve@example.org'")
    sent: list[str] = []
    engine = site.kernel.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    work = []

    for email in ["ada@example.org"] * 12 + ["eve@example.org"] * 12 + ["nobody@example.org"] * 2:
        sent.clear()
        await site.login(email, WRONG)
        work.append([statement.split("WHERE")[0] for statement in sent])

    assert work[0]
    # The tenth, which locks, and those of a locked account are no exception.
    assert [(number, set(each) ^ set(work[0])) for number, each in enumerate(work) if each != work[0]] == []
