"""Nothing secret and nobody's address is in a log line, an error or an event, even where everything is logged."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from lyceum.platform import logs
from tests.identity.site import PASSWORD, Browser, Json, Site, bearer

EMAIL, OTHER_EMAIL = "ada.lovelace@example.org", "grace.hopper@example.org"
WRONG, WEAK = "Wrong-Horse-11-sings", "weakling-nobody-takes"
TOKENS = ("access_token", "refresh_token", "key")


class Walk:
    """Everything a person does with their account, right and wrong; remembers what must not be told."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.secrets = {EMAIL, OTHER_EMAIL, PASSWORD, WRONG, WEAK}
        self.refusals: list[httpx.Response] = []

    async def ask(self, method: str, path: str, token: str | None = None, **more: Any) -> Json:  # noqa: ANN401  httpx's
        headers = (bearer(token) if token else {}) | more.pop("headers", {})
        return self.take(await self.site.http.request(method, path, headers=headers, **more))

    def take(self, response: httpx.Response) -> Json:
        self.secrets |= {value for value in response.cookies.values() if len(value) > 20}
        if response.status_code >= 400:
            self.refusals.append(response)
        body = response.json() if response.content else {}
        self.secrets |= {str(body[name]) for name in TOKENS if body.get(name)}
        return dict(body)

    async def sign_in_and_out(self) -> None:
        account = {"email": EMAIL, "password": PASSWORD, "full_name": "Ada Lovelace"}
        await self.ask("POST", "/auth/register", json=account)
        await self.ask("POST", "/auth/register", json=account)
        await self.ask("POST", "/auth/register", json=account | {"email": OTHER_EMAIL, "password": WEAK})
        await self.ask(
            "POST", "/auth/register", json=account | {"email": PASSWORD, "full_name": WRONG, "unknown": EMAIL}
        )
        await self.ask("POST", "/auth/register", json=[EMAIL, PASSWORD])
        await self.ask("POST", "/auth/register", content=f'{{"password": "{PASSWORD}')
        await self.ask("POST", "/auth/login", json={"email": EMAIL, "password": WRONG})
        await self.ask("POST", "/auth/setup", json=account | {"token": WRONG})
        pair = await self.ask("POST", "/auth/login", json={"email": EMAIL, "password": PASSWORD})
        fresh = await self.ask("POST", "/auth/refresh", json={"refresh_token": pair["refresh_token"]})
        await self.ask("POST", "/auth/refresh", json={"refresh_token": fresh["refresh_token"]})
        self.site.wait(seconds=30)
        await self.ask("POST", "/auth/refresh", json={"refresh_token": pair["refresh_token"]})
        await self.ask("GET", "/users/me", pair["access_token"])
        await self.ask("GET", f"/users/me?token={pair['access_token']}")

    async def use_an_account(self) -> None:
        pair = await self.ask("POST", "/auth/login", json={"email": EMAIL, "password": PASSWORD})
        token = pair["access_token"]
        await self.ask("GET", "/users/me", token)
        await self.ask("PATCH", "/users/me", token, json={"theme": PASSWORD})
        await self.ask("PATCH", "/users/me", token, json={"full_name": "Ada"}, headers={"idempotency-key": "x"})
        await self.ask("PUT", f"/users/{pair['user_id']}/role", token, json={"role": "admin"})
        for subject in (token, pair["refresh_token"], token[:-4] + "AAAA", WRONG):
            await self.ask("POST", "/auth/introspect", token, json={"token": subject})
        key = await self.ask("POST", "/users/me/api-keys", token, json={"name": "n", "scopes": ["library:read"]})
        await self.ask("GET", "/subjects", key["key"])
        await self.ask("GET", "/users/me", key["key"])
        await self.ask("POST", "/subjects", key["key"], json={"title": "Biology"})
        await self.ask("DELETE", f"/users/me/api-keys/{key['id']}", token)
        await self.ask("GET", "/subjects", key["key"])
        await self.ask("GET", "/subjects", key["key"][:-3] + "xyz")
        await self.ask("POST", "/auth/revoke", json={"token": pair["refresh_token"]})
        await self.ask("POST", "/auth/logout", token)
        await self.ask("GET", "/users/me", token)

    async def use_a_browser(self) -> None:
        async with self.site.browser() as browser:
            body = {"email": EMAIL, "password": PASSWORD, "session": "cookie"}
            self.take(await browser.http.post("/auth/login", json=body))
            await self._with_cookies(browser)

    async def _with_cookies(self, browser: Browser) -> None:
        self.take(await browser.http.patch("/users/me", json={"theme": "dark"}))
        self.take(await browser.http.patch("/users/me", json={"theme": "dark"}, headers={"x-csrf-token": WRONG}))
        self.take(await browser.post("/auth/refresh"))
        self.take(await browser.post("/auth/logout"))

    async def crash(self) -> None:
        """The database refuses what is written, in words that quote it."""
        await self.site.sql("alter table identity.account add constraint refuses check (full_name <> 'Ada Crash')")
        account = {"email": OTHER_EMAIL, "password": PASSWORD, "full_name": "Ada Crash"}
        await self.ask("POST", "/auth/register", json=account)
        assert self.refusals[-1].status_code == 500


async def test_a_walk_through_every_account_route_tells_no_secret(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(site.kernel.settings.model_copy(update={"log_level": "debug", "log_format": "json"}))
    walk = Walk(site)

    await walk.sign_in_and_out()
    await walk.use_an_account()
    await walk.use_a_browser()
    await walk.crash()

    told = {
        "log": capsys.readouterr().err,
        "errors": "\n".join(refusal.text for refusal in walk.refusals),
        "events": await _rows(site, "platform.event"),
        "security log": await _rows(site, "platform.security_event"),
        "jobs": await _rows(site, "platform.job"),
    }
    assert "exception_text" in told["log"], "as only a log that tells everything has it"
    assert len(walk.refusals) > 20
    assert len(walk.secrets) > 15
    found = {(where, secret[:12]) for where, text in told.items() for secret in walk.secrets if secret in text}
    assert found == set()


async def test_no_secret_lies_readable_in_the_tables_of_identity(site: Site) -> None:
    walk = Walk(site)
    await walk.sign_in_and_out()
    await walk.use_an_account()

    tables = await site.sql("select tablename from pg_tables where schemaname = 'identity'")
    everything = "\n".join([await _rows(site, f"identity.{row['tablename']}") for row in tables])

    tokens = walk.secrets - {EMAIL, OTHER_EMAIL}
    assert {secret[:12] for secret in tokens if secret in everything or secret.encode().hex() in everything} == set()


async def _rows(site: Site, table: str) -> str:
    rows = await site.sql(f"select to_jsonb(each)::text as row from {table} each")  # noqa: S608  names of tables
    return "\n".join(row["row"] for row in rows)


async def test_what_is_kept_about_a_request_names_no_address(site: Site) -> None:
    person = await site.registered()

    rows = await site.sql(
        "select to_jsonb(each)::text as row from platform.security_event each where account_id = $1",
        UUID(person["user_id"]),
    )

    assert not [row for row in rows if "127.0.0.1" in row["row"] or "@" in row["row"]]
