"""Routes of follows, blocks, profiles and privacy."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, status

from lyceum.people import bonds
from lyceum.people.contracts import Bond, FollowRefused, Oneself
from lyceum.people.routes.refusals import OF_PERSON, READING, WRITING
from lyceum.people.schemas.bonds import BondPage, PrivacyChange, PrivacyView, ProfileView
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jurisdictions import JurisdictionUnknown
from lyceum.platform.pages import CursorInvalid, Page

router = Router(prefix="/people", tags=["people"])

PersonId = Annotated[UUID, Path(description="Somebody else.")]
_NO_CONTENT = status.HTTP_204_NO_CONTENT
_LISTING = error_responses(*READING, CursorInvalid)


@router.get("/me/followers", summary="List your followers", response_model=BondPage, responses=_LISTING)
async def list_followers(uow: Transaction, who: SignedIn, page: Paging) -> Page[Bond]:
    """Who follows you, the newest first."""
    return await bonds.list_followers(uow, who, page)


@router.delete(
    "/me/followers/{person_id}",
    status_code=_NO_CONTENT,
    summary="Drop a follower",
    responses=error_responses(*WRITING),
)
async def drop_follower(uow: Transaction, who: SignedIn, person_id: PersonId) -> None:
    """They follow you no more, and are not told. To keep them from it, block them or become private."""
    await bonds.drop_follower(uow, who, person_id)


@router.get("/me/following", summary="List whom you follow", response_model=BondPage, responses=_LISTING)
async def list_following(uow: Transaction, who: SignedIn, page: Paging) -> Page[Bond]:
    """Whom you follow, the newest first."""
    return await bonds.list_following(uow, who, page)


@router.get("/me/blocked", summary="List whom you blocked", response_model=BondPage, responses=_LISTING)
async def list_blocked(uow: Transaction, who: SignedIn, page: Paging) -> Page[Bond]:
    """Whom you have blocked, the newest first."""
    return await bonds.list_blocked(uow, who, page)


@router.get("/me/privacy", summary="Read your privacy", responses=error_responses(*READING))
async def read_privacy(uow: Transaction, who: SignedIn) -> PrivacyView:
    """What you let others see."""
    return PrivacyView.model_validate(await bonds.read_privacy(uow, who))


@router.patch("/me/privacy", summary="Change your privacy", responses=error_responses(*WRITING, JurisdictionUnknown))
async def change_privacy(uow: Transaction, who: SignedIn, body: PrivacyChange) -> PrivacyView:
    """Lets others see more or less of you. Who becomes private keeps the followers they have."""
    return PrivacyView.model_validate(await bonds.change_privacy(uow, who, body.changes()))


@router.get("/{person_id}", summary="Read a profile", responses=error_responses(*READING, *OF_PERSON))
async def read_profile(uow: Transaction, who: SignedIn, person_id: PersonId) -> ProfileView:
    """Somebody who learns with you, or whose privacy lets you see them; whoever you may not see is not there."""
    return ProfileView.model_validate(await bonds.read_profile(uow, who, person_id))


@router.put(
    "/{person_id}/follow",
    status_code=_NO_CONTENT,
    summary="Follow somebody",
    responses=error_responses(*WRITING, *OF_PERSON, Oneself, FollowRefused),
)
async def follow(uow: Transaction, who: SignedIn, person_id: PersonId) -> None:
    """Nothing happens if you do already."""
    await bonds.follow(uow, who, person_id)


@router.delete(
    "/{person_id}/follow", status_code=_NO_CONTENT, summary="Unfollow somebody", responses=error_responses(*WRITING)
)
async def unfollow(uow: Transaction, who: SignedIn, person_id: PersonId) -> None:
    """Nothing happens if you do not follow them."""
    await bonds.unfollow(uow, who, person_id)


@router.put(
    "/{person_id}/block",
    status_code=_NO_CONTENT,
    summary="Block somebody",
    responses=error_responses(*WRITING, *OF_PERSON, Oneself),
)
async def block(uow: Transaction, who: SignedIn, person_id: PersonId) -> None:
    """Follows and guardianship between you end, and neither finds the other. They are not told."""
    await bonds.block(uow, who, person_id)


@router.delete(
    "/{person_id}/block", status_code=_NO_CONTENT, summary="Take a block back", responses=error_responses(*WRITING)
)
async def unblock(uow: Transaction, who: SignedIn, person_id: PersonId) -> None:
    """What the block ended does not come back by itself."""
    await bonds.unblock(uow, who, person_id)
