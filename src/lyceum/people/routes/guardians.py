"""Routes of guardians."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response, status

from lyceum.identity.contracts.letters import EmailNotVerified
from lyceum.identity.contracts.people import EmailInvalid
from lyceum.people import guardians
from lyceum.people.contracts import (
    CodeInvalid,
    Guardianship,
    GuardianshipNotFound,
    NotYoursToAccept,
    Oneself,
    TooManyPending,
)
from lyceum.people.routes.refusals import READING, WRITING
from lyceum.people.schemas.guardians import (
    AskBody,
    GuardianCodeView,
    GuardianshipPage,
    GuardianshipView,
    RedeemBody,
    SideBody,
)
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid, Page

router = Router(prefix="/guardianships", tags=["guardianships"])

LinkId = Annotated[UUID, Path(description="A guardianship of yours.")]


@router.get(
    "",
    summary="List guardianships",
    response_model=GuardianshipPage,
    responses=error_responses(*READING, CursorInvalid),
)
async def list_guardianships(uow: Transaction, who: SignedIn, page: Paging) -> Page[Guardianship]:
    """Those that hold, on either side, and those that wait for you or for the other, the newest first."""
    return await guardians.list_mine(uow, who, page)


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Ask for a guardianship",
    responses=error_responses(*WRITING, EmailInvalid, EmailNotVerified, Oneself, TooManyPending),
)
async def ask(uow: Transaction, who: SignedIn, body: AskBody) -> GuardianshipView:
    """Holds once the other accepts. The answer is the same whether or not anybody here has that address.

    Takes a verified address of your own, and finds only who has verified theirs; a code takes neither.
    """
    return GuardianshipView.model_validate(await guardians.ask(uow, who, side=body.side, email=body.email))


@router.post(
    "/codes", status_code=status.HTTP_201_CREATED, summary="Make a guardian code", responses=error_responses(*WRITING)
)
async def make_code(uow: Transaction, who: SignedIn, response: Response, body: SideBody) -> GuardianCodeView:
    """Whoever gives it back on the other side is linked with you at once. Works once, within a week."""
    response.headers["cache-control"] = "no-store"
    return GuardianCodeView.model_validate(await guardians.make_code(uow, who, body.side))


@router.post("/join", summary="Give back a guardian code", responses=error_responses(*WRITING, CodeInvalid, Oneself))
async def redeem_code(uow: Transaction, who: SignedIn, body: RedeemBody) -> GuardianshipView:
    """To give it back is to agree: the guardian may look at the learner's progress from now on."""
    return GuardianshipView.model_validate(await guardians.redeem_code(uow, who, body.code, side=body.side))


@router.post(
    "/{link_id}/accept",
    summary="Accept a guardianship",
    responses=error_responses(*WRITING, GuardianshipNotFound, NotYoursToAccept),
)
async def accept(uow: Transaction, who: SignedIn, link_id: LinkId) -> GuardianshipView:
    """For whoever was asked: the guardian may look at the learner's progress from now on."""
    return GuardianshipView.model_validate(await guardians.accept(uow, who, link_id))


@router.delete(
    "/{link_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End a guardianship",
    responses=error_responses(*WRITING, GuardianshipNotFound),
)
async def end(uow: Transaction, who: SignedIn, link_id: LinkId) -> None:
    """For either of the two, at any moment, and at once; also refuses, or takes back, what waits."""
    await guardians.end(uow, who, link_id)
