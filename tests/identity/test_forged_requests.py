"""Requests that another site makes a browser send (SEC-08): refused, whatever cookies it planted before."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing import changing
from lyceum.platform.sealing.sealer import ANNOUNCED_FOR, readable_id, sealer_of
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, Browser, Json, Site, code_of, open_site

ACCOUNT: Json = {"password": PASSWORD, "full_name": "Ada", "session": "cookie"}
CHANGE = {"theme": "dark"}


async def signed_up(browser: Browser, email: str = "ada@example.org") -> httpx.Response:
    response = await browser.http.post("/auth/register", json=ACCOUNT | {"email": email})
    assert response.status_code == 201, response.text
    return response


@pytest.fixture
async def ada(site: Site) -> AsyncIterator[Browser]:
    """Ada's browser, signed in."""
    async with site.browser() as browser:
        await signed_up(browser)
        yield browser


@pytest.fixture
async def thief(site: Site) -> AsyncIterator[Browser]:
    """Somebody else's browser, signed in."""
    async with site.browser() as browser:
        await signed_up(browser, "thief@example.org")
        yield browser


def planted(browser: Browser, other: Browser, *names: str) -> None:
    """A page on a sibling domain gives a browser cookies out of another one."""
    for name in names:
        path = next(cookie.path for cookie in other.http.cookies.jar if cookie.name == name)
        browser.http.cookies.delete(name)
        browser.http.cookies.set(name, other.cookie(name), domain="lyceum.test", path=path)


async def test_the_csrf_token_of_another_sign_in_is_worth_nothing(ada: Browser, thief: Browser) -> None:
    planted(ada, thief, "lyceum_csrf")

    refused = await ada.http.patch("/users/me", json=CHANGE, headers=thief.csrf)

    assert (refused.status_code, code_of(refused)) == (403, "CSRF_FAILED")


async def test_a_planted_refresh_token_signs_nobody_over(ada: Browser, thief: Browser) -> None:
    csrf = ada.csrf
    planted(ada, thief, "lyceum_refresh")

    refused = await ada.http.post("/auth/refresh", headers=csrf)

    assert (refused.status_code, code_of(refused)) == (403, "CSRF_FAILED")
    assert (await thief.http.post("/auth/refresh", headers=thief.csrf)).status_code == 200


async def test_the_same_person_signed_in_twice_has_two_csrf_tokens(site: Site, ada: Browser) -> None:
    async with site.browser() as other:
        body = {"email": "ada@example.org", "password": PASSWORD, "session": "cookie"}
        assert (await other.http.post("/auth/login", json=body)).status_code == 200

        refused = await ada.http.patch("/users/me", json=CHANGE, headers=other.csrf)

    assert code_of(refused) == "CSRF_FAILED"


async def test_a_forged_request_is_in_the_security_log_once_a_minute(site: Site, ada: Browser) -> None:
    for _ in range(3):
        await ada.http.patch("/users/me", json=CHANGE)
    site.wait(seconds=61)
    await ada.http.patch("/users/me", json=CHANGE)

    rows = await site.sql(
        "select account_id, details::text as said from platform.security_event where kind = 'platform.csrf_failed'"
    )

    assert len(rows) == 2
    assert {row["said"] for row in rows} == {"{}"}


FOREIGN = [
    {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
    {"sec-fetch-site": "same-site", "origin": "http://sibling.lyceum.test"},
    {"sec-fetch-site": "cross-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://lyceum.test.evil.example"},
    {"origin": "http://lyceum.test:8080"},
    {"origin": ""},
]
OWN = [
    {},
    {"sec-fetch-site": "same-origin", "origin": "http://lyceum.test"},
    # A proxy may have changed the host; the browser knows better.
    {"sec-fetch-site": "same-origin", "origin": "https://learn.example.org"},
    {"origin": "http://lyceum.test"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("route", ["login", "register", "setup", "refresh"])
async def test_no_other_site_signs_a_browser_in(site: Site, route: str, headers: dict[str, str]) -> None:
    await site.register(email="ada@example.org")
    body = ACCOUNT | {"email": "new@example.org"} if route == "register" else {"email": "ada@example.org"}

    response = await site.http.post(f"/auth/{route}", json=body, headers=headers)

    assert (response.status_code, code_of(response)) == (403, "CSRF_FAILED")
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("headers", OWN, ids=str)
async def test_our_own_pages_and_programs_sign_in(site: Site, headers: dict[str, str]) -> None:
    await site.register(email="ada@example.org")
    body = {"email": "ada@example.org", "password": PASSWORD, "session": "cookie"}

    assert (await site.http.post("/auth/login", json=body, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "settings", [{"public_url": "https://learn.example.org"}, {"cors_origins": ("https://learn.example.org",)}]
)
async def test_an_address_that_the_operator_named_signs_in(
    kernel: Kernel, composition: Composition, clock: MovableClock, settings: Json
) -> None:
    kernel = replace(kernel, settings=kernel.settings.model_copy(update=settings))
    async with open_site(kernel, composition, clock) as site:
        headers = {"origin": "https://learn.example.org"}

        response = await site.http.post("/auth/register", json=ACCOUNT | {"email": "a@b.cd"}, headers=headers)

    assert response.status_code == 201


async def test_behind_tls_no_sibling_domain_can_plant_a_cookie(
    kernel: Kernel, composition: Composition, clock: MovableClock
) -> None:
    kernel = replace(kernel, settings=kernel.settings.model_copy(update={"secure_cookies": True}))
    async with open_site(kernel, composition, clock) as site, site.browser() as http:
        http.http.base_url = httpx.URL("https://lyceum.test/api/v1")
        browser = Browser(http.http)
        headers = (await signed_up(browser)).headers.get_list("set-cookie")
        access = browser.cookie("__Host-lyceum_access")

        mine = await browser.http.get("/users/me")
        csrf = {"x-csrf-token": browser.cookie("__Host-lyceum_csrf")}
        refreshed = await browser.http.post("/auth/refresh", headers=csrf)
        browser.http.cookies.clear()
        plain = await browser.http.get("/users/me", headers={"cookie": f"lyceum_access={access}"})

    assert (mine.status_code, refreshed.status_code, plain.status_code) == (200, 200, 401)
    for header in headers:
        name, _, rest = header.partition("=")
        assert "; Secure" in rest
        assert "Domain" not in rest
        if name.startswith("__Host-"):
            assert "Path=/;" in rest
        else:
            assert name in {"__Secure-lyceum_refresh", "__Secure-lyceum_device"}


async def test_behind_tls_signing_out_takes_the_cookies_away(
    kernel: Kernel, composition: Composition, clock: MovableClock
) -> None:
    kernel = replace(kernel, settings=kernel.settings.model_copy(update={"secure_cookies": True}))
    async with open_site(kernel, composition, clock) as site, site.browser() as browser:
        browser.http.base_url = httpx.URL("https://lyceum.test/api/v1")
        await signed_up(browser)

        left = await browser.http.post("/auth/logout", headers={"x-csrf-token": browser.cookie("__Host-lyceum_csrf")})

        assert left.status_code == 204
        # What it is recognised by stays, and signs nobody in.
        assert [cookie.name for cookie in browser.http.cookies.jar] == ["__Secure-lyceum_device"]


async def test_a_sign_in_goes_on_over_a_change_of_the_secret_key(site: Site, ada: Browser) -> None:
    before = ada.csrf
    old = readable_id(sealer_of(site.kernel).key)
    changing.rotate(site.kernel.settings, site.clock.now())
    site.clock.move(ANNOUNCED_FOR + timedelta(seconds=1))

    assert (await ada.http.patch("/users/me", json=CHANGE, headers=before)).status_code == 200
    assert (await ada.http.post("/auth/refresh", headers=before)).status_code == 200
    assert ada.csrf != before, "of the new key now"
    assert (await ada.http.patch("/users/me", json=CHANGE, headers=before)).status_code == 200, "another tab's"
    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(changing.KeyInUse):
            await changing.retire(uow, old)


async def test_a_refresh_that_is_repeated_while_the_secret_key_changes_ends_nothing(site: Site) -> None:
    person = await site.registered()
    changing.rotate(site.kernel.settings, site.clock.now())
    site.clock.move(ANNOUNCED_FOR - timedelta(seconds=4))
    first = (await site.refresh(person["refresh_token"])).json()
    site.wait(seconds=8)

    again = (await site.refresh(person["refresh_token"])).json()

    assert again["refresh_token"] == first["refresh_token"]
    assert (await site.refresh(first["refresh_token"])).status_code == 200
    ended = await site.sql("select revoked_at from identity.session where account_id = $1", UUID(person["user_id"]))
    assert [row["revoked_at"] for row in ended] == [None]
