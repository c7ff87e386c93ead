"""Routes of signing up, in and out, of tokens, and of the keys that verify them."""

from fastapi import Request, Response, status

from lyceum.identity import administrators, keys, registration, sessions, signing_in
from lyceum.identity.authentication import authenticate, check_access_token
from lyceum.identity.contracts.people import (
    EmailInvalid,
    EmailTaken,
    FullNameInvalid,
    LanguageInvalid,
    RegistrationClosed,
    SetupClosed,
    SetupLinkInvalid,
    TimeZoneUnknown,
    UsernameInvalid,
    UsernameTaken,
)
from lyceum.identity.contracts.signing_in import (
    AccountSuspended,
    Client,
    ClientKind,
    CredentialsWrong,
    PasswordTooWeak,
    RefreshTokenReused,
    SessionId,
    SessionRevoked,
    SignedInPerson,
    TokenExpired,
    TokenInvalid,
    TooManySignIns,
)
from lyceum.identity.routes.cookies import (
    clear_session_cookies,
    device_tokens,
    refresh_cookie_name,
    set_device_cookie,
    set_session_cookies,
)
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
from lyceum.platform import origin
from lyceum.platform.errors import Invalid, Unauthenticated, Unreadable
from lyceum.platform.http.admission import charged
from lyceum.platform.http.authentication import CsrfFailed, FromOwnPages, SignedIn, credentials_of, require_csrf
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Resources, Transaction, kernel_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.limit_table import LimitClass
from lyceum.platform.unit_of_work import UnitOfWork

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
    CsrfFailed,
)


@router.post(
    "/register",
    dependencies=[FromOwnPages],
    status_code=status.HTTP_201_CREATED,
    response_model_exclude_none=True,
    summary="Make an account and sign in",
    responses=error_responses(*_UNACCEPTABLE, EmailTaken, UsernameTaken, RegistrationClosed),
)
@charged(LimitClass.ENTRY)
async def register(
    request: Request,
    response: Response,
    uow: Transaction,
    kernel: Resources,
    body: RegisterRequest,
) -> SignInView:
    """Makes a student's account, where people may make their own (the flag `identity.self_registration`).

    Who asks to teach is a student until an administrator approves.
    """
    client = _client(request, kernel, body.session)
    signed_in = await registration.register(uow, body.person(wants_to_teach=body.wants_to_teach), client)
    return _answer(response, kernel, signed_in, body.session)


@router.post(
    "/login",
    dependencies=[FromOwnPages],
    response_model_exclude_none=True,
    summary="Sign in with e-mail address and password",
    responses=error_responses(Unreadable, Invalid, CredentialsWrong, AccountSuspended, TooManySignIns, CsrfFailed),
)
@charged(LimitClass.ENTRY)
async def login(
    request: Request,
    response: Response,
    uow: Transaction,
    kernel: Resources,
    body: LoginRequest,
) -> SignInView:
    """Begins a session. Every refusal reads the same, whether or not there is such an account."""
    client = _client(request, kernel, body.session)
    signed_in = await signing_in.sign_in(uow, body.email, body.password.get_secret_value(), client)
    return _answer(response, kernel, signed_in, body.session)


@router.post(
    "/refresh",
    dependencies=[FromOwnPages],
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
@charged(LimitClass.ENTRY)
async def refresh(
    request: Request, response: Response, uow: Transaction, kernel: Resources, body: RefreshRequest | None = None
) -> SignInView:
    """Programs send the token in the body; browsers send their cookie and the CSRF header.

    Each refresh token is exchanged once. A token that was exchanged before ends the session, for the person it was
    issued to and for whoever copied it; only a repetition within ten seconds gets the same answer again.
    """
    token, kind = await _refresh_token(request, uow, body)
    if token is None:
        raise Unauthenticated("Send a refresh token, in the body or as the session's cookie. Or sign in again.")
    signed_in = await sessions.refresh(uow, token, kind)
    return _answer(response, kernel, signed_in, kind)


@router.post(
    "/logout",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Sign out",
    responses=error_responses(Unreadable, Invalid, Unauthenticated, CsrfFailed),
)
@charged(LimitClass.ENTRY)
async def logout(
    request: Request, response: Response, uow: Transaction, kernel: Resources, body: RefreshRequest | None = None
) -> None:
    """Ends the session of the refresh token in the body, of the browser's cookies, or of the access token.

    Its access tokens are refused from now on. Signing out twice is no error.
    """
    token, kind = await _refresh_token(request, uow, body)
    if token is not None:
        await sessions.end_session_of_token(uow, token)
    else:
        principal = await authenticate(uow, credentials_of(request))
        if principal.session_id is not None:
            if kind is ClientKind.COOKIE:
                await require_csrf(request, principal.session_id, principal.user_id)
            await sessions.end_session(uow, SessionId(principal.session_id))
    if kind is ClientKind.COOKIE:
        clear_session_cookies(response, kernel.settings)


@router.post(
    "/setup",
    dependencies=[FromOwnPages],
    status_code=status.HTTP_201_CREATED,
    response_model_exclude_none=True,
    summary="Make the first administrator",
    responses=error_responses(*_UNACCEPTABLE, SetupLinkInvalid, SetupClosed, EmailTaken, UsernameTaken),
)
@charged(LimitClass.ENTRY)
async def set_up(
    request: Request,
    response: Response,
    uow: Transaction,
    kernel: Resources,
    body: SetupRequest,
) -> SignInView:
    """Takes the token of the link that `lyceum up` prints while there is no administrator. It works once."""
    client = _client(request, kernel, body.session)
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
@charged(LimitClass.ENTRY)
async def revoke(uow: Transaction, body: TokenRequest) -> None:
    """Takes an access token or a refresh token and ends its session at once; an unknown token is no error."""
    await sessions.end_session_of_token(uow, body.token.get_secret_value())


@key_router.get("/jwks.json", summary="The public keys of access tokens")
@charged(LimitClass.PUBLIC)
async def publish_keys(kernel: Resources, response: Response) -> KeySetView:
    """Keys are announced here a quarter of an hour before they sign, and stay until their last token has ended."""
    seconds = int(keys.PUBLIC_CACHE.total_seconds())
    response.headers["cache-control"] = f"public, max-age={seconds}"
    return KeySetView(keys=await keys.public_keys(kernel))


def _client(request: Request, kernel: Kernel, kind: ClientKind) -> Client:
    """The program that signs in; a browser's earlier tokens count for a browser only."""
    tokens = device_tokens(request, kernel.settings) if kind is ClientKind.COOKIE else ()
    return Client(kind, origin.current().user_agent, tokens)


async def _refresh_token(
    request: Request, uow: UnitOfWork, body: RefreshRequest | None
) -> tuple[str | None, ClientKind]:
    """The refresh token offered, and how its client holds it; a cookie counts only with its sign-in's CSRF token."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token.get_secret_value(), ClientKind.TOKEN
    if credentials_of(request).bearer is not None:
        return None, ClientKind.TOKEN
    cookie = request.cookies.get(refresh_cookie_name(kernel_of(request).settings))
    if cookie is not None and (whose := await sessions.browser_session(uow, cookie)):
        await require_csrf(request, *whose)
    return cookie, ClientKind.COOKIE


def _answer(response: Response, kernel: Kernel, signed_in: SignedInPerson, kind: ClientKind) -> SignInView:
    response.headers["cache-control"] = "no-store"
    if kind is ClientKind.COOKIE:
        set_session_cookies(response, kernel, signed_in.tokens)
        if signed_in.device_tokens:
            set_device_cookie(response, kernel.settings, signed_in.device_tokens)
    return SignInView.of(signed_in, kind)
