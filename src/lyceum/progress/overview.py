"""What a learner sees of themselves."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from lyceum.library import facade as library
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.practice.contracts.reviews import Retention
from lyceum.progress import records
from lyceum.progress.activity import history_of, last_days
from lyceum.progress.contracts import Activity, LearningStats, Overview, Record, SkillProgress, Status
from lyceum.progress.one_skill import with_beliefs

WEEK = 7
_UPCOMING = 10
_TOP_SUBJECTS = 5


async def skills_of(uow: UnitOfWork, learner: Principal, *, subject_id: UUID | None) -> list[SkillProgress]:
    """What is believed of each skill of one of the learner's subjects, or of all.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    return await with_beliefs(uow, learner, await library.skills_of_subject(uow, learner, subject_id))


async def overview(uow: UnitOfWork, learner: Principal) -> Overview:
    """What a learner has done, knows, and will have to do."""
    skills = await skills_of(uow, learner, subject_id=None)
    history = await history_of(uow, learner)
    return Overview(
        total=history.total,
        today=history.by_day.get(history.today, Activity()),
        week=last_days(history, WEEK),
        streak=history.streak,
        skills=len(skills),
        skills_practised=sum(skill.mastery.practice_count > 0 for skill in skills),
        skills_mastered=sum(skill.is_mastered for skill in skills),
        due_now=await practice.count_due(uow, learner),
        next_due_at=await practice.next_due_at(uow, learner),
        upcoming=await practice.upcoming_reviews(uow, learner, _UPCOMING),
        forecast=await practice.forecast(uow, learner, WEEK),
    )


async def forecast(uow: UnitOfWork, learner: Principal, days: int) -> dict[date, int]:
    """How many reviews fall on each of the learner's next days; the first also holds all that is overdue."""
    return await practice.forecast(uow, learner, days)


async def retention(uow: UnitOfWork, learner: Principal, days: int) -> Retention:
    """What is expected to be recalled today and on each of the next days, and what was in the last weeks."""
    return await practice.retention(uow, learner, days)


async def documents_of(uow: UnitOfWork, learner: Principal) -> list[Record]:
    """How far a learner is with each of their documents."""
    return await records.documents_of(uow, learner, await skills_of(uow, learner, subject_id=None))


async def subjects_of(uow: UnitOfWork, learner: Principal) -> list[Record]:
    """How far a learner is with each of their subjects."""
    return await records.subjects_of(uow, learner, await skills_of(uow, learner, subject_id=None))


async def stats(uow: UnitOfWork, learner: Principal) -> LearningStats:
    """A learner's figures on one page; the top subjects are those that took most time."""
    skills = await skills_of(uow, learner, subject_id=None)
    history = await history_of(uow, learner)
    subjects = await records.subjects_of(uow, learner, skills)
    completed = await records.documents_of(uow, learner, skills)
    return LearningStats(
        total=history.total,
        documents_completed=sum(document.status is Status.COMPLETED for document in completed),
        streak=history.streak,
        top_subjects=_top(subjects),
        week=last_days(history, WEEK),
        skills=skills,
    )


def _top(subjects: Sequence[Record]) -> list[Record]:
    practised = [subject for subject in subjects if subject.activity.attempts]
    return sorted(practised, key=lambda each: (-each.activity.time_ms, -each.activity.attempts))[:_TOP_SUBJECTS]
