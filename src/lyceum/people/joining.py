"""Coming into a circle: by its code, by an invitation, or freely where it is open; never as more than a member.

Each way first takes the circle's lock, so that of many who come at once no more get in than there is room for, a code
lends itself no more often than it may, and an invitation is accepted once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.people import naming, rules
from lyceum.people.circles import EDIT, VIEW, find, require_rank
from lyceum.people.codes import fresh_code
from lyceum.people.contracts import (
    AlreadyMember,
    Circle,
    CircleFull,
    CircleKind,
    CodeInvalid,
    InvitationNotFound,
    JoinCode,
    JoinNeedsCode,
    Member,
    MembershipStatus,
    Oneself,
    Rank,
    RemovedMember,
)
from lyceum.people.events import MemberInvited, MemberJoined
from lyceum.people.store import circles, members
from lyceum.people.store.members import Standing
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Invitation:
    """A circle that waits for somebody's answer."""

    circle_id: UUID
    kind: CircleKind
    name: str
    invited_at: datetime


async def renew_code(
    uow: UnitOfWork,
    who: Principal,
    kind: CircleKind,
    circle_id: UUID,
    *,
    expires_at: datetime | None = None,
    max_uses: int | None = None,
) -> JoinCode:
    """Give a circle a new code; the old one lets nobody in any more.

    Raises:
        CircleNotFound, RankMissing: unless whoever asks leads it.
        CodeExpiryInvalid: if it is to end in the past, or in more than ten years.
    """
    who.require(EDIT)
    await require_rank(uow, who, kind, circle_id, least=Rank.STEWARD, hold=True)
    ends, code = rules.later(expires_at, uow.clock.now()), fresh_code()
    await circles.change(uow, circle_id, code=code, code_expires_at=ends, code_uses_left=max_uses)
    return JoinCode(rules.written_code(code), ends, max_uses)


async def revoke_code(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID) -> None:
    """Take a circle's code back: until there is a new one, nobody joins by one.

    Raises:
        CircleNotFound, RankMissing: unless whoever asks leads it.
    """
    who.require(EDIT)
    await require_rank(uow, who, kind, circle_id, least=Rank.STEWARD, hold=True)
    await circles.change(uow, circle_id, code=None, code_expires_at=None, code_uses_left=None)


async def join_by_code(uow: UnitOfWork, who: Principal, kind: CircleKind, typed: str) -> Circle:
    """Join the circle of this kind that has this code; who is in it already stays what they are.

    Raises:
        CodeInvalid: if the code is unknown, replaced, used up, too old, or of another kind of circle.
        RemovedMember: if they were removed from it.
        CircleFull: if there is no room.
    """
    who.require(EDIT)
    code, now = rules.code_key(typed), uow.clock.now()
    circle_id = await circles.with_code(uow, kind, code, now) if code else None
    if circle_id is None or code is None or not await circles.lock(uow, kind, circle_id):
        raise _code_invalid()
    # Somebody may have replaced it before the lock was ours.
    if await circles.with_code(uow, kind, code, now) != circle_id:
        raise _code_invalid()
    if await _enter(uow, who, kind, circle_id) and not await circles.use_code(uow, circle_id):
        raise _code_invalid()
    return await find(uow, who, kind, circle_id)


async def join_open(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID) -> Circle:
    """Join a circle that anybody may join.

    Raises:
        CircleNotFound: if they may not know of it.
        JoinNeedsCode: if they may, and it is not open.
        RemovedMember: if they were removed from it.
        CircleFull: if there is no room.
    """
    who.require(EDIT)
    await circles.lock(uow, kind, circle_id)
    circle = await find(uow, who, kind, circle_id)
    if circle.text.is_private and circle.status is not MembershipStatus.ACTIVE:
        raise JoinNeedsCode("Joining this takes its code, or an invitation that you accept. Ask who leads it.")
    await _enter(uow, who, kind, circle_id)
    return await find(uow, who, kind, circle_id)


async def invite(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID, *, username: str) -> Member:
    """Invite somebody, who becomes a member if they accept; also how who was removed may come back.

    Raises:
        CircleNotFound, RankMissing: unless whoever asks leads it.
        PersonNotFound: if nobody has this username, or one of the two has blocked the other.
        Oneself, AlreadyMember: as named.
    """
    who.require(EDIT)
    await require_rank(uow, who, kind, circle_id, least=Rank.STEWARD, hold=True)
    person = await naming.named(uow, who, username)
    if person.id == who.user_id:
        raise Oneself("You are in it already.")
    known, now = await members.find(uow, circle_id, person.id), uow.clock.now()
    if known is not None and known.status is MembershipStatus.ACTIVE:
        raise AlreadyMember("This person is in it already.")
    if known is None or known.status is not MembershipStatus.INVITED:
        invited = Standing(person.id, Rank.MEMBER, MembershipStatus.INVITED, now)
        await members.put(uow, circle_id, invited, invited_by=who.user_id)
        uow.emit(MemberInvited(circle_id=circle_id, kind=kind, account_id=person.id, invited_by=who.user_id))
    card = naming.unnamed(naming.card_of(person))
    return Member(card, rules.role_of(kind, Rank.MEMBER), MembershipStatus.INVITED, known.since if known else now)


async def list_invitations(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[Invitation]:
    """The circles that wait for an answer of whoever asks, the newest circle first."""
    who.require(VIEW)
    before = decode_cursor(page.cursor, UUID)[0] if page.cursor else None
    rows = await circles.list_inviting(uow, who.user_id, page.limit + 1, before=before)
    return cut([Invitation(*row) for row in rows], page.limit, lambda each: (each.circle_id,))


async def accept_invitation(uow: UnitOfWork, who: Principal, circle_id: UUID) -> Circle:
    """Become a member of a circle that has invited whoever asks.

    Raises:
        InvitationNotFound: if it has not, or has withdrawn it.
        CircleFull: if there is no room; the invitation stays.
    """
    who.require(EDIT)
    kind = await _kind_inviting(uow, who, circle_id)
    if not await circles.lock(uow, kind, circle_id):
        raise _not_invited()
    standing = await members.find(uow, circle_id, who.user_id)
    if standing is None or standing.status is not MembershipStatus.INVITED:
        raise _not_invited()
    await _enter(uow, who, kind, circle_id)
    return await find(uow, who, kind, circle_id)


async def decline_invitation(uow: UnitOfWork, who: Principal, circle_id: UUID) -> None:
    """Refuse an invitation; nobody is told.

    Raises:
        InvitationNotFound: if there is none.
    """
    who.require(EDIT)
    kind = await _kind_inviting(uow, who, circle_id)
    await circles.lock(uow, kind, circle_id)
    standing = await members.find(uow, circle_id, who.user_id)
    if standing is None or standing.status is not MembershipStatus.INVITED:
        raise _not_invited()
    await members.withdraw_invitation(uow, circle_id, who.user_id)


async def _kind_inviting(uow: UnitOfWork, who: Principal, circle_id: UUID) -> CircleKind:
    kind = await circles.kind_inviting(uow, who.user_id, circle_id)
    if kind is None:
        raise _not_invited()
    return kind


async def _enter(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID) -> bool:
    """Make somebody a plain member of a locked circle; False if they were in it."""
    standing = await members.find(uow, circle_id, who.user_id)
    status = standing.status if standing else None
    if status is MembershipStatus.ACTIVE:
        return False
    if status is MembershipStatus.REMOVED:
        raise RemovedMember("You were removed from it. Ask who leads it to invite you.")
    limit = await circles.limit_of(uow, circle_id)
    if await members.count_active(uow, circle_id) >= limit:
        raise CircleFull(f"It has {limit} members, as many as it takes.", details={"limit": limit})
    now = uow.clock.now()
    await members.put(uow, circle_id, Standing(who.user_id, Rank.MEMBER, MembershipStatus.ACTIVE, now))
    role = rules.role_of(kind, Rank.MEMBER)
    uow.emit(MemberJoined(circle_id=circle_id, kind=kind, account_id=who.user_id, role=role))
    return True


def _code_invalid() -> CodeInvalid:
    return CodeInvalid("This code is not known, or not any more. Check it, or ask for the one that holds now.")


def _not_invited() -> InvitationNotFound:
    return InvitationNotFound("You have no invitation to this. Perhaps it was withdrawn; ask who sent it.")
