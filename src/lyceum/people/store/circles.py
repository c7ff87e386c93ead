"""SQL of organisations, classes and groups: every read is filtered by what the viewer may know of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update

from lyceum.people.contracts import Circle, CircleKind, CircleText, JoinCode, MembershipStatus, Rank
from lyceum.people.rules import written_code
from lyceum.people.tables import circle, membership
from lyceum.platform.unit_of_work import UnitOfWork

_TEXT = tuple(CircleText.__dataclass_fields__)
# Who administers an organisation sees its classes; nobody else sees a private circle from outside.
_VISIBLE = """(m.status in ('active', 'invited') or not c.is_private or exists (
    select from people.membership o join people.circle parent on parent.id = o.circle_id
    where o.circle_id = c.organisation_id and o.account_id = :viewer_id and o.status = 'active' and o.rank >= 2
        and parent.archived_at is null))"""
_SEEN = """
    select c.*, case when m.status = 'active' then m.rank end as rank, m.status,
        (select count(*) from people.membership n where n.circle_id = c.id and n.status = 'active') as members
    from people.circle c
    left join people.membership m on m.circle_id = c.id and m.account_id = :viewer_id
    where c.archived_at is null and c.kind = :kind and {condition}"""
_ONE = text(_SEEN.format(condition=f"c.id = :circle_id and {_VISIBLE}"))
_PAGE = " and (cast(:before as uuid) is null or c.id < :before) order by c.id desc limit :limit"
_MINE = text(_SEEN.format(condition="m.status = 'active'") + _PAGE)
_OPEN = text(_SEEN.format(condition="not c.is_private") + _PAGE)
_INVITING = text("""
    select c.id, c.kind, c.name, m.since from people.circle c join people.membership m on m.circle_id = c.id
    where m.account_id = :viewer_id and m.status = 'invited' and c.archived_at is null
        and (cast(:before as uuid) is null or c.id < :before)
    order by c.id desc limit :limit""")


async def add(uow: UnitOfWork, circle_id: UUID, kind: CircleKind, said: CircleText, **more: object) -> None:
    """Insert a circle, nobody in it yet; `more` are its other columns."""
    await uow.execute(insert(circle).values(id=circle_id, kind=kind, **columns(said), **more))


def columns(said: CircleText) -> dict[str, Any]:
    """What a circle says of itself, as columns."""
    return {name: list(value) if isinstance(value := getattr(said, name), tuple) else value for name in _TEXT}


async def find(uow: UnitOfWork, viewer_id: UUID, kind: CircleKind, circle_id: UUID) -> Circle | None:
    """A live circle of this kind that the viewer may know of."""
    query = {"viewer_id": viewer_id, "kind": kind, "circle_id": circle_id}
    row = (await uow.execute(_ONE, query)).one_or_none()
    return _circle(row) if row else None


async def lock(uow: UnitOfWork, kind: CircleKind, circle_id: UUID) -> bool:
    """Let nobody else change a live circle, or who is in it, until the transaction ends; False if there is none."""
    query = select(circle.c.id).where(circle.c.id == circle_id, circle.c.kind == kind, circle.c.archived_at.is_(None))
    return (await uow.execute(query.with_for_update())).one_or_none() is not None


async def list_mine(
    uow: UnitOfWork, viewer_id: UUID, kind: CircleKind, limit: int, *, before: UUID | None
) -> list[Circle]:
    """The live circles of this kind that somebody is in, the newest first."""
    query = {"viewer_id": viewer_id, "kind": kind, "limit": limit, "before": before}
    return [_circle(row) for row in await uow.execute(_MINE, query)]


async def list_open(
    uow: UnitOfWork, viewer_id: UUID, kind: CircleKind, limit: int, *, before: UUID | None
) -> list[Circle]:
    """The live circles of this kind that anybody may join, the newest first."""
    query = {"viewer_id": viewer_id, "kind": kind, "limit": limit, "before": before}
    return [_circle(row) for row in await uow.execute(_OPEN, query)]


async def list_inviting(
    uow: UnitOfWork, viewer_id: UUID, limit: int, *, before: UUID | None
) -> list[tuple[UUID, CircleKind, str, datetime]]:
    """The live circles that have invited somebody who has not answered: id, kind, name, and when."""
    query = {"viewer_id": viewer_id, "limit": limit, "before": before}
    rows = await uow.execute(_INVITING, query)
    return [(row.id, CircleKind(row.kind), row.name, row.since) for row in rows]


async def change(uow: UnitOfWork, circle_id: UUID, **changes: object) -> None:
    """Change columns of a circle."""
    await uow.execute(update(circle).where(circle.c.id == circle_id).values(**changes))


async def limit_of(uow: UnitOfWork, circle_id: UUID) -> int:
    """How many may be in a circle."""
    return int((await uow.execute(select(circle.c.member_limit).where(circle.c.id == circle_id))).scalar_one())


async def kind_inviting(uow: UnitOfWork, account_id: UUID, circle_id: UUID) -> CircleKind | None:
    """The kind of a live circle that has invited somebody; None if it has not."""
    query = select(circle.c.kind).join_from(circle, membership)
    mine = (membership.c.account_id == account_id) & (membership.c.status == MembershipStatus.INVITED)
    query = query.where(circle.c.id == circle_id, circle.c.archived_at.is_(None), mine)
    found = (await uow.execute(query)).scalar_one_or_none()
    return CircleKind(found) if found else None


async def with_code(uow: UnitOfWork, kind: CircleKind, code: str, now: datetime) -> UUID | None:
    """The live circle of this kind whose code this is now; it may be used up."""
    holds = circle.c.code_expires_at.is_(None) | (circle.c.code_expires_at > now)
    query = select(circle.c.id).where(circle.c.code == code, circle.c.kind == kind, circle.c.archived_at.is_(None))
    found: UUID | None = (await uow.execute(query.where(holds))).scalar_one_or_none()
    return found


async def use_code(uow: UnitOfWork, circle_id: UUID) -> bool:
    """Count that somebody joins by the code; False if it is used up."""
    uses_left = circle.c.code_uses_left
    statement = update(circle).where(circle.c.id == circle_id, uses_left.is_(None) | (uses_left > 0))
    return (
        await uow.execute(statement.values(code_uses_left=uses_left - 1).returning(circle.c.id))
    ).first() is not None


def _circle(row: Row[Any]) -> Circle:
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value := getattr(row, name), list) else value for name in _TEXT
    }
    rank = Rank(row.rank) if row.rank is not None else None
    code = JoinCode(written_code(row.code) if row.code else None, row.code_expires_at, row.code_uses_left)
    return Circle(
        id=row.id,
        kind=CircleKind(row.kind),
        text=CircleText(**said),
        members=row.members,
        rank=rank,
        status=MembershipStatus(row.status) if row.status else None,
        join_code=code if rank is not None and rank >= Rank.STEWARD else None,
        created_at=row.created_at,
    )
