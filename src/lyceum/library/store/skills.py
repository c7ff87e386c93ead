"""SQL of skills and their prerequisites."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, delete, func, insert, literal, select, tuple_
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.elements import KeyedColumnElement

from lyceum.library.contracts import NewSkill, Skill
from lyceum.library.tables import item, item_skill, skill, skill_document, skill_prerequisite, subject
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork

# (skill, what is better learned before it).
Edge = tuple[UUID, UUID]


async def put_skills(
    uow: UnitOfWork, subject_id: UUID, document_id: UUID | None, new: Sequence[NewSkill]
) -> dict[str, UUID]:
    """The id of each skill by its key; those the subject does not have yet are added behind the others.

    The caller holds the subject's lock (`renew_content`).
    """
    if not new:
        return {}
    last = select(func.coalesce(func.max(skill.c.position), -1)).where(skill.c.subject_id == subject_id)
    first_free = int((await uow.execute(last)).scalar_one()) + 1
    rows = [
        {"id": new_id(), "subject_id": subject_id, "key": each.key, "name": each.name, "position": first_free + number}
        for number, each in enumerate(new)
    ]
    await uow.execute(postgresql.insert(skill).on_conflict_do_nothing(constraint="skill_key"), rows)
    ids = await ids_of(uow, subject_id, [each.key for each in new])
    if document_id is not None:
        links = [{"skill_id": ids[each.key], "document_id": document_id} for each in new]
        await uow.execute(postgresql.insert(skill_document).on_conflict_do_nothing(), links)
    return ids


async def ids_of(uow: UnitOfWork, subject_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
    """The skills of a subject that have one of the keys."""
    known = skill.c.key == any_(literal(list(keys), ARRAY(postgresql.TEXT)))
    query = select(skill.c.key, skill.c.id).where(skill.c.subject_id == subject_id, known)
    return {row.key: row.id for row in await uow.execute(query)}


async def list_skills(
    uow: UnitOfWork,
    owner_id: UUID,
    *,
    subject_id: UUID | None = None,
    document_id: UUID | None = None,
    after: tuple[int, UUID] | None = None,
    limit: int | None = None,
) -> list[Skill]:
    """Skills of a subject or document of this owner, in the order they are taught.

    Those after a position and id, up to so many, make a page of one subject.
    """
    query = _live(owner_id).order_by(skill.c.subject_id, skill.c.position, skill.c.id).limit(limit)
    if after is not None:
        query = query.where(tuple_(skill.c.position, skill.c.id) > tuple_(*after))
    if subject_id is not None:
        query = query.where(skill.c.subject_id == subject_id)
    if document_id is not None:
        query = query.join(skill_document, skill_document.c.skill_id == skill.c.id)
        query = query.where(skill_document.c.document_id == document_id)
    return await _skills(uow, query)


async def find_skills(uow: UnitOfWork, owner_id: UUID, skill_ids: Sequence[UUID]) -> dict[UUID, Skill]:
    """Those of the skills that lie in live subjects of this owner."""
    found = await _skills(uow, _live(owner_id).where(_among(skill.c.id, skill_ids)))
    return {each.id: each for each in found}


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
        .where(_among(item_skill.c.skill_id, skill_ids), item.c.status == "active")
        .group_by(item_skill.c.skill_id)
    )
    return {row.skill_id: row.number for row in await uow.execute(query)}


async def prerequisites_of(uow: UnitOfWork, skill_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """What is better learned before each of the skills; those without anything are left out."""
    query: Any = select(
        skill_prerequisite.c.skill_id,
        func.array_agg(skill_prerequisite.c.prerequisite_id, type_=ARRAY(postgresql.UUID)).label("before"),
    )
    query = query.where(_among(skill_prerequisite.c.skill_id, skill_ids)).group_by(skill_prerequisite.c.skill_id)
    return {row.skill_id: tuple(row.before) for row in await uow.execute(query)}


async def dependents_of(uow: UnitOfWork, skill_id: UUID) -> list[UUID]:
    """The skills that a skill is better learned before."""
    query = select(skill_prerequisite.c.skill_id).where(skill_prerequisite.c.prerequisite_id == skill_id)
    return list((await uow.execute(query)).scalars())


async def edges_of(uow: UnitOfWork, subject_id: UUID) -> list[Edge]:
    """Every prerequisite among the skills of a subject."""
    query = select(skill_prerequisite.c.skill_id, skill_prerequisite.c.prerequisite_id).join(
        skill, skill.c.id == skill_prerequisite.c.skill_id
    )
    return [
        (row.skill_id, row.prerequisite_id) for row in await uow.execute(query.where(skill.c.subject_id == subject_id))
    ]


async def add_edges(uow: UnitOfWork, edges: Iterable[Edge]) -> None:
    """Add prerequisites; those that are known already stay."""
    rows = [{"skill_id": skill_id, "prerequisite_id": before} for skill_id, before in edges]
    if rows:
        await uow.execute(postgresql.insert(skill_prerequisite).on_conflict_do_nothing(), rows)


async def replace_edges(uow: UnitOfWork, skill_id: UUID, before: Iterable[UUID]) -> None:
    """Give a skill these prerequisites and no others."""
    await uow.execute(delete(skill_prerequisite).where(skill_prerequisite.c.skill_id == skill_id))
    rows = [{"skill_id": skill_id, "prerequisite_id": each} for each in before]
    if rows:
        await uow.execute(insert(skill_prerequisite), rows)


async def _skills(uow: UnitOfWork, query: Select[Any]) -> list[Skill]:
    rows = (await uow.execute(query)).all()
    before = await prerequisites_of(uow, [row.id for row in rows])
    return [Skill(**row._asdict(), prerequisites=before.get(row.id, ())) for row in rows]


def _live(owner_id: UUID) -> Select[Any]:
    return (
        select(skill.c.id, skill.c.subject_id, skill.c.name, skill.c.position)
        .join(subject, subject.c.id == skill.c.subject_id)
        .where(subject.c.owner_id == owner_id, subject.c.archived_at.is_(None))
    )


def _among(column: KeyedColumnElement[Any], ids: Sequence[UUID]) -> ColumnElement[bool]:
    # As one array: a list would be a parameter for each, and the driver takes 32,767.
    return column == any_(literal(list(ids), ARRAY(postgresql.UUID)))
