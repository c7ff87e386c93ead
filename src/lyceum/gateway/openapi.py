"""The API's description: what FastAPI reads off the routes, and what every route of ours has besides.

Who must be signed in, which errors everything may answer with, and where an `Idempotency-Key` is taken are facts of the
code, so they are read from it instead of being written at every route.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel

from lyceum.gateway import openapi_examples, openapi_limits
from lyceum.identity import facade as identity
from lyceum.platform.database import DatabaseUnavailable
from lyceum.platform.errors import Invalid, LyceumError, TimedOut, TooLarge, Unauthenticated, Unreadable
from lyceum.platform.http.authentication import (
    ACCESS_COOKIE,
    CSRF_HEADER,
    CsrfFailed,
    current_principal,
    principal_outside,
)
from lyceum.platform.http.errors import ErrorEnvelope, error_responses
from lyceum.platform.http.idempotency import IdempotencyKeyReused, InvalidIdempotencyKey
from lyceum.platform.http.paging import Pagination, TwoPlacesNamed
from lyceum.platform.http.shapes import LONGEST_FIELDS, FieldsInvalid
from lyceum.platform.http.shaping import ShapedRoute, depends_on
from lyceum.platform.http.versions import Deprecation, deprecation_of
from lyceum.platform.pages import OffsetTooLarge

Operation = dict[str, Any]

_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of `POST /auth/login`, or an API key that has the scope `x-api-key-scope`.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": ACCESS_COOKIE,
        "description": f"Set by signing in with `session: cookie`. Requests that change something repeat the CSRF"
        f" cookie in the header `{CSRF_HEADER}`.",
    },
}
_ENVELOPE = {"application/json": {"schema": {"$ref": f"#/components/schemas/{ErrorEnvelope.__name__}"}}}
_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of yours, up to 200 characters. The same request with the same key is done once within a"
    " day; its repetitions get the first answer, marked `Idempotency-Replayed: true`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "example": "3f6c2c1e-upload-1",
}
_FIELDS = {
    "name": "fields",
    "in": "query",
    "required": False,
    "description": "Only these fields of the answer, of a list's items: names such as `id,title`, and `skills(name)` or"
    " `skills.name` for parts of parts. Left out: all.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_FIELDS},
    "example": "id,title",
}
# What holds of every operation; said once, because an answer in part is not of its operation's schema.
_CONVENTIONS = """**Parts of answers.** Any answer to `GET` whose operation has `x-fields` takes the parameter `fields`:
names such as `id,title`, and `skills(name)` or `skills.name` for parts of parts. Of a list they are the names of its
items. What is not named is left out, also what the schema requires. An unknown name is refused with `FIELDS_INVALID`.

**Lists.** They take `limit` with `cursor`, which is the `next_cursor` of the page before; or with `offset`, up to
10,000, for numbered pages: then the answer has `pagination`.

**Names.** Answers are in snake_case. Bodies and parameters may be in camelCase. `Accept: application/json;
profile="camelCase"` asks for errors in camelCase too.

**Time.** `Request-Timeout: 2.5` gives a request less time than the server would; it never gives more.

**What will go.** Answers of what is deprecated carry `Deprecation`, `Sunset` if it is known when it ends, and a `Link`
to what stands in its place. What `v1` promises stays; an answer may have more fields, and more values, than a program
knows.
"""
_EMPTY = {"type": "string", "maxLength": 0}
_PAGINATION = {"$ref": f"#/components/schemas/{Pagination.__name__}"}


def install(app: FastAPI) -> None:
    """Let `app` describe itself fully; built at the first request for it, and kept."""

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way FastAPI documents


def _describe(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, summary=app.summary, description=_CONVENTIONS, routes=app.routes
    )
    components = document.setdefault("components", {})
    components["parameters"] = {"fields": _FIELDS}
    components["securitySchemes"] = _SCHEMES
    schemas = components.setdefault("schemas", {})
    schemas.update(_schemas_of(ErrorEnvelope))
    schemas.update(_schemas_of(Pagination))
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    described = _routes(app)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            route = described[path, method]
            _complete(operation, method, route.dependant)
            _allow_empty_fields(operation, schemas)
            if deprecation := deprecation_of(route.dependant):
                _add_deprecation(operation, deprecation)
            if isinstance(route, ShapedRoute):
                _add_shapes(operation, route, schemas)
            openapi_limits.complete(operation, route)
    openapi_examples.complete(document)
    return document


def _routes(app: FastAPI) -> dict[tuple[str, str], APIRoute]:
    """What answers each operation, by path and method."""
    found = {}
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.methods:
            path = str(context.path_format)
            found.update({(path, method.lower()): route for method in route.methods})
    return found


def _allow_empty_fields(operation: Operation, schemas: dict[str, Any]) -> None:
    """A field of a form that may be left out may be empty as well: browsers send what nobody filled in so."""
    form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data", {}).get("schema", {})
    for field in schemas.get(form.get("$ref", "").rpartition("/")[2], {}).get("properties", {}).values():
        several = field.get("anyOf", [])
        if {"type": "null"} in several and _EMPTY not in several:
            several.append(_EMPTY)


def _add_deprecation(operation: Operation, deprecation: Deprecation) -> None:
    operation["deprecated"] = True
    said = f"Deprecated since {deprecation.since:%Y-%m-%d}."
    if deprecation.sunset:
        said += f" It ends on {deprecation.sunset:%Y-%m-%d}."
    if deprecation.successor:
        said += f" Use `{deprecation.successor}` instead."
    operation["description"] = f"{operation.get('description', '')}\n\n{said}".strip()


def _add_shapes(operation: Operation, route: ShapedRoute, schemas: dict[str, Any]) -> None:
    """What may be asked of an answer whatever it is of: some of its fields, a page by its number."""
    if route.has_fields:
        operation["x-fields"] = list(route.choosable.parts)
        _refuse(operation, FieldsInvalid)
    if route.is_paged:
        _refuse(operation, OffsetTooLarge, TwoPlacesNamed)
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        body = schemas[answer["$ref"].rpartition("/")[2]]
        body["properties"]["pagination"] = {**_PAGINATION, "description": Pagination.__doc__}


def _complete(operation: Operation, method: str, dependant: Dependant) -> None:
    responses = operation["responses"]
    in_transaction = depends_on(dependant, current_principal)
    needs_sign_in = in_transaction or depends_on(dependant, principal_outside)
    takes_input = "422" in responses
    if takes_input and _is_default_refusal(responses["422"]):
        del responses["422"]
    errors: list[type[LyceumError]] = [DatabaseUnavailable, TimedOut]
    if takes_input:
        errors.append(Invalid)
    if "requestBody" in operation:
        errors += [Unreadable, TooLarge]
    if needs_sign_in:
        operation["security"] = [{"bearer": []}, {"cookie": []}]
        errors.append(Unauthenticated)
        if scope := identity.api_key_scope(operation["tags"], method.upper()):
            operation["x-api-key-scope"] = scope.value
        if method != "get":
            errors.append(CsrfFailed)
    if method == "post" and in_transaction:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY)
        errors += [IdempotencyKeyReused, InvalidIdempotencyKey]
    _refuse(operation, *errors)


def _refuse(operation: Operation, *errors: type[LyceumError]) -> None:
    """Say that an operation may refuse with these, besides what is said already."""
    responses = operation["responses"]
    for status, response in error_responses(*errors).items():
        known = responses.setdefault(str(status), {"description": "", "content": _ENVELOPE})
        meanings = [known["description"], response["description"]]
        known["description"] = "\n\n".join(dict.fromkeys(filter(None, meanings)))


def _is_default_refusal(response: dict[str, Any]) -> bool:
    """Whether it is what FastAPI adds to every operation with input, rather than what a route says of itself."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).endswith("/HTTPValidationError")


def _schemas_of(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    inner: dict[str, Any] = schema.pop("$defs", {})
    return {model.__name__: schema, **inner}
