"""Organisations, classes and groups themselves: making, finding, changing, putting away."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from lyceum.identity import facade as identity
from lyceum.people import rules
from lyceum.people.codes import fresh_code
from lyceum.people.contracts import (
    Circle,
    CircleKind,
    CircleNotFound,
    CircleText,
    LimitBelowMembers,
    MembershipStatus,
    Rank,
    RankMissing,
)
from lyceum.people.events import CircleArchived, CircleCreated, MemberJoined
from lyceum.people.store import circles, members
from lyceum.people.store.members import Standing
from lyceum.platform.ids import new_id
from lyceum.platform.jurisdictions import clean_jurisdiction
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

VIEW, EDIT = "people:view", "people:edit"
_TO_CREATE: Mapping[CircleKind, str] = {
    CircleKind.ORGANISATION: "organisations:create",
    CircleKind.CLASS: "courses:create",
    CircleKind.GROUP: EDIT,
}


async def create(uow: UnitOfWork, who: Principal, kind: CircleKind, said: CircleText) -> Circle:
    """Make a circle, whose first head is whoever makes it, with a code to join it by.

    Raises:
        PermissionMissing: without `courses:create` for a class, `organisations:create` for an organisation.
        CircleNotFound: if a class is to belong to an organisation that its maker is not in.
        CircleNameInvalid, CircleTextInvalid, JurisdictionUnknown: as named.
    """
    who.require(_TO_CREATE[kind])
    said = _cleaned(said)
    if said.organisation_id is not None:
        await require_rank(uow, who, CircleKind.ORGANISATION, said.organisation_id, least=Rank.MEMBER)
    circle_id, now = new_id(), uow.clock.now()
    await circles.add(uow, circle_id, kind, said, code=fresh_code(), created_by=who.user_id, created_at=now)
    await members.put(uow, circle_id, Standing(who.user_id, Rank.HEAD, MembershipStatus.ACTIVE, now))
    uow.emit(CircleCreated(circle_id=circle_id, kind=kind, created_by=who.user_id))
    role = rules.role_of(kind, Rank.HEAD)
    uow.emit(MemberJoined(circle_id=circle_id, kind=kind, account_id=who.user_id, role=role))
    return await find(uow, who, kind, circle_id)


async def find(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID) -> Circle:
    """A circle that whoever asks may know of: one they are in or invited to, an open one, one they administer.

    Raises:
        CircleNotFound: if there is no such circle for them.
    """
    who.require(VIEW)
    return await _seen(uow, who, kind, circle_id)


async def require_rank(
    uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID, *, least: Rank, hold: bool = False
) -> Circle:
    """A circle in which whoever asks has at least this rank.

    Args:
        uow: the transaction.
        who: asks.
        kind: of the circle.
        circle_id: of the circle.
        least: the rank that is needed.
        hold: whether nobody else may change it, or who is in it, until the transaction ends.

    Raises:
        CircleNotFound: if they may not know of it.
        RankMissing: if they may, and their rank is lower.
    """
    if hold:
        await circles.lock(uow, kind, circle_id)
    circle = await _seen(uow, who, kind, circle_id)
    if circle.rank is None or circle.rank < least:
        role = rules.role_of(kind, least)
        raise RankMissing(
            f"This takes the role {role.value!r} or a higher one in it. Ask somebody who leads it.",
            details={"role": role.value},
        )
    return circle


async def list_mine(uow: UnitOfWork, who: Principal, kind: CircleKind, page: PageRequest) -> Page[Circle]:
    """The circles of this kind that whoever asks is in, the newest first."""
    who.require(VIEW)
    rows = await circles.list_mine(uow, who.user_id, kind, page.limit + 1, before=_before(page))
    return cut([_as_far_as_allowed(who, circle) for circle in rows], page.limit, lambda circle: (circle.id,))


async def list_open(uow: UnitOfWork, who: Principal, kind: CircleKind, page: PageRequest) -> Page[Circle]:
    """The circles of this kind that anybody may join, the newest first."""
    who.require(VIEW)
    rows = await circles.list_open(uow, who.user_id, kind, page.limit + 1, before=_before(page))
    return cut(rows, page.limit, lambda circle: (circle.id,))


async def change(
    uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID, changes: Mapping[str, Any]
) -> Circle:
    """Change what a circle says of itself; `changes` names fields of `CircleText`.

    Raises:
        CircleNotFound, RankMissing: unless whoever asks is a head of it.
        LimitBelowMembers: if it has more members than the new limit.
        CircleNameInvalid, CircleTextInvalid, JurisdictionUnknown: as named.
    """
    who.require(EDIT)
    circle = await require_rank(uow, who, kind, circle_id, least=Rank.HEAD, hold=True)
    said = _cleaned(replace(circle.text, **changes))
    if said.member_limit < circle.members:
        raise LimitBelowMembers(
            f"It has {circle.members} members; a limit of {said.member_limit} leaves no room for them.",
            details={"members": circle.members},
        )
    await circles.change(uow, circle_id, **circles.columns(said))
    return replace(circle, text=said)


async def archive(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID) -> None:
    """Put a circle away: from now on nobody is in it, and nobody finds it.

    Raises:
        ConfirmationNeeded: for an organisation, if it is long ago that whoever asks proved who they are.
        CircleNotFound, RankMissing: unless whoever asks is a head of it.
    """
    who.require(EDIT)
    await require_rank(uow, who, kind, circle_id, least=Rank.HEAD, hold=True)
    if kind is CircleKind.ORGANISATION:
        identity.require_recent(who, uow.clock.now())
    await put_away(uow, kind, circle_id, archived_by=who.user_id)


async def put_away(uow: UnitOfWork, kind: CircleKind, circle_id: UUID, *, archived_by: UUID | None) -> None:
    """Archive a circle that is locked, whoever asks."""
    await circles.change(uow, circle_id, archived_at=uow.clock.now(), code=None)
    uow.emit(CircleArchived(circle_id=circle_id, kind=kind, archived_by=archived_by))


async def _seen(uow: UnitOfWork, who: Principal, kind: CircleKind, circle_id: UUID) -> Circle:
    circle = await circles.find(uow, who.user_id, kind, circle_id)
    if circle is None:
        raise _not_found(kind, circle_id)
    return _as_far_as_allowed(who, circle)


def _as_far_as_allowed(who: Principal, circle: Circle) -> Circle:
    """A class is led by who teaches on this installation; who does so no longer is in it as everybody else."""
    leads = circle.rank is not None and circle.rank > Rank.MEMBER
    if circle.kind is not CircleKind.CLASS or not leads or who.may(_TO_CREATE[CircleKind.CLASS]):
        return circle
    return replace(circle, rank=Rank.MEMBER, join_code=None)


def _not_found(kind: CircleKind, circle_id: UUID) -> CircleNotFound:
    return CircleNotFound(f"There is no {kind.value} {str(circle_id)!r} that you are in.")


def _cleaned(said: CircleText) -> CircleText:
    return replace(
        said,
        name=rules.clean_name(said.name),
        description=rules.clean_text(said.description),
        jurisdiction=clean_jurisdiction(said.jurisdiction) if said.jurisdiction is not None else None,
        tags=rules.clean_tags(said.tags),
        subject_ids=tuple(dict.fromkeys(said.subject_ids)),
    )


def _before(page: PageRequest) -> UUID | None:
    return decode_cursor(page.cursor, UUID)[0] if page.cursor else None
