"""SQL of subjects, and of the version of their content."""

from uuid import UUID

from sqlalchemy import bindparam, insert, select, text, update

from lyceum.library.contracts import Askable, PracticeScope, Subject
from lyceum.library.tables import deck, subject
from lyceum.platform.database import PlainRead
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork

_SUBJECT = [subject.c[name] for name in Subject.__dataclass_fields__]
_FIND = PlainRead(
    select(*_SUBJECT).where(
        subject.c.id == bindparam("subject_id"),
        subject.c.owner_id == bindparam("owner"),
        subject.c.archived_at.is_(None),
    )
)
_VERSIONS = """
    select content_version from library.subject
    where owner_id = :owner_id and archived_at is null and {condition} order by id"""
_VERSIONS_OF = {
    name: text(_VERSIONS.format(condition=condition))
    for name, condition in {
        "subject_id": "id = :subject_id",
        "deck_id": "id = (select subject_id from library.deck where id = :deck_id)",
        "document_id": "id = (select subject_id from library.deck where document_id = :document_id)",
        "skill_ids": "id in (select subject_id from library.skill where id = any(:skill_ids))",
    }.items()
}

_ASKABLE = text("""
    select o.id, o.title, count(distinct i.id) as items, array_agg(distinct s.skill_id) as skill_ids
    from library.subject o
    join library.item i on i.subject_id = o.id and i.status = 'active'
        and (i.jurisdictions = '{}' or cast(:country as text) = any(i.jurisdictions))
    join library.item_skill s on s.item_id = i.id
    where o.owner_id = :owner_id and o.archived_at is null
    group by o.id order by o.id desc""")


async def add_subject(uow: UnitOfWork, new: Subject) -> None:
    """Insert a subject."""
    await uow.execute(insert(subject).values(**{name: getattr(new, name) for name in Subject.__dataclass_fields__}))


async def find_subject(uow: UnitOfWork, owner_id: UUID, subject_id: UUID) -> Subject | None:
    """A live subject of this owner."""
    rows = await uow.glance(_FIND, subject_id=subject_id, owner=owner_id)
    return Subject(**rows[0]) if rows else None


async def list_subjects(uow: UnitOfWork, owner_id: UUID, limit: int | None, *, before: UUID | None) -> list[Subject]:
    """Live subjects of this owner, the newest first."""
    query = select(*_SUBJECT).where(subject.c.owner_id == owner_id, subject.c.archived_at.is_(None))
    query = query.order_by(subject.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(subject.c.id < before)
    return [Subject(**row._asdict()) for row in await uow.execute(query)]


async def list_askable(uow: UnitOfWork, owner_id: UUID, country: str | None) -> list[Askable]:
    """What can be asked of each live subject of this owner that has something, in a country; the newest first."""
    rows = await uow.execute(_ASKABLE, {"owner_id": owner_id, "country": country})
    return [Askable(row.id, row.title, row.items, tuple(row.skill_ids)) for row in rows]


async def change_subject(uow: UnitOfWork, subject_id: UUID, **changes: object) -> None:
    """Change columns of a subject."""
    await uow.execute(update(subject).where(subject.c.id == subject_id).values(**changes))


async def renew_content(uow: UnitOfWork, subject_id: UUID) -> None:
    """Say that skills, items or decks of a subject change in this transaction. Call it before they do.

    It also lets one transaction at a time change them: positions are given out, and cycles looked for, one at a time.
    """
    await change_subject(uow, subject_id, content_version=new_id())


async def content_versions(uow: UnitOfWork, owner_id: UUID, scope: PracticeScope) -> tuple[UUID, ...]:
    """The content versions of the live subjects a scope lies in; none, if none is this owner's."""
    (name, value), *_ = ((key, getattr(scope, key)) for key in _VERSIONS_OF if getattr(scope, key))
    value = list(value) if name == "skill_ids" else value
    found = await uow.execute(_VERSIONS_OF[name], {"owner_id": owner_id, name: value})
    return tuple(found.scalars())


async def has_decks(uow: UnitOfWork, subject_id: UUID) -> bool:
    """Whether a subject has a deck that is not archived."""
    query = select(deck.c.id).where(deck.c.subject_id == subject_id, deck.c.archived_at.is_(None)).limit(1)
    return (await uow.execute(query)).first() is not None
