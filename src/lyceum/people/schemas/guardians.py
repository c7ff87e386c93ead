"""Wire models of guardians."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lyceum.people.contracts import Side
from lyceum.people.schemas import examples
from lyceum.people.schemas.circles import Request
from lyceum.people.schemas.members import PersonCardView
from lyceum.platform.http.paging import PageBody


class GuardianshipView(BaseModel):
    """That you are, or may become, somebody's guardian, or they yours."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.GUARDIANSHIP})

    id: UUID
    side: Side = Field(description="Which of the two you are.")
    person: PersonCardView | None = Field(
        description="The other; null while you wait for them, so that nobody learns who has an account."
    )
    is_active: bool = Field(description="Whether both agreed.")
    asked_by_me: bool
    asked_at: datetime
    accepted_at: datetime | None


class GuardianshipPage(PageBody[GuardianshipView]):
    """One page of guardianships."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": examples.page_of(examples.GUARDIANSHIP)}
    )


class AskBody(Request):
    """Who is asked, and what you would be."""

    model_config = ConfigDict(json_schema_extra={"example": {"side": "guardian", "email": "ada@example.org"}})

    side: Annotated[Side, Field(description="What you would be: the guardian, or the learner.")]
    email: Annotated[str, Field(max_length=254, description="The other's address.")]


class SideBody(Request):
    """Which of the two whoever makes the code is."""

    model_config = ConfigDict(json_schema_extra={"example": {"side": "learner"}})

    side: Annotated[Side, Field(description="What you are: the guardian, or the learner.")]


class GuardianCodeView(BaseModel):
    """A code that works once; it is not shown again."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": {"code": examples.CODE, "expires_at": "2026-01-12T09:00:00Z"}},
    )

    code: str
    expires_at: datetime


class RedeemBody(Request):
    """The other's code, and what you will be."""

    model_config = ConfigDict(json_schema_extra={"example": {"side": "guardian", "code": examples.CODE}})

    side: Annotated[Side, Field(description="What you will be; the code is made by the other side.")]
    code: Annotated[str, Field(max_length=64, description="In any case, with or without spaces and hyphens.")]
