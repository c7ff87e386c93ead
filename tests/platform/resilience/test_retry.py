"""Trying again: how often, how patiently, and when not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.errors import LyceumError, NotFound, RateLimited, TimedOut, Unavailable
from lyceum.platform.resilience.breaker import CircuitOpen
from lyceum.platform.resilience.retry import IN_REQUEST, RetryPolicy, redelivery_pause_s, retry


class Attempts:
    """Fails with the errors it was given, one per call, and then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0
        self.pauses: list[float] = []

    async def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


async def tried(attempts: Attempts, policy: RetryPolicy = IN_REQUEST) -> str:
    return await retry(attempts, rng=random.Random(7), policy=policy, sleep=attempts.sleep)


async def test_what_fails_twice_succeeds_at_the_third_attempt() -> None:
    attempts = Attempts(Unavailable("away"), ConnectionResetError())

    assert await tried(attempts) == "done"
    assert 0.05 <= attempts.pauses[0] <= 0.1
    assert 0.1 <= attempts.pauses[1] <= 0.2


async def test_there_are_three_attempts_and_the_last_error_is_told() -> None:
    attempts = Attempts(Unavailable("1"), Unavailable("2"), TimedOut("3"), Unavailable("4"))

    with pytest.raises(TimedOut):
        await tried(attempts)

    assert attempts.calls == 3


@pytest.mark.parametrize("error", [NotFound("gone"), ValueError("bug"), CircuitOpen("open"), LyceumError("crash")])
async def test_what_will_not_change_is_not_tried_again(error: Exception) -> None:
    attempts = Attempts(error)

    with pytest.raises(type(error)):
        await tried(attempts)

    assert attempts.calls == 1


async def test_the_pause_a_neighbour_asks_for_is_kept_if_it_is_short() -> None:
    patient, hopeless = Attempts(RateLimited("slower", retry_after_s=3)), Attempts(RateLimited("no", retry_after_s=60))

    assert await tried(patient) == "done"
    assert patient.pauses == [3]
    with pytest.raises(RateLimited):
        await tried(hopeless)


@given(st.integers(1, 10_000), st.integers())
def test_pauses_grow_to_the_cap_and_no_further(failures: int, seed: int) -> None:
    pause = IN_REQUEST.pause_s(failures, random.Random(seed))

    full = min(10.0, 0.1 * 2.0 ** min(failures - 1, 64))
    assert full / 2 <= pause <= full


@given(st.integers(1, 10_000), st.integers())
def test_a_redelivery_waits_at_most_two_to_the_attempts_seconds(attempts: int, seed: int) -> None:
    pause = redelivery_pause_s(attempts, random.Random(seed))

    assert 0 <= pause <= min(2.0 ** min(attempts, 64), 600)


def test_redeliveries_use_the_whole_range() -> None:
    rng = random.Random(7)
    pauses = [redelivery_pause_s(3, rng) for _ in range(2000)]

    assert min(pauses) < 0.1
    assert max(pauses) > 7.9
    assert abs(sum(pauses) / len(pauses) - 4.0) < 0.2
