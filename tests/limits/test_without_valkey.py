"""Valkey may be killed while everybody asks: nobody gets a 5xx, and limits hold, in each process by itself."""

import asyncio
from collections import Counter

import httpx

from lyceum.platform.limits.in_memory import MOST_TALLIES, MemoryWindows
from lyceum.platform.limits.verdict import Passed
from lyceum.platform.limits.windows import Scope
from tests.builders import eventually
from tests.limits.clients import NewLimiter, windows
from tests.limits.conftest import OpenSite
from tests.limits.site import LimitedSite
from tests.valkey_server import ValkeyServer

LIMIT, WINDOW_S = 30, 3600


async def ask(site: LimitedSite, token: str, times: int) -> list[httpx.Response]:
    return await asyncio.gather(*(site.get("/users/me", token) for _ in range(times)))


def passed(answers: list[httpx.Response]) -> int:
    return sum(answer.status_code == 200 for answer in answers)


async def test_valkey_is_killed_and_returns_under_load(open_site: OpenSite, valkey: ValkeyServer) -> None:
    table = {"read": f"{LIMIT}/{WINDOW_S}s", "burst": "10000/second"}
    async with open_site(**table) as one, open_site(**table) as other:
        token = await one.register()
        with_it = [*await ask(one, token, 25), *await ask(other, token, 25)]

        asking = [asyncio.create_task(ask(site, token, 60)) for site in (one, other)]
        valkey.kill()
        during = [await task for task in asking]
        alone = [await ask(site, token, 40) for site in (one, other)]
        await valkey.start()
        for site in (one, other):
            await eventually(site.kernel.live.ping)
        after = [*await ask(one, token, 40), *await ask(other, token, 40)]

    everything = [*with_it, *during[0], *during[1], *alone[0], *alone[1], *after]
    assert Counter(answer.status_code for answer in everything).keys() == {200, 429}
    assert passed(with_it) == LIMIT
    # What was on its way when Valkey died may be judged by the one or the other.
    assert all(passed(before) + passed(then) == LIMIT for before, then in zip(during, alone, strict=True))
    # A Valkey that was killed begins from nothing.
    assert passed(after) == LIMIT


async def test_a_valkey_that_does_not_know_the_script_is_told_it(new_limiter: NewLimiter) -> None:
    limiter, charged, whom = new_limiter(), windows((1000, 3600)), {Scope.PERSON: "ada"}
    first = await limiter.charge(charged, whom)
    await limiter._live.client.script_flush()  # noqa: SLF001  as a restart does

    second = await limiter.charge(charged, whom)

    assert isinstance(first, Passed)
    assert isinstance(second, Passed)
    assert (first.left, second.left) == (999, 998)


async def test_a_full_valkey_is_no_reason_to_let_everybody_through(new_limiter: NewLimiter) -> None:
    limiter, charged, whom = new_limiter(), windows((3, 3600)), {Scope.PERSON: "ada"}
    await limiter.charge(charged, {Scope.PERSON: "eve"})
    await limiter._live.client.config_set("maxmemory", "1")  # noqa: SLF001  as an operator does

    verdicts = [await limiter.charge(charged, whom) for _ in range(5)]

    assert [isinstance(verdict, Passed) for verdict in verdicts] == [True] * 3 + [False] * 2


async def test_what_is_given_back_may_be_spent_again(new_limiter: NewLimiter, valkey: ValkeyServer) -> None:
    limiter, charged, whom = new_limiter(), windows((1, 3600)), {Scope.PERSON: "ada"}
    for _ in ("with Valkey", "without"):
        verdict = await limiter.charge(charged, whom)
        assert isinstance(verdict, Passed)
        await limiter.give_back(charged, whom, verdict)
        assert isinstance(await limiter.charge(charged, whom), Passed)
        assert not isinstance(await limiter.charge(charged, whom), Passed)
        valkey.kill()


def test_a_process_remembers_a_bounded_number_of_windows() -> None:
    memory, charged = MemoryWindows(), windows((5, 60)).windows[0]

    for number in range(MOST_TALLIES + 500):
        memory.charge([(charged.key(str(number)), charged.rule)], 0, 1, 1_795_000_000_000)

    assert len(memory) == MOST_TALLIES


async def test_what_valkey_keeps_is_small_and_forgotten(new_limiter: NewLimiter) -> None:
    limiter, charged = new_limiter(), windows((10_000, 1800), (1000, 3600))
    client = limiter._live.client  # noqa: SLF001  to look behind
    for _ in range(200):
        await limiter.charge(charged, {Scope.PERSON: "ada"})

    keys = [key async for key in client.scan_iter("*")]
    sizes = [await client.memory_usage(key) or 0 for key in keys]
    lives_s = [await client.ttl(key) for key in keys]

    assert len(keys) == 2
    assert max(sizes) <= 256
    assert all(0 < life_s <= 3600 * 1.05 for life_s in lives_s)
