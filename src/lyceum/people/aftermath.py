"""What becomes of somebody's places between people when their account is closed or suspended."""

from uuid import UUID

from lyceum.people import guardians, rules
from lyceum.people.belonging import give_rank
from lyceum.people.circles import put_away
from lyceum.people.contracts import Membership, MembershipStatus, Rank
from lyceum.people.events import MemberLeft
from lyceum.people.store import bonds, circles, members, plans
from lyceum.people.store.members import Standing
from lyceum.platform.unit_of_work import UnitOfWork


async def after_closing(uow: UnitOfWork, account_id: UUID) -> None:
    """Somebody is gone for good: they are in nothing any more, and what only they led passes on or is put away."""
    for mine in await members.active_of(uow, [account_id]):
        if not await circles.lock(uow, mine.kind, mine.circle_id):
            continue
        others = [each for each in await members.active_in(uow, mine.circle_id) if each.account_id != account_id]
        gone = Standing(account_id, Rank.MEMBER, MembershipStatus.LEFT, uow.clock.now())
        await members.put(uow, mine.circle_id, gone)
        uow.emit(MemberLeft(circle_id=mine.circle_id, kind=mine.kind, account_id=account_id))
        if not _has_head(others) and not await _pass_on(uow, others):
            await put_away(uow, mine.kind, mine.circle_id, archived_by=None)
    await members.withdraw_invitations(uow, account_id)
    await guardians.end_all(uow, account_id)
    await bonds.forget_person(uow, account_id)
    await plans.forget_held(uow, account_id)


async def after_suspension(uow: UnitOfWork, account_id: UUID) -> None:
    """Somebody may come back: they stay where they are, but what only they led is led by the next in rank, if any."""
    for mine in await members.active_of(uow, [account_id]):
        if not await circles.lock(uow, mine.kind, mine.circle_id):
            continue
        everybody = await members.active_in(uow, mine.circle_id)
        others = [each for each in everybody if each.account_id != account_id]
        leads = any(each.account_id == account_id and each.rank is Rank.HEAD for each in everybody)
        if leads and not _has_head(others) and await _pass_on(uow, others):
            await give_rank(uow, mine, account_id, Rank.STEWARD, changed_by=None)


async def _pass_on(uow: UnitOfWork, others: list[Membership]) -> bool:
    """Let the next in rank lead a locked circle; False if there is nobody."""
    successor = rules.next_head(others)
    if successor is None:
        return False
    await give_rank(uow, successor, successor.account_id, Rank.HEAD, changed_by=None)
    return True


def _has_head(people: list[Membership]) -> bool:
    return any(each.rank is Rank.HEAD for each in people)
