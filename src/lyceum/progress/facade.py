"""What other domains may ask of progress."""

from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.progress import counting
from lyceum.progress import overview as overviews
from lyceum.progress.contracts import Overview, SkillProgress


async def skills_of(uow: UnitOfWork, learner: Principal, *, subject_id: UUID | None = None) -> list[SkillProgress]:
    """What is believed of each skill of one of the learner's subjects, or of all, in the order they are taught.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    return await overviews.skills_of(uow, learner, subject_id=subject_id)


async def overview(uow: UnitOfWork, learner: Principal) -> Overview:
    """What a learner has done, knows, and will have to do."""
    return await overviews.overview(uow, learner)


async def recount(uow: UnitOfWork, learner_id: UUID) -> int:
    """Throw a learner's counts away and count their answers again; how many there were.

    To be run when the deliveries of their attempts have been handled: one that is still on the way would count twice.
    """
    return await counting.recount(uow, learner_id)
