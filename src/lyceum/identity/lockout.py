"""Pure policy of lockout (AUTH-15): how many wrong passwords are too many, and for how long nothing is accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# However often somebody tries, the next day the owner can sign in; until then a known device or a reset lets them in.
LONGEST_LOCK = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class LockPolicy:
    """When to lock, and for how long at first."""

    max_failures: int
    first_lock: timedelta


@dataclass(frozen=True, slots=True)
class Failures:
    """What is remembered of wrong passwords, of an account or of one of its devices.

    Attributes:
        attempts: wrong passwords since the last right one, or since the last lock.
        lockouts: locks since the last right password.
        locked_until: when the last lock ends or ended.
    """

    attempts: int = 0
    lockouts: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether no password is accepted now."""
        return self.locked_until is not None and now < self.locked_until


def after_failure(before: Failures, now: datetime, policy: LockPolicy) -> Failures:
    """What is remembered after one more wrong password.

    While locked nothing is counted: trying on does not make it longer.
    """
    if before.is_locked(now):
        return before
    attempts = before.attempts + 1
    if attempts < policy.max_failures:
        return Failures(attempts, before.lockouts, before.locked_until)
    return Failures(0, before.lockouts + 1, now + lock_duration(before.lockouts, policy))


def lock_duration(lockouts: int, policy: LockPolicy) -> timedelta:
    """How long a lock lasts after so many before it: twice as long each time, up to `LONGEST_LOCK`."""
    longest = max(LONGEST_LOCK, policy.first_lock)
    # Beyond this the first lock, a minute at the least, has long grown past the longest.
    doublings: int = 2 ** min(lockouts, 10)
    return min(policy.first_lock * doublings, longest)
