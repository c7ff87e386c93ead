"""The transaction around a request: a domain's routes hang on a `Router`; its handlers take `Transaction`.

The unit of work commits before the response leaves, so whoever has an answer has the fact. Routes that create take an
`Idempotency-Key`; the stored answer commits together with what the request did. A body is read into memory, so it is
bounded; only a route that opens its transactions itself takes files, and it reads none from somebody unknown.
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Message, Receive, Scope

from lyceum.platform.database import unavailable
from lyceum.platform.errors import LyceumError, TooLarge
from lyceum.platform.http import idempotency
from lyceum.platform.http.authentication import current_principal, principal_outside
from lyceum.platform.http.transaction import kernel_of
from lyceum.platform.unit_of_work import unit_of_work

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

# The longest form of ours has some ten kilobytes.
LARGEST_BODY_BYTES = 1024 * 1024


def depends_on(dependant: Dependant, call: object) -> bool:
    """Whether a route asks for what `call` gives, itself or through others."""
    return any(inner.call is call or depends_on(inner, call) for inner in dependant.dependencies)


class TransactionalRoute(APIRoute):
    """A route whose request is one transaction."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()
        # Where nobody is signed in, an answer is nobody's to keep; and a route that signs in hashes a password first,
        # while which no connection may wait.
        is_somebodys = depends_on(self.dependant, current_principal)

        async def in_transaction(unbounded: Request) -> Response:
            request = _bounded(unbounded)
            try:
                async with unit_of_work(kernel_of(request)) as uow:
                    request.state.uow = uow
                    if is_somebodys and request.method == "POST" and idempotency.HEADER in request.headers:
                        return await idempotency.once(uow, request, handle)
                    return await handle(request)
            except Exception as error:
                if (known := _known(error)) is None:
                    raise
                raise known from error

        return in_transaction


class OutsideRoute(APIRoute):
    """A route that opens its transactions itself, because something outside has to be awaited between them."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()
        needs_sign_in = depends_on(self.dependant, principal_outside)

        async def answered(request: Request) -> Response:
            try:
                if needs_sign_in:
                    # FastAPI reads the body before it asks who sent it.
                    await principal_outside(request, kernel_of(request))
                return await handle(request)
            except Exception as error:
                if (known := _known(error)) is None:
                    raise
                raise known from error

        return answered


def _known(error: Exception) -> LyceumError | None:
    """The error of ours behind one of a library's."""
    # What refused the body while it was being parsed comes wrapped in FastAPI's own refusal.
    if isinstance(error, HTTPException) and isinstance(error.__cause__, LyceumError):
        return error.__cause__
    return unavailable(error)


def _bounded(request: Request) -> Request:
    """The request, whose body is refused once it is larger than any form of ours.

    Raises:
        TooLarge: at once, if that is announced.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > LARGEST_BODY_BYTES:
        raise _too_large()
    return Request(request.scope, _counted(request.receive))


def _counted(receive: Receive) -> Receive:
    received = 0

    async def counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY_BYTES:
            raise _too_large()
        return message

    return counting


def _too_large() -> TooLarge:
    limit = LARGEST_BODY_BYTES
    return TooLarge(
        f"This takes up to {limit // 1024} kB; only a document may be larger.", details={"limit_bytes": limit}
    )


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
