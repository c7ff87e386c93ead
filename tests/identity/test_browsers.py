"""Sessions in cookies: no script reads a token, no other site rides on one (AUTH-21)."""

import asyncio
from dataclasses import replace
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, Browser, Site, bearer, code_of, open_site


def cookies_set(response: httpx.Response) -> dict[str, "Morsel[str]"]:
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        jar.load(header)
    return dict(jar)


async def signed_up(browser: Browser, **extra: object) -> httpx.Response:
    body: dict[str, Any] = {
        "email": "ada@example.org",
        "password": PASSWORD,
        "full_name": "Ada Lovelace",
        "session": "cookie",
    }
    response = await browser.http.post("/auth/register", json=body | extra)
    assert response.status_code == 201, response.text
    return response


async def test_tokens_are_in_cookies_and_not_in_the_body(site: Site) -> None:
    async with site.browser() as browser:
        response = await signed_up(browser)

        body, cookies = response.json(), cookies_set(response)
        assert body["token_type"] == "cookie"
        assert not {"access_token", "refresh_token"} & set(body)
        for name in ("lyceum_access", "lyceum_refresh"):
            assert cookies[name]["httponly"]
            assert cookies[name].value not in response.text
        assert not cookies["lyceum_csrf"]["httponly"]
        assert cookies["lyceum_refresh"]["path"] == "/api/v1/auth"
        assert {cookies[name]["samesite"] for name in cookies} == {"lax", "strict"}
        assert (await browser.http.get("/users/me")).json()["email"] == "ada@example.org"


async def test_cookies_are_marked_secure_behind_tls(
    kernel: Kernel, composition: Composition, clock: MovableClock
) -> None:
    kernel = replace(kernel, settings=kernel.settings.model_copy(update={"secure_cookies": True}))
    async with open_site(kernel, composition, clock) as site, site.browser() as browser:
        response = await signed_up(browser)

    assert all(cookie["secure"] for cookie in cookies_set(response).values())


async def test_a_change_takes_the_csrf_header(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)

        without = await browser.http.patch("/users/me", json={"theme": "dark"})
        wrong = await browser.http.patch("/users/me", json={"theme": "dark"}, headers={"x-csrf-token": "guess"})
        right = await browser.http.patch("/users/me", json={"theme": "dark"}, headers=browser.csrf)

    assert [(r.status_code, code_of(r)) for r in (without, wrong)] == [(403, "CSRF_FAILED")] * 2
    assert right.status_code == 200


@pytest.mark.parametrize("route", ["/auth/refresh", "/auth/logout"])
async def test_refreshing_and_signing_out_take_the_csrf_header(site: Site, route: str) -> None:
    async with site.browser() as browser:
        await signed_up(browser)

        forged = await browser.http.post(route)

        assert (forged.status_code, code_of(forged)) == (403, "CSRF_FAILED")
        assert (await browser.http.get("/users/me")).status_code == 200


async def test_signing_out_takes_the_csrf_header_though_only_the_access_cookie_is_left(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)
        browser.http.cookies.delete("lyceum_refresh")

        forged = await browser.http.post("/auth/logout")
        meant = await browser.post("/auth/logout")

    assert (forged.status_code, code_of(forged)) == (403, "CSRF_FAILED")
    assert meant.status_code == 204


async def test_a_browser_refreshes_with_its_cookie(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)
        before, csrf = browser.cookie("lyceum_refresh"), browser.cookie("lyceum_csrf")
        site.wait(minutes=16)
        assert code_of(await browser.http.get("/users/me")) == "TOKEN_EXPIRED"

        response = await browser.post("/auth/refresh")

        assert response.status_code == 200
        assert not {"access_token", "refresh_token"} & set(response.json())
        assert browser.cookie("lyceum_refresh") != before
        assert browser.cookie("lyceum_csrf") == csrf, "another tab may be about to send it"
        assert (await browser.http.get("/users/me")).status_code == 200


async def test_two_tabs_of_a_browser_may_refresh_at_once(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)

        responses = await asyncio.gather(*(browser.post("/auth/refresh") for _ in range(4)))

        assert {response.status_code for response in responses} == {200}
        assert (await browser.post("/auth/refresh")).status_code == 200


async def test_a_token_out_of_a_cookie_is_worth_nothing_in_a_body(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)

        response = await site.refresh(browser.cookie("lyceum_refresh"))

    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


async def test_a_programs_token_is_worth_nothing_in_a_cookie(site: Site) -> None:
    person = await site.registered()
    cookies = {"cookie": f"lyceum_refresh={person['refresh_token']}; lyceum_csrf=x", "x-csrf-token": "x"}

    response = await site.http.post("/auth/refresh", headers=cookies)

    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


async def test_signing_out_takes_the_cookies_away_and_ends_the_session(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)
        access, refresh = browser.cookie("lyceum_access"), browser.cookie("lyceum_refresh")

        response = await browser.post("/auth/logout")

        assert response.status_code == 204
        assert [browser.cookie(name) for name in ("lyceum_access", "lyceum_refresh", "lyceum_csrf")] == ["", "", ""]
    assert code_of(await site.me(access)) == "SESSION_REVOKED"
    cookies = {"cookie": f"lyceum_refresh={refresh}; lyceum_csrf=x", "x-csrf-token": "x"}
    assert code_of(await site.http.post("/auth/refresh", headers=cookies)) == "SESSION_REVOKED"


async def test_a_bearer_token_needs_no_csrf_header_even_beside_a_cookie(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)
        program = (await site.login("ada@example.org")).json()

        response = await browser.http.patch(
            "/users/me", json={"theme": "dark"}, headers=bearer(program["access_token"])
        )

    assert response.status_code == 200


async def test_signing_in_again_in_the_same_browser_begins_a_new_session(site: Site) -> None:
    async with site.browser() as browser:
        await signed_up(browser)
        first = browser.cookie("lyceum_refresh")

        body = {"email": "ada@example.org", "password": PASSWORD, "session": "cookie"}
        response = await browser.http.post("/auth/login", json=body)

        assert response.status_code == 200
        assert browser.cookie("lyceum_refresh") != first
    assert len(await site.sql("select 1 from identity.session")) == 2
