"""Counting answers as they are recorded."""

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.events import AttemptRecorded
from lyceum.progress import store
from lyceum.progress.contracts import Activity
from lyceum.progress.rules import quarter_of


async def count_attempt(uow: UnitOfWork, event: AttemptRecorded) -> None:
    """Count one answer where it counts, which for a late arrival is not now."""
    one = Activity(1, int(event.correct), event.time_ms or 0)
    await store.count(uow, event.learner_id, quarter_of(event.effective_at), one)
