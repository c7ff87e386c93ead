"""The transaction around a request: a domain's routes hang on a `Router`; its handlers take `Transaction`.

The unit of work commits before the response leaves, so whoever has an answer has the fact. Routes that create take an
`Idempotency-Key`; the stored answer commits together with what the request did.
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from lyceum.platform.database import unavailable
from lyceum.platform.errors import LyceumError
from lyceum.platform.http import idempotency
from lyceum.platform.http.transaction import kernel_of
from lyceum.platform.unit_of_work import unit_of_work

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class TransactionalRoute(APIRoute):
    """A route whose request is one transaction."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            try:
                async with unit_of_work(kernel_of(request)) as uow:
                    request.state.uow = uow
                    if request.method == "POST" and idempotency.HEADER in request.headers:
                        return await idempotency.once(uow, request, handle)
                    return await handle(request)
            except Exception as error:
                if (away := unavailable(error)) is None:
                    raise
                raise away from error

        return in_transaction


class OutsideRoute(APIRoute):
    """A route that opens its transactions itself, because something outside has to be awaited between them."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except HTTPException as error:
                # What refused the body while it was being parsed comes wrapped in FastAPI's own refusal.
                if isinstance(error.__cause__, LyceumError):
                    raise error.__cause__ from error
                raise
            except Exception as error:
                if (away := unavailable(error)) is None:
                    raise
                raise away from error

        return answered


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
