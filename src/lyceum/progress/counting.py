"""Counting answers as they are recorded."""

from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.practice.events import AttemptRecorded
from lyceum.progress import store
from lyceum.progress.contracts import Activity
from lyceum.progress.rules import quarter_of


async def count_attempt(uow: UnitOfWork, event: AttemptRecorded) -> None:
    """Count one answer where it counts, which for a late arrival is not now."""
    one = Activity(1, int(event.correct), event.time_ms or 0)
    await store.count(uow, event.learner_id, quarter_of(event.effective_at), one)


async def recount(uow: UnitOfWork, learner_id: UUID) -> int:
    """Throw a learner's counts away and count their answers again; how many there were.

    To be run when the deliveries of their attempts have been handled: one that is still on the way would count twice.
    """
    answers = await practice.answers_of(uow, learner_id)
    await store.forget(uow, learner_id)
    for answer in answers:
        one = Activity(1, int(answer.correct), answer.time_ms or 0)
        await store.count(uow, learner_id, quarter_of(answer.effective_at), one)
    return len(answers)
