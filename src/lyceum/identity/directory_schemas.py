"""What the routes of administrators' looks take and give."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.identity.contracts.people import Person
from lyceum.identity.schemas import MANAGED_PERSON, ManagedPersonView
from lyceum.platform.pages import Page
from lyceum.platform.security_archive import SecurityEvent

_EVENT: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000009",
    "kind": "platform.access_refused",
    "account_id": "0198c0de-7a11-7000-8000-000000000001",
    "occurred_at": "2026-01-05T09:00:00Z",
    "request_id": "0198c0de7a1170008000000000000004",
    "details": {"code": "PERMISSION_MISSING", "permission": "users:manage"},
}


class PeoplePage(BaseModel):
    """One page of all accounts."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [MANAGED_PERSON], "next_cursor": None}})

    items: list[ManagedPersonView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Person]) -> Self:
        """The view of a page."""
        return cls(items=[ManagedPersonView.of(person) for person in page.items], next_cursor=page.next_cursor)


class SecurityEventView(BaseModel):
    """Something that happened to the safety of this installation."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": _EVENT})

    id: UUID
    kind: str = Field(description="What happened, as `domain.what_happened`.")
    account_id: UUID | None = Field(description="Whose account it concerns; of an access, who asked for it.")
    occurred_at: datetime
    request_id: str | None = Field(description="The request it happened in; null for what happened at the machine.")
    details: dict[str, Any] = Field(description="Small facts; which ones depends on the kind.")


class SecurityEventPage(BaseModel):
    """One page of the security log."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_EVENT], "next_cursor": None}})

    items: list[SecurityEventView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[SecurityEvent]) -> Self:
        """The view of a page."""
        items = [SecurityEventView.model_validate(event) for event in page.items]
        return cls(items=items, next_cursor=page.next_cursor)
