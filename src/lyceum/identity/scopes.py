"""What an API key may be made for (API-21): scopes, the routes each opens, and the permissions each carries.

A scope is an area of the API and whether it is read or written. A route belongs to the area of its tag, so every route
has one scope or none; a tag that is not named here is closed to keys. What concerns an account itself (passwords,
sign-ins, keys, roles) has no scope, and never will: whoever finds a key must not be able to keep the account.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lyceum.identity.contracts.api_keys import Scope

# The area of each tag. What becomes of an upload is read as a job.
_AREA_OF_TAG: Mapping[str, str] = MappingProxyType(
    {
        "documents": "documents",
        "jobs": "documents",
        "library": "library",
        "practice": "practice",
        "progress": "progress",
        "people": "people",
        "classes": "people",
        "groups": "people",
        "organisations": "people",
        "guardianships": "people",
        "plans": "people",
    }
)
# Routes about the account and the installation: never with a key.
CLOSED_TAGS = frozenset({"admin", "auth", "flags", "realtime", "security", "users"})
# Routes that only hand on other requests, each of which is asked for its own scope.
PASSING_TAGS = frozenset({"batch"})

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_NAMES = frozenset(Scope)

# Of the owner's permissions, those a scope carries; a key has no other, whatever its owner may do.
_CARRIED: Mapping[Scope, frozenset[str]] = MappingProxyType(
    {
        Scope.DOCUMENTS_READ: frozenset({"content:view_own"}),
        Scope.DOCUMENTS_WRITE: frozenset({"content:view_own", "ai:generate", "videos:generate"}),
        Scope.LIBRARY_READ: frozenset({"content:view_own", "courses:view"}),
        Scope.LIBRARY_WRITE: frozenset({"content:view_own", "courses:create", "courses:delete", "ai:generate"}),
        Scope.PRACTICE_READ: frozenset({"content:view_own"}),
        Scope.PRACTICE_WRITE: frozenset({"content:view_own", "quizzes:take"}),
        Scope.PROGRESS_READ: frozenset({"content:view_own", "students:view"}),
        Scope.PEOPLE_READ: frozenset({"people:view", "students:view"}),
        Scope.PEOPLE_WRITE: frozenset(
            {"people:view", "people:edit", "organisations:create", "courses:create", "assignments:create"}
        ),
    }
)
# What no key carries, named so that a new permission is decided about.
NEVER_CARRIED = frozenset(
    {
        "models:manage",
        "plans:assign",
        "profile:edit",
        "profile:view",
        "security:view",
        "system:configure",
        "users:manage",
        "users:view",
    }
)


def area_of(tags: Iterable[str]) -> str | None:
    """The one area of a route; None if it has none, or its tags name several."""
    areas = {_AREA_OF_TAG.get(tag) for tag in tags}
    return areas.pop() if len(areas) == 1 else None


def scope_of(tags: Iterable[str], method: str) -> Scope | None:
    """The scope a key needs for a route; None if no key opens it."""
    name = f"{area_of(tags)}:{'read' if method in _READING else 'write'}"
    return Scope(name) if name in _NAMES else None


def only_passes_on(tags: Iterable[str]) -> bool:
    """Whether a route is open to any key, because all it does is asked for again."""
    tags = frozenset(tags)
    return bool(tags) and tags <= PASSING_TAGS


def carried(scopes: Iterable[Scope]) -> frozenset[str]:
    """The permissions that scopes carry together, as far as the owner has them."""
    return frozenset[str]().union(*(_CARRIED[scope] for scope in scopes))
