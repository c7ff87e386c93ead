"""What a learner sees of themselves."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.library import facade as library
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.progress import store
from lyceum.progress.contracts import Overview, SkillProgress

_FORECAST_DAYS = 7


async def skills_of(uow: UnitOfWork, learner: Principal, *, subject_id: UUID | None) -> list[SkillProgress]:
    """What is believed of each skill of one of the learner's subjects, or of all.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    skills = await library.skills_of_subject(uow, learner, subject_id)
    beliefs = await practice.mastery_of(uow, learner, [skill.id for skill in skills])
    return [
        SkillProgress(skill.subject_id, skill.name, belief.mastery >= practice.MASTERED_AT, belief)
        for skill, belief in zip(skills, beliefs, strict=True)
    ]


async def overview(uow: UnitOfWork, learner: Principal) -> Overview:
    """What a learner has done, knows, and will have to do."""
    skills = await skills_of(uow, learner, subject_id=None)
    now = uow.clock.now().astimezone(ZoneInfo(learner.time_zone))
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    return Overview(
        total=await store.sum_since(uow, learner.user_id, None),
        today=await store.sum_since(uow, learner.user_id, midnight),
        skills=len(skills),
        skills_practised=sum(skill.mastery.practice_count > 0 for skill in skills),
        skills_mastered=sum(skill.is_mastered for skill in skills),
        due_now=await practice.count_due(uow, learner),
        next_due_at=await practice.next_due_at(uow, learner),
        forecast=await practice.forecast(uow, learner, _FORECAST_DAYS),
    )
