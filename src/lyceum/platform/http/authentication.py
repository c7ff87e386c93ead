"""Who is asking, for routes: `SignedIn` is the principal, or a 401 before the route runs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from lyceum.platform import security_log, telling
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http import csrf
from lyceum.platform.http.transaction import Resources, kernel_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

ACCESS_COOKIE = "lyceum_access"
CSRF_COOKIE = "lyceum_csrf"
CSRF_HEADER = "x-csrf-token"
CSRF_REFUSED = "platform.csrf_failed"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfFailed(Unauthenticated):
    """A browser's request that changes something came without the token that proves it came from our own pages."""

    status, code = 403, "CSRF_FAILED"


class Source(Protocol):
    """What `identity` remembers of credentials; it alone knows what that is."""

    def doubt(self, now: datetime) -> None:
        """They were turned away uncounted: look them up again, if that was not done a moment ago."""
        ...


@dataclass(slots=True)
class Recognised:
    """Whom credentials seem to belong to, before the database was asked: enough to count by, not to trust.

    Attributes:
        digest: what they are counted under themselves; a sign-in only until its account is.
        account_id: whose they are; None for an API key that is not known here yet.
        source: what is remembered of them; None for such a key.
        is_key: whether it is an API key, not a sign-in.
        plan: of the account, as last known; None if nobody here has looked them up lately: they may hold no more.
        hourly_quota: of an API key, as last known.
        language: that the account reads, as last known.
        epoch: of the account (`platform/epochs.py`), read since.
    """

    digest: str
    account_id: UUID | None = None
    source: Source | None = None
    is_key: bool = False
    plan: str | None = None
    hourly_quota: int | None = None
    language: str | None = None
    epoch: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request offers as proof: a bearer token, or the browser's cookie; whose it seems, and what it is to open.

    Attributes:
        bearer: an access token or an API key.
        cookie: an access token.
        tags: of the route that is asked for, which say what an API key must have been made for; none: no key opens it.
        method: of the request.
        recognised: whose it seems to be, if that was looked at.
    """

    bearer: str | None = field(default=None, repr=False)
    cookie: str | None = field(default=None, repr=False)
    tags: tuple[str, ...] = ()
    method: str = "GET"
    recognised: Recognised | None = field(default=None, repr=False, compare=False)

    @property
    def offered(self) -> bool:
        """Whether there is any proof to check."""
        return self.bearer is not None or self.cookie is not None


class Authenticate(Protocol):
    """Turns credentials into a principal; provided by the domain `identity`."""

    async def __call__(self, uow: UnitOfWork, credentials: Credentials) -> Principal:
        """The principal.

        Raises:
            Unauthenticated: if the credentials are missing, forged, expired or revoked.
        """
        ...


class Recognise(Protocol):
    """Says whom credentials seem to belong to; provided by the domain `identity`."""

    async def __call__(self, kernel: Kernel, credentials: Credentials) -> Recognised | None:
        """Whose they seem to be; None if nobody's."""
        ...


def credentials_of(connection: HTTPConnection) -> Credentials:
    """The credentials a request or socket offers; a bearer token wins over a cookie."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        tags = getattr(connection.scope.get("route"), "tags", ())
        return Credentials(bearer=token.strip(), tags=tuple(tags), method=connection.scope.get("method", "GET"))
    settings: Settings = connection.app.state.kernel.settings
    return Credentials(cookie=connection.cookies.get(cookie_name(ACCESS_COOKIE, settings)))


def cookie_name(name: str, settings: Settings) -> str:
    """What a cookie is called here. Over HTTPS a browser takes one called `__Host-…` from this very host alone."""
    return f"__Host-{name}" if settings.secure_cookies else name


async def require_csrf(request: Request, session_id: UUID, account_id: UUID) -> None:
    """A state-changing request that rides on a cookie repeats, in a header, the CSRF token of that very sign-in.

    Args:
        request: in hand.
        session_id: the sign-in whose cookie it rides on.
        account_id: whose it is.

    Raises:
        CsrfFailed: if the header is missing, or is another sign-in's.
    """
    kernel = kernel_of(request)
    if request.method in _SAFE_METHODS or csrf.holds(kernel, session_id, request.headers.get(CSRF_HEADER, "")):
        return
    await security_log.note_seldom(kernel, CSRF_REFUSED, account_id, str(session_id))
    name = cookie_name(CSRF_COOKIE, kernel.settings)
    raise CsrfFailed(f"Repeat the value of the cookie {name!r} in the header {CSRF_HEADER!r}.")


async def own_pages_only(request: Request) -> None:
    """Refuse a request that a page of somebody else's makes a browser send; for routes that set cookies.

    Raises:
        CsrfFailed: if it does not come from our own pages. Whoever could sign people in unawares would be shown what
            they then learn.
    """
    if not csrf.comes_from_own_page(request, kernel_of(request).settings):
        raise CsrfFailed("This came from a page of another site. Sign in on a page of this Lyceum.")


async def current_principal(request: Request) -> Principal:
    """The principal of a request that is one transaction, in that."""
    # Not asked for as a dependency: each costs FastAPI as much as finding the route.
    uow: UnitOfWork = request.state.uow
    return await _principal_in(uow, request)


async def _principal_in(uow: UnitOfWork, request: Request) -> Principal:
    known: Principal | None = getattr(request.state, "principal", None)
    if known is not None:
        return known
    # Left by the limits, with what they recognised.
    credentials: Credentials = getattr(request.state, "credentials", None) or credentials_of(request)
    authenticate: Authenticate = request.app.state.authenticate
    principal = await authenticate(uow, credentials)
    if credentials.bearer is None and principal.session_id is not None:
        await require_csrf(request, principal.session_id, principal.user_id)
    request.state.principal = principal
    telling.prefer(principal.language)
    return principal


async def principal_outside(request: Request, kernel: Resources) -> Principal:
    """The principal of a request that opens its transactions itself; asked once, in a short one of its own."""
    known: Principal | None = getattr(request.state, "principal", None)
    if known is not None:
        return known
    async with unit_of_work(kernel) as uow:
        return await _principal_in(uow, request)


SignedIn = Annotated[Principal, Depends(current_principal)]
SignedInOutside = Annotated[Principal, Depends(principal_outside)]
FromOwnPages = Depends(own_pages_only)
