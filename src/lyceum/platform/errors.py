"""Errors a person or a client can act on: one base class, one family per HTTP meaning.

A domain defines its own in `contracts.py` by subclassing a family and giving it a `code`:

    class DeckNotFound(NotFound):
        code = "DECK_NOT_FOUND"
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar


class ErrorType(StrEnum):
    """The classes of error a client can program against (ERR-03)."""

    VALIDATION = "VALIDATION_ERROR"
    AUTHENTICATION = "AUTHENTICATION_ERROR"
    AUTHORIZATION = "AUTHORIZATION_ERROR"
    NOT_FOUND = "NOT_FOUND_ERROR"
    CONFLICT = "CONFLICT_ERROR"
    RATE_LIMIT = "RATE_LIMIT_ERROR"
    INTERNAL = "INTERNAL_ERROR"
    EXTERNAL_SERVICE = "EXTERNAL_SERVICE_ERROR"
    TIMEOUT = "TIMEOUT_ERROR"


class LyceumError(Exception):
    """Something expected went wrong; rendered once, into the error envelope, by the HTTP shell.

    Args:
        message: for a person: names the value, says what was expected and what to do next. Never holds a secret
            or a learner's text.
        details: for a program: small, JSON-ready facts.
        retry_after_s: seconds after which the same request may succeed.
    """

    status: ClassVar[int] = 500
    type: ClassVar[ErrorType] = ErrorType.INTERNAL
    code: ClassVar[str] = "INTERNAL_ERROR"
    retryable: ClassVar[bool] = False
    # True: what the unit of work wrote before raising is kept (a counted failed login, a revoked token family).
    keeps_writes: ClassVar[bool] = False

    def __init__(
        self, message: str, *, details: Mapping[str, Any] | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details = dict(details or {})
        self.retry_after_s = retry_after_s
        # What the security log is told besides, if this hides that access was refused (platform/access_log.py).
        self.refused_access: Mapping[str, str | None] | None = None


class Unreadable(LyceumError):
    """400: the request cannot be parsed."""

    status, type, code = 400, ErrorType.VALIDATION, "UNREADABLE_REQUEST"


class Unauthenticated(LyceumError):
    """401: nobody is signed in, or the credentials do not hold."""

    status, type, code = 401, ErrorType.AUTHENTICATION, "AUTHENTICATION_REQUIRED"


class Forbidden(LyceumError):
    """403: signed in, but not allowed."""

    status, type, code = 403, ErrorType.AUTHORIZATION, "FORBIDDEN"


class NotFound(LyceumError):
    """404: it does not exist, or this person may not know that it does."""

    status, type, code = 404, ErrorType.NOT_FOUND, "NOT_FOUND"


class Conflict(LyceumError):
    """409: it cannot be done in the present state."""

    status, type, code = 409, ErrorType.CONFLICT, "CONFLICT"


class Gone(LyceumError):
    """410: it was there and is not any more."""

    status, type, code = 410, ErrorType.NOT_FOUND, "GONE"


class TooLarge(LyceumError):
    """413: the body is larger than is accepted."""

    status, type, code = 413, ErrorType.VALIDATION, "TOO_LARGE"


class UnsupportedType(LyceumError):
    """415: the content is of a kind that is not accepted."""

    status, type, code = 415, ErrorType.VALIDATION, "UNSUPPORTED_TYPE"


class Invalid(LyceumError):
    """422: the request is readable, but a value in it is not acceptable."""

    status, type, code = 422, ErrorType.VALIDATION, "INVALID"


class RateLimited(LyceumError):
    """429: too often."""

    status, type, code, retryable = 429, ErrorType.RATE_LIMIT, "RATE_LIMITED", True


class Unavailable(LyceumError):
    """503: a part this request needs is away; the same request may succeed soon."""

    status, type, code, retryable = 503, ErrorType.EXTERNAL_SERVICE, "UNAVAILABLE", True


class TimedOut(LyceumError):
    """504: it took longer than the caller allowed."""

    status, type, code, retryable = 504, ErrorType.TIMEOUT, "TIMED_OUT", True
