"""What the routes of API keys take and give."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.identity import api_key_tokens as tokens
from lyceum.identity.contracts.api_keys import ApiKey, MadeApiKey, NewApiKey, Scope
from lyceum.platform import telling
from lyceum.platform.http.paging import PageBody

_MOST_AN_HOUR = 1_000_000
# No control characters; the database would refuse one of them.
_NAME = r"^[^\x00-\x1f\x7f-\x9f]+$"
_EXAMPLE = f"lyk_0198c0de7a1170008000000000000004_{'EXAMPLEexample' * 3}E000000"
_KEY: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000004",
    "name": "Notebook on my laptop",
    "prefix": "lyk_0198c0de7a11",
    "scopes": ["documents:write", "progress:read"],
    "requests_per_hour": 200,
    "created_at": "2026-01-05T09:00:00Z",
    "expires_at": "2027-01-05T09:00:00Z",
    "last_used_at": None,
}


class ApiKeyRequest(BaseModel):
    """A key to be made."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "name": _KEY["name"],
                "scopes": _KEY["scopes"],
                "requests_per_hour": _KEY["requests_per_hour"],
            }
        },
    )

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=_NAME, description="For you to know it by.")]
    scopes: Annotated[
        list[Scope], Field(min_length=1, max_length=len(Scope), description="What it may do; no more than you may.")
    ]
    expires_at: Annotated[AwareDatetime | None, Field(description="Left out or null: it holds until revoked.")] = None
    requests_per_hour: Annotated[
        int | None,
        Field(ge=1, le=_MOST_AN_HOUR, description="Less than your plan allows; left out or null: what that allows."),
    ] = None

    def new_key(self) -> NewApiKey:
        """The request, for the use case."""
        return NewApiKey(
            name=self.name,
            scopes=frozenset(self.scopes),
            expires_at=self.expires_at,
            requests_per_hour=self.requests_per_hour,
        )


class ApiKeyView(BaseModel):
    """A key, without what makes it one."""

    model_config = ConfigDict(json_schema_extra={"example": _KEY})

    id: UUID
    name: str
    prefix: str = Field(description="How the key begins.")
    scopes: list[Scope]
    requests_per_hour: int | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute; null: never.")

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyView":
        """The view of a key."""
        return cls(
            id=key.id,
            name=key.name,
            prefix=tokens.shown(key.id),
            scopes=sorted(key.scopes),
            requests_per_hour=key.requests_per_hour,
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
        )


class ApiKeyPage(PageBody[ApiKeyView]):
    """A page of keys."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_KEY], "next_cursor": None}})


class MadeApiKeyView(ApiKeyView):
    """A key that has just been made, with its text."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_KEY,
                "key": _EXAMPLE,
            }
        }
    )

    key: str = Field(description="Shown this once.")

    @classmethod
    def made(cls, made: MadeApiKey) -> "MadeApiKeyView":
        """The view of a key with its text."""
        return cls(**ApiKeyView.of(made.key).model_dump(), key=made.text)


class KeyScopeView(BaseModel):
    """A scope."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"scope": "progress:read", "text": "Read what you know, and what is due"}}
    )

    scope: Scope
    text: str = Field(description="What it opens, in the reader's language.")


class ScopesView(BaseModel):
    """Every scope."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"items": [{"scope": "progress:read", "text": "Read what you know, and what is due"}]}
        }
    )

    items: list[KeyScopeView]

    @classmethod
    def all(cls) -> "ScopesView":
        """Those there are."""
        return cls(items=[KeyScopeView(scope=scope, text=telling.text(f"scope.{scope.value}")) for scope in Scope])
