"""Wire models of what is recalled."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.practice.contracts.reviews import Retention, RetentionWeek

_POINT: JsonDict = {"day": "2026-01-05", "expected": 0.94}
_WEEK: JsonDict = {"monday": "2025-12-29", "reviews": 60, "recalled": 54, "share": 0.9, "predicted": 0.91}


class RetentionPointView(BaseModel):
    """What is expected to be recalled on a day if nothing is reviewed until then."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": _POINT})

    day: date
    expected: float = Field(ge=0, le=1, description="The mean probability of recall, by FSRS.")


class RetentionWeekView(BaseModel):
    """What was recalled in a week of yours, which begins on Monday."""

    model_config = ConfigDict(json_schema_extra={"example": _WEEK})

    monday: date
    reviews: int = Field(description="Unaided answers to items that you had answered on an earlier day.")
    recalled: int
    share: float | None = Field(ge=0, le=1, description="Of the reviews; null without any.")
    predicted: float | None = Field(
        ge=0, le=1, description="The mean probability of recall right before them, by FSRS; null where it is not known."
    )

    @classmethod
    def of(cls, week: RetentionWeek) -> Self:
        """From what practice knows."""
        return cls(
            monday=week.monday,
            reviews=week.reviews,
            recalled=week.recalled,
            share=week.recalled / week.reviews if week.reviews else None,
            predicted=week.predicted,
        )


class RetentionView(BaseModel):
    """What you will recall, and what you have recalled."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": 240, "points": [_POINT], "weeks": [_WEEK]}})

    items: int = Field(description="Items you have attempted, archived ones left out.")
    points: list[RetentionPointView] = Field(description="Today and each day after it; empty without items.")
    weeks: list[RetentionWeekView] = Field(description="The last twelve weeks, this one last.")

    @classmethod
    def of(cls, retention: Retention) -> Self:
        """From what practice knows."""
        return cls(
            items=retention.items,
            points=[RetentionPointView.model_validate(point) for point in retention.points],
            weeks=[RetentionWeekView.of(week) for week in retention.weeks],
        )
