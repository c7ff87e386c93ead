"""What other domains may ask of progress."""

from datetime import date
from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.progress import activity, counting
from lyceum.progress import overview as overviews
from lyceum.progress.contracts import Activity, LearningStats, Overview, Record, SkillProgress


async def skills_of(uow: UnitOfWork, learner: Principal, *, subject_id: UUID | None = None) -> list[SkillProgress]:
    """What is believed of each skill of one of the learner's subjects, or of all, in the order they are taught.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    return await overviews.skills_of(uow, learner, subject_id=subject_id)


async def overview(uow: UnitOfWork, learner: Principal) -> Overview:
    """What a learner has done, knows, and will have to do."""
    return await overviews.overview(uow, learner)


async def activity_between(
    uow: UnitOfWork, learner: Principal, first: date | None, last: date | None
) -> dict[date, Activity]:
    """What a learner did on each of their days; left out, `last` is today and `first` a quarter of a year before.

    Raises:
        RangeInvalid: if there are more days than a year has, or the range ends before it begins.
    """
    return await activity.activity_between(uow, learner, first, last)


async def forecast(uow: UnitOfWork, learner: Principal, days: int) -> dict[date, int]:
    """How many reviews fall on each of the learner's next days; the first also holds all that is overdue."""
    return await overviews.forecast(uow, learner, days)


async def documents_of(uow: UnitOfWork, learner: Principal) -> list[Record]:
    """How far a learner is with each of their documents, the newest first."""
    return await overviews.documents_of(uow, learner)


async def subjects_of(uow: UnitOfWork, learner: Principal) -> list[Record]:
    """How far a learner is with each of their subjects, the newest first."""
    return await overviews.subjects_of(uow, learner)


async def stats(uow: UnitOfWork, learner: Principal) -> LearningStats:
    """A learner's figures on one page."""
    return await overviews.stats(uow, learner)


async def recount(uow: UnitOfWork, learner_id: UUID) -> int:
    """Throw all that was derived for a learner away and derive it again; how many answers there were.

    To be run when the deliveries of their attempts have been handled: one that is still on the way would count twice.
    """
    return await counting.recount(uow, learner_id)
