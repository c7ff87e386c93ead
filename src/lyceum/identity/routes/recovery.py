"""Routes that the links of letters lead to, for whoever holds one; none takes an address to lead on to."""

from fastapi import Response, status

from lyceum.identity import changing_email, own_sessions, recovery, verification
from lyceum.identity.contracts.letters import LinkInvalid
from lyceum.identity.contracts.people import EmailTaken
from lyceum.identity.contracts.signing_in import PasswordTooWeak, TooManySignIns
from lyceum.identity.security_schemas import ForgottenPasswordRequest, LetterTokenRequest, PasswordResetRequest
from lyceum.platform.errors import Invalid, Unreadable
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction

router = Router(prefix="/auth", tags=["auth"])

_REFUSALS = (Unreadable, Invalid, LinkInvalid)


@router.post(
    "/verify-email",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Verify an e-mail address",
    responses=error_responses(*_REFUSALS),
)
async def verify_email(uow: Transaction, body: LetterTokenRequest) -> None:
    """Takes the token of the letter that was sent to the address. It holds for 24 hours and works once."""
    await verification.verify_email(uow, body.token.get_secret_value())


@router.post(
    "/password/forgot",
    status_code=status.HTTP_202_ACCEPTED,
    response_class=Response,
    summary="Have a link to a new password sent",
    responses=error_responses(Unreadable, Invalid),
)
async def forget_password(uow: Transaction, body: ForgottenPasswordRequest) -> Response:
    """The letter goes out if the address is an account's. The answer is the same, and takes as long, if it is not."""
    await recovery.ask(uow, body.email)
    return Response(status_code=status.HTTP_202_ACCEPTED)


@router.post(
    "/password/reset",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Choose a new password with the link of a letter",
    responses=error_responses(*_REFUSALS, PasswordTooWeak, TooManySignIns),
)
async def reset_password(uow: Transaction, body: PasswordResetRequest) -> None:
    """Ends every session and every lock of the account. The token holds for an hour and works once.

    A password that the policy refuses does not use it up.
    """
    await recovery.reset_password(uow, body.token.get_secret_value(), body.password.get_secret_value())


@router.post(
    "/confirm-email",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Confirm a change of e-mail address",
    responses=error_responses(*_REFUSALS, EmailTaken),
)
async def confirm_email(uow: Transaction, body: LetterTokenRequest) -> None:
    """Takes the token of the letter to the new address. The old one gets a letter that can undo it, for 72 hours."""
    await changing_email.confirm_email(uow, body.token.get_secret_value())


@router.post(
    "/undo-email",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Undo a change of e-mail address",
    responses=error_responses(*_REFUSALS),
)
async def undo_email(uow: Transaction, body: LetterTokenRequest) -> None:
    """Takes the token of the letter to the old address, which is the account's again.

    Every session ends, and a letter with a link to a new password follows.
    """
    await changing_email.undo(uow, body.token.get_secret_value())


@router.post(
    "/end-session",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End a sign-in that was not yours",
    responses=error_responses(*_REFUSALS),
)
async def deny_session(uow: Transaction, body: LetterTokenRequest) -> None:
    """Takes the token of the letter that told of a new device. A letter with a link to a new password follows."""
    await own_sessions.deny(uow, body.token.get_secret_value())
