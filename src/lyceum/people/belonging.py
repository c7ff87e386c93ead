"""Being in a circle, and ceasing to be: its members, their roles, leaving and removing."""

from datetime import datetime
from uuid import UUID

from lyceum.identity import facade as identity
from lyceum.people import naming, rules
from lyceum.people.circles import EDIT, VIEW, require_rank
from lyceum.people.contracts import (
    Circle,
    CircleKind,
    CircleRole,
    LastHead,
    Member,
    MemberNotFound,
    Membership,
    MembershipStatus,
    PersonCard,
    Rank,
    RankMissing,
    TeacherNeeded,
)
from lyceum.people.events import MemberLeft, MemberRemoved, MemberRoleChanged
from lyceum.people.store import members
from lyceum.people.store.members import Standing
from lyceum.platform import security_log
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

ROLE_CHANGED = "people.member_role_changed"
MEMBER_REMOVED = "people.member_removed"
_TEACHES = "courses:create"


async def list_members(
    uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID, page: PageRequest
) -> Page[Member]:
    """Who is in a circle, its leaders first, then as they came; who leads it sees who is invited, too.

    Members who blocked each other are not shown to each other, unless one of them leads the circle.

    Raises:
        CircleNotFound: if whoever asks may not know of it.
        RankMissing: if they may, and are not in it.
    """
    who.require(VIEW)
    circle = await require_rank(uow, who, kind, circle_id, least=Rank.MEMBER)
    after = decode_cursor(page.cursor, int, datetime, UUID) if page.cursor else None
    sees_all = circle.rank is not None and circle.rank >= Rank.STEWARD
    rows = await members.list_members(uow, circle_id, who.user_id, page.limit + 1, sees_all=sees_all, after=after)
    found = cut(rows, page.limit, lambda row: (int(row.rank), row.since, row.account_id))
    cards = await naming.cards(uow, [row.account_id for row in found.items])
    shown = [
        Member(_shown(cards[row.account_id], row.status), rules.role_of(kind, row.rank), row.status, row.since)
        for row in found.items
        if row.account_id in cards
    ]
    return Page(shown, found.next_cursor)


async def end_membership(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID, account_id: UUID) -> None:
    """Leave a circle, or remove somebody from it, or withdraw their invitation; it acts at once.

    Raises:
        CircleNotFound: if whoever asks may not know of it.
        LastHead: if they are its only head and leave.
        RankMissing: if it is somebody else, whose rank is not below theirs.
        MemberNotFound: if that person is not in it.
    """
    who.require(EDIT)
    circle = await require_rank(uow, who, kind, circle_id, least=Rank.MEMBER, hold=True)
    if account_id == who.user_id:
        await _leave(uow, circle, who.user_id)
    else:
        await _remove(uow, who, circle, account_id)


async def set_role(
    uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID, *, account_id: UUID, role: CircleRole
) -> Member:
    """Give a member another role. A head gives any; everybody may step down, but for the last head.

    Raises:
        CircleRoleUnknown: if this kind of circle has no such role.
        CircleNotFound: if whoever asks may not know of it.
        RankMissing: if they may not give that role to that person.
        MemberNotFound: if that person is not in it.
        TeacherNeeded: if somebody is to teach a class who does not teach on this installation.
        LastHead: if its only head steps down.
    """
    who.require(EDIT)
    circle = await require_rank(uow, who, kind, circle_id, least=Rank.MEMBER, hold=True)
    new = rules.rank_of(kind, role)
    mine = circle.rank or Rank.MEMBER
    # Before anybody is looked for: who leads nothing must not find out who is in it and hidden from them.
    if new > mine or (account_id != who.user_id and mine < Rank.HEAD):
        raise _too_low(kind)
    standing = await _active(uow, circle, account_id)
    # Beside somebody else who heads it there is whoever asks, who does too.
    if new < mine:
        await _require_another_head(uow, circle, account_id)
    if account_id != who.user_id and not rules.may_give_rank(mine, standing.rank, new):
        raise _too_low(kind)
    if kind is CircleKind.CLASS and new > standing.rank:
        await _require_teacher(uow, account_id)
    if new is not standing.rank:
        await give_rank(uow, circle, account_id, new, changed_by=who.user_id)
    cards = await naming.cards(uow, [account_id])
    if account_id not in cards:
        raise _no_member()
    return Member(cards[account_id], role, MembershipStatus.ACTIVE, standing.since)


async def give_rank(
    uow: UnitOfWork, circle: Circle | Membership, account_id: UUID, rank: Rank, *, changed_by: UUID | None
) -> None:
    """Write another rank of a member of a locked circle, and tell of it."""
    circle_id = circle.id if isinstance(circle, Circle) else circle.circle_id
    role = rules.role_of(circle.kind, rank)
    await members.set_rank(uow, circle_id, account_id, rank)
    details = {"circle_id": str(circle_id), "role": role.value, "by": str(changed_by) if changed_by else None}
    await security_log.note(uow, ROLE_CHANGED, account_id, details=details)
    uow.emit(
        MemberRoleChanged(
            circle_id=circle_id, kind=circle.kind, account_id=account_id, role=role, changed_by=changed_by
        )
    )


async def _leave(uow: UnitOfWork, circle: Circle, account_id: UUID) -> None:
    await _require_another_head(uow, circle, account_id)
    gone = Standing(account_id, Rank.MEMBER, MembershipStatus.LEFT, uow.clock.now())
    await members.put(uow, circle.id, gone)
    uow.emit(MemberLeft(circle_id=circle.id, kind=circle.kind, account_id=account_id))


async def _remove(uow: UnitOfWork, who: Principal, circle: Circle, account_id: UUID) -> None:
    mine = circle.rank or Rank.MEMBER
    if mine < Rank.STEWARD:
        raise _too_low(circle.kind)
    standing = await members.find(uow, circle.id, account_id)
    if standing is None or standing.status not in {MembershipStatus.ACTIVE, MembershipStatus.INVITED}:
        raise _no_member()
    if not rules.may_remove(mine, standing.rank):
        raise _too_low(circle.kind)
    if standing.status is MembershipStatus.INVITED:
        await members.withdraw_invitation(uow, circle.id, account_id)
        return
    gone = Standing(account_id, Rank.MEMBER, MembershipStatus.REMOVED, uow.clock.now())
    await members.put(uow, circle.id, gone)
    details = {"circle_id": str(circle.id), "by": str(who.user_id)}
    await security_log.note(uow, MEMBER_REMOVED, account_id, details=details)
    uow.emit(MemberRemoved(circle_id=circle.id, kind=circle.kind, account_id=account_id, removed_by=who.user_id))


async def _require_another_head(uow: UnitOfWork, circle: Circle, account_id: UUID) -> None:
    everybody = await members.active_in(uow, circle.id)
    heads = {member.account_id for member in everybody if member.rank is Rank.HEAD}
    if heads == {account_id}:
        role = rules.role_of(circle.kind, Rank.HEAD)
        raise LastHead(
            f"You are the only {role.value}. Give the role to somebody else first, or put it away.",
            details={"role": role.value},
        )


async def _require_teacher(uow: UnitOfWork, account_id: UUID) -> None:
    person = (await identity.people(uow, [account_id])).get(account_id)
    if person is None or _TEACHES not in person.permissions:
        raise TeacherNeeded("This person does not teach on this installation. Ask an administrator to let them teach.")


def _shown(card: PersonCard, status: MembershipStatus) -> PersonCard:
    return naming.unnamed(card) if status is MembershipStatus.INVITED else card


async def _active(uow: UnitOfWork, circle: Circle, account_id: UUID) -> Standing:
    standing = await members.find(uow, circle.id, account_id)
    if standing is None or standing.status is not MembershipStatus.ACTIVE:
        raise _no_member()
    return standing


def _no_member() -> MemberNotFound:
    return MemberNotFound("This person is not in it. Look at its members.")


def _too_low(kind: CircleKind) -> RankMissing:
    role = rules.role_of(kind, Rank.HEAD)
    return RankMissing(
        "Your role in it is not high enough for this. Ask somebody who leads it.", details={"role": role.value}
    )
