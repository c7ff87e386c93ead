"""The routes that every kind of circle has alike: who is in it, how one comes in, and how one goes."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, status

from lyceum.identity.contracts.signing_in import ConfirmationNeeded
from lyceum.people import belonging, circles, joining
from lyceum.people.contracts import (
    AlreadyMember,
    CircleFull,
    CircleKind,
    CircleRoleUnknown,
    CodeExpiryInvalid,
    CodeInvalid,
    JoinNeedsCode,
    LastHead,
    Member,
    MemberNotFound,
    Oneself,
    RemovedMember,
    TeacherNeeded,
)
from lyceum.people.routes.refusals import IN_CIRCLE, OF_PERSON, READING, WRITING
from lyceum.people.schemas.circles import CircleView, CodeBody, JoinCodeView, NewCode
from lyceum.people.schemas.members import InviteBody, MemberPage, MemberView, RoleBody
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid, Page

CircleId = Annotated[UUID, Path(description="An organisation, a class or a group.")]
UserId = Annotated[UUID, Path(description="A person in it.")]
_NO_CONTENT = status.HTTP_204_NO_CONTENT


def add_membership(router: Router, kind: CircleKind, view: type[CircleView]) -> None:
    """Give a kind of circle its routes of membership.

    Args:
        router: of that kind.
        kind: of circle.
        view: what is shown of such a circle.
    """
    _add_ways_in(router, kind, view)
    _add_members(router, kind)
    _add_code(router, kind)


def _add_ways_in(router: Router, kind: CircleKind, view: type[CircleView]) -> None:
    word = kind.value

    @router.post(
        "/join",
        summary=f"Join by code: {word}",
        response_model=view,
        responses=error_responses(*WRITING, CodeInvalid, RemovedMember, CircleFull),
    )
    async def join_by_code(uow: Transaction, who: SignedIn, body: CodeBody) -> CircleView:
        """You become a plain member, whatever the code; whoever is in it already stays what they are."""
        return view.of(await joining.join_by_code(uow, who, kind, body.code))

    @router.post(
        "/{circle_id}/invitations",
        status_code=status.HTTP_201_CREATED,
        summary=f"Invite somebody: {word}",
        responses=error_responses(*WRITING, *IN_CIRCLE, *OF_PERSON, AlreadyMember, Oneself),
    )
    async def invite(uow: Transaction, who: SignedIn, circle_id: CircleId, body: InviteBody) -> MemberView:
        """They become a plain member if they accept, and may decline. For who leads it."""
        return MemberView.model_validate(await joining.invite(uow, who, kind, circle_id, username=body.username))

    if kind is CircleKind.GROUP:

        @router.post(
            "/{circle_id}/join",
            summary=f"Join an open one: {word}",
            response_model=view,
            responses=error_responses(*WRITING, *IN_CIRCLE, JoinNeedsCode, RemovedMember, CircleFull),
        )
        async def join_open(uow: Transaction, who: SignedIn, circle_id: CircleId) -> CircleView:
            """Joins a group that is not private; a private one takes its code."""
            return view.of(await joining.join_open(uow, who, kind, circle_id))


def _add_members(router: Router, kind: CircleKind) -> None:
    word = kind.value

    @router.get(
        "/{circle_id}/members",
        summary=f"List members: {word}",
        response_model=MemberPage,
        responses=error_responses(*READING, *IN_CIRCLE, CursorInvalid),
    )
    async def list_members(uow: Transaction, who: SignedIn, circle_id: CircleId, page: Paging) -> Page[Member]:
        """Who is in it, its leaders first: names and usernames, never an address. For its members."""
        return await belonging.list_members(uow, who, kind, circle_id, page)

    @router.delete(
        "/{circle_id}/members/{user_id}",
        status_code=_NO_CONTENT,
        summary=f"Leave, or remove somebody: {word}",
        responses=error_responses(*WRITING, *IN_CIRCLE, MemberNotFound, LastHead),
    )
    async def end_membership(uow: Transaction, who: SignedIn, circle_id: CircleId, user_id: UserId) -> None:
        """With your own id you leave. Who leads it removes those below them, at once, or withdraws an invitation.

        Whoever was removed comes back by an invitation only.
        """
        await belonging.end_membership(uow, who, kind, circle_id, user_id)

    @router.put(
        "/{circle_id}/members/{user_id}/role",
        summary=f"Give somebody a role: {word}",
        responses=error_responses(*WRITING, *IN_CIRCLE, MemberNotFound, LastHead, CircleRoleUnknown, TeacherNeeded),
    )
    async def set_role(
        uow: Transaction, who: SignedIn, circle_id: CircleId, user_id: UserId, body: RoleBody
    ) -> MemberView:
        """The highest role gives any; nobody takes it from another, but anybody may step down, save the last one."""
        member = await belonging.set_role(uow, who, kind, circle_id, account_id=user_id, role=body.role)
        return MemberView.model_validate(member)


def _add_code(router: Router, kind: CircleKind) -> None:
    word, is_organisation = kind.value, kind is CircleKind.ORGANISATION

    @router.post(
        "/{circle_id}/code",
        summary=f"Make a new code: {word}",
        responses=error_responses(*WRITING, *IN_CIRCLE, CodeExpiryInvalid),
    )
    async def renew_code(
        uow: Transaction, who: SignedIn, circle_id: CircleId, body: NewCode | None = None
    ) -> JoinCodeView:
        """The old code lets nobody in any more. For who leads it."""
        wish = body or NewCode()
        code = await joining.renew_code(uow, who, kind, circle_id, expires_at=wish.expires_at, max_uses=wish.max_uses)
        return JoinCodeView.model_validate(code)

    @router.delete(
        "/{circle_id}/code",
        status_code=_NO_CONTENT,
        summary=f"Take the code back: {word}",
        responses=error_responses(*WRITING, *IN_CIRCLE),
    )
    async def revoke_code(uow: Transaction, who: SignedIn, circle_id: CircleId) -> None:
        """Until there is a new one, nobody joins by code. For who leads it."""
        await joining.revoke_code(uow, who, kind, circle_id)

    @router.delete(
        "/{circle_id}",
        status_code=_NO_CONTENT,
        summary=f"Put away: {word}",
        responses=error_responses(*WRITING, *IN_CIRCLE, *((ConfirmationNeeded,) if is_organisation else ())),
    )
    async def archive(uow: Transaction, who: SignedIn, circle_id: CircleId) -> None:
        """Nobody is in it any more, and nobody finds it. For the highest role; of an organisation, once confirmed."""
        await circles.archive(uow, who, kind, circle_id)
