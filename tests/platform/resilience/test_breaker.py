"""The breaker's two profiles, and what must not confuse it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from lyceum.platform.errors import NotFound, Unavailable
from lyceum.platform.metrics import REGISTRY
from lyceum.platform.resilience.breaker import (
    AI,
    DEFAULT,
    BreakerProfile,
    BreakerState,
    CircuitBreaker,
    CircuitOpen,
    Counts,
)


class MovableClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_s(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Neighbour:
    """Does as it is told."""

    def __init__(self) -> None:
        self.calls = 0
        self.error: BaseException | None = Unavailable("down")

    async def __call__(self) -> str:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return "well"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def neighbour() -> Neighbour:
    return Neighbour()


async def fail(breaker: CircuitBreaker, neighbour: Neighbour, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unavailable):
            await breaker.call(neighbour)


async def test_five_failures_in_a_row_open_it_however_long_they_take(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("slow", clock)

    for _ in range(5):
        assert breaker.state is BreakerState.CLOSED
        await fail(breaker, neighbour, 1)
        clock.pass_s(600)

    with pytest.raises(Unavailable):
        await breaker.call(neighbour)
    assert breaker.state is not BreakerState.CLOSED


async def test_five_failures_in_a_minute_open_it_though_calls_succeed_between(
    clock: MovableClock, neighbour: Neighbour
) -> None:
    breaker = CircuitBreaker("flaky", clock)

    for _ in range(5):
        await fail(breaker, neighbour, 1)
        clock.pass_s(10)
        if breaker.state is BreakerState.CLOSED:
            neighbour.error = None
            await breaker.call(neighbour)
            neighbour.error = Unavailable("down")

    assert breaker.state is BreakerState.OPEN


@pytest.mark.parametrize(("profile", "open_s", "successes"), [(DEFAULT, 30, 2), (AI, 60, 3)])
async def test_it_stays_open_its_time_and_closes_after_enough_successes(
    clock: MovableClock, neighbour: Neighbour, profile: BreakerProfile, open_s: float, successes: int
) -> None:
    breaker = CircuitBreaker("profile", clock, profile)
    await fail(breaker, neighbour, 5)
    neighbour.error = None

    clock.pass_s(open_s - 1)
    with pytest.raises(CircuitOpen) as refused:
        await breaker.call(neighbour)
    assert (refused.value.status, refused.value.retry_after_s) == (503, 1.0)
    assert neighbour.calls == 5

    clock.pass_s(1)
    for _ in range(successes):
        assert breaker.state is BreakerState.HALF_OPEN
        assert await breaker.call(neighbour) == "well"
    assert breaker.state is BreakerState.CLOSED


async def test_half_open_lets_three_calls_through_at_a_time(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("probes", clock)
    await fail(breaker, neighbour, 5)
    clock.pass_s(30)
    answer = asyncio.Event()

    probes = [asyncio.create_task(breaker.call(answer.wait)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(CircuitOpen):
        await breaker.call(neighbour)
    answer.set()

    assert await asyncio.gather(*probes) == [True, True, True]
    assert breaker.state is BreakerState.CLOSED


async def test_a_caller_who_leaves_proves_nothing_and_frees_the_place(
    clock: MovableClock, neighbour: Neighbour
) -> None:
    breaker = CircuitBreaker("left", clock)
    await fail(breaker, neighbour, 5)
    clock.pass_s(30)

    probes = [asyncio.create_task(breaker.call(asyncio.Event().wait)) for _ in range(3)]
    await asyncio.sleep(0)
    for probe in probes:
        probe.cancel()
    await asyncio.wait(probes)

    neighbour.error = None
    assert await breaker.call(neighbour) == "well"


async def test_probes_that_never_end_do_not_keep_it_half_open_for_ever(
    clock: MovableClock, neighbour: Neighbour
) -> None:
    breaker = CircuitBreaker("stuck", clock)
    await fail(breaker, neighbour, 5)
    clock.pass_s(30)
    stuck = [asyncio.create_task(breaker.call(asyncio.Event().wait)) for _ in range(3)]
    await asyncio.sleep(0)

    clock.pass_s(30)
    neighbour.error = None
    assert await breaker.call(neighbour) == "well"

    for probe in stuck:
        probe.cancel()
    await asyncio.wait(stuck)


async def test_a_refusal_that_a_retry_would_not_change_is_no_failure(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("refusing", clock)
    neighbour.error = NotFound("no such voice")

    for _ in range(20):
        with pytest.raises(NotFound):
            await breaker.call(neighbour)

    assert breaker.state is BreakerState.CLOSED


async def test_a_late_answer_from_before_the_change_counts_for_nothing(
    clock: MovableClock, neighbour: Neighbour
) -> None:
    breaker = CircuitBreaker("late", clock)
    answer = asyncio.Event()
    early = [asyncio.create_task(breaker.call(answer.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    await fail(breaker, neighbour, 5)
    clock.pass_s(30)
    neighbour.error = None
    await breaker.call(neighbour)

    answer.set()
    await asyncio.gather(*early)

    assert breaker.state is BreakerState.HALF_OPEN


async def test_failures_from_before_it_closed_are_forgotten(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("forgetful", clock)
    await fail(breaker, neighbour, 5)
    clock.pass_s(30)
    neighbour.error = None
    await breaker.call(neighbour)
    await breaker.call(neighbour)

    neighbour.error = Unavailable("down")
    await fail(breaker, neighbour, 4)

    assert breaker.state is BreakerState.CLOSED


@pytest.mark.parametrize(("last_after_s", "state"), [(59.9, BreakerState.OPEN), (60.0, BreakerState.CLOSED)])
async def test_a_failure_leaves_the_window_after_a_minute(
    clock: MovableClock, neighbour: Neighbour, last_after_s: float, state: BreakerState
) -> None:
    breaker = CircuitBreaker("window", clock)
    await fail(breaker, neighbour, 4)
    neighbour.error = None
    await breaker.call(neighbour)

    clock.pass_s(last_after_s)
    neighbour.error = Unavailable("down")
    await fail(breaker, neighbour, 1)

    assert breaker.state is state


async def test_what_opens_it_can_be_chosen(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("chosen", clock, ready_to_trip=lambda counts: counts == Counts(2, 2))

    await fail(breaker, neighbour, 2)

    assert breaker.state is BreakerState.OPEN


async def test_a_hook_or_judge_that_raises_harms_nobody(clock: MovableClock, neighbour: Neighbour) -> None:
    def broken(*_args: object) -> bool:
        raise ZeroDivisionError

    breaker = CircuitBreaker("broken", clock, is_failure=broken, on_state_change=broken)

    await fail(breaker, neighbour, 5)

    assert breaker.state is BreakerState.OPEN


async def test_a_clock_set_back_does_not_keep_it_open(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("clock", clock)
    await fail(breaker, neighbour, 5)
    neighbour.error = None

    clock.pass_s(-3600)

    assert await breaker.call(neighbour) == "well"


async def test_its_state_is_among_the_metrics(clock: MovableClock, neighbour: Neighbour) -> None:
    breaker = CircuitBreaker("measured", clock)
    assert REGISTRY.get_sample_value("lyceum_breaker_state", {"name": "measured"}) == 0

    await fail(breaker, neighbour, 5)

    assert REGISTRY.get_sample_value("lyceum_breaker_state", {"name": "measured"}) == 2


@pytest.mark.parametrize(
    "wrong", [{"successes": 4}, {"successes": 0}, {"consecutive_failures": 0}, {"open_s": 0}, {"window_s": -1}]
)
def test_a_profile_that_could_never_work_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)) + "|probes"):
        BreakerProfile(**wrong)
