"""Errors on the wire: every refusal and failure leaves as the same envelope (C13)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from lyceum.platform import telling
from lyceum.platform.errors import ErrorType, Invalid, LyceumError, NotFound, Unreadable
from lyceum.platform.http.validation import wrong_fields
from lyceum.platform.tracing import current_trace


class RouteNotFound(NotFound):
    """No such address here; the domain may not be served by this process."""

    code = "ROUTE_NOT_FOUND"


class MethodNotAllowed(LyceumError):
    """The address exists, but not for this method."""

    status, type, code = 405, ErrorType.VALIDATION, "METHOD_NOT_ALLOWED"


class ErrorBody(BaseModel):
    """What went wrong, for a person (`message`) and for a program (`type`, `code`, `details`)."""

    type: ErrorType = Field(description="The class of error.", examples=["NOT_FOUND_ERROR"])
    code: str = Field(description="The specific state; stable.", examples=["JOB_NOT_FOUND"])
    message: str = Field(description="For a person: what was wrong, what was expected, what to do next.")
    details: dict[str, Any] = Field(description="Small facts for a program; for invalid input `fields`.")
    timestamp: datetime = Field(description="When, in UTC.")
    request_id: str = Field(description="Quote it when asking for help.")
    trace_id: str | None = Field(description="The distributed trace, if this installation records traces.")
    path: str = Field(description="The path that was asked for.")
    retryable: bool = Field(description="Whether the same request may succeed later.")


class ErrorEnvelope(BaseModel):
    """The body of every answer that is not a success."""

    error: ErrorBody


# The media type's profile in which the envelope is spelled as source 0 spells it.
CAMEL_PROFILE = "camelCase"
_PROFILE = re.compile(r";\s*profile\s*=\s*\"?" + CAMEL_PROFILE + r"\b", re.IGNORECASE)


def spelled(error: Mapping[str, Any], accept: str) -> dict[str, Any]:
    """The envelope of an error, as whoever asked reads it.

    `Accept: application/json; profile="camelCase"` asks for `requestId` and `traceId`, and for invalid fields as an
    object of messages by name; everybody else gets them as they are documented.
    """
    if not accept or not _PROFILE.search(accept):
        return {"error": error}
    details = dict(error["details"])
    if isinstance(fields := details.get("fields"), list):
        details["fields"] = {each["field"].rpartition(".")[2]: each["message"] for each in fields}
    return {"error": {_camel_case(name): value for name, value in {**error, "details": details}.items()}}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def error_responses(*errors: type[LyceumError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route, for its documentation: the errors it may answer with."""
    documented: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        known = documented.setdefault(error.status, {"model": ErrorEnvelope, "description": ""})
        # Without the status that the docstrings of the families begin with: it stands above already.
        said = (error.__doc__ or "").strip().splitlines()[0].removeprefix(f"{error.status}: ")
        meaning = f"`{error.code}`: {said[:1].upper()}{said[1:]}"
        known["description"] = f"{known['description']}\n\n{meaning}".strip()
    return documented


def install(app: FastAPI) -> None:
    """Render every exception of `app` into the envelope."""
    app.exception_handler(LyceumError)(_on_lyceum_error)
    app.exception_handler(RequestValidationError)(_on_invalid)
    app.exception_handler(HTTPException)(_on_http_exception)
    app.exception_handler(Exception)(_on_crash)


def render(request: Request, error: LyceumError, *, is_worded: bool = False) -> JSONResponse:
    """The response for an error, in the reader's language; `is_worded` if its message is in that already."""
    now = request.app.state.kernel.clock.now()
    trace = current_trace()
    body = ErrorBody(
        type=error.type,
        code=error.code,
        message=error.message if is_worded else telling.refusal(error.code, error.message, error.details),
        details=telling.worded(error.details),
        timestamp=now,
        request_id=getattr(request.state, "request_id", ""),
        trace_id=trace.split("-")[1] if trace else None,
        path=request.url.path,
        retryable=error.retryable,
    )
    headers = {"cache-control": "no-store"}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(max(1, round(error.retry_after_s)))
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    said = spelled(body.model_dump(mode="json"), request.headers.get("accept", ""))
    return JSONResponse(said, error.status, headers=headers)


async def _on_lyceum_error(request: Request, error: LyceumError) -> JSONResponse:
    return render(request, error)


async def _on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    problems = error.errors()
    if _is_literal_instead_of_parameter(request, problems):
        return await _on_http_exception(request, HTTPException(HTTPStatus.METHOD_NOT_ALLOWED))
    if any(problem["type"] == "json_invalid" for problem in problems):
        return render(request, Unreadable("The body is not valid JSON."))
    if _is_text_instead_of_json(request, problems):
        return render(
            request, Unreadable("The body is not read as JSON: send it with `Content-Type: application/json`.")
        )
    message, fields = wrong_fields(problems)
    return render(request, Invalid(message, details={"fields": fields}), is_worded=True)


def _is_literal_instead_of_parameter(request: Request, problems: Sequence[Mapping[str, Any]]) -> bool:
    """Whether `DELETE /documents/limits` was taken for a document called so: there is that address, without DELETE."""
    is_misread = any(problem["loc"][0] == "path" for problem in problems)
    return is_misread and any(context.path == request.url.path for context in iter_route_contexts(request.app.routes))


def _is_text_instead_of_json(request: Request, problems: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the body was not taken for JSON: FastAPI then hands on its bytes, where an object is expected."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = content_type == "application/json" or content_type.endswith("+json")
    return not is_json and any(
        problem["type"] == "model_attributes_type" and problem["loc"] == ("body",) for problem in problems
    )


async def _on_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    response = render(request, _translated(request, error))
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # Starlette names those of one route; an address has a route for each of its methods.
        response.headers["allow"] = ", ".join(sorted(_methods_at(request)))
    return response


def _methods_at(request: Request) -> set[str]:
    """Every method the address takes; those with it written out win over those with a parameter in its place."""
    literal: set[str] = set()
    templated: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        if context.path == request.url.path:
            literal |= context.methods or set()
        elif context.path and compile_path(context.path)[0].match(request.url.path):
            templated |= context.methods or set()
    return literal or templated


def _translated(request: Request, error: HTTPException) -> LyceumError:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return RouteNotFound(f"There is nothing at {request.url.path!r} on this server.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return MethodNotAllowed(f"{request.url.path!r} does not take the method {request.method}.")
    return Unreadable(str(error.detail))


async def _on_crash(request: Request, _error: Exception) -> JSONResponse:
    # The request shell logs it with its traceback; nothing of it goes to the outside.
    return render(request, LyceumError("Something failed on our side. It has been logged under this request id."))
