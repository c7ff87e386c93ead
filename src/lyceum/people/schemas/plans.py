"""Wire models of plans."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from lyceum.people.contracts import PlanSource
from lyceum.people.schemas import examples
from lyceum.people.schemas.circles import Request


class PlanView(BaseModel):
    """A plan."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.PLAN})

    name: str
    entitlements: dict[str, int | bool] = Field(description="Each a name with a number or a flag.")


class PlanList(BaseModel):
    """Every plan there is, on one page."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": {"items": [examples.PLAN], "next_cursor": None}}
    )

    items: list[PlanView]
    next_cursor: None = Field(default=None, description="Always null: there are few.")


class HeldPlanView(BaseModel):
    """The plan somebody has."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.HELD_PLAN})

    plan: PlanView
    source: PlanSource | None = Field(description="Null for the free plan, which everybody has.")
    since: datetime | None
    expires_at: datetime | None = Field(description="When it ends; null if it does not.")


class PlanBody(Request):
    """The plan somebody is to have."""

    model_config = ConfigDict(json_schema_extra={"example": {"plan": "premium", "expires_at": "2026-12-31T00:00:00Z"}})

    plan: Annotated[str, Field(min_length=1, max_length=40, pattern="^[a-z0-9_-]+$", description="See `GET /plans`.")]
    expires_at: Annotated[AwareDatetime | None, Field(description="When it is to end; left out: never.")] = None
