"""Routes of accounts: one's own, and other people's for who may manage them."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from lyceum.identity import managing, profiles, teaching
from lyceum.identity.contracts.people import (
    FullNameInvalid,
    LanguageInvalid,
    PersonNotFound,
    RoleNotGrantable,
    TeachesAlready,
    TimeZoneUnknown,
)
from lyceum.identity.contracts.signing_in import AccountSuspended, SessionRevoked, TokenExpired, TokenInvalid
from lyceum.identity.rules import ROLE_ALIASES
from lyceum.identity.schemas import ManagedPersonView, PersonView, ProfileChangeRequest, RoleRequest, StatusRequest
from lyceum.platform.errors import Invalid, LyceumError, Unauthenticated, Unreadable
from lyceum.platform.http.authentication import CsrfFailed, SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.principal import PermissionMissing

router = Router(prefix="/users", tags=["users"])

_SIGNED_IN: tuple[type[LyceumError], ...] = (
    Unauthenticated,
    TokenInvalid,
    TokenExpired,
    SessionRevoked,
    AccountSuspended,
)
_WRITING: tuple[type[LyceumError], ...] = (*_SIGNED_IN, CsrfFailed, Unreadable, Invalid)


UserId = Annotated[UUID, Path(description="The account.", examples=["0198c0de-7a11-7000-8000-000000000001"])]


@router.get("/me", response_model_exclude_none=True, summary="Your account", responses=error_responses(*_SIGNED_IN))
async def read_me(uow: Transaction, principal: SignedIn) -> PersonView:
    """Your account, your roles, and what they allow."""
    return PersonView.of(await profiles.read_own(uow, principal))


@router.patch(
    "/me",
    response_model_exclude_none=True,
    summary="Change your account",
    responses=error_responses(*_WRITING, FullNameInvalid, LanguageInvalid, TimeZoneUnknown),
)
async def change_me(uow: Transaction, principal: SignedIn, body: ProfileChangeRequest) -> PersonView:
    """Changes your name, language, time zone, or how the web app looks. Your days are counted in your time zone."""
    return PersonView.of(await profiles.change_own(uow, principal, body.change()))


@router.put(
    "/me/teaching-request",
    response_model_exclude_none=True,
    summary="Ask to teach",
    responses=error_responses(*_SIGNED_IN, CsrfFailed, PermissionMissing, TeachesAlready),
)
async def ask_to_teach(uow: Transaction, principal: SignedIn) -> PersonView:
    """Asks whoever administers this installation to make you a teacher. Until they answer, you learn as before."""
    return PersonView.of(await teaching.ask_to_teach(uow, principal))


@router.delete(
    "/me/teaching-request",
    status_code=200,
    response_model_exclude_none=True,
    summary="Ask to teach no more",
    responses=error_responses(*_SIGNED_IN, CsrfFailed, PermissionMissing),
)
async def ask_no_more(uow: Transaction, principal: SignedIn) -> PersonView:
    """Takes your question back; where there is none, nothing changes."""
    return PersonView.of(await teaching.ask_no_more(uow, principal))


@router.put(
    "/{user_id}/role",
    summary="Give somebody a role",
    responses=error_responses(*_WRITING, PermissionMissing, RoleNotGrantable, PersonNotFound),
)
async def set_role(uow: Transaction, principal: SignedIn, user_id: UserId, body: RoleRequest) -> ManagedPersonView:
    """Makes somebody a student, a teacher or an administrator. Takes `users:manage`; acts at their next request."""
    return ManagedPersonView.of(await managing.set_role(uow, principal, user_id, ROLE_ALIASES[body.role]))


@router.put(
    "/{user_id}/status",
    summary="Suspend somebody, or let them in again",
    responses=error_responses(*_WRITING, PermissionMissing, RoleNotGrantable, PersonNotFound),
)
async def set_status(uow: Transaction, principal: SignedIn, user_id: UserId, body: StatusRequest) -> ManagedPersonView:
    """Suspension ends all their sessions at once. Takes `users:manage`."""
    return ManagedPersonView.of(await managing.set_status(uow, principal, user_id, body.status))
