"""What every route takes and gives besides what it says itself: camelCase in, `fields` and `offset` on the way out.

It is applied around FastAPI's own handler, so that no route, wire model or use case knows of it. An answer is shaped
after it was checked against its model.
"""

import json
import re
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from lyceum.platform import pages
from lyceum.platform.http.bodies import StrictRequest
from lyceum.platform.http.paging import page_request, pagination
from lyceum.platform.http.shapes import Selection, Shape, in_snake_case, known_name, parse_fields, pruned
from lyceum.platform.http.versions import Headers, deprecation_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

# A parameter of ours in camelCase; values may have capitals as they like.
_CAMEL_PARAMETER = re.compile(rb"(?:^|&)[a-z0-9_]+[A-Z]")
_ITEMS = "items"
# What a list has, and nothing else has: a deck has items too, their number.
_OF_A_LIST = frozenset({_ITEMS, "next_cursor"})


def depends_on(dependant: Dependant, call: object) -> bool:
    """Whether a route asks for what `call` gives, itself or through others."""
    return any(inner.call is call or depends_on(inner, call) for inner in dependant.dependencies)


class ShapedRoute(APIRoute):
    """A route whose requests may be in camelCase, and whose answers may be asked for in part."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def shaped(request: Request) -> Response:
            if isinstance(request, StrictRequest) and self.body_field is not None:
                request.spell = self._spelled
            query: bytes = request.scope["query_string"]
            if not query:
                return await handle(request)
            if _CAMEL_PARAMETER.search(query):
                request.scope["query_string"] = self._named(query)
            chosen = self._chosen(request)
            if not (self.is_paged and pages.OFFSET in request.query_params):
                return _in_part(await handle(request), chosen, is_list=self.is_list)
            with pages.by_offset() as window:
                return _in_part(await handle(request), chosen, is_list=self.is_list, window=window)

        return shaped

    @cached_property
    def notices(self) -> Headers:
        """The headers of every answer of this route, whatever it is an answer to."""
        found = deprecation_of(self.dependant)
        return found.headers if found else ()

    @cached_property
    def is_paged(self) -> bool:
        """Whether it answers with a list in pages."""
        return depends_on(self.dependant, page_request)

    @cached_property
    def is_list(self) -> bool:
        """Whether it answers with `items`, of which `fields` then chooses."""
        parts = self._answer.parts
        return parts.keys() <= _OF_A_LIST and _ITEMS in parts and bool(parts[_ITEMS].parts)

    @cached_property
    def has_fields(self) -> bool:
        """Whether there is something to choose of its answers."""
        return "GET" in (self.methods or ()) and self.response_field is not None and bool(self._answer.parts)

    @cached_property
    def choosable(self) -> Shape:
        """What `fields` chooses from: the answer, of a list an item."""
        return self._answer.parts[_ITEMS] if self.is_list else self._answer

    @cached_property
    def _answer(self) -> Shape:
        return Shape({}, {}) if self.response_field is None else Shape.of(self.response_model, sent=True)

    @cached_property
    def _body(self) -> Shape:
        field = self.body_field
        return Shape({}, {}) if field is None else Shape.of(field.field_info.annotation, sent=False)

    @cached_property
    def _parameters(self) -> dict[str, None]:
        return dict.fromkeys(_query_of(self.dependant))

    def _spelled(self, body: Any) -> Any:  # noqa: ANN401  any JSON, and the same again
        return in_snake_case(body, self._body)

    def _named(self, query: bytes) -> bytes:
        given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        return urlencode([(known_name(name, self._parameters), value) for name, value in given]).encode()

    def _chosen(self, request: Request) -> Selection:
        wished = request.query_params.get("fields")
        if wished is None or not self.has_fields:
            return {}
        return parse_fields(wished, self.choosable)


def _query_of(dependant: Dependant) -> list[str]:
    return [
        *(field.alias for field in dependant.query_params),
        *(name for inner in dependant.dependencies for name in _query_of(inner)),
    ]


def _in_part(response: Response, chosen: Selection, *, is_list: bool, window: pages.Window | None = None) -> Response:
    """An answer with what was chosen of it, and where in the list it stands."""
    is_json = response.headers.get("content-type") == "application/json" and hasattr(response, "body")
    if not is_json or not (chosen or window) or not response.body:
        return response
    content = json.loads(bytes(response.body))
    if chosen and is_list:
        content[_ITEMS] = pruned(content[_ITEMS], chosen)
    elif chosen:
        content = pruned(content, chosen)
    if window is not None:
        content["pagination"] = pagination(window)
    response.body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    response.headers["content-length"] = str(len(response.body))
    return response
