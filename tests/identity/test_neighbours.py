"""What happens to one account leaves every other alone, and is not taken for theirs."""

from uuid import UUID

from lyceum.identity.store import devices
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import PASSWORD, Json, Site, bearer

NEW = "Short-Zebra-42-sings"
PROGRAM = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
ADA_IN_A_BROWSER = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"}
NEW_DEVICE = "A new device signed in to your account"
TABLES = {
    "account": "id",
    "session": "account_id",
    "device": "account_id",
    "mailed_link": "account_id",
    "api_key": "account_id",
}


async def rows_of(site: Site, person: Json) -> dict[str, list[str]]:
    """Everything that is kept of somebody."""
    account_id = person["user"]["id"]
    return {
        table: [
            row["row"]
            for row in await site.sql(
                f"select to_jsonb(t)::text as row from identity.{table} t where {column}::text = $1 order by 1",  # noqa: S608  names of ours
                account_id,
            )
        ]
        for table, column in TABLES.items()
    }


async def verified(site: Site, email: str) -> Json:
    person = await site.registered(email=email)
    await site.http.post("/auth/verify-email", json={"token": await site.token_to(email)})
    return person


async def reset(site: Site, email: str, password: str = NEW) -> None:
    assert (await site.http.post("/auth/password/forgot", json={"email": email})).status_code == 202
    token = await site.token_to(email)
    answer = await site.http.post("/auth/password/reset", json={"token": token, "password": password})
    assert answer.status_code == 204, answer.text


async def test_what_one_does_changes_nothing_of_another(site: Site) -> None:
    ada = await verified(site, "ada@example.org")
    ben = await site.registered(email="ben@example.org")
    # Signed in twice, once long ago; a letter on its way; wrong passwords counted.
    await site.login("ben@example.org")
    await site.login("ben@example.org", "Wrong-Giraffe-79-hums")
    await site.http.post("/auth/password/forgot", json={"email": "ben@example.org"})
    await site.deliver()
    await site.sql(
        "update identity.session set expires_at = expires_at - interval '90 days' where id ="
        " (select min(id::text)::uuid from identity.session where account_id::text = $1)",
        ben["user"]["id"],
    )
    await site.sql(
        "update identity.device set failed_login_attempts = 2 where account_id::text = $1", ben["user"]["id"]
    )
    before = await rows_of(site, ben)
    assert all(before[table] for table in ("account", "session", "device", "mailed_link"))

    await site.login("ada@example.org", "Wrong-Giraffe-79-hums")
    await site.login("ada@example.org")
    site.wait(minutes=2)
    await reset(site, "ada@example.org")
    mine = (await site.login("ada@example.org", NEW)).json()["access_token"]
    body = {"current_password": NEW, "new_password": PASSWORD}
    assert (await site.http.put("/users/me/password", json=body, headers=bearer(mine))).status_code == 204
    await site.http.delete("/users/me/sessions", headers=bearer(mine))
    await site.refresh(ada["refresh_token"])

    assert await rows_of(site, ben) == before


async def test_a_letter_to_one_holds_up_none_to_another(site: Site) -> None:
    ada, ben = await site.registered(), await site.registered()
    site.wait(minutes=2)

    first = await site.http.post("/auth/verify-email/send", headers=bearer(ada["access_token"]))
    second = await site.http.post("/auth/verify-email/send", headers=bearer(ben["access_token"]))

    assert (first.status_code, second.status_code) == (202, 202)


async def test_a_program_that_one_has_used_is_new_to_another(site: Site) -> None:
    await verified(site, "ada@example.org")
    await verified(site, "ben@example.org")
    await site.http.post("/auth/login", json={"email": "ada@example.org", "password": PASSWORD}, headers=PROGRAM)

    await site.http.post("/auth/login", json={"email": "ben@example.org", "password": PASSWORD}, headers=PROGRAM)

    assert [letter.subject for letter in await site.letters("ben@example.org")].count(NEW_DEVICE) == 1


async def test_a_browser_that_one_has_used_is_not_found_for_another(site: Site) -> None:
    ben = await site.registered()
    async with site.browser() as browser:
        await browser.http.post("/auth/register", json=ADA_IN_A_BROWSER)
    ((ada_id, token_hash),) = await site.sql(
        "update identity.device set known_since = now() where token_hash is not null returning account_id, token_hash"
    )

    async with unit_of_work(site.kernel) as uow:
        assert await devices.find(uow, ada_id, [token_hash]) is not None
        assert await devices.find(uow, UUID(ben["user_id"]), [token_hash]) is None


async def signs_of(site: Site, person: Json) -> list[str]:
    """Why a sign-in of theirs was found unusual."""
    rows = await site.sql(
        "select details->>'signs' as signs from platform.security_event where account_id::text = $1"
        " and kind = 'identity.sign_in_suspicious'",
        person["user"]["id"],
    )
    return [sign for row in rows for sign in (row["signs"] or "").split()]


async def test_a_stolen_sign_in_of_one_makes_none_of_anothers_unusual(site: Site) -> None:
    thief = await verified(site, "ada@example.org")
    ben = await verified(site, "ben@example.org")
    await site.refresh(thief["refresh_token"])
    site.wait(minutes=5)
    assert (await site.refresh(thief["refresh_token"])).status_code == 401

    await site.http.post("/auth/login", json={"email": "ben@example.org", "password": PASSWORD}, headers=PROGRAM)

    assert "token_reused" not in await signs_of(site, ben)
