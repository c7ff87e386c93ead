"""P2: over all profiles, a breaker opens when it must, lets nothing through while open, and closes only on proof."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from lyceum.platform.resilience.breaker import AI, DEFAULT, BreakerProfile, BreakerState, CircuitBreaker, CircuitOpen

CLOSED, HALF_OPEN, OPEN = BreakerState.CLOSED, BreakerState.HALF_OPEN, BreakerState.OPEN


class Down(Exception):
    """The neighbour failed."""


class Left(BaseException):
    """The caller left."""


class MovableClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Call:
    """One call that is under way, ended by the machine when it likes."""

    def __init__(self, breaker: CircuitBreaker) -> None:
        self._guard = breaker.guard()
        self._guard.__enter__()

    def end(self, error: BaseException | None = None) -> None:
        if error is None:
            self._guard.__exit__(None, None, None)
            return
        with contextlib.suppress(Down, Left):
            if not self._guard.__exit__(type(error), error, None):
                raise error


profiles = st.one_of(
    st.sampled_from([DEFAULT, AI]),
    st.builds(
        lambda consecutive, windowed, window_s, open_s, successes, spare: BreakerProfile(
            consecutive, windowed, window_s, open_s, successes + spare, successes
        ),
        st.integers(1, 6),
        st.integers(1, 6),
        st.floats(1, 40),
        st.floats(1, 40),
        st.integers(1, 4),
        st.integers(0, 3),
    ),
)


class BreakerMachine(RuleBasedStateMachine):
    """Compares the breaker with a plain account of what has happened since its state last changed."""

    calls: Bundle[tuple[int, Call]] = Bundle("calls")

    @initialize(profile=profiles)
    def build(self, profile: BreakerProfile) -> None:
        note(repr(profile))
        self.profile = profile
        self.clock = MovableClock()
        self.changes: list[tuple[BreakerState, BreakerState]] = []
        self.breaker = CircuitBreaker("p02", self.clock, profile, on_state_change=self.changed)
        self.state = CLOSED
        self.since = self.clock.now()
        self.era = 0
        self.failures: list[datetime] = []
        self.in_a_row = 0
        self.probes_out = 0
        self.proofs = 0

    def changed(self, _name: str, before: BreakerState, after: BreakerState) -> None:
        self.changes.append((before, after))

    def becomes(self, state: BreakerState) -> None:
        self.state, self.since, self.era = state, self.clock.now(), self.era + 1
        self.failures, self.in_a_row, self.probes_out, self.proofs = [], 0, 0, 0

    def time_is_over(self) -> bool:
        return (self.clock.now() - self.since).total_seconds() >= self.profile.open_s

    @rule(seconds=st.floats(0, 30))
    def time_passes(self, seconds: float) -> None:
        self.clock.moment += timedelta(seconds=seconds)

    @rule(share=st.sampled_from([0.95, 1.0]))
    def as_much_time_passes_as_it_stays_open(self, share: float) -> None:
        self.clock.moment += timedelta(seconds=self.profile.open_s * share)

    # Without these, few runs would get as far as opening and closing twice.
    @rule(times=st.integers(1, 6))
    def calls_fail_at_once(self, times: int) -> None:
        for _ in range(times):
            self.call_fails(self.call_begins())

    @rule(times=st.integers(1, 4))
    def calls_succeed_at_once(self, times: int) -> None:
        for _ in range(times):
            self.call_succeeds(self.call_begins())

    @rule(target=calls)
    def call_begins(self) -> tuple[int, Call]:
        all_out = self.state is HALF_OPEN and self.probes_out + self.proofs >= self.profile.probes
        if (self.state is OPEN or all_out) and self.time_is_over():
            self.becomes(HALF_OPEN)
            all_out = False
        if self.state is OPEN or all_out:
            with pytest.raises(CircuitOpen) as refused:
                Call(self.breaker)
            assert refused.value.retry_after_s is not None
            assert 1 <= refused.value.retry_after_s <= max(1, self.profile.open_s)
            return (-1, Call(CircuitBreaker("other", self.clock)))
        if self.state is HALF_OPEN:
            self.probes_out += 1
        return (self.era, Call(self.breaker))

    @rule(call=consumes(calls))
    def call_succeeds(self, call: tuple[int, Call]) -> None:
        era, running = call
        running.end()
        if era != self.era:
            return
        self.in_a_row = 0
        if self.state is HALF_OPEN:
            self.probes_out -= 1
            self.proofs += 1
            if self.proofs >= self.profile.successes:
                self.becomes(CLOSED)

    @rule(call=consumes(calls))
    def call_fails(self, call: tuple[int, Call]) -> None:
        era, running = call
        running.end(Down())
        if era != self.era:
            return
        if self.state is HALF_OPEN:
            self.becomes(OPEN)
            return
        now = self.clock.now()
        self.in_a_row += 1
        self.failures.append(now)
        recent = [when for when in self.failures if (now - when).total_seconds() < self.profile.window_s]
        if self.in_a_row >= self.profile.consecutive_failures or len(recent) >= self.profile.failures_in_window:
            self.becomes(OPEN)

    @rule(call=consumes(calls))
    def caller_leaves(self, call: tuple[int, Call]) -> None:
        era, running = call
        running.end(Left())
        if era == self.era and self.state is HALF_OPEN:
            self.probes_out -= 1

    @invariant()
    def the_state_is_the_accounted_one(self) -> None:
        if not hasattr(self, "breaker"):
            return
        expected = HALF_OPEN if self.state is OPEN and self.time_is_over() else self.state
        assert self.breaker.state is expected

    @invariant()
    def it_closes_only_from_half_open_and_each_change_begins_where_the_last_ended(self) -> None:
        changes = getattr(self, "changes", [])
        reached = [CLOSED, *(after for _, after in changes)]
        assert [before for before, _ in changes] == reached[: len(changes)]
        assert (OPEN, CLOSED) not in changes
        assert (CLOSED, HALF_OPEN) not in changes


TestCircuitBreaker = BreakerMachine.TestCase
