"""The transaction around a request: a domain's routes hang on a `Router`; its handlers take `Transaction`.

Before anything else a request is charged to its limits (`admission.py`).

The unit of work commits before the response leaves, so whoever has an answer has the fact. Routes that create take an
`Idempotency-Key`; the stored answer commits together with what the request did. A body is read into memory, so it is
bounded; only a route that opens its transactions itself takes files, and it reads none from somebody unknown.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.params import File
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope

from lyceum.platform import access_log
from lyceum.platform.database import unavailable
from lyceum.platform.errors import LyceumError, Unreadable
from lyceum.platform.http import idempotency
from lyceum.platform.http.admission import admit, class_of
from lyceum.platform.http.authentication import current_principal, principal_outside
from lyceum.platform.http.bodies import StrictRequest, refuse_announced
from lyceum.platform.http.shaping import Handler, ShapedRoute, depends_on
from lyceum.platform.http.transaction import kernel_of
from lyceum.platform.unit_of_work import unit_of_work

__all__ = ["OutsideRoute", "OutsideRouter", "Router", "TransactionalRoute", "depends_on"]


class TransactionalRoute(ShapedRoute):
    """A route whose request is one transaction."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()
        # Where nobody is signed in, an answer is nobody's to keep; and a route that signs in hashes a password first,
        # while which no connection may wait.
        is_somebodys = depends_on(self.dependant, current_principal)
        limit_class = class_of(self.endpoint, self.methods)

        async def in_transaction(unbounded: Request) -> Response:
            refuse_announced(unbounded)
            request = StrictRequest(unbounded.scope, unbounded.receive, is_bounded=True)
            try:
                kernel = kernel_of(request)
                await admit(request, kernel, limit_class, needs_sign_in=is_somebodys)
                is_once = is_somebodys and request.method == "POST" and idempotency.HEADER in request.headers
                if is_once:
                    # Who asks is looked up before the body is compared: no connection may wait for a slow client.
                    await request.body()
                async with unit_of_work(kernel) as uow:
                    request.state.uow = uow
                    if is_once:
                        return await idempotency.once(uow, request, handle)
                    return await handle(request)
            except Exception as error:
                if (known := await _judged(request, error)) is None:
                    raise
                raise known from error

        return in_transaction


class OutsideRoute(ShapedRoute):
    """A route that opens its transactions itself, because something outside has to be awaited between them."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()
        needs_sign_in = depends_on(self.dependant, principal_outside)
        limit_class = class_of(self.endpoint, self.methods)
        takes_files = any(isinstance(field.field_info, File) for field in self.dependant.body_params)

        async def answered(unread: Request) -> Response:
            if not takes_files:
                refuse_announced(unread)
            request = StrictRequest(unread.scope, unread.receive, is_bounded=not takes_files)
            try:
                await admit(request, kernel_of(request), limit_class, needs_sign_in=needs_sign_in)
                if needs_sign_in:
                    # FastAPI reads the body before it asks who sent it.
                    await principal_outside(request, kernel_of(request))
                return await handle(request)
            except Exception as error:
                if (known := await _judged(request, error)) is None:
                    raise
                raise known from error

        return answered


async def _judged(request: Request, error: Exception) -> LyceumError | None:
    """The error of ours behind another's; a refusal is noted on the way, now that its transaction is over."""
    if not isinstance(error, LyceumError):
        return _known(error)
    try:
        await access_log.note_refusal(kernel_of(request), getattr(request.state, "principal", None), error)
    except Exception as failure:
        if (away := unavailable(failure)) is None:
            raise
        return away
    return _known(error)


def _known(error: Exception) -> LyceumError | None:
    """The error of ours behind one of a library's."""
    # What refused the body while it was being parsed comes wrapped in FastAPI's own refusal.
    if isinstance(error, HTTPException) and isinstance(error.__cause__, LyceumError):
        return error.__cause__
    if isinstance(error, ClientDisconnect):
        # Nobody reads it; it is no failure of ours either.
        return Unreadable("The body broke off. Send it again, whole.")
    return unavailable(error)


class _PrefixedRouter(APIRouter):
    """Says no to a foreign path without trying its routes: FastAPI tries every route of every router in turn."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether one of the routes takes the request."""
        if self.prefix not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)


class OutsideRouter(_PrefixedRouter):
    """An `APIRouter` whose routes open their transactions themselves."""

    def __init__(self, *, prefix: str = "", tags: Sequence[str] = ()) -> None:
        super().__init__(prefix=prefix, tags=list(tags), route_class=OutsideRoute)


class Router(_PrefixedRouter):
    """An `APIRouter` whose routes are transactions."""

    def __init__(self, *, prefix: str = "", tags: Sequence[str] = ()) -> None:
        super().__init__(prefix=prefix, tags=list(tags), route_class=TransactionalRoute)
