"""SQL of who is in which circle."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, func, select, text, true, update
from sqlalchemy.dialects.postgresql import insert

from lyceum.people.contracts import CircleKind, Membership, MembershipStatus, Rank
from lyceum.people.tables import circle, membership
from lyceum.platform.unit_of_work import UnitOfWork

# A block hides members from each other, but neither from nor of those who lead the circle.
_LISTED = text("""
    select m.account_id, m.rank, m.status, m.since from people.membership m
    where m.circle_id = :circle_id and m.status = any(:statuses)
        and (:sees_all or m.rank >= 2 or not exists (
            select from people.block b where (b.blocker_id, b.blocked_id) in
                ((m.account_id, :viewer_id), (:viewer_id, m.account_id))))
        and (cast(:rank as integer) is null or (-m.rank, m.since, m.account_id) > (-:rank, :since, :account_id))
    order by -m.rank, m.since, m.account_id limit :limit""")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands to a circle."""

    account_id: UUID
    rank: Rank
    status: MembershipStatus
    since: datetime


async def find(uow: UnitOfWork, circle_id: UUID, account_id: UUID) -> Standing | None:
    """How an account stands to a circle; None if it never had to do with it."""
    query = select(membership).where(membership.c.circle_id == circle_id, membership.c.account_id == account_id)
    row = (await uow.execute(query)).one_or_none()
    return _standing(row) if row else None


async def put(uow: UnitOfWork, circle_id: UUID, new: Standing, *, invited_by: UUID | None = None) -> None:
    """Write how an account stands to a circle, over what was there. Call it under the circle's lock."""
    values = {"rank": new.rank, "status": new.status, "since": new.since, "invited_by": invited_by}
    if new.status is not MembershipStatus.INVITED:
        values["removed_at"] = new.since if new.status is MembershipStatus.REMOVED else None
    statement = insert(membership).values(circle_id=circle_id, account_id=new.account_id, **values)
    key = [membership.c.circle_id, membership.c.account_id]
    await uow.execute(statement.on_conflict_do_update(index_elements=key, set_=values))


async def set_rank(uow: UnitOfWork, circle_id: UUID, account_id: UUID, rank: Rank) -> None:
    """Give a member another rank. Call it under the circle's lock."""
    mine = (membership.c.circle_id == circle_id) & (membership.c.account_id == account_id)
    await uow.execute(update(membership).where(mine).values(rank=rank))


async def withdraw_invitation(uow: UnitOfWork, circle_id: UUID, account_id: UUID) -> None:
    """As if an account had not been invited to a circle; who had been removed from it is so again."""
    await _withdraw(uow, (membership.c.circle_id == circle_id) & (membership.c.account_id == account_id))


async def count_active(uow: UnitOfWork, circle_id: UUID) -> int:
    """How many are in a circle."""
    active = (membership.c.circle_id == circle_id) & (membership.c.status == MembershipStatus.ACTIVE)
    return int((await uow.execute(select(func.count()).select_from(membership).where(active))).scalar_one())


async def list_members(
    uow: UnitOfWork,
    circle_id: UUID,
    viewer_id: UUID,
    limit: int,
    *,
    sees_all: bool,
    after: tuple[int, datetime, UUID] | None,
) -> list[Standing]:
    """Who is in a circle, its leaders first; who sees all, also sees who is invited."""
    statuses = [MembershipStatus.ACTIVE, MembershipStatus.INVITED] if sees_all else [MembershipStatus.ACTIVE]
    rank, since, account_id = after or (None, None, None)
    query: dict[str, object] = {"circle_id": circle_id, "viewer_id": viewer_id, "limit": limit, "sees_all": sees_all}
    rows = await uow.execute(
        _LISTED, {**query, "statuses": statuses, "rank": rank, "since": since, "account_id": account_id}
    )
    return [_standing(row) for row in rows]


async def active_in(uow: UnitOfWork, circle_id: UUID) -> list[Membership]:
    """Everybody who is in a live circle, in the order they came."""
    query = _active().where(membership.c.circle_id == circle_id)
    return [_membership(row) for row in await uow.execute(query.order_by(membership.c.since, membership.c.account_id))]


async def active_of(
    uow: UnitOfWork, account_ids: Collection[UUID], *, kind: CircleKind | None = None
) -> list[Membership]:
    """The live circles that these accounts are in, in the order of the circles."""
    query = _active().where(membership.c.account_id.in_(list(account_ids)))
    if kind is not None:
        query = query.where(circle.c.kind == kind)
    return [_membership(row) for row in await uow.execute(query.order_by(circle.c.id, membership.c.account_id))]


async def withdraw_invitations(uow: UnitOfWork, account_id: UUID, *, invited_by: UUID | None = None) -> None:
    """As if an account had not been invited where it has not answered: anywhere, or by one inviter."""
    by_them = membership.c.invited_by == invited_by if invited_by is not None else true()
    await _withdraw(uow, (membership.c.account_id == account_id) & by_them)


async def _withdraw(uow: UnitOfWork, which: ColumnElement[bool]) -> None:
    waiting = which & (membership.c.status == MembershipStatus.INVITED)
    removed_again = {"status": MembershipStatus.REMOVED, "since": membership.c.removed_at, "invited_by": None}
    await uow.execute(update(membership).where(waiting, membership.c.removed_at.is_not(None)).values(removed_again))
    await uow.execute(delete(membership).where(waiting))


def _active() -> Select[Any]:
    query = select(membership.c.circle_id, circle.c.kind, membership.c.account_id, membership.c.rank)
    query = query.add_columns(membership.c.since).join_from(membership, circle)
    return query.where(membership.c.status == MembershipStatus.ACTIVE, circle.c.archived_at.is_(None))


def _membership(row: Row[Any]) -> Membership:
    return Membership(row.circle_id, CircleKind(row.kind), row.account_id, Rank(row.rank), row.since)


def _standing(row: Row[Any]) -> Standing:
    return Standing(row.account_id, Rank(row.rank), MembershipStatus(row.status), row.since)
