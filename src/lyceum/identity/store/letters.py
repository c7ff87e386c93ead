"""Rows of letters on their way: claimed by whoever sends them, deleted once handed over."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from lyceum.identity.contracts.letters import LetterKind
from lyceum.identity.tables import letter
from lyceum.platform.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLetter:
    """A letter on its way.

    Attributes:
        id: also of the event that sets it going.
        kind: what it says.
        address_sealed: whom it goes to.
        language: it is written in.
        account_id: whose it is; None for an address that may be nobody's.
        link_id: the link that stands in it; None for none.
        details: what else stands in it.
        created_at: when it was posted.
        attempts: how often it was tried to hand it over.
    """

    id: UUID
    kind: LetterKind
    address_sealed: bytes = field(repr=False)
    language: str
    account_id: UUID | None = None
    link_id: UUID | None = None
    details: dict[str, Any]
    created_at: datetime
    attempts: int = 0


async def add(uow: UnitOfWork, waiting: WaitingLetter) -> None:
    """Insert a letter, due now."""
    row = {name: getattr(waiting, name) for name in WaitingLetter.__dataclass_fields__}
    await uow.execute(insert(letter).values(**row, next_try_at=waiting.created_at))


async def claim(uow: UnitOfWork, letter_id: UUID, lease: timedelta) -> WaitingLetter | None:
    """Take a letter to send it, if it is due; nobody else gets it until the lease ends."""
    now = uow.clock.now()
    due = (letter.c.id == letter_id) & (letter.c.next_try_at <= now)
    taken = update(letter).where(due).values(attempts=letter.c.attempts + 1, next_try_at=now + lease)
    row = (await uow.execute(taken.returning(letter))).mappings().one_or_none()
    if row is None:
        return None
    values = {name: row[name] for name in WaitingLetter.__dataclass_fields__}
    return WaitingLetter(**{**values, "kind": LetterKind(row["kind"])})


async def put_off(uow: UnitOfWork, letter_id: UUID, pause: timedelta) -> None:
    """Give a claimed letter back, to be tried again after a pause."""
    later = uow.clock.now() + pause
    await uow.execute(update(letter).where(letter.c.id == letter_id).values(next_try_at=later))


async def remove(uow: UnitOfWork, letter_id: UUID) -> None:
    """Delete a letter."""
    await uow.execute(delete(letter).where(letter.c.id == letter_id))


async def due(uow: UnitOfWork, limit: int) -> list[UUID]:
    """The letters that are due, those first that have been for longest: one that cannot be sent holds up no other."""
    waiting = select(letter.c.id).where(letter.c.next_try_at <= uow.clock.now())
    return list((await uow.execute(waiting.order_by(letter.c.next_try_at, letter.c.id).limit(limit))).scalars())
