"""P1: in no interval of a window's length more pass than its limit, over all processes, whatever is asked when."""

import asyncio
import itertools
import json
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.ids import new_id
from lyceum.platform.limits.counting import PARTS
from lyceum.platform.limits.in_memory import MemoryWindows
from lyceum.platform.limits.limiter import Limiter
from lyceum.platform.limits.verdict import Passed
from lyceum.platform.limits.windows import Scope, WindowSet
from tests.limits.clients import limiters, windows
from tests.processes import ROOT
from tests.valkey_server import own_valkey

START_MS = 1_795_000_000_000

rates = st.lists(st.tuples(st.integers(1, 12), st.sampled_from([1, 2, 7, 10, 60])), min_size=1, max_size=4)
# Bursts, pauses, and steps to the edges of parts and windows.
pauses_ms = st.one_of(st.just(0), st.integers(0, 400), st.sampled_from([50, 999, 1000, 1001, 7000, 60_000]))
asked = st.lists(st.tuples(pauses_ms, st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=60)

Passage = tuple[int, int]


@pytest.fixture(scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Limiter, Limiter]]:
    """Two limiters with connections of their own on one Valkey."""
    async with own_valkey() as server, limiters(server.url, tmp_path_factory.mktemp("limits")) as new:
        yield new(), new()


def most_in_any(passages: Sequence[Passage], span_ms: int) -> int:
    """The most that passed in any interval of a length, both ends included."""
    ends = (moment for moment, _ in passages)
    return max((sum(cost for moment, cost in passages if end - span_ms <= moment <= end) for end in ends), default=0)


def check(passages: Sequence[Passage], charged: WindowSet) -> None:
    for window in charged.windows:
        assert most_in_any(passages, window.rule.span_ms) <= window.rule.limit


@given(rates=rates, asked=asked)
async def test_two_processes_never_exceed_any_window(
    pair: tuple[Limiter, Limiter], rates: list[tuple[int, int]], asked: list[tuple[int, int, int]]
) -> None:
    charged, whom, now_ms = windows(*rates), {Scope.PERSON: new_id().hex}, START_MS
    least = min(limit for limit, _ in rates)
    passages: list[Passage] = []

    for pause_ms, process, cost in asked:
        now_ms += pause_ms
        limiter, cost = pair[process], min(cost, least)
        limiter.now_ms = now_ms
        if isinstance(await limiter.charge(charged, whom, cost=cost), Passed):
            passages.append((now_ms, cost))

    check(passages, charged)


@given(rates=rates, asked=asked)
async def test_a_process_without_valkey_never_exceeds_any_window(
    rates: list[tuple[int, int]], asked: list[tuple[int, int, int]]
) -> None:
    charged, now_ms, memory = windows(*rates), START_MS, MemoryWindows()
    keyed = [(window.key("ada"), window.rule) for window in charged.windows]
    passages: list[Passage] = []

    for pause_ms, _, _ in asked:
        now_ms += pause_ms
        if isinstance(memory.charge(keyed, 0, 1, now_ms), Passed):
            passages.append((now_ms, 1))

    check(passages, charged)


@given(rates=rates, asked=asked, patience=st.integers(0, 4), steps_back=st.booleans())
async def test_valkey_and_memory_count_the_same(
    *,
    pair: tuple[Limiter, Limiter],
    rates: list[tuple[int, int]],
    asked: list[tuple[int, int, int]],
    patience: int,
    steps_back: bool,
) -> None:
    charged, whom, now_ms = windows(*rates, patience=patience), {Scope.PERSON: new_id().hex}, START_MS
    memory = MemoryWindows()
    keyed = [(window.key(whom[Scope.PERSON]), window.rule) for window in charged.windows]

    for number, (pause_ms, process, _) in enumerate(asked):
        # A clock that is set back now and then.
        now_ms += -pause_ms if steps_back and number % 5 == 4 else pause_ms
        pair[process].now_ms = now_ms
        shared, alone = await pair[process].charge(charged, whom), memory.charge(keyed, 0, 1, now_ms)
        if isinstance(shared, Passed) and isinstance(alone, Passed):
            assert (shared.tightest, shared.left, shared.renewal_ms) == (alone.tightest, alone.left, alone.renewal_ms)
        else:
            assert shared == alone


@given(limit=st.integers(1, 20), span_s=st.sampled_from([1, 10, 60]), pauses=st.lists(st.integers(0, 300), min_size=1))
async def test_nobody_is_refused_whom_a_slightly_longer_window_would_let_through(
    limit: int, span_s: int, pauses: list[int]
) -> None:
    charged, now_ms, memory = windows((limit, span_s)), START_MS, MemoryWindows()
    rule = charged.windows[0].rule
    keyed = [("ada", rule)]
    passages: list[Passage] = []

    for pause_ms in pauses:
        now_ms += pause_ms
        if isinstance(memory.charge(keyed, 0, 1, now_ms), Passed):
            passages.append((now_ms, 1))
        else:
            lately = [moment for moment, _ in passages if moment > now_ms - rule.span_ms - rule.part_ms]
            assert len(lately) >= limit
    assert rule.part_ms * PARTS == rule.span_ms


HAMMER = """
import asyncio, json, sys
from pathlib import Path
from tests.limits.clients import limiters, windows
from lyceum.platform.limits.verdict import Passed
from lyceum.platform.limits.windows import Scope

async def main(url, home):
    async with limiters(url, Path(home)) as new:
        limiter, charged, passed = new(), windows((15, 1), (40, 3)), []
        async def hammer():
            while len(passed) < 25:
                verdict = await limiter.charge(charged, {Scope.PERSON: "ada"})
                if isinstance(verdict, Passed):
                    assert not verdict.by_memory
                    passed.append(verdict.charged_ms)
                await asyncio.sleep(0.005)
        await asyncio.gather(*(hammer() for _ in range(4)))
        print(json.dumps(passed))

asyncio.run(main(*sys.argv[1:]))
"""


async def test_two_real_processes_at_full_speed_never_exceed_any_window(tmp_path: Path) -> None:
    async with own_valkey() as server:
        hammering = [await _hammer(server.url, tmp_path) for _ in range(2)]
        told = await asyncio.gather(*(process.communicate() for process in hammering))

    each = [json.loads(out) for out, _ in told]
    passages = sorted((moment, 1) for moment in itertools.chain.from_iterable(each))
    assert all(each), "each process got something through"
    check(passages, windows((15, 1), (40, 3)))
    assert len(passages) >= 50


async def _hammer(url: str, home: Path) -> asyncio.subprocess.Process:
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    arguments = [sys.executable, "-c", HAMMER, url, str(home)]
    return await asyncio.create_subprocess_exec(*arguments, env=environment, stdout=asyncio.subprocess.PIPE)
