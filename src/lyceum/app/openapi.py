"""The API's description: what FastAPI reads off the routes, and what every route of ours has besides.

Who must be signed in, which errors everything may answer with, and where an `Idempotency-Key` is taken are facts of the
code, so they are read from it instead of being written at every route.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from lyceum.app import openapi_examples
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
from lyceum.platform.http.routing import depends_on

Operation = dict[str, Any]

_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of `POST /auth/login`, for programs.",
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


def install(app: FastAPI) -> None:
    """Let `app` describe itself fully; built at the first request for it, and kept."""

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way FastAPI documents


def _describe(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
    components = document.setdefault("components", {})
    components["securitySchemes"] = _SCHEMES
    schemas = components.setdefault("schemas", {})
    schemas.update(_envelope_schemas())
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    dependants = _dependants(app)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, dependants[path, method])
    openapi_examples.complete(document)
    return document


def _dependants(app: FastAPI) -> dict[tuple[str, str], Dependant]:
    """What each operation depends on, by path and method."""
    found = {}
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.methods:
            path = str(context.path_format)
            found.update({(path, method.lower()): route.dependant for method in route.methods})
    return found


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
        if method != "get":
            errors.append(CsrfFailed)
    if method == "post" and in_transaction:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY)
        errors += [IdempotencyKeyReused, InvalidIdempotencyKey]
    for status, response in error_responses(*errors).items():
        known = responses.setdefault(str(status), {"description": "", "content": _ENVELOPE})
        meanings = [known["description"], response["description"]]
        known["description"] = "\n\n".join(dict.fromkeys(filter(None, meanings)))


def _is_default_refusal(response: dict[str, Any]) -> bool:
    """Whether it is what FastAPI adds to every operation with input, rather than what a route says of itself."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).endswith("/HTTPValidationError")


def _envelope_schemas() -> dict[str, Any]:
    schema = ErrorEnvelope.model_json_schema(ref_template="#/components/schemas/{model}")
    inner: dict[str, Any] = schema.pop("$defs")
    return {ErrorEnvelope.__name__: schema, **inner}
