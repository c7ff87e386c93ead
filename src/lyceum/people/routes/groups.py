"""Routes of groups; what every kind of circle has alike is in `membership`."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, status

from lyceum.people import circles
from lyceum.people.contracts import CircleKind, CircleNotFound, LimitBelowMembers
from lyceum.people.routes.membership import add_membership
from lyceum.people.routes.refusals import IN_CIRCLE, READING, TEXTS, WRITING
from lyceum.people.schemas.circles import GroupChange, GroupPage, GroupView, NewGroup
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid, Page

router = Router(prefix="/groups", tags=["groups"])

GroupId = Annotated[UUID, Path(description="A group you are in, or an open one.")]
Among = Annotated[
    Literal["mine", "open"], Query(description="`mine`: those you are in. `open`: those that anybody may join.")
]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a group",
    responses=error_responses(*WRITING, *TEXTS),
)
async def create_group(uow: Transaction, who: SignedIn, body: NewGroup) -> GroupView:
    """A study group that you own, with a code to join it by."""
    return GroupView.of(await circles.create(uow, who, CircleKind.GROUP, body.text()))


@router.get("", summary="List groups", response_model=GroupPage, responses=error_responses(*READING, CursorInvalid))
async def list_groups(uow: Transaction, who: SignedIn, page: Paging, among: Among = "mine") -> Page[GroupView]:
    """The groups you are in, or those that anybody may join, the newest first."""
    listing = circles.list_open if among == "open" else circles.list_mine
    return (await listing(uow, who, CircleKind.GROUP, page)).map(GroupView.of)


@router.get("/{circle_id}", summary="Read a group", responses=error_responses(*READING, CircleNotFound))
async def read_group(uow: Transaction, who: SignedIn, circle_id: GroupId) -> GroupView:
    """A group you are in or invited to, or one that is not private."""
    return GroupView.of(await circles.find(uow, who, CircleKind.GROUP, circle_id))


@router.patch(
    "/{circle_id}",
    summary="Change a group",
    responses=error_responses(*WRITING, *IN_CIRCLE, *TEXTS, LimitBelowMembers),
)
async def change_group(uow: Transaction, who: SignedIn, circle_id: GroupId, body: GroupChange) -> GroupView:
    """Its name, description, tags, limit, and whether it is private. For its owners."""
    return GroupView.of(await circles.change(uow, who, CircleKind.GROUP, circle_id, body.changes()))


add_membership(router, CircleKind.GROUP, GroupView)
