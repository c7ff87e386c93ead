"""The short way from an address to its route: a look into a table, where FastAPI asks each route of each router.

Whatever the table does not settle (another method, an address that is nobody's, a socket) goes FastAPI's own way, so
that a redirect, a 404 or a 405 is the same as without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from re import Pattern
from typing import Any, Final

from fastapi.routing import APIRoute, APIRouter, RouteContext, iter_route_contexts
from starlette.types import ASGIApp, Receive, Scope, Send

# `/api/v1/subjects` of `/api/v1/subjects/{id}`: what an address begins with decides which routes may take it.
_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """A route as it stands under its prefix."""

    regex: Pattern[str]
    converters: dict[str, Any]
    methods: frozenset[str]
    endpoint: object
    route: APIRoute
    app: ASGIApp


class DirectRouting:
    """ASGI middleware right around a router whose routes are all there before the first request.

    Args:
        router: of the application.
    """

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._slowly: ASGIApp = router.app
        self._table: dict[str, list[_Entry]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        found = self._find(scope) if scope["type"] == "http" else None
        if found is None:
            await self._slowly(scope, receive, send)
            return
        entry, parameters = found
        scope["router"], scope["route"], scope["endpoint"] = self._router, entry.route, entry.endpoint
        scope["path_params"] = {**scope.get("path_params", {}), **parameters}
        await entry.app(scope, receive, send)

    def _find(self, scope: Scope) -> tuple[_Entry, dict[str, Any]] | None:
        # Under a prefix of somebody else's, or watched by FastAPI's own telemetry, it has more to do than to find.
        if scope.get("root_path") or scope.get("fastapi.telemetry") is not None:
            return None
        if self._table is None:
            self._table = _table_of(iter_route_contexts(self._router.routes))
        path, method = scope["path"], scope["method"]
        for entry in self._table.get(_beginning(path), ()):
            if method in entry.methods and (match := entry.regex.match(path)):
                parameters = match.groupdict()
                return entry, {name: entry.converters[name].convert(value) for name, value in parameters.items()}
        return None


def _beginning(path: str) -> str:
    return "/".join(path.split("/", _PARTS)[:_PARTS])


def _table_of(contexts: Iterable[RouteContext]) -> dict[str, list[_Entry]]:
    """Routes by how their addresses begin, in their order; nothing for beginnings that do not decide."""
    table: dict[str, list[_Entry]] = {}
    others: list[str] = []
    for context in contexts:
        beginning = _beginning(context.path or "{")
        known, is_open, _ = beginning.partition("{")
        if is_open or not isinstance(context.original_route, APIRoute):
            others.append(known)
            continue
        entry = _Entry(
            context.path_regex,
            context.param_convertors,
            frozenset(context.methods or ()),
            context.endpoint,
            context.original_route,
            # Under its prefix; the route's own application, where it has none.
            context.app,
        )
        table.setdefault(beginning, []).append(entry)
    return {
        beginning: entries
        for beginning, entries in table.items()
        if not any(beginning.startswith(other) or other.startswith(beginning) for other in others)
    }
