"""SQL of plans, and of who has which."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from lyceum.people.contracts import HeldPlan, Plan, PlanSource
from lyceum.people.tables import held_plan, plan
from lyceum.platform.locks import lock_key
from lyceum.platform.unit_of_work import UnitOfWork

_LOCK = text("select pg_advisory_xact_lock(:key)")
_EXPIRED = text("""
    delete from people.held_plan where account_id in (
        select account_id from people.held_plan where expires_at <= :now order by expires_at limit :limit
        for update skip locked)
    returning account_id""")


async def list_plans(uow: UnitOfWork) -> list[Plan]:
    """Every plan, the least first."""
    return [_plan(row) for row in await uow.execute(select(plan).order_by(plan.c.position, plan.c.name))]


async def find_plan(uow: UnitOfWork, name: str) -> Plan | None:
    """The plan of this name."""
    row = (await uow.execute(select(plan).where(plan.c.name == name))).one_or_none()
    return _plan(row) if row else None


async def lock_account(uow: UnitOfWork, account_id: UUID) -> None:
    """Let nobody else change the plan of an account until the transaction ends."""
    await uow.execute(_LOCK, {"key": lock_key("people.plan", str(account_id))})


async def find_held(uow: UnitOfWork, account_id: UUID, now: datetime) -> HeldPlan | None:
    """The plan an account was given and that has not ended; None if it has none but the free one."""
    query = select(plan, held_plan.c.source, held_plan.c.since, held_plan.c.expires_at).join_from(held_plan, plan)
    lasts = held_plan.c.expires_at.is_(None) | (held_plan.c.expires_at > now)
    row = (await uow.execute(query.where(held_plan.c.account_id == account_id, lasts))).one_or_none()
    return HeldPlan(_plan(row), PlanSource(row.source), row.since, row.expires_at) if row else None


async def put_held(uow: UnitOfWork, account_id: UUID, held: HeldPlan, *, assigned_by: UUID | None) -> None:
    """Write the plan of an account over the one it had."""
    values = {"plan": held.plan.name, "source": held.source, "since": held.since, "expires_at": held.expires_at}
    statement = insert(held_plan).values(account_id=account_id, assigned_by=assigned_by, **values)
    changes = {**values, "assigned_by": assigned_by}
    await uow.execute(statement.on_conflict_do_update(index_elements=[held_plan.c.account_id], set_=changes))


async def forget_held(uow: UnitOfWork, account_id: UUID) -> None:
    """Leave an account with the free plan."""
    await uow.execute(delete(held_plan).where(held_plan.c.account_id == account_id))


async def take_expired(uow: UnitOfWork, now: datetime, limit: int) -> list[UUID]:
    """Take their plan from accounts whose plan has ended; whose."""
    rows = await uow.execute(_EXPIRED, {"now": now, "limit": limit})
    return [row.account_id for row in rows]


def _plan(row: Row[Any]) -> Plan:
    return Plan(row.name, dict(row.entitlements))
