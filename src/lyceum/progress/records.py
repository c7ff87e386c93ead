"""How far a learner is with each document and each subject."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from uuid import UUID

from lyceum.documents import facade as documents
from lyceum.library import facade as library
from lyceum.library.contracts import Place
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.progress import store
from lyceum.progress.contracts import Completion, Material, Record, SkillProgress
from lyceum.progress.rules import completed_at, status_of, total


@dataclass(frozen=True, slots=True)
class _Thing:
    """A document or a subject with what is known of it."""

    id: UUID
    subject_id: UUID
    title: str
    skills: Sequence[UUID]
    materials: Sequence[Material]
    completion: Completion | None = None


@dataclass(frozen=True, slots=True)
class _Skills:
    """When skills were first mastered, which are now, and how well those that were practised are known."""

    first: Mapping[UUID, datetime]
    now: frozenset[UUID]
    mastery: Mapping[UUID, float]


async def documents_of(uow: UnitOfWork, learner: Principal, skills: Iterable[SkillProgress]) -> list[Record]:
    """A record for each of the learner's documents that is learned from, the newest first.

    Args:
        uow: the transaction.
        learner: whose.
        skills: all of theirs, as `overview.skills_of` gives them.
    """
    owned = await documents.documents_of(uow, learner)
    its_skills = await library.skills_by_document(uow, learner.user_id)
    materials = await store.materials_of(uow, learner.user_id)
    completions = await store.completions_of(uow, learner.user_id)
    known = await _skills(uow, learner, skills)
    things = [
        _Thing(
            each.id,
            each.subject_id,
            each.title,
            its_skills.get(each.id, ()),
            [found for place, found in materials.items() if place == Place(each.subject_id, each.id)],
            completions.get(each.id),
        )
        for each in owned
        if each.subject_id is not None
    ]
    return [_record(thing, known) for thing in things]


async def subjects_of(uow: UnitOfWork, learner: Principal, skills: Sequence[SkillProgress]) -> list[Record]:
    """A record for each of the learner's subjects, the newest first; `skills` as for `documents_of`."""
    materials = await store.materials_of(uow, learner.user_id)
    known = await _skills(uow, learner, skills)
    things = [
        _Thing(
            each.id,
            each.id,
            each.title,
            [skill.mastery.skill_id for skill in skills if skill.subject_id == each.id],
            [found for place, found in materials.items() if place.subject_id == each.id],
        )
        for each in await library.subjects_of(uow, learner)
    ]
    return [_record(thing, known) for thing in things]


async def _skills(uow: UnitOfWork, learner: Principal, skills: Iterable[SkillProgress]) -> _Skills:
    first = await store.mastered_by(uow, learner.user_id)
    all_skills = list(skills)
    return _Skills(
        first,
        now=frozenset(skill.mastery.skill_id for skill in all_skills if skill.is_mastered),
        mastery={each.mastery.skill_id: each.mastery.mastery for each in all_skills if each.mastery.practice_count},
    )


def _record(thing: _Thing, known: _Skills) -> Record:
    activity = total([material.activity for material in thing.materials])
    moment = completed_at(thing.skills, known.first)
    reached = sum(skill in known.first for skill in thing.skills)
    return Record(
        id=thing.id,
        subject_id=thing.subject_id,
        title=thing.title,
        status=status_of(completed=moment is not None, attempts=activity.attempts),
        share=reached / len(thing.skills) if thing.skills else 0.0,
        known=fmean(known.mastery.get(skill, 0.0) for skill in thing.skills) if thing.skills else 0.0,
        skills=len(thing.skills),
        skills_mastered=sum(skill in known.now for skill in thing.skills),
        activity=activity,
        started_at=min((material.first_at for material in thing.materials), default=None),
        last_practised_at=max((material.last_at for material in thing.materials), default=None),
        completed_at=moment,
        completion=thing.completion,
    )
