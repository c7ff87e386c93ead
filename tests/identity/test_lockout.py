"""When an account is locked, and for how long (AUTH-15): the rule by itself."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lyceum.identity.lockout import LONGEST_LOCK, Failures, LockPolicy, after_failure, lock_duration

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = LockPolicy(10, timedelta(minutes=15))


def failed(times: int, before: Failures | None = None, now: datetime = NOW) -> Failures:
    state = before or Failures()
    for _ in range(times):
        state = after_failure(state, now, POLICY)
    return state


def test_the_tenth_failure_locks_for_a_quarter_of_an_hour() -> None:
    assert not failed(9).is_locked(NOW)
    assert failed(10).locked_until == NOW + timedelta(minutes=15)


def test_a_lock_ends_by_itself_and_the_next_one_is_twice_as_long() -> None:
    first = failed(10)
    later = NOW + timedelta(minutes=15)

    assert not first.is_locked(later)
    assert failed(10, first, later).locked_until == later + timedelta(minutes=30)


def test_trying_on_while_locked_changes_nothing() -> None:
    assert failed(1000, failed(10)) == failed(10)


@given(st.integers(0, 10_000), st.integers(3, 100), st.integers(1, 1440))
def test_no_lock_is_longer_than_a_working_day_or_shorter_than_the_first(lockouts: int, most: int, minutes: int) -> None:
    policy = LockPolicy(most, timedelta(minutes=minutes))

    duration = lock_duration(lockouts, policy)

    assert policy.first_lock <= duration <= max(LONGEST_LOCK, policy.first_lock)
    assert duration <= lock_duration(lockouts + 1, policy)


@given(st.lists(st.integers(0, 7200), max_size=200), st.integers(3, 20))
def test_between_two_locks_there_are_always_so_many_failures(pauses: list[int], most: int) -> None:
    policy, now, state, since = LockPolicy(most, timedelta(minutes=15)), NOW, Failures(), 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        before, state = state, after_failure(state, now, policy)
        counted = not before.is_locked(now)
        since += counted
        if state.lockouts > before.lockouts:
            assert since == most
            since = 0
        assert state.attempts == since < most
