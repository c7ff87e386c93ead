"""Routes of one's own invitations."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, status

from lyceum.people import joining
from lyceum.people.contracts import CircleFull, InvitationNotFound
from lyceum.people.routes.refusals import READING, WRITING
from lyceum.people.schemas.members import InvitationPage
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid, Page

router = Router(prefix="/people/me/invitations", tags=["people"])

CircleId = Annotated[UUID, Path(description="What has invited you.")]


@router.get(
    "",
    summary="List your invitations",
    response_model=InvitationPage,
    responses=error_responses(*READING, CursorInvalid),
)
async def list_invitations(uow: Transaction, who: SignedIn, page: Paging) -> Page[joining.Invitation]:
    """The organisations, classes and groups that wait for your answer."""
    return await joining.list_invitations(uow, who, page)


@router.post(
    "/{circle_id}/accept",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Accept an invitation",
    responses=error_responses(*WRITING, InvitationNotFound, CircleFull),
)
async def accept_invitation(uow: Transaction, who: SignedIn, circle_id: CircleId) -> None:
    """You become a plain member, whatever was promised to you."""
    await joining.accept_invitation(uow, who, circle_id)


@router.delete(
    "/{circle_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Decline an invitation",
    responses=error_responses(*WRITING, InvitationNotFound),
)
async def decline_invitation(uow: Transaction, who: SignedIn, circle_id: CircleId) -> None:
    """Nobody is told."""
    await joining.decline_invitation(uow, who, circle_id)
