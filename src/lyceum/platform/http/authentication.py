"""Who is asking, for routes: `SignedIn` is the principal, or a 401 before the route runs."""

import hmac
from dataclasses import dataclass, field
from typing import Annotated, Protocol

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from lyceum.platform import telling
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

ACCESS_COOKIE = "lyceum_access"
CSRF_COOKIE = "lyceum_csrf"
CSRF_HEADER = "x-csrf-token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfFailed(Unauthenticated):
    """A browser's request that changes something came without the token that proves it came from our own pages."""

    status, code = 403, "CSRF_FAILED"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request offers as proof: a bearer token, or the browser's cookie."""

    bearer: str | None = field(default=None, repr=False)
    cookie: str | None = field(default=None, repr=False)

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


def credentials_of(connection: HTTPConnection) -> Credentials:
    """The credentials a request or socket offers; a bearer token wins over a cookie."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return Credentials(bearer=token.strip())
    return Credentials(cookie=connection.cookies.get(ACCESS_COOKIE))


def require_csrf(request: Request) -> None:
    """Double submit: a state-changing request that rides on a cookie repeats the CSRF cookie in a header.

    Raises:
        CsrfFailed: if the header is missing or differs.
    """
    if request.method in _SAFE_METHODS:
        return
    cookie, header = request.cookies.get(CSRF_COOKIE, ""), request.headers.get(CSRF_HEADER, "")
    if not cookie or not hmac.compare_digest(cookie.encode(), header.encode()):
        raise CsrfFailed(f"Repeat the value of the cookie {CSRF_COOKIE!r} in the header {CSRF_HEADER!r}.")


async def current_principal(request: Request, uow: Transaction) -> Principal:
    """The principal of this request, in its transaction."""
    credentials = credentials_of(request)
    if credentials.bearer is None and credentials.cookie is not None:
        require_csrf(request)
    authenticate: Authenticate = request.app.state.authenticate
    principal = await authenticate(uow, credentials)
    request.state.principal = principal
    telling.prefer(principal.language)
    return principal


async def principal_outside(request: Request, kernel: Resources) -> Principal:
    """The principal of a request that opens its transactions itself; asked once, in a short one of its own."""
    known: Principal | None = getattr(request.state, "principal", None)
    if known is not None:
        return known
    async with unit_of_work(kernel) as uow:
        return await current_principal(request, uow)


SignedIn = Annotated[Principal, Depends(current_principal)]
SignedInOutside = Annotated[Principal, Depends(principal_outside)]
