"""A learner's progress, as a teacher of theirs or a guardian may see it, and as they see it themselves."""

from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.progress import overview
from lyceum.progress.contracts import LearningStats, SkillProgress


async def stats_of(uow: UnitOfWork, who: Principal, user_id: UUID) -> LearningStats:
    """Somebody's figures on one page.

    Raises:
        PersonNotFound: if they may not be seen, or do not exist.
    """
    return await overview.stats(uow, await practice.seen_by(uow, who, user_id))


async def skills_of(uow: UnitOfWork, who: Principal, user_id: UUID) -> list[SkillProgress]:
    """What is believed of each of somebody's skills.

    Raises:
        PersonNotFound: if they may not be seen, or do not exist.
    """
    return await overview.skills_of(uow, await practice.seen_by(uow, who, user_id), subject_id=None)
