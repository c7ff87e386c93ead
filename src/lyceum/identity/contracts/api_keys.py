"""API keys: what they may be made for, how their owner sees them, and why one is refused."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lyceum.platform.errors import Conflict, Forbidden, NotFound, Unauthenticated

ApiKeyId = NewType("ApiKeyId", UUID)


class Scope(StrEnum):
    """What an API key may be made for; `scopes` says what each opens."""

    DOCUMENTS_READ = "documents:read"
    DOCUMENTS_WRITE = "documents:write"
    LIBRARY_READ = "library:read"
    LIBRARY_WRITE = "library:write"
    PRACTICE_READ = "practice:read"
    PRACTICE_WRITE = "practice:write"
    PROGRESS_READ = "progress:read"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiKey:
    """A key somebody wants for a program of theirs.

    Attributes:
        name: for its owner to know it by.
        scopes: what it may do; at least one.
        expires_at: when it ends; None: when it is revoked.
        requests_per_hour: if that is to be less than the owner's plan allows.
    """

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None
    requests_per_hour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key that holds, as its owner may see it again; its text is not in it."""

    id: ApiKeyId
    name: str
    scopes: frozenset[Scope]
    requests_per_hour: int | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class MadeApiKey:
    """A fresh key together with its text, which nobody can be told again."""

    key: ApiKey
    text: str = field(repr=False)


class ApiKeyInvalid(Unauthenticated):
    """The API key is mistyped, forged, or not one of this installation's."""

    code = "API_KEY_INVALID"


class ApiKeyRevoked(Unauthenticated):
    """The API key was revoked by its owner."""

    code = "API_KEY_REVOKED"


class ApiKeyExpired(Unauthenticated):
    """The API key held until a day that is over."""

    code = "API_KEY_EXPIRED"


class ApiKeyScopeMissing(Forbidden):
    """The API key was not made for this; `details.scope` says what it would take."""

    code = "API_KEY_SCOPE_MISSING"


class ApiKeyClosed(Forbidden):
    """No API key is let in here: it takes a person who signed in."""

    code = "API_KEY_NOT_ALLOWED"


class ApiKeyNotFound(NotFound):
    """One has no such API key."""

    code = "API_KEY_NOT_FOUND"


class TooManyApiKeys(Conflict):
    """The account has as many API keys as it may."""

    code = "TOO_MANY_API_KEYS"
