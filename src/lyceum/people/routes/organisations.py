"""Routes of organisations; what every kind of circle has alike is in `membership`."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, status

from lyceum.people import circles
from lyceum.people.contracts import CircleKind, CircleNotFound, LimitBelowMembers
from lyceum.people.routes.membership import add_membership
from lyceum.people.routes.refusals import IN_CIRCLE, READING, TEXTS, WRITING
from lyceum.people.schemas.circles import NewOrganisation, OrganisationChange, OrganisationPage, OrganisationView
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jurisdictions import JurisdictionUnknown
from lyceum.platform.pages import CursorInvalid, Page

router = Router(prefix="/organisations", tags=["organisations"])

OrganisationId = Annotated[UUID, Path(description="An organisation you are in.")]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create an organisation",
    responses=error_responses(*WRITING, *TEXTS, JurisdictionUnknown),
)
async def create_organisation(uow: Transaction, who: SignedIn, body: NewOrganisation) -> OrganisationView:
    """An organisation that you own, with a code to join it by. Takes `organisations:create`."""
    return OrganisationView.of(await circles.create(uow, who, CircleKind.ORGANISATION, body.text()))


@router.get(
    "",
    summary="List organisations",
    response_model=OrganisationPage,
    responses=error_responses(*READING, CursorInvalid),
)
async def list_organisations(uow: Transaction, who: SignedIn, page: Paging) -> Page[OrganisationView]:
    """The organisations you are in, the newest first."""
    return (await circles.list_mine(uow, who, CircleKind.ORGANISATION, page)).map(OrganisationView.of)


@router.get("/{circle_id}", summary="Read an organisation", responses=error_responses(*READING, CircleNotFound))
async def read_organisation(uow: Transaction, who: SignedIn, circle_id: OrganisationId) -> OrganisationView:
    """An organisation you are in or invited to."""
    return OrganisationView.of(await circles.find(uow, who, CircleKind.ORGANISATION, circle_id))


@router.patch(
    "/{circle_id}",
    summary="Change an organisation",
    responses=error_responses(*WRITING, *IN_CIRCLE, *TEXTS, LimitBelowMembers, JurisdictionUnknown),
)
async def change_organisation(
    uow: Transaction, who: SignedIn, circle_id: OrganisationId, body: OrganisationChange
) -> OrganisationView:
    """Its name, description, jurisdiction and limit. For its owners."""
    return OrganisationView.of(await circles.change(uow, who, CircleKind.ORGANISATION, circle_id, body.changes()))


add_membership(router, CircleKind.ORGANISATION, OrganisationView)
