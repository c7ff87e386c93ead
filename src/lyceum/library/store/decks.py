"""SQL of decks."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql

from lyceum.library.contracts import Deck
from lyceum.library.tables import deck, deck_item, item
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork


async def put_deck(uow: UnitOfWork, owner_id: UUID, subject_id: UUID, document_id: UUID, title: str) -> UUID:
    """The deck of a document, made if there is none yet."""
    new = {"id": new_id(), "owner_id": owner_id, "subject_id": subject_id, "document_id": document_id, "title": title}
    adding = postgresql.insert(deck).values(**new, created_at=uow.clock.now())
    # An update that changes nothing gives the row back; "do nothing" would not.
    same = {"document_id": document_id}
    put = adding.on_conflict_do_update(constraint="deck_document", set_=same).returning(deck.c.id)
    deck_id: UUID = (await uow.execute(put)).scalar_one()
    return deck_id


async def add_deck(uow: UnitOfWork, owner_id: UUID, new: Deck) -> None:
    """Insert a deck."""
    columns = ("id", "subject_id", "document_id", "title", "created_at")
    await uow.execute(insert(deck).values(owner_id=owner_id, **{name: getattr(new, name) for name in columns}))


async def change_deck(uow: UnitOfWork, deck_id: UUID, **changes: object) -> None:
    """Change columns of a deck."""
    await uow.execute(update(deck).where(deck.c.id == deck_id).values(**changes))


async def remove_from_deck(uow: UnitOfWork, deck_id: UUID, item_id: UUID) -> None:
    """Take an item out of a deck."""
    await uow.execute(delete(deck_item).where(deck_item.c.deck_id == deck_id, deck_item.c.item_id == item_id))


async def subject_of_document(uow: UnitOfWork, document_id: UUID) -> UUID | None:
    """The subject that a document's deck lies in; None if it has no deck."""
    found = await uow.execute(select(deck.c.subject_id).where(deck.c.document_id == document_id))
    subject_id: UUID | None = found.scalar_one_or_none()
    return subject_id


async def is_archived(uow: UnitOfWork, document_id: UUID) -> bool:
    """Whether the deck of a document is archived."""
    query = select(deck.c.id).where(deck.c.document_id == document_id, deck.c.archived_at.is_not(None))
    return (await uow.execute(query)).first() is not None


async def add_to_deck(uow: UnitOfWork, deck_id: UUID, item_ids: Sequence[UUID]) -> None:
    """Put items at the end of a deck; those it has already stay where they are."""
    last = select(func.coalesce(func.max(deck_item.c.position), -1)).where(deck_item.c.deck_id == deck_id)
    first_free = int((await uow.execute(last)).scalar_one()) + 1
    rows = [
        {"deck_id": deck_id, "item_id": item_id, "position": first_free + number}
        for number, item_id in enumerate(item_ids)
    ]
    if rows:
        await uow.execute(postgresql.insert(deck_item).on_conflict_do_nothing(), rows)


async def find_deck(uow: UnitOfWork, owner_id: UUID, deck_id: UUID) -> Deck | None:
    """A live deck of this owner."""
    row = (await uow.execute(_live(owner_id).where(deck.c.id == deck_id))).one_or_none()
    return _deck(row) if row else None


async def find_written(uow: UnitOfWork, owner_id: UUID, subject_id: UUID, title: str) -> UUID | None:
    """The oldest live deck of a subject with this title that no document was made into."""
    written = (deck.c.subject_id == subject_id) & (deck.c.title == title) & deck.c.document_id.is_(None)
    live = deck.c.archived_at.is_(None) & (deck.c.owner_id == owner_id)
    query = select(deck.c.id).where(written, live).order_by(deck.c.id).limit(1)
    deck_id: UUID | None = (await uow.execute(query)).scalar_one_or_none()
    return deck_id


async def list_decks(
    uow: UnitOfWork, owner_id: UUID, limit: int, *, before: UUID | None, among: Mapping[str, UUID | None]
) -> list[Deck]:
    """Live decks of this owner, the newest first; `among` names what they must belong to, column by column."""
    query = _live(owner_id).order_by(deck.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(deck.c.id < before)
    for column, value in among.items():
        if value is not None:
            query = query.where(deck.c[column] == value)
    return [_deck(row) for row in await uow.execute(query)]


async def archive_deck_of(uow: UnitOfWork, document_id: UUID) -> None:
    """Archive the deck of a document."""
    live = (deck.c.document_id == document_id) & deck.c.archived_at.is_(None)
    await uow.execute(update(deck).where(live).values(archived_at=uow.clock.now()))


def _live(owner_id: UUID) -> Select[Any]:
    active = (
        select(func.count())
        .select_from(deck_item.join(item, item.c.id == deck_item.c.item_id))
        .where(deck_item.c.deck_id == deck.c.id, item.c.status == "active")
        .scalar_subquery()
    )
    columns = (deck.c.id, deck.c.subject_id, deck.c.document_id, deck.c.title, deck.c.created_at, active.label("items"))
    return select(*columns).where(deck.c.owner_id == owner_id, deck.c.archived_at.is_(None))


def _deck(row: Row[Any]) -> Deck:
    return Deck(**row._asdict())
