"""SQL of guardianships, those that wait and those that hold, and of the codes that make one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update

from lyceum.people.contracts import Side
from lyceum.people.tables import guardian_code, guardianship
from lyceum.platform.unit_of_work import UnitOfWork

_LIVE = guardianship.c.ended_at.is_(None)
_HOLDS = _LIVE & guardianship.c.accepted_at.is_not(None)


@dataclass(frozen=True, slots=True)
class Link:
    """A guardianship that has not ended; a side is None if nobody with an account was asked."""

    id: UUID
    guardian_id: UUID | None
    learner_id: UUID | None
    asked_by: Side
    asked_at: datetime
    accepted_at: datetime | None

    def asker(self) -> UUID | None:
        """Who asked."""
        return self.guardian_id if self.asked_by is Side.GUARDIAN else self.learner_id

    def other_than(self, account_id: UUID) -> UUID | None:
        """The other of the two."""
        return self.learner_id if self.guardian_id == account_id else self.guardian_id


_COLUMNS = [guardianship.c[name] for name in Link.__dataclass_fields__]


async def add(uow: UnitOfWork, link: Link) -> None:
    """Insert a guardianship."""
    await uow.execute(insert(guardianship).values(**{name: getattr(link, name) for name in Link.__dataclass_fields__}))


async def lock(uow: UnitOfWork, account_id: UUID, link_id: UUID) -> Link | None:
    """A live guardianship that this person is one of the two in, unchangeable by others until the transaction ends."""
    query = select(*_COLUMNS).where(guardianship.c.id == link_id, _LIVE, _mine(account_id)).with_for_update()
    row = (await uow.execute(query)).one_or_none()
    return _link(row) if row else None


async def find_pair(uow: UnitOfWork, guardian_id: UUID, learner_id: UUID) -> Link | None:
    """The live guardianship of these two, waiting or not. Call it under the lock of the pair."""
    mine = (guardianship.c.guardian_id == guardian_id) & (guardianship.c.learner_id == learner_id)
    row = (await uow.execute(select(*_COLUMNS).where(mine, _LIVE).with_for_update())).one_or_none()
    return _link(row) if row else None


async def list_of(
    uow: UnitOfWork, account_id: UUID, limit: int, *, asked_after: datetime, before: UUID | None
) -> list[Link]:
    """The guardianships of somebody that hold, or have waited since after a moment; the newest first."""
    recent = guardianship.c.accepted_at.is_not(None) | (guardianship.c.asked_at > asked_after)
    query = select(*_COLUMNS).where(_LIVE, _mine(account_id), recent).order_by(guardianship.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(guardianship.c.id < before)
    return [_link(row) for row in await uow.execute(query)]


async def count_asked(uow: UnitOfWork, account_id: UUID, *, asked_after: datetime) -> int:
    """How many guardianships somebody has asked for since a moment that still wait."""
    by_guardian = (guardianship.c.asked_by == Side.GUARDIAN) & (guardianship.c.guardian_id == account_id)
    by_learner = (guardianship.c.asked_by == Side.LEARNER) & (guardianship.c.learner_id == account_id)
    waits = _LIVE & guardianship.c.accepted_at.is_(None) & (guardianship.c.asked_at > asked_after)
    query = select(func.count()).select_from(guardianship).where(waits, or_(by_guardian, by_learner))
    return int((await uow.execute(query)).scalar_one())


async def accept(uow: UnitOfWork, link_id: UUID, now: datetime) -> None:
    """Let a guardianship hold from now on."""
    await uow.execute(update(guardianship).where(guardianship.c.id == link_id).values(accepted_at=now))


async def end(uow: UnitOfWork, link_id: UUID, now: datetime) -> None:
    """End a guardianship."""
    await uow.execute(update(guardianship).where(guardianship.c.id == link_id).values(ended_at=now))


async def forget_asked(uow: UnitOfWork, link: Link) -> None:
    """Forget who was asked for a guardianship, which goes on waiting for nobody."""
    asked = guardianship.c.learner_id if link.asked_by is Side.GUARDIAN else guardianship.c.guardian_id
    await uow.execute(update(guardianship).where(guardianship.c.id == link.id).values({asked: None}))


async def live_of(uow: UnitOfWork, account_id: UUID) -> list[Link]:
    """Every live guardianship of somebody, locked, in the order they were asked for."""
    query = select(*_COLUMNS).where(_LIVE, _mine(account_id)).order_by(guardianship.c.id).with_for_update()
    return [_link(row) for row in await uow.execute(query)]


async def wards_of(uow: UnitOfWork, guardian_id: UUID) -> set[UUID]:
    """The learners somebody is the guardian of."""
    query = select(guardianship.c.learner_id).where(guardianship.c.guardian_id == guardian_id, _HOLDS)
    return set((await uow.execute(query)).scalars())


async def guardians_of(uow: UnitOfWork, learner_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The guardians of each of these learners who has any."""
    query = select(guardianship.c.learner_id, guardianship.c.guardian_id)
    found: dict[UUID, set[UUID]] = {}
    for row in await uow.execute(query.where(guardianship.c.learner_id.in_(list(learner_ids)), _HOLDS)):
        found.setdefault(row.learner_id, set()).add(row.guardian_id)
    return found


async def put_code(uow: UnitOfWork, code_hash: bytes, account_id: UUID, side: Side, expires_at: datetime) -> None:
    """Write a code; another of the same person for the same side holds no more."""
    await uow.execute(
        delete(guardian_code).where(guardian_code.c.account_id == account_id, guardian_code.c.side == side)
    )
    values = {"code_hash": code_hash, "account_id": account_id, "side": side, "expires_at": expires_at}
    await uow.execute(insert(guardian_code).values(**values))


async def take_code(uow: UnitOfWork, code_hash: bytes, side: Side, now: datetime) -> UUID | None:
    """Use a code up, whose maker is on this side; the maker, or None if it does not hold."""
    holds = (guardian_code.c.code_hash == code_hash) & (guardian_code.c.side == side)
    statement = delete(guardian_code).where(holds, guardian_code.c.expires_at > now)
    maker: UUID | None = (await uow.execute(statement.returning(guardian_code.c.account_id))).scalar_one_or_none()
    return maker


async def forget_codes(uow: UnitOfWork, account_id: UUID) -> None:
    """Forget the codes somebody made."""
    await uow.execute(delete(guardian_code).where(guardian_code.c.account_id == account_id))


def _mine(account_id: UUID) -> ColumnElement[bool]:
    return or_(guardianship.c.guardian_id == account_id, guardianship.c.learner_id == account_id)


def _link(row: Row[Any]) -> Link:
    return Link(row.id, row.guardian_id, row.learner_id, Side(row.asked_by), row.asked_at, row.accepted_at)
