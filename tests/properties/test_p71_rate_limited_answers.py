"""P71: whoever asks too often is told so in one form, and how long to wait is true: after that one request passes."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.http.admission import refusal_of
from lyceum.platform.limits.in_memory import MemoryWindows
from lyceum.platform.limits.verdict import Passed, Refused
from tests.limits.clients import windows
from tests.limits.conftest import OpenSite, open_site, valkey  # noqa: F401  fixtures
from tests.limits.site import code_of, headers

START_MS = 1_795_000_000_000
POLICY = re.compile(r'"[a-z]+";q=\d+;w=\d+(, "[a-z]+";q=\d+;w=\d+)*')
LEFT = re.compile(r'"([a-z]+)";r=(\d+);t=(\d+)')

tables = [
    ({"read": "3/minute"}, "person", 3, 60),
    ({"burst": "4/second"}, "person", 4, 1),
    ({"address": "5/minute"}, "address", 5, 60),
    ({"server": "6/10s"}, "server", 6, 10),
]


@pytest.mark.parametrize(("table", "scope", "limit", "window_s"), tables)
async def test_a_refusal_says_how_long_to_wait_and_then_one_request_passes(
    open_site: OpenSite,  # noqa: F811  the fixture
    table: dict[str, str],
    scope: str,
    limit: int,
    window_s: int,
) -> None:
    async with open_site(**table) as site:
        token = await site.register()
        site.stop_time()
        passed = [await site.get("/users/me", token) for _ in range(limit)]
        refused = await site.get("/users/me", token)

        assert [response.status_code for response in passed] == [200] * limit
        assert (refused.status_code, code_of(refused)) == (429, "RATE_LIMITED")
        error = refused.json()["error"]
        wait_s = int(refused.headers["retry-after"])
        told = {"limit": limit, "window_s": window_s, "retry_after_s": wait_s, "scope": scope}
        assert error["details"] == told
        assert error["type"] == "RATE_LIMIT_ERROR"
        assert error["retryable"] is True
        assert LEFT.fullmatch(refused.headers["ratelimit"])[2] == "0"  # type: ignore[index]  # matched
        assert 1 <= wait_s <= window_s * 1.05 + 1

        site.wait(wait_s)
        assert (await site.get("/users/me", token)).status_code == 200


async def test_every_answer_says_how_much_is_left(open_site: OpenSite) -> None:  # noqa: F811  the fixture
    async with open_site(read="10/minute") as site:
        token = await site.register()
        site.stop_time()

        answers = [await site.get("/users/me", token) for _ in range(4)]
        answers.append(await site.get("/practice/sessions/none", token))

        assert all(POLICY.fullmatch(answer.headers["ratelimit-policy"]) for answer in answers)
        assert [LEFT.fullmatch(answer.headers["ratelimit"])[1] for answer in answers] == ["read"] * 5  # type: ignore[index]  # matched
        assert [LEFT.fullmatch(answer.headers["ratelimit"])[2] for answer in answers] == ["9", "8", "7", "6", "5"]  # type: ignore[index]  # matched


async def test_the_refusal_is_in_the_readers_language(open_site: OpenSite) -> None:  # noqa: F811  the fixture
    async with open_site(read="1/minute") as site:
        token = await site.register(language="de")
        site.stop_time()
        await site.get("/users/me", token)

        by_account = await site.get("/users/me", token)
        by_header = await site.http.get("/users/me", headers={**headers(token, "203.0.113.9"), "accept-language": "de"})

        assert by_account.json()["error"]["message"] == by_header.json()["error"]["message"]
        assert by_account.headers["content-language"] == "de"


rates = st.lists(st.tuples(st.integers(1, 12), st.sampled_from([1, 7, 60, 3600])), min_size=1, max_size=3)
pauses = st.lists(st.one_of(st.just(0), st.integers(0, 2000), st.sampled_from([60_000, 1_000_000])), max_size=80)


@given(rates=rates, pauses=pauses, patience=st.integers(0, 5), cost=st.integers(1, 3))
def test_whatever_came_before_what_a_refusal_says_is_true(
    rates: Sequence[tuple[int, int]], pauses: Sequence[int], patience: int, cost: int
) -> None:
    charged, memory, now_ms = windows(*rates, patience=patience), MemoryWindows(), START_MS
    keyed = [(window.key("ada"), window.rule) for window in charged.windows]
    cost = min(cost, *(window.rule.limit for window in charged.windows))

    for pause_ms in [*pauses, *[0] * 12]:
        now_ms += pause_ms
        memory.charge(keyed, 0, cost, now_ms)
    verdict = memory.charge(keyed, 0, cost, now_ms)

    assert isinstance(verdict, Refused)
    told = refusal_of(charged.windows[verdict.culprit], verdict).details["retry_after_s"]
    assert isinstance(memory.charge(keyed, 0, cost, now_ms + told * 1000), Passed)


@given(rates=rates, pauses=pauses)
def test_nobody_is_told_to_wait_longer_than_they_have_to(
    rates: Sequence[tuple[int, int]], pauses: Sequence[int]
) -> None:
    charged, memory, now_ms = windows(*rates), MemoryWindows(), START_MS
    keyed = [(window.key("ada"), window.rule) for window in charged.windows]

    for pause_ms in [*pauses, *[0] * 12]:
        now_ms += pause_ms
        memory.charge(keyed, 0, 1, now_ms)
    verdict = memory.charge(keyed, 0, 1, now_ms)

    assert isinstance(verdict, Refused)
    assert isinstance(memory.charge(keyed, 0, 1, now_ms + verdict.wait_ms - 1), Refused)
