"""Many answers at once, as a device sends them that was away: each is taken or refused on its own.

One learner's lock is taken once, and the answers are taken in canonical order, whatever order they arrive in: by the
time they were given, and those without a time last. A refused one undoes nothing but itself. Sent again, every answer
that was taken is told the same as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lyceum.platform.errors import LyceumError
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import answering
from lyceum.practice.contracts.attempts import NewAttempt, Recorded
from lyceum.practice.store import sessions as store

LARGEST_BATCH = 100
_FIRST_FAILURE = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer: it was taken (now or before), or it was refused."""

    new: NewAttempt
    told: Recorded | LyceumError


async def record_attempts(uow: UnitOfWork, learner: Principal, new: Sequence[NewAttempt]) -> list[Outcome]:
    """Take answers; what became of each, in the order given."""
    await store.lock_learner(uow, learner.user_id)
    received = uow.clock.now()
    outcomes = {}
    for place in sorted(range(len(new)), key=lambda place: (_moment(new[place], received), place)):
        outcomes[place] = await _outcome(uow, learner, new[place])
    return [outcomes[place] for place in range(len(new))]


async def _outcome(uow: UnitOfWork, learner: Principal, new: NewAttempt) -> Outcome:
    try:
        async with uow.savepoint():
            recorded = await answering.take(uow, learner, new, offline=new.occurred_at is not None)
    except LyceumError as error:
        if error.status >= _FIRST_FAILURE:
            # Not this answer is at fault: nothing is taken, and all may be sent again.
            raise
        return Outcome(new, error)
    return Outcome(new, recorded)


def _moment(new: NewAttempt, received: datetime) -> datetime:
    return received if new.occurred_at is None else min(new.occurred_at, received)
