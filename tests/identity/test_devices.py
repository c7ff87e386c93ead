"""Devices, unusual sign-ins and what they are asked for (AUTH-17, AUTH-18)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.identity import links
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, Browser, Json, Site, bearer, code_of, open_site

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BERLIN, SYDNEY, NOWHERE = "192.0.2.7", "203.0.113.7", "198.51.100.7"
NETWORKS = """network,country,latitude,longitude
192.0.2.0/24,de,52.52,13.41
203.0.113.0/24,AU,-33.87,151.21
2001:db8::/32,FR,,
"""


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Site]:
    """A site behind a proxy that tells where people are, with a list of networks."""
    file = tmp_path / "networks.csv"
    file.write_text(NETWORKS, encoding="utf-8")
    changes = {"trusted_proxies": (ip_network("127.0.0.0/8"),), "geography_file": file}
    known = replace(kernel, settings=kernel.settings.model_copy(update=changes))
    async with open_site(known, composition, clock) as served:
        yield served


def at(address: str, agent: str = "") -> dict[str, str]:
    return {"x-forwarded-for": address, "user-agent": agent}


async def registered(site: Site) -> Json:
    """Ada, in Berlin, her address verified."""
    body = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "time_zone": "Europe/Berlin"}
    response = await site.http.post("/auth/register", json=body, headers=at(BERLIN))
    assert response.status_code == 201, response.text
    await site.http.post("/auth/verify-email", json={"token": await site.token_to("ada@example.org")})
    return dict(response.json())


async def login(site: Site, address: str = BERLIN, agent: str = "", password: str = PASSWORD) -> httpx.Response:
    body = {"email": "ada@example.org", "password": password}
    return await site.http.post("/auth/login", json=body, headers=at(address, agent))


async def in_browser(browser: Browser, **headers: str) -> httpx.Response:
    body = {"email": "ada@example.org", "password": PASSWORD, "session": "cookie"}
    response = await browser.http.post("/auth/login", json=body, headers=headers)
    assert response.status_code == 200, response.text
    return response


async def subjects(site: Site) -> list[str]:
    return [letter.subject for letter in await site.letters("ada@example.org")]


NEW_DEVICE, CODE = "A new device signed in to your account", "The code for your sign-in"


async def test_a_new_device_is_told_by_letter_whose_link_ends_its_session(site: Site) -> None:
    mine = await registered(site)
    theirs = (await login(site, BERLIN, FIREFOX)).json()

    letter = (await site.letters("ada@example.org"))[-1]
    ended = await site.http.post("/auth/end-session", json={"token": letter.token})

    assert letter.subject == NEW_DEVICE
    assert "Firefox on Linux, DE, network 192.0.0.0/16, 2026-03-02 10:00 (Europe/Berlin)" in letter.text
    assert ended.status_code == 204
    assert code_of(await site.me(theirs["access_token"])) == "SESSION_REVOKED"
    assert (await site.me(mine["access_token"])).status_code == 200
    # Whoever it was knew the password.
    assert "/reset-password#token=" in (await site.letters("ada@example.org"))[-1].link


async def test_a_browser_is_recognised_by_its_cookie_and_told_of_once(site: Site) -> None:
    await registered(site)
    async with site.browser() as browser:
        first = await in_browser(browser)
        await browser.post("/auth/logout")
        await in_browser(browser)

        cookie = next(each for each in first.headers.get_list("set-cookie") if each.startswith("lyceum_device="))
    assert (await subjects(site)).count(NEW_DEVICE) == 1
    assert {"HttpOnly", "Path=/api/v1/auth", "SameSite=strict"} <= set(cookie.split("; "))
    assert len(await site.sql("select 1 from identity.device where token_hash is not null")) == 1


async def test_ten_new_devices_a_day_are_told_by_letter_and_all_are_listed(site: Site) -> None:
    await registered(site)

    for _ in range(links.MOST_A_DAY + 2):
        async with site.browser() as browser:
            await in_browser(browser)

    assert (await subjects(site)).count(NEW_DEVICE) == links.MOST_A_DAY
    assert len(await site.sql("select 1 from identity.device where token_hash is not null")) == links.MOST_A_DAY + 2
    noted = await site.sql("select 1 from platform.security_event where kind = 'identity.signed_in'")
    assert len(noted) == 1 + links.MOST_A_DAY + 2
    site.wait(days=1)
    async with site.browser() as browser:
        await in_browser(browser)
    assert (await subjects(site)).count(NEW_DEVICE) == links.MOST_A_DAY + 1


async def test_a_planted_device_cookie_makes_no_device_known(site: Site) -> None:
    planted = "A" * 43
    await registered(site)
    async with site.browser() as browser:
        browser.http.cookies.set("lyceum_device", planted, domain="lyceum.test", path="/api/v1/auth")
        await in_browser(browser)
        kept = browser.cookie("lyceum_device").split(".")

    async with site.browser() as thief:
        thief.http.cookies.set("lyceum_device", planted, domain="lyceum.test", path="/api/v1/auth")
        await in_browser(thief)

    assert kept[0] != planted
    assert (await subjects(site)).count(NEW_DEVICE) == 2


async def test_two_people_share_a_browser_and_nothing_in_the_database(site: Site) -> None:
    await registered(site)
    async with site.browser() as browser:
        await in_browser(browser)
        eve = {"email": "eve@example.org", "password": PASSWORD, "full_name": "Eve", "session": "cookie"}
        await browser.http.post("/auth/register", json=eve)
        await in_browser(browser)

        assert len(browser.cookie("lyceum_device").split(".")) == 2
    assert (await subjects(site)).count(NEW_DEVICE) == 1
    hashes = await site.sql("select distinct token_hash from identity.device where token_hash is not null")
    assert len(hashes) == 2


async def test_an_unverified_address_is_not_told_of_devices(site: Site) -> None:
    await site.registered(email="ada@example.org")
    await login(site, BERLIN, FIREFOX)

    assert NEW_DEVICE not in await subjects(site)


async def suspicious(site: Site) -> Json:
    """Ada in Berlin, and two hours later somebody with her password in Sydney."""
    await registered(site)
    site.wait(hours=2)
    response = await login(site, SYDNEY, FIREFOX)
    assert response.status_code == 200
    return dict(response.json())


async def test_an_impossible_journey_is_asked_for_the_code_of_a_letter(site: Site) -> None:
    person = await suspicious(site)
    headers = bearer(person["access_token"])
    change = {"current_password": PASSWORD, "new_password": "Small-Otter-31-swims"}

    refused = await site.http.put("/users/me/password", json=change, headers=headers)
    address = {"email": "another@example.org", "password": PASSWORD}
    kept = await site.http.put("/users/me/email", json=address, headers=headers)
    by_password = await site.http.post("/auth/confirm", json={"password": PASSWORD}, headers=headers)
    code = next(letter.code for letter in await site.letters("ada@example.org") if letter.code)
    confirmed = await site.http.post("/auth/confirm", json={"code": f" {code} "}, headers=headers)
    done = await site.http.put("/users/me/password", json=change, headers=headers)

    assert (refused.status_code, code_of(refused)) == (403, "CONFIRMATION_NEEDED")
    assert refused.json()["error"]["details"] == {"way": "code"}
    assert (by_password.status_code, code_of(by_password)) == (403, "CONFIRMATION_NEEDED")
    assert (kept.status_code, code_of(kept)) == (403, "CONFIRMATION_NEEDED")
    assert (confirmed.status_code, done.status_code) == (204, 204)


async def test_where_one_was_says_nothing_of_where_another_is(site: Site) -> None:
    ben = {"email": "ben@example.org", "password": PASSWORD, "full_name": "Ben"}
    await site.http.post("/auth/register", json=ben, headers=at(SYDNEY))

    await suspicious(site)

    found = dict(await site.emitted())["identity.sign_in_suspicious.v1"]
    assert found["signs"] == ["new_device", "new_country", "impossible_travel"]


async def test_practising_is_never_blocked_by_suspicion(site: Site) -> None:
    person = await suspicious(site)

    response = await site.http.post("/subjects", json={"title": "Cells"}, headers=bearer(person["access_token"]))

    assert response.status_code == 201


async def test_a_suspicious_sign_in_is_an_event_and_told_in_words(site: Site) -> None:
    person = await suspicious(site)

    found = dict(await site.emitted())["identity.sign_in_suspicious.v1"]
    listed = await site.http.get("/users/me/security", headers=bearer(person["access_token"]))

    assert found["signs"] == ["new_device", "new_country", "impossible_travel"]
    assert found["score"] == 105
    told = next(each for each in listed.json()["items"] if each["kind"] == "identity.sign_in_suspicious")
    assert "too far from your last sign-in to get there in the time between" in told["text"]


async def test_a_code_can_be_guessed_at_five_times_and_holds_a_quarter_of_an_hour(site: Site) -> None:
    person = await suspicious(site)
    headers = bearer(person["access_token"])
    code = next(letter.code for letter in await site.letters("ada@example.org") if letter.code)
    other = f"{(int(code) + 1) % 10**6:06d}"

    guesses = [await site.http.post("/auth/confirm", json={"code": other}, headers=headers) for _ in range(5)]
    too_late = await site.http.post("/auth/confirm", json={"code": code}, headers=headers)

    assert {code_of(each) for each in [*guesses, too_late]} == {"CODE_WRONG"}


async def test_signing_in_again_and_again_gives_no_more_than_ten_codes_a_day_to_guess_at(site: Site) -> None:
    await suspicious(site)

    tokens = [(await login(site, SYDNEY, FIREFOX)).json()["access_token"] for _ in range(10)]

    assert (await subjects(site)).count(CODE) == 10
    guess = await site.http.post("/auth/confirm", json={"code": "123456"}, headers=bearer(tokens[-1]))
    another = await site.http.post("/auth/confirm/send", headers=bearer(tokens[-1]))
    assert (code_of(guess), another.status_code) == ("CODE_WRONG", 429)


async def test_another_code_can_be_had_and_the_newest_counts(site: Site) -> None:
    person = await suspicious(site)
    at_once = await site.http.post("/auth/confirm/send", headers=bearer(person["access_token"]))
    site.wait(minutes=2)
    later = await site.http.post("/auth/confirm/send", headers=bearer(person["access_token"]))
    first, second = [letter.code for letter in await site.letters("ada@example.org") if letter.code]

    old = await site.http.post("/auth/confirm", json={"code": first}, headers=bearer(person["access_token"]))
    new = await site.http.post("/auth/confirm", json={"code": second}, headers=bearer(person["access_token"]))

    assert (at_once.status_code, later.status_code) == (429, 202)
    assert (old.status_code, new.status_code) == (403, 204)


async def test_the_code_of_one_sign_in_confirms_no_other(site: Site) -> None:
    first = await suspicious(site)
    second = (await login(site, SYDNEY, FIREFOX)).json()
    codes = [letter.code for letter in await site.letters("ada@example.org") if letter.code]

    response = await site.http.post("/auth/confirm", json={"code": codes[0]}, headers=bearer(second["access_token"]))

    assert len(codes) == 2
    assert (response.status_code, code_of(response)) == (403, "CODE_WRONG")
    mine = await site.http.post("/auth/confirm", json={"code": codes[0]}, headers=bearer(first["access_token"]))
    assert mine.status_code == 204


async def test_passwords_tried_out_on_many_accounts_make_the_one_that_fits_suspicious(site: Site) -> None:
    await registered(site)
    for number in range(10):
        body = {"email": f"somebody{number}@example.org", "password": PASSWORD}
        await site.http.post("/auth/login", json=body, headers=at(NOWHERE))

    person = (await login(site, NOWHERE, FIREFOX)).json()

    found = dict(await site.emitted())["identity.sign_in_suspicious.v1"]
    assert "credential_stuffing" in found["signs"]
    assert person["user_id"] == found["account_id"]


async def test_a_holiday_is_told_and_asked_nothing(site: Site) -> None:
    await registered(site)
    site.wait(days=2)

    person = (await login(site, SYDNEY, FIREFOX)).json()

    assert NEW_DEVICE in await subjects(site)
    assert CODE not in await subjects(site)
    change = {"current_password": PASSWORD, "new_password": "Small-Otter-31-swims"}
    done = await site.http.put("/users/me/password", json=change, headers=bearer(person["access_token"]))
    assert done.status_code == 204


async def test_a_sign_in_that_nobody_confirmed_makes_its_place_no_usual_one(site: Site) -> None:
    await suspicious(site)

    again = (await login(site, SYDNEY, FIREFOX)).json()

    change = {"current_password": PASSWORD, "new_password": "Small-Otter-31-swims"}
    refused = await site.http.put("/users/me/password", json=change, headers=bearer(again["access_token"]))
    assert code_of(refused) == "CONFIRMATION_NEEDED"


async def test_a_browser_is_known_once_its_sign_in_was_confirmed(site: Site) -> None:
    await registered(site)
    site.wait(hours=2)
    async with site.browser() as browser:
        await in_browser(browser, **at(SYDNEY, FIREFOX))
        await in_browser(browser, **at(SYDNEY, FIREFOX))
        unconfirmed = await site.sql("select 1 from identity.device where known_since is null")
        code = [letter.code for letter in await site.letters("ada@example.org") if letter.code][-1]
        confirmed = await browser.post("/auth/confirm", {"code": code})
        told_before = (await subjects(site)).count(NEW_DEVICE)
        await in_browser(browser, **at(SYDNEY, FIREFOX))

    # Each of the first two was a stranger's; after the code, the third is not.
    assert (len(unconfirmed), confirmed.status_code, told_before) == (2, 204, 2)
    assert (await subjects(site)).count(NEW_DEVICE) == 2
    assert (await subjects(site)).count(CODE) == 2


async def test_confirming_takes_a_password_or_a_code_and_not_both(site: Site) -> None:
    person = await registered(site)
    headers = bearer(person["access_token"])

    answers = [
        await site.http.post("/auth/confirm", json=body, headers=headers)
        for body in ({}, {"password": PASSWORD, "code": "123456"})
    ]

    assert [(each.status_code, code_of(each)) for each in answers] == [(422, "INVALID")] * 2


@pytest.mark.parametrize(
    "content", ["", "network,country\n192.0.2.0/24,DE\n", "network,country,latitude,longitude\nx,,,\n"]
)
async def test_a_list_of_networks_that_cannot_be_read_is_said(site: Site, content: str) -> None:
    file = site.kernel.settings.geography_file
    assert file is not None
    file.write_text(content, encoding="utf-8")

    response = await site.register()

    assert (response.status_code, code_of(response)) == (503, "GEOGRAPHY_UNREADABLE")
