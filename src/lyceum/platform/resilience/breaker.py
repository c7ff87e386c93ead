"""Stops calling a neighbour that keeps failing, and finds out when it is well again (C6).

A breaker's state is that of this process. Put a deadline inside the call a breaker guards, never around it: from
outside it looks like a caller who left, which says nothing about the neighbour.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from lyceum.platform.clock import Clock
from lyceum.platform.errors import LyceumError, Unavailable
from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import BREAKER_STATE

T = TypeVar("T")
log = get_logger(__name__)


class BreakerState(StrEnum):
    """Closed: calls pass. Open: none does. Half open: a few pass, to see."""

    CLOSED = "closed"
    HALF_OPEN = "half_open"
    OPEN = "open"


_GAUGE = {BreakerState.CLOSED: 0, BreakerState.HALF_OPEN: 1, BreakerState.OPEN: 2}


class CircuitOpen(Unavailable):
    """The neighbour failed too often a moment ago; it is left alone for a while."""

    code = "CIRCUIT_OPEN"


@dataclass(frozen=True, slots=True)
class BreakerProfile:
    """When a breaker opens and closes.

    Attributes:
        consecutive_failures: failures in a row that open it.
        failures_in_window: failures within the window that open it, successes between them or not.
        window_s: length of the window.
        open_s: how long it stays open before it tries.
        probes: calls it lets through to try.
        successes: of those, the successes that close it; one failure opens it again.
    """

    consecutive_failures: int = 5
    failures_in_window: int = 5
    window_s: float = 60.0
    open_s: float = 30.0
    probes: int = 3
    successes: int = 2

    def __post_init__(self) -> None:
        """Refuse a breaker that could never open or close."""
        if min(self.consecutive_failures, self.failures_in_window, self.successes) < 1:
            raise ValueError("consecutive_failures, failures_in_window and successes must be at least 1.")
        if self.window_s <= 0 or self.open_s <= 0:
            raise ValueError("window_s and open_s must be above 0.")
        if self.probes < self.successes:
            raise ValueError(f"{self.probes} probes can never bring {self.successes} successes; raise probes.")


DEFAULT: Final = BreakerProfile()
AI: Final = BreakerProfile(open_s=60.0, probes=3, successes=3)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a closed breaker has seen."""

    consecutive_failures: int
    failures_in_window: int


def failed(error: BaseException) -> bool:
    """Whether an error says that the neighbour is unwell: any, but a refusal that a retry would not change."""
    if isinstance(error, LyceumError):
        return error.retryable
    return isinstance(error, Exception)


class CircuitBreaker:
    """Stops calling a neighbour that keeps failing, and finds out when it is well again.

    Args:
        name: of the neighbour, for metrics and the error.
        clock: the time.
        profile: when to open and close.
        ready_to_trip: decides instead of the profile's two numbers whether to open.
        is_failure: whether an error counts; one that does not counts as a success, for the neighbour did answer.
        on_state_change: told `(name, before, after)`; what it raises is logged and goes no further.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        profile: BreakerProfile = DEFAULT,
        *,
        ready_to_trip: Callable[[Counts], bool] | None = None,
        is_failure: Callable[[BaseException], bool] = failed,
        on_state_change: Callable[[str, BreakerState, BreakerState], object] | None = None,
    ) -> None:
        self.name = name
        self.profile = profile
        self._clock = clock
        self._ready_to_trip = ready_to_trip or self._profile_says_trip
        self._is_failure = is_failure
        self._on_state_change = on_state_change
        self._state = BreakerState.CLOSED
        # A call that began in an earlier state is a stale witness: each change begins a new generation.
        self._generation = 0
        self._changed_at = clock.now()
        self._consecutive_failures = 0
        self._failures: deque[datetime] = deque()
        self._probing = 0
        self._probes_succeeded = 0
        BREAKER_STATE.labels(name).set(_GAUGE[self._state])

    @property
    def state(self) -> BreakerState:
        """The state now; an open breaker whose time is over shows as half open."""
        if self._state is BreakerState.OPEN and self._wait_s() <= 0:
            return BreakerState.HALF_OPEN
        return self._state

    @property
    def counts(self) -> Counts:
        """What it has seen since it was last closed."""
        self._forget_old_failures()
        return Counts(self._consecutive_failures, len(self._failures))

    async def call(self, operation: Callable[[], Awaitable[T]]) -> T:
        """The result of the operation, unless the breaker is open.

        Raises:
            CircuitOpen: without having called; says when to try again.
        """
        with self.guard():
            return await operation()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """A block that is one call, for what is not one awaitable (a stream).

        Raises:
            CircuitOpen: without having entered the block.
        """
        generation = self._admit()
        try:
            yield
        except BaseException as error:
            self._settle(generation, self._verdict(error))
            raise
        self._settle(generation, succeeded=True)

    def _admit(self) -> int:
        if self._state is BreakerState.CLOSED:
            return self._generation
        # Probes that never end must not keep it half open for ever: after the same time it tries with new ones.
        if (self._state is BreakerState.OPEN or self._all_probes_are_out()) and self._wait_s() <= 0:
            self._become(BreakerState.HALF_OPEN)
        if self._state is BreakerState.OPEN or self._all_probes_are_out():
            raise self._refusal(self._wait_s())
        self._probing += 1
        return self._generation

    def _all_probes_are_out(self) -> bool:
        return self._probing + self._probes_succeeded >= self.profile.probes

    def _verdict(self, error: BaseException) -> bool | None:
        """Succeeded, failed, or None: left by the caller, which says nothing."""
        if not isinstance(error, Exception):
            return None
        try:
            return not self._is_failure(error)
        except Exception as broken:  # noqa: BLE001  a broken judge must not leave the call unsettled
            log.warning("breaker_judge_failed", breaker=self.name, error=type(broken).__name__)
            return False

    def _settle(self, generation: int, succeeded: bool | None) -> None:  # noqa: FBT001  named at both calls
        if generation != self._generation:
            return
        if self._state is BreakerState.HALF_OPEN:
            self._probing -= 1
            if succeeded:
                self._probes_succeeded += 1
                if self._probes_succeeded >= self.profile.successes:
                    self._become(BreakerState.CLOSED)
            elif succeeded is False:
                self._become(BreakerState.OPEN)
        elif succeeded:
            self._consecutive_failures = 0
        elif succeeded is False:
            self._count_failure()

    def _count_failure(self) -> None:
        self._consecutive_failures += 1
        self._failures.append(self._clock.now())
        if self._ready_to_trip(self.counts):
            self._become(BreakerState.OPEN)

    def _profile_says_trip(self, counts: Counts) -> bool:
        return (
            counts.consecutive_failures >= self.profile.consecutive_failures
            or counts.failures_in_window >= self.profile.failures_in_window
        )

    def _forget_old_failures(self) -> None:
        now = self._clock.now()
        while self._failures and (now - self._failures[0]).total_seconds() >= self.profile.window_s:
            self._failures.popleft()

    def _wait_s(self) -> float:
        """Seconds until the next try; none if the clock was set back, for then nobody knows."""
        passed = (self._clock.now() - self._changed_at).total_seconds()
        return self.profile.open_s - passed if passed >= 0 else 0.0

    def _become(self, state: BreakerState) -> None:
        before, self._state = self._state, state
        self._generation += 1
        self._consecutive_failures = self._probing = self._probes_succeeded = 0
        self._failures.clear()
        self._changed_at = self._clock.now()
        BREAKER_STATE.labels(self.name).set(_GAUGE[state])
        log.info("breaker_changed", breaker=self.name, before=before, after=state)
        if self._on_state_change is not None:
            try:
                self._on_state_change(self.name, before, state)
            except Exception as error:  # noqa: BLE001  an observer's mistake is not the caller's
                log.warning("breaker_hook_failed", breaker=self.name, error=type(error).__name__)

    def _refusal(self, retry_after_s: float) -> CircuitOpen:
        return CircuitOpen(
            f"{self.name!r} failed several times and is left alone for a moment. Try again later.",
            details={"breaker": self.name},
            retry_after_s=max(1.0, retry_after_s),
        )
