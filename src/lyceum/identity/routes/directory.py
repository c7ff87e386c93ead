"""Routes of administrators' looks: all accounts, and the security log."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from lyceum.identity import directory
from lyceum.identity.contracts.people import AccountStatus, PersonNotFound
from lyceum.identity.directory import Sought
from lyceum.identity.directory_schemas import PeoplePage, SecurityEventPage, SecurityEventView
from lyceum.identity.routes.users import UserId
from lyceum.identity.rules import ROLE_ALIASES
from lyceum.identity.schemas import ManagedPersonView, RoleName
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import SignedIn, SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import OutsideRouter, Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.pages import CursorInvalid
from lyceum.platform.principal import PermissionMissing
from lyceum.platform.security_archive import SecurityEvent, Wanted

people_router = Router(prefix="/users", tags=["users"])
security_router = Router(prefix="/security-events", tags=["security"])
export_router = OutsideRouter(prefix="/security-events", tags=["security"])
ROUTERS = (people_router, security_router, export_router)

# Two days inside of what a date can be, so that it has a moment in every zone.
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
Words = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Only whose name, username or address has this in it.",
    ),
]


async def _sought(
    status: Annotated[AccountStatus | None, Query(description="Left out: all but deleted ones.")] = None,
    role: Annotated[RoleName | None, Query(description="Only who has it.")] = None,
    query: Words = None,
    teacher_requested: Annotated[
        bool | None, Query(description="`true`: only who asked to teach, and was not answered yet.")
    ] = None,
) -> Sought:
    chosen = ROLE_ALIASES[role] if role else None
    return Sought(status=status, role=chosen, words=query, teacher_requested=teacher_requested)


async def _wanted(
    kind: Annotated[
        str | None, Query(max_length=100, pattern=r"^[a-z_]+\.[a-z_]+$", description="Only what happened like this.")
    ] = None,
    account_id: Annotated[UUID | None, Query(description="Only what concerns this account.")] = None,
    since: Annotated[
        AwareDatetime | None, Query(ge=_FIRST, le=_LAST, description="Only at this moment or later.")
    ] = None,
    until: Annotated[AwareDatetime | None, Query(ge=_FIRST, le=_LAST, description="Only before this moment.")] = None,
) -> Wanted:
    return Wanted(kind=kind, account_id=account_id, since=since, until=until)


@people_router.get(
    "", summary="List people", responses=error_responses(Unauthenticated, PermissionMissing, CursorInvalid)
)
async def list_people(
    uow: Transaction, principal: SignedIn, page: Paging, sought: Annotated[Sought, Depends(_sought)]
) -> PeoplePage:
    """All accounts, the newest first. Takes `users:view`, and is noted in the security log."""
    return PeoplePage.of(await directory.list_people(uow, principal, sought, page))


@people_router.get(
    "/{user_id}",
    summary="Read an account",
    responses=error_responses(Unauthenticated, PermissionMissing, PersonNotFound),
)
async def read_person(uow: Transaction, principal: SignedIn, user_id: UserId) -> ManagedPersonView:
    """Somebody's account. Takes `users:view`, and is noted in the security log."""
    return ManagedPersonView.of(await directory.read_person(uow, principal, user_id))


@security_router.get(
    "",
    summary="List what happened to the safety of this installation",
    responses=error_responses(Unauthenticated, PermissionMissing, CursorInvalid),
)
async def list_security_events(
    uow: Transaction, principal: SignedIn, page: Paging, wanted: Annotated[Wanted, Depends(_wanted)]
) -> SecurityEventPage:
    """The security log, the newest first. Takes `security:view`, and is itself noted."""
    return SecurityEventPage.of(await directory.list_security_events(uow, principal, wanted, page))


@export_router.get(
    "/export",
    summary="Export the security log",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"application/x-ndjson": {}}, "description": "One entry a line, as JSON."},
        **error_responses(Unauthenticated, PermissionMissing),
    },
)
async def export_security_events(
    kernel: Resources, principal: SignedInOutside, wanted: Annotated[Wanted, Depends(_wanted)]
) -> StreamingResponse:
    """All of the security log, or what is wanted of it, one JSON object a line. Takes `security:view`; noted."""
    events = await directory.export_security_events(kernel, principal, wanted)
    return StreamingResponse(
        _lines(events),
        media_type="application/x-ndjson",
        headers={"content-disposition": 'attachment; filename="security-events.jsonl"', "cache-control": "no-store"},
    )


async def _lines(events: AsyncIterator[SecurityEvent]) -> AsyncIterator[str]:
    async for event in events:
        yield SecurityEventView.model_validate(event).model_dump_json() + "\n"
