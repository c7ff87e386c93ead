"""SQL of subjects and skills."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects import postgresql

from lyceum.library.contracts import NewSkill, Skill, Subject
from lyceum.library.tables import item, item_skill, skill, skill_document, skill_prerequisite, subject
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork

_SUBJECT = [subject.c[name] for name in Subject.__dataclass_fields__]
_LOCK_SUBJECT = text("select from library.subject where id = :id for update")


async def add_subject(uow: UnitOfWork, new: Subject) -> None:
    """Insert a subject."""
    await uow.execute(insert(subject).values(**{name: getattr(new, name) for name in Subject.__dataclass_fields__}))


async def find_subject(uow: UnitOfWork, owner_id: UUID, subject_id: UUID) -> Subject | None:
    """A subject of this owner."""
    query = select(*_SUBJECT).where(subject.c.id == subject_id, subject.c.owner_id == owner_id)
    row = (await uow.execute(query)).one_or_none()
    return Subject(**row._asdict()) if row else None


async def list_subjects(uow: UnitOfWork, owner_id: UUID, limit: int | None, *, before: UUID | None) -> list[Subject]:
    """Subjects of this owner, the newest first."""
    query = select(*_SUBJECT).where(subject.c.owner_id == owner_id).order_by(subject.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(subject.c.id < before)
    return [Subject(**row._asdict()) for row in await uow.execute(query)]


async def put_skills(uow: UnitOfWork, subject_id: UUID, document_id: UUID, new: Sequence[NewSkill]) -> dict[str, UUID]:
    """The id of each skill by its key; those the subject does not have yet are added behind the others."""
    if not new:
        return {}
    # Two documents of one subject may be learned from at the same time: positions are given out one at a time.
    await uow.execute(_LOCK_SUBJECT, {"id": subject_id})
    last = select(func.coalesce(func.max(skill.c.position), -1)).where(skill.c.subject_id == subject_id)
    first_free = int((await uow.execute(last)).scalar_one()) + 1
    rows = [
        {"id": new_id(), "subject_id": subject_id, "key": each.key, "name": each.name, "position": first_free + number}
        for number, each in enumerate(new)
    ]
    await uow.execute(postgresql.insert(skill).on_conflict_do_nothing(constraint="skill_key"), rows)
    ids = await _ids_of(uow, subject_id, [each.key for each in new])
    links = [{"skill_id": ids[each.key], "document_id": document_id} for each in new]
    await uow.execute(postgresql.insert(skill_document).on_conflict_do_nothing(), links)
    await _put_prerequisites(uow, ids, new)
    return ids


async def list_skills(
    uow: UnitOfWork, owner_id: UUID, *, subject_id: UUID | None = None, document_id: UUID | None = None
) -> list[Skill]:
    """Skills of a subject or document of this owner, in the order they are taught."""
    query = (
        select(skill.c.id, skill.c.subject_id, skill.c.name, skill.c.position)
        .join(subject, subject.c.id == skill.c.subject_id)
        .where(subject.c.owner_id == owner_id)
        .order_by(skill.c.subject_id, skill.c.position, skill.c.id)
    )
    if subject_id is not None:
        query = query.where(skill.c.subject_id == subject_id)
    if document_id is not None:
        query = query.join(skill_document, skill_document.c.skill_id == skill.c.id)
        query = query.where(skill_document.c.document_id == document_id)
    rows = (await uow.execute(query)).all()
    before = await _prerequisites_of(uow, [row.id for row in rows])
    return [Skill(**row._asdict(), prerequisites=before.get(row.id, ())) for row in rows]


async def skills_by_document(uow: UnitOfWork, owner_id: UUID) -> dict[UUID, list[UUID]]:
    """The skills of each document in the subjects of this owner."""
    query = (
        select(skill_document.c.document_id, skill_document.c.skill_id)
        .join(skill, skill.c.id == skill_document.c.skill_id)
        .join(subject, subject.c.id == skill.c.subject_id)
        .where(subject.c.owner_id == owner_id)
        .order_by(skill.c.position, skill.c.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for row in await uow.execute(query):
        found.setdefault(row.document_id, []).append(row.skill_id)
    return found


async def count_items(uow: UnitOfWork, skill_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many active items ask for each skill."""
    query = (
        select(item_skill.c.skill_id, func.count().label("number"))
        .join(item, item.c.id == item_skill.c.item_id)
        .where(item_skill.c.skill_id.in_(skill_ids), item.c.status == "active")
        .group_by(item_skill.c.skill_id)
    )
    return {row.skill_id: row.number for row in await uow.execute(query)}


async def own_skills(uow: UnitOfWork, owner_id: UUID, skill_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the skills that lie in subjects of this owner."""
    query = (
        select(skill.c.id)
        .join(subject, subject.c.id == skill.c.subject_id)
        .where(subject.c.owner_id == owner_id, skill.c.id.in_(skill_ids))
    )
    return set((await uow.execute(query)).scalars())


async def _ids_of(uow: UnitOfWork, subject_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
    query = select(skill.c.key, skill.c.id).where(skill.c.subject_id == subject_id, skill.c.key.in_(keys))
    return {row.key: row.id for row in await uow.execute(query)}


async def _put_prerequisites(uow: UnitOfWork, ids: dict[str, UUID], new: Sequence[NewSkill]) -> None:
    links = [
        {"skill_id": ids[each.key], "prerequisite_id": ids[before]}
        for each in new
        for before in each.prerequisite_keys
        if before in ids and before != each.key
    ]
    if links:
        await uow.execute(postgresql.insert(skill_prerequisite).on_conflict_do_nothing(), links)


async def _prerequisites_of(uow: UnitOfWork, skill_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    query: Any = select(
        skill_prerequisite.c.skill_id,
        func.array_agg(skill_prerequisite.c.prerequisite_id, type_=postgresql.ARRAY(postgresql.UUID)).label("before"),
    )
    query = query.where(skill_prerequisite.c.skill_id.in_(skill_ids)).group_by(skill_prerequisite.c.skill_id)
    return {row.skill_id: tuple(row.before) for row in await uow.execute(query)}
