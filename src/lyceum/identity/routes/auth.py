"""Routes of signing up, in and out, of tokens, and of the keys that verify them."""

from typing import Annotated

from fastapi import Header, Request, Response, status

from lyceum.identity import administrators, keys, registration, sessions, signing_in
from lyceum.identity.authentication import authenticate, check_access_token
from lyceum.identity.contracts import (
    AccountSuspended,
    Client,
    ClientKind,
    CredentialsWrong,
    EmailInvalid,
    EmailTaken,
    FullNameInvalid,
    LanguageInvalid,
    PasswordTooWeak,
    RefreshTokenReused,
    SessionId,
    SessionRevoked,
    SetupClosed,
    SetupLinkInvalid,
    SignedInPerson,
    TimeZoneUnknown,
    TokenExpired,
    TokenInvalid,
    TooManySignIns,
    UsernameInvalid,
    UsernameTaken,
)
from lyceum.identity.routes.cookies import REFRESH_COOKIE, clear_session_cookies, set_session_cookies
from lyceum.identity.schemas import (
    KeySetView,
    LoginRequest,
    RefreshRequest,
    RegisterRequest,
    SetupRequest,
    SignInView,
    TokenRequest,
    TokenView,
)
from lyceum.platform.errors import Invalid, Unauthenticated, Unreadable
from lyceum.platform.http.authentication import CSRF_COOKIE, CsrfFailed, SignedIn, credentials_of, require_csrf
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.kernel import Kernel

router = Router(prefix="/auth", tags=["auth"])
key_router = Router(prefix="/.well-known", tags=["auth"])

_UNACCEPTABLE = (
    Unreadable,
    Invalid,
    EmailInvalid,
    FullNameInvalid,
    UsernameInvalid,
    LanguageInvalid,
    TimeZoneUnknown,
    PasswordTooWeak,
    TooManySignIns,
)

UserAgent = Annotated[str, Header(include_in_schema=False)]


@router.post(
    "/register",
    status_code=status.HTTP_201_CREATED,
    response_model_exclude_none=True,
    summary="Make an account and sign in",
    responses=error_responses(*_UNACCEPTABLE, EmailTaken, UsernameTaken),
)
async def register(
    response: Response,
    uow: Transaction,
    kernel: Resources,
    body: RegisterRequest,
    user_agent: UserAgent = "",
) -> SignInView:
    """Makes a student's account. Who asks to teach is a student until an administrator approves."""
    client = Client(body.session, user_agent)
    signed_in = await registration.register(uow, body.person(wants_to_teach=body.wants_to_teach), client)
    return _answer(response, kernel, signed_in, body.session)


@router.post(
    "/login",
    response_model_exclude_none=True,
    summary="Sign in with e-mail address and password",
    responses=error_responses(Unreadable, Invalid, CredentialsWrong, AccountSuspended, TooManySignIns),
)
async def login(
    response: Response,
    uow: Transaction,
    kernel: Resources,
    body: LoginRequest,
    user_agent: UserAgent = "",
) -> SignInView:
    """Begins a session. Every refusal reads the same, whether or not there is such an account."""
    client = Client(body.session, user_agent)
    signed_in = await signing_in.sign_in(uow, body.email, body.password.get_secret_value(), client)
    return _answer(response, kernel, signed_in, body.session)


@router.post(
    "/refresh",
    response_model_exclude_none=True,
    summary="Exchange a refresh token for fresh tokens",
    responses=error_responses(
        Unreadable,
        Invalid,
        Unauthenticated,
        TokenInvalid,
        TokenExpired,
        SessionRevoked,
        RefreshTokenReused,
        AccountSuspended,
        CsrfFailed,
    ),
)
async def refresh(
    request: Request, response: Response, uow: Transaction, kernel: Resources, body: RefreshRequest | None = None
) -> SignInView:
    """Programs send the token in the body; browsers send their cookie and the CSRF header.

    Each refresh token is exchanged once. A token that was exchanged before ends the session, for the person it was
    issued to and for whoever copied it; only a repetition within ten seconds gets the same answer again.
    """
    token, kind = _refresh_token(request, body)
    if token is None:
        raise Unauthenticated("Send a refresh token, in the body or as the session's cookie. Or sign in again.")
    signed_in = await sessions.refresh(uow, token, kind)
    return _answer(response, kernel, signed_in, kind, csrf=request.cookies.get(CSRF_COOKIE))


@router.post(
    "/logout",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Sign out",
    responses=error_responses(Unreadable, Invalid, Unauthenticated, CsrfFailed),
)
async def logout(
    request: Request, response: Response, uow: Transaction, kernel: Resources, body: RefreshRequest | None = None
) -> None:
    """Ends the session of the refresh token in the body, of the browser's cookies, or of the access token.

    Its access tokens are refused from now on. Signing out twice is no error.
    """
    token, kind = _refresh_token(request, body)
    if token is not None:
        await sessions.end_session_of_token(uow, token)
    else:
        principal = await authenticate(uow, credentials_of(request))
        if principal.session_id is not None:
            await sessions.end_session(uow, SessionId(principal.session_id))
    if kind is ClientKind.COOKIE:
        clear_session_cookies(response, kernel.settings)


@router.post(
    "/setup",
    status_code=status.HTTP_201_CREATED,
    response_model_exclude_none=True,
    summary="Make the first administrator",
    responses=error_responses(*_UNACCEPTABLE, SetupLinkInvalid, SetupClosed, EmailTaken, UsernameTaken),
)
async def set_up(
    response: Response,
    uow: Transaction,
    kernel: Resources,
    body: SetupRequest,
    user_agent: UserAgent = "",
) -> SignInView:
    """Takes the token of the link that `lyceum up` prints while there is no administrator. It works once."""
    client = Client(body.session, user_agent)
    signed_in = await administrators.set_up(uow, body.token.get_secret_value(), body.person(), client)
    return _answer(response, kernel, signed_in, body.session)


@router.post(
    "/introspect",
    response_model_exclude_none=True,
    summary="Whether an access token holds",
    responses=error_responses(Unreadable, Invalid, Unauthenticated, TokenInvalid, CsrfFailed),
)
async def introspect(uow: Transaction, principal: SignedIn, body: TokenRequest) -> TokenView:
    """Says what one of your access tokens says, if it would be accepted now. Other people's take `users:view`."""
    facts = await check_access_token(uow, body.token.get_secret_value())
    if facts is not None and facts.account_id != principal.user_id and not principal.may("users:view"):
        facts = None
    return TokenView.of(facts)


@router.post(
    "/revoke",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="End the session of a token",
    responses=error_responses(Unreadable, Invalid),
)
async def revoke(uow: Transaction, body: TokenRequest) -> None:
    """Takes an access token or a refresh token and ends its session at once; an unknown token is no error."""
    await sessions.end_session_of_token(uow, body.token.get_secret_value())


@key_router.get("/jwks.json", summary="The public keys of access tokens")
async def publish_keys(kernel: Resources, response: Response) -> KeySetView:
    """Keys are announced here a quarter of an hour before they sign, and stay until their last token has ended."""
    seconds = int(keys.PUBLIC_CACHE.total_seconds())
    response.headers["cache-control"] = f"public, max-age={seconds}"
    return KeySetView(keys=await keys.public_keys(kernel))


def _refresh_token(request: Request, body: RefreshRequest | None) -> tuple[str | None, ClientKind]:
    """The refresh token offered, and how its client holds it; a cookie counts only with the CSRF header."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token.get_secret_value(), ClientKind.TOKEN
    if credentials_of(request).bearer is not None:
        return None, ClientKind.TOKEN
    cookie = request.cookies.get(REFRESH_COOKIE)
    if cookie is not None or credentials_of(request).cookie is not None:
        require_csrf(request)
    return cookie, ClientKind.COOKIE


def _answer(
    response: Response, kernel: Kernel, signed_in: SignedInPerson, kind: ClientKind, *, csrf: str | None = None
) -> SignInView:
    response.headers["cache-control"] = "no-store"
    if kind is ClientKind.COOKIE:
        # A sign-in begins with a CSRF token of its own: the one at hand may have been planted.
        set_session_cookies(response, kernel.settings, signed_in.tokens, csrf=csrf)
    return SignInView.of(signed_in, kind)
