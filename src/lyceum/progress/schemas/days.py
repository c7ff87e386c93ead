"""Wire models of days: what was done on them, what will fall due."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.progress.contracts import Activity, Streak

ACTIVITY: JsonDict = {"attempts": 10, "correct": 8, "time_ms": 93000, "accuracy": 0.8, "average_score": 0.85}
ACTIVE_DAY: JsonDict = {"day": "2026-01-05", **ACTIVITY}
STREAK: JsonDict = {"current": 4, "longest": 9, "is_today_done": False, "active_days": 23}
DUE_DAY: JsonDict = {"day": "2026-01-06", "reviews": 9}
_WHOLE = "Always null: the days are read whole."


class ActivityView(BaseModel):
    """Answers of some span of time."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": ACTIVITY})

    attempts: int
    correct: int
    time_ms: int = Field(description="Time taken for the answers, at most five minutes for each.")
    accuracy: float | None = Field(ge=0, le=1, description="Share of right answers; null without answers.")
    average_score: float | None = Field(ge=0, le=1, description="Mean score; null without answers.")

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """From what was counted."""
        return cls.model_validate(activity)


class ActiveDayView(ActivityView):
    """What you did on one day."""

    model_config = ConfigDict(json_schema_extra={"example": ACTIVE_DAY})

    day: date

    @classmethod
    def on(cls, day: date, activity: Activity) -> Self:
        """From what was counted."""
        return cls(day=day, **ActivityView.of(activity).model_dump())


class ActivityList(BaseModel):
    """Every day that was asked for, the earliest first."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [ACTIVE_DAY], "next_cursor": None}})

    items: list[ActiveDayView] = Field(description="Days that your time zone left out are left out.")
    next_cursor: None = Field(default=None, description=_WHOLE)

    @classmethod
    def of(cls, days: Mapping[date, Activity]) -> Self:
        """From what was counted."""
        return cls(items=active_days(days))


class StreakView(BaseModel):
    """Days in a row with an answer, in your time zone."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": STREAK})

    current: int = Field(description="Up to today, or up to yesterday while today is not done.")
    longest: int
    is_today_done: bool
    active_days: int = Field(description="Days with an answer, in a row or not.")

    @classmethod
    def of(cls, streak: Streak) -> Self:
        """From what was counted."""
        return cls.model_validate(streak)


class DueDayView(BaseModel):
    """Reviews of one day."""

    model_config = ConfigDict(json_schema_extra={"example": DUE_DAY})

    day: date
    reviews: int


class ForecastList(BaseModel):
    """Every day that was asked for, today first."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [DUE_DAY], "next_cursor": None}})

    items: list[DueDayView]
    next_cursor: None = Field(default=None, description=_WHOLE)

    @classmethod
    def of(cls, forecast: Mapping[date, int]) -> Self:
        """From what is known."""
        return cls(items=due_days(forecast))


def active_days(days: Mapping[date, Activity]) -> list[ActiveDayView]:
    """What was done, day by day."""
    return [ActiveDayView.on(day, activity) for day, activity in days.items()]


def due_days(forecast: Mapping[date, int]) -> list[DueDayView]:
    """What falls due, day by day."""
    return [DueDayView(day=day, reviews=reviews) for day, reviews in forecast.items()]
