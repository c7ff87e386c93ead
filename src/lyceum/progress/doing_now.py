"""What a learner may do now, and the one thing they should: the facts, each from a query, for the rule to decide."""

from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.documents import facade as documents
from lyceum.documents.contracts import Document, DocumentStatus
from lyceum.library import facade as library
from lyceum.library.contracts import Askable
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.practice.contracts.beliefs import SkillMastery
from lyceum.progress import rules
from lyceum.progress.contracts import Now, Standing, SubjectStanding, Target

_BEING_READ = frozenset({DocumentStatus.UPLOADED, DocumentStatus.READING})


async def what_now(uow: UnitOfWork, learner: Principal) -> Now:
    """The one thing for the learner to do now, why, and what else they could do."""
    zone = ZoneInfo(learner.time_zone)
    owned = await documents.documents_of(uow, learner)
    next_due_at = await practice.next_due_at(uow, learner)
    return rules.what_now(
        Standing(
            today=rules.day_of(uow.clock.now(), zone),
            session=await practice.open_session(uow, learner),
            due=await practice.due_now(uow, learner),
            pace_ms=await practice.pace_ms(uow, learner),
            next_due_at=next_due_at,
            next_due_on=None if next_due_at is None else rules.day_of(next_due_at, zone),
            subjects=await _subjects(uow, learner),
            reading=[_target(each) for each in owned if each.status in _BEING_READ],
            not_readable=sum(each.status is DocumentStatus.FAILED for each in owned),
        )
    )


async def _subjects(uow: UnitOfWork, learner: Principal) -> list[SubjectStanding]:
    askable = await library.askable_of(uow, learner)
    skill_ids = [skill_id for each in askable for skill_id in each.skill_ids]
    beliefs = {belief.skill_id: belief for belief in await practice.mastery_of(uow, learner, skill_ids)}
    return [_standing(each, beliefs) for each in askable]


def _standing(askable: Askable, beliefs: dict[UUID, SkillMastery]) -> SubjectStanding:
    its_own = [beliefs[skill_id] for skill_id in askable.skill_ids]
    practised = [belief.last_practised_at for belief in its_own if belief.last_practised_at is not None]
    return SubjectStanding(
        subject_id=askable.subject_id,
        title=askable.title,
        items=askable.items,
        skills=len(its_own),
        skills_mastered=sum(belief.mastery >= practice.MASTERED_AT for belief in its_own),
        last_practised_at=max(practised, default=None),
    )


def _target(document: Document) -> Target:
    return Target(document_id=document.id, job_id=document.job_id, title=document.title)
