"""Trying again: inside a request at once, between deliveries with patience (C7)."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from lyceum.platform.errors import LyceumError
from lyceum.platform.resilience.breaker import CircuitOpen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently to try again inside a request.

    Attributes:
        attempts: calls at the most, the first included.
        first_pause_s: before the second call.
        factor: each pause is this much longer than the last.
        cap_s: longest pause.
        jitter: share of a pause that is left to chance, so that callers who failed together do not return together.
    """

    attempts: int = 3
    first_pause_s: float = 0.1
    factor: float = 2.0
    cap_s: float = 10.0
    jitter: float = 0.5

    def pause_s(self, failures: int, rng: random.Random) -> float:
        """The pause after that many failures, between (1 - jitter) and 1 times the full one."""
        full: float = min(self.cap_s, self.first_pause_s * self.factor ** min(failures - 1, 64))
        return full * (1.0 - self.jitter * rng.random())


IN_REQUEST: Final = RetryPolicy()


def is_retryable(error: BaseException) -> bool:
    """Whether the same call may succeed soon: errors that say so, and a connection that broke or took too long."""
    if isinstance(error, CircuitOpen):
        return False
    if isinstance(error, LyceumError):
        return error.retryable
    return isinstance(error, (ConnectionError, TimeoutError))


async def retry(
    operation: Callable[[], Awaitable[T]],
    *,
    rng: random.Random,
    policy: RetryPolicy = IN_REQUEST,
    retryable: Callable[[BaseException], bool] = is_retryable,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> T:
    """The result of an operation that is safe to repeat, tried again while that may help.

    Args:
        operation: called once per attempt.
        rng: chance, for the jitter.
        policy: how often and how patiently.
        retryable: which errors are worth another attempt.
        sleep: how to wait.

    Raises:
        Exception: of the last attempt, or the first that is not worth another; also when the neighbour asks for a
            longer pause (`retry_after_s`) than the policy allows.
    """
    failures = 0
    while True:
        try:
            return await operation()
        except Exception as error:
            failures += 1
            asked = getattr(error, "retry_after_s", None) or 0.0
            if failures >= policy.attempts or asked > policy.cap_s or not retryable(error):
                raise
            pause = max(asked, policy.pause_s(failures, rng))
        await sleep(pause)


def redelivery_pause_s(attempts: int, rng: random.Random, cap_s: float = 600.0) -> float:
    """The pause before a message is delivered again: full jitter over 2^attempts seconds (C7).

    Args:
        attempts: failed deliveries so far, at least 1.
        rng: chance.
        cap_s: longest pause.

    Source: Brooker 2015, "Exponential Backoff and Jitter" (full jitter).
    """
    return rng.uniform(0.0, min(2.0 ** min(attempts, 64), cap_s))
