"""Stretches of time, one after another, in which attempts are looked through once for what is derived from them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.store import gathering as store

# Ours: a day's answers of a large installation are looked through in seconds.
_STRETCH = timedelta(days=1)
# An attempt is dated when its request begins, and seen when it commits: the last stretch is read once more.
_OVERLAP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another; `is_last` if that is now. Some of it may have been looked through before."""

    begin: datetime
    end: datetime
    is_last: bool


async def next_stretch(uow: UnitOfWork, what: str) -> Stretch:
    """The next one for whoever gathers something; it counts as looked through if and when this commits.

    Args:
        uow: the transaction, in which nobody else gathers the same.
        what: is gathered, by any name.
    """
    until, now = await store.gathered_until(uow, what), uow.clock.now()
    end = max(until, min(until + _STRETCH, now))
    await store.advance(uow, what, end)
    return Stretch(until - _OVERLAP, end, end >= now)


async def look_again(uow: UnitOfWork, since: datetime) -> None:
    """Let what was received from a moment on be looked through again: attempts were entered that are dated back.

    Args:
        uow: the transaction that enters them; near its end, since nothing is gathered from here on until it commits.
        since: the moment of the first of them.
    """
    await store.go_back(uow, since)
