"""Routes of one's own safety: address, password, sign-ins, and proving again who one is."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response, status

from lyceum.identity import changing_email, changing_password, confirming, own_sessions, security_history, verification
from lyceum.identity.contracts.letters import CodeWrong, LetterJustSent
from lyceum.identity.contracts.people import EmailInvalid, EmailUnchanged
from lyceum.identity.contracts.signing_in import (
    AccountSuspended,
    ConfirmationNeeded,
    PasswordTooWeak,
    PasswordWrong,
    SessionNotFound,
    SessionRevoked,
    TokenExpired,
    TokenInvalid,
    TooManySignIns,
)
from lyceum.identity.security_schemas import (
    ConfirmationRequest,
    EmailChangeRequest,
    OwnSessionPage,
    OwnSessionView,
    PasswordChangeRequest,
    SecurityEntryPage,
    SecurityEntryView,
)
from lyceum.platform.errors import Invalid, LyceumError, Unauthenticated, Unreadable
from lyceum.platform.http.authentication import CsrfFailed, SignedIn, SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import OutsideRouter, Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.pages import CursorInvalid
from lyceum.platform.principal import PermissionMissing

router = Router(tags=["security"])
# A password is hashed between two transactions.
outside = OutsideRouter(tags=["security"])

_SIGNED_IN: tuple[type[LyceumError], ...] = (
    Unauthenticated,
    TokenInvalid,
    TokenExpired,
    SessionRevoked,
    AccountSuspended,
    PermissionMissing,
)
_CHANGING: tuple[type[LyceumError], ...] = (*_SIGNED_IN, CsrfFailed)
_PROVING: tuple[type[LyceumError], ...] = (
    *_CHANGING,
    Unreadable,
    Invalid,
    PasswordWrong,
    ConfirmationNeeded,
    TooManySignIns,
)

SignInPath = Annotated[UUID, Path(description="The sign-in.", examples=["0198c0de-7a11-7000-8000-000000000002"])]


@router.post(
    "/auth/verify-email/send",
    status_code=status.HTTP_202_ACCEPTED,
    response_class=Response,
    summary="Have the letter sent again that verifies your address",
    responses=error_responses(*_CHANGING, LetterJustSent),
)
async def send_verification(uow: Transaction, principal: SignedIn) -> Response:
    """Once a minute and ten times a day at the most."""
    await verification.send_again(uow, principal)
    return Response(status_code=status.HTTP_202_ACCEPTED)


@outside.post(
    "/auth/confirm",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Prove again that it is you",
    responses=error_responses(*_PROVING, CodeWrong),
)
async def confirm(kernel: Resources, principal: SignedInOutside, body: ConfirmationRequest) -> None:
    """For ten minutes after it you may do what is answered with `CONFIRMATION_NEEDED` otherwise.

    Takes your password; after a sign-in that was found suspicious, the code of the letter.
    """
    password = body.password.get_secret_value() if body.password is not None else None
    await confirming.confirm(kernel, principal, password=password, code=body.code)


@router.post(
    "/auth/confirm/send",
    status_code=status.HTTP_202_ACCEPTED,
    response_class=Response,
    summary="Have the code that confirms your sign-in sent again",
    responses=error_responses(*_CHANGING, LetterJustSent),
)
async def send_code(uow: Transaction, principal: SignedIn) -> Response:
    """For a sign-in that was found suspicious. Once a minute and ten times a day at the most."""
    await confirming.send_code_again(uow, principal)
    return Response(status_code=status.HTTP_202_ACCEPTED)


@outside.put(
    "/users/me/password",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Change your password",
    responses=error_responses(*_PROVING, PasswordTooWeak),
)
async def change_password(kernel: Resources, principal: SignedInOutside, body: PasswordChangeRequest) -> None:
    """Ends all your other sessions. A letter tells you of it."""
    current, new = body.current_password.get_secret_value(), body.new_password.get_secret_value()
    await changing_password.change_password(kernel, principal, current, new)


@outside.put(
    "/users/me/email",
    status_code=status.HTTP_202_ACCEPTED,
    response_class=Response,
    summary="Change your e-mail address",
    responses=error_responses(*_PROVING, EmailInvalid, EmailUnchanged, LetterJustSent),
)
async def change_email(kernel: Resources, principal: SignedInOutside, body: EmailChangeRequest) -> Response:
    """Sends a letter to the new address, whose link makes it yours.

    An address that is somebody else's is answered the same; that somebody is told by letter.
    """
    await changing_email.ask(kernel, principal, body.email, body.password.get_secret_value())
    return Response(status_code=status.HTTP_202_ACCEPTED)


@router.get(
    "/users/me/sessions", summary="List your sign-ins", responses=error_responses(*_SIGNED_IN, Invalid, CursorInvalid)
)
async def list_sessions(uow: Transaction, principal: SignedIn, page: Paging) -> OwnSessionPage:
    """Those that stand, the newest first: on what device, since when, and where it was last used from."""
    found = await own_sessions.list_sessions(uow, principal, page)
    return OwnSessionPage.model_validate(found.map(OwnSessionView.of))


@router.delete(
    "/users/me/sessions",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End all your other sign-ins",
    responses=error_responses(*_CHANGING),
)
async def end_other_sessions(uow: Transaction, principal: SignedIn) -> None:
    """All but the one that this request comes through; their tokens are refused from now on."""
    await own_sessions.end_others(uow, principal)


@router.delete(
    "/users/me/sessions/{sign_in_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End one of your sign-ins",
    responses=error_responses(*_CHANGING, Invalid, SessionNotFound),
)
async def end_session(uow: Transaction, principal: SignedIn, sign_in_id: SignInPath) -> None:
    """Its tokens are refused from now on."""
    await own_sessions.end(uow, principal, sign_in_id)


@router.get(
    "/users/me/security",
    summary="List what happened to your account's safety",
    responses=error_responses(*_SIGNED_IN, Invalid, CursorInvalid),
)
async def list_security(uow: Transaction, principal: SignedIn, page: Paging) -> SecurityEntryPage:
    """Sign-ins, refusals, changes of password and address, the newest first."""
    found = await security_history.list_own(uow, principal, page)
    return SecurityEntryPage.model_validate(found.map(SecurityEntryView.of))
