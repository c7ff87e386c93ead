"""Failed sign-ins (AUTH-16): five a minute to an account from an address, whether or not there is such an account."""

import asyncio

import httpx

from tests.limits.conftest import OpenSite
from tests.limits.site import PASSWORD, LimitedSite, code_of


async def sign_in(site: LimitedSite, email: str, password: str, address: str = "203.0.113.9") -> httpx.Response:
    body = {"email": email, "password": password}
    return await site.http.post("/auth/login", json=body, headers={"x-forwarded-for": address})


async def test_the_sixth_failure_within_a_minute_is_refused_and_so_is_the_right_password(open_site: OpenSite) -> None:
    async with open_site() as site:
        await site.register()
        site.stop_time()

        failures = [code_of(await sign_in(site, "person1@example.org", "wrong")) for _ in range(6)]
        right = await sign_in(site, "Person1@example.org ", PASSWORD)

        assert failures == ["CREDENTIALS_WRONG"] * 5 + ["RATE_LIMITED"]
        assert code_of(right) == "RATE_LIMITED"
        assert (await sign_in(site, "person1@example.org", PASSWORD, "203.0.113.10")).status_code == 200
        site.wait(int(right.headers["retry-after"]))
        assert (await sign_in(site, "person1@example.org", PASSWORD)).status_code == 200


async def test_an_unknown_account_is_refused_in_the_same_words(open_site: OpenSite) -> None:
    async with open_site() as site:
        await site.register()
        site.stop_time()
        told = []
        for email in ("person1@example.org", "nobody@example.org"):
            answers = [await sign_in(site, email, "wrong") for _ in range(6)]
            told.append(
                [
                    (
                        answer.status_code,
                        answer.json()["error"]["message"],
                        answer.json()["error"]["details"],
                        answer.headers.get("retry-after"),
                    )
                    for answer in answers
                ]
            )

        assert told[0] == told[1]


async def test_signing_in_well_is_never_counted(open_site: OpenSite) -> None:
    async with open_site() as site:
        await site.register()
        site.stop_time()

        answers = [(await sign_in(site, "person1@example.org", PASSWORD)).status_code for _ in range(8)]

        assert answers == [200] * 8


async def test_guesses_at_the_same_time_are_no_way_round(open_site: OpenSite) -> None:
    async with open_site() as site:
        await site.register()
        site.stop_time()

        guesses = await asyncio.gather(*(sign_in(site, "person1@example.org", "wrong") for _ in range(12)))

        assert sum(code_of(guess) == "CREDENTIALS_WRONG" for guess in guesses) == 5


async def test_an_address_that_fails_at_many_accounts_is_refused_and_others_are_not(open_site: OpenSite) -> None:
    async with open_site(sign_in_failures_address="7/minute") as site:
        await site.register()
        site.stop_time()

        sprayed = [code_of(await sign_in(site, f"victim{n}@example.org", "Summer-2026")) for n in range(8)]

        assert sprayed == ["CREDENTIALS_WRONG"] * 7 + ["RATE_LIMITED"]
        assert (await sign_in(site, "person1@example.org", PASSWORD, "203.0.113.10")).status_code == 200
