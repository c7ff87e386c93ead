"""Plans: which there are, who has which, and until when. What a plan entitles to is data."""

from datetime import datetime
from uuid import UUID

from lyceum.identity import facade as identity
from lyceum.people import rules
from lyceum.people.contracts import HeldPlan, Plan, PlanSource, PlanUnknown
from lyceum.people.events import PlanChanged
from lyceum.people.store import plans
from lyceum.platform import security_log
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

PLAN_CHANGED = "people.plan_changed"
_ASSIGN = "plans:assign"
_AT_ONCE = 500


async def list_plans(uow: UnitOfWork, who: Principal) -> list[Plan]:
    """Every plan there is, the least first."""
    who.require("people:view")
    return await plans.list_plans(uow)


async def read_own(uow: UnitOfWork, who: Principal) -> HeldPlan:
    """The plan of whoever asks."""
    who.require("people:view")
    return await held_by(uow, who.user_id)


async def held_by(uow: UnitOfWork, account_id: UUID) -> HeldPlan:
    """The plan of an account now: what it was given, else the free one."""
    held = await plans.find_held(uow, account_id, uow.clock.now())
    return held or HeldPlan(await _named(uow, rules.FREE_PLAN))


async def assign(
    uow: UnitOfWork, who: Principal, account_id: UUID, *, plan: str, expires_at: datetime | None
) -> HeldPlan:
    """Give somebody a plan, until a moment or until it is taken back.

    Raises:
        PermissionMissing: without `plans:assign`.
        PersonNotFound: if there is no such account.
        PlanUnknown, CodeExpiryInvalid: as named.
    """
    who.require(_ASSIGN)
    await identity.find_person(uow, account_id)
    return await give(
        uow, account_id, plan, source=PlanSource.ADMINISTRATOR, expires_at=expires_at, assigned_by=who.user_id
    )


async def give(
    uow: UnitOfWork,
    account_id: UUID,
    plan: str,
    *,
    source: PlanSource,
    expires_at: datetime | None = None,
    assigned_by: UUID | None = None,
) -> HeldPlan:
    """Give an account a plan, whoever decided it, and tell of it if it is another than before.

    Raises:
        PlanUnknown: if there is no such plan.
        CodeExpiryInvalid: if it is to end in the past, or in more than ten years.
    """
    given, now = await _named(uow, plan), uow.clock.now()
    ends = rules.later(expires_at, now)
    await plans.lock_account(uow, account_id)
    before = await held_by(uow, account_id)
    if given.name == rules.FREE_PLAN:
        held = HeldPlan(given)
        await plans.forget_held(uow, account_id)
    else:
        held = HeldPlan(given, source, now, ends)
        await plans.put_held(uow, account_id, held, assigned_by=assigned_by)
    if (before.plan.name, before.expires_at) != (held.plan.name, held.expires_at):
        await _tell(uow, account_id, held, by=assigned_by)
    return held


async def end_expired(uow: UnitOfWork) -> int:
    """Let some accounts whose plan has ended fall back to the free one; how many."""
    ended = await plans.take_expired(uow, uow.clock.now(), _AT_ONCE)
    free = HeldPlan(await _named(uow, rules.FREE_PLAN))
    for account_id in ended:
        await _tell(uow, account_id, free, by=None)
    return len(ended)


async def _tell(uow: UnitOfWork, account_id: UUID, held: HeldPlan, *, by: UUID | None) -> None:
    name = held.plan.name
    details = {"plan": name, "by": str(by) if by else None}
    await security_log.note(uow, PLAN_CHANGED, account_id, details=details)
    uow.emit(PlanChanged(account_id=account_id, plan=name, source=held.source, expires_at=held.expires_at))


async def _named(uow: UnitOfWork, name: str) -> Plan:
    plan = await plans.find_plan(uow, name)
    if plan is None:
        known = ", ".join(each.name for each in await plans.list_plans(uow))
        raise PlanUnknown(f"There is no such plan here. Give one of: {known}.", details={"field": "plan"})
    return plan
