"""Routes of classes; what every kind of circle has alike is in `membership`."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, status

from lyceum.people import circles
from lyceum.people.contracts import CircleKind, CircleNotFound, LimitBelowMembers
from lyceum.people.routes.membership import add_membership
from lyceum.people.routes.refusals import IN_CIRCLE, READING, TEXTS, WRITING
from lyceum.people.schemas.circles import ClassChange, ClassPage, ClassView, NewClass
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid, Page

router = Router(prefix="/classes", tags=["classes"])

ClassId = Annotated[UUID, Path(description="A class you are in.")]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a class",
    responses=error_responses(*WRITING, *TEXTS, CircleNotFound),
)
async def create_class(uow: Transaction, who: SignedIn, body: NewClass) -> ClassView:
    """A class whose teacher you are, with a code to join it by. Takes `courses:create`."""
    return ClassView.of(await circles.create(uow, who, CircleKind.CLASS, body.text()))


@router.get("", summary="List classes", response_model=ClassPage, responses=error_responses(*READING, CursorInvalid))
async def list_classes(uow: Transaction, who: SignedIn, page: Paging) -> Page[ClassView]:
    """The classes you are in, the newest first."""
    return (await circles.list_mine(uow, who, CircleKind.CLASS, page)).map(ClassView.of)


@router.get("/{circle_id}", summary="Read a class", responses=error_responses(*READING, CircleNotFound))
async def read_class(uow: Transaction, who: SignedIn, circle_id: ClassId) -> ClassView:
    """A class you are in or invited to, or one of an organisation you administer."""
    return ClassView.of(await circles.find(uow, who, CircleKind.CLASS, circle_id))


@router.patch(
    "/{circle_id}",
    summary="Change a class",
    responses=error_responses(*WRITING, *IN_CIRCLE, *TEXTS, LimitBelowMembers),
)
async def change_class(uow: Transaction, who: SignedIn, circle_id: ClassId, body: ClassChange) -> ClassView:
    """Its name, description, subjects and limit. For its teachers."""
    return ClassView.of(await circles.change(uow, who, CircleKind.CLASS, circle_id, body.changes()))


add_membership(router, CircleKind.CLASS, ClassView)
