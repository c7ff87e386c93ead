"""The table that installations begin with (C5), over HTTP: what each kind of caller may ask how often."""

import pytest

from lyceum.platform.limit_table import LimitClass, Limits, Rate
from lyceum.platform.limits.windows import Scope, WindowTable
from tests.limits.conftest import OpenSite
from tests.limits.site import LimitedSite, code_of

MINUTE, HOUR, DAY = 60, 3600, 86_400
TABLE = WindowTable(Limits())
COMMON = {("server", 10_000, MINUTE), ("address", 1000, MINUTE)}
BURST = ("burst", 20, 1)


def windows_of(
    limit_class: LimitClass, subject: Scope, plan: str, quota: int | None = None
) -> set[tuple[str, int, int]]:
    found = TABLE.windows_of(limit_class, subject, plan, quota).windows
    return {(each.name, each.rule.limit, each.rule.span_ms // 1000) for each in found}


@pytest.mark.parametrize(
    ("limit_class", "own"),
    [
        (LimitClass.READ, {("read", 600, MINUTE)}),
        (LimitClass.WRITE, {("write", 100, MINUTE)}),
        (LimitClass.ATTEMPT, {("attempt", 600, MINUTE)}),
        (LimitClass.SEARCH, {("read", 600, MINUTE), ("search", 30, MINUTE)}),
        (LimitClass.UPLOAD, {("write", 100, MINUTE), ("upload", 5, HOUR)}),
        (LimitClass.VIDEO, {("write", 100, MINUTE), ("video", 10, HOUR), ("video", 1, 10)}),
        (LimitClass.AI, {("write", 100, MINUTE), ("ai", 10, MINUTE)}),
        (LimitClass.QUIZ, {("write", 100, MINUTE), ("quiz", 50, DAY)}),
    ],
)
def test_somebody_who_is_signed_in(limit_class: LimitClass, own: set[tuple[str, int, int]]) -> None:
    assert windows_of(limit_class, Scope.PERSON, "free") == COMMON | {BURST} | own
    assert windows_of(limit_class, Scope.PERSON, "premium") == COMMON | {BURST} | own


def test_an_api_key_has_the_hour_of_its_plan_or_what_its_owner_chose_and_all_keys_have_that_of_the_plan() -> None:
    keys = ("keys", 1000, HOUR)
    assert windows_of(LimitClass.READ, Scope.KEY, "free") == COMMON | {BURST, ("hour", 1000, HOUR), keys}
    assert windows_of(LimitClass.READ, Scope.KEY, "free", 5000) == COMMON | {BURST, ("hour", 1000, HOUR), keys}
    assert windows_of(LimitClass.UPLOAD, Scope.KEY, "free") == COMMON | {
        BURST,
        ("hour", 1000, HOUR),
        keys,
        ("upload", 5, HOUR),
    }
    keys = ("keys", 10_000, HOUR)
    assert windows_of(LimitClass.WRITE, Scope.KEY, "premium") == COMMON | {BURST, ("hour", 10_000, HOUR), keys}
    assert windows_of(LimitClass.READ, Scope.KEY, "premium", 50) == COMMON | {BURST, ("hour", 50, HOUR), keys}


def test_nobody_has_a_hundred_an_hour_but_can_always_sign_in() -> None:
    hour = {BURST, ("hour", 100, HOUR)}
    assert windows_of(LimitClass.READ, Scope.ADDRESS, "anonymous") == COMMON | hour
    assert windows_of(LimitClass.SEARCH, Scope.ADDRESS, "anonymous") == COMMON | hour | {("search", 20, MINUTE)}
    assert windows_of(LimitClass.ENTRY, Scope.ADDRESS, "anonymous") == COMMON
    assert windows_of(LimitClass.PUBLIC, Scope.ADDRESS, "anonymous") == COMMON


def test_a_plan_may_have_limits_of_its_own_and_sessions_an_hourly_quota() -> None:
    table = WindowTable(
        Limits.model_validate({"hourly_for_sessions": True, "plans": {"premium": {"upload": "50/hour"}}})
    )
    found = {
        each.name: each.rule.limit
        for each in table.windows_of(LimitClass.UPLOAD, Scope.PERSON, "premium", None).windows
    }

    assert found["upload"] == 50
    assert found["hour"] == 1000


@pytest.mark.parametrize("written", ["", "5", "0/minute", "5/0s", "five/minute", "5/fortnight", "5/minute/hour"])
def test_a_rate_that_says_nothing_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        Rate.of(written)


@pytest.mark.parametrize(
    ("written", "rate"), [("1/s", (1, 1)), ("100/minute", (100, 60)), ("2/3 days", (2, 259_200)), ("1/10s", (1, 10))]
)
def test_rates_are_written_as_people_say_them(written: str, rate: tuple[int, int]) -> None:
    assert Rate.of(written) == rate


async def count_until_refused(site: LimitedSite, path: str, token: str | None, *, pause_s: float, most: int) -> int:
    for number in range(most):
        response = await site.get(path, token)
        if response.status_code == 429:
            return number
        site.wait(pause_s)
    return most


async def test_by_default_a_person_reads_six_hundred_times_a_minute(open_site: OpenSite) -> None:
    async with open_site() as site:
        token = await site.register()
        site.stop_time()

        assert await count_until_refused(site, "/languages", token, pause_s=0.01, most=50) == 50
        assert await count_until_refused(site, "/users/me", token, pause_s=0.06, most=650) == 600


async def test_by_default_a_stranger_reads_a_hundred_times_an_hour_and_an_app_starts_at_once(
    open_site: OpenSite,
) -> None:
    async with open_site() as site:
        token = await site.register()
        site.stop_time()

        assert await count_until_refused(site, "/users/me", None, pause_s=0.06, most=150) == 100
        # Others at the same address are signed in, or want to be.
        assert await count_until_refused(site, "/users/me", token, pause_s=0, most=15) == 15
        assert (await site.get("/languages")).status_code == 200
        assert code_of(await site.get("/nowhere")) == "RATE_LIMITED"
        assert code_of(await site.get("/nowhere", token)) == "ROUTE_NOT_FOUND"


async def test_probes_and_the_web_app_are_never_limited(open_site: OpenSite) -> None:
    async with open_site(server="1/minute") as site:
        site.stop_time()
        await site.get("/languages")

        assert code_of(await site.get("/languages")) == "RATE_LIMITED"
        assert code_of(await site.get("/openapi.json")) == "RATE_LIMITED"
        assert (await site.http.get("http://lyceum.test/health/live")).status_code == 200
        assert (await site.http.get("http://lyceum.test/health/ready")).status_code == 200


async def test_an_address_is_what_a_trusted_proxy_says_and_not_what_a_client_writes(open_site: OpenSite) -> None:
    async with open_site(address="3/minute") as site:
        site.stop_time()
        # The proxy appends the true address to whatever the client made up.
        answers = [
            (await site.get("/languages", address=f"198.51.100.{number}, 203.0.113.7")).status_code
            for number in range(5)
        ]

        assert answers == [200, 200, 200, 429, 429]
        assert (await site.get("/languages", address="203.0.113.8")).status_code == 200


async def test_the_addresses_of_one_ipv6_customer_are_one(open_site: OpenSite) -> None:
    async with open_site(address="3/minute") as site:
        site.stop_time()
        answers = [(await site.get("/languages", address=f"2001:db8:1:2::{n}")).status_code for n in range(1, 6)]

        assert answers == [200, 200, 200, 429, 429]
        assert (await site.get("/languages", address="2001:db8:1:3::1")).status_code == 200


async def test_nothing_in_valkey_tells_an_address_or_an_e_mail(open_site: OpenSite) -> None:
    async with open_site() as site:
        await site.register()
        body = {"email": "person1@example.org", "password": "wrong"}
        await site.http.post("/auth/login", json=body, headers={"x-forwarded-for": "203.0.113.77"})

        keys = [key.decode() async for key in site.kernel.live.client.scan_iter("*")]

        assert any(":sign-in:" in key for key in keys)
        assert not [key for key in keys if "203.0" in key or "person1" in key]
