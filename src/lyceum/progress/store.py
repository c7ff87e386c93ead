"""All SQL of the domain progress."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.progress.contracts import Activity
from lyceum.progress.tables import activity


async def count(uow: UnitOfWork, learner_id: UUID, quarter: datetime, more: Activity) -> None:
    """Add to the counts of one quarter of an hour."""
    adding = postgresql.insert(activity).values(
        learner_id=learner_id,
        quarter=quarter,
        attempts=more.attempts,
        correct=more.correct,
        time_ms=more.time_ms,
    )
    counted = ("attempts", "correct", "time_ms")
    summed = {name: activity.c[name] + adding.excluded[name] for name in counted}
    await uow.execute(adding.on_conflict_do_update(index_elements=["learner_id", "quarter"], set_=summed))


async def forget(uow: UnitOfWork, learner_id: UUID) -> None:
    """Throw a learner's counts away."""
    await uow.execute(delete(activity).where(activity.c.learner_id == learner_id))


async def sum_since(uow: UnitOfWork, learner_id: UUID, moment: datetime | None) -> Activity:
    """The counts of a learner since a moment, or since ever."""
    query = select(
        func.coalesce(func.sum(activity.c.attempts), 0),
        func.coalesce(func.sum(activity.c.correct), 0),
        func.coalesce(func.sum(activity.c.time_ms), 0),
    ).where(activity.c.learner_id == learner_id)
    if moment is not None:
        query = query.where(activity.c.quarter >= moment)
    return Activity(*map(int, (await uow.execute(query)).one()))
