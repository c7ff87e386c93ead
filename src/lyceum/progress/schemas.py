"""Wire models of progress."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.progress.contracts import Activity, Overview, SkillProgress

_SKILL: JsonDict = {
    "skill_id": "0198c0de-7a11-7000-8000-000000000030",
    "subject_id": "0198c0de-7a11-7000-8000-000000000020",
    "name": "Law of demand",
    "mastery": 0.6,
    "confidence": 0.04,
    "is_mastered": False,
    "practice_count": 1,
    "correct_streak": 1,
    "longest_streak": 1,
    "last_practised_at": "2026-01-05T09:05:20Z",
}
_ACTIVITY: JsonDict = {"attempts": 10, "correct": 8, "time_ms": 93000}


class SkillProgressView(BaseModel):
    """A skill, and what is believed of you."""

    model_config = ConfigDict(json_schema_extra={"example": _SKILL})

    skill_id: UUID
    subject_id: UUID
    name: str
    mastery: float = Field(ge=0, le=1, description="The probability that you have it.")
    confidence: float = Field(ge=0, le=1, description="How far that is from even odds.")
    is_mastered: bool
    practice_count: int
    correct_streak: int
    longest_streak: int
    last_practised_at: datetime | None

    @classmethod
    def of(cls, skill: SkillProgress) -> Self:
        """From what is known."""
        belief = skill.mastery
        return cls(
            skill_id=belief.skill_id,
            subject_id=skill.subject_id,
            name=skill.name,
            mastery=belief.mastery,
            confidence=belief.confidence,
            is_mastered=skill.is_mastered,
            practice_count=belief.practice_count,
            correct_streak=belief.correct_streak,
            longest_streak=belief.longest_streak,
            last_practised_at=belief.last_practised_at,
        )


class SkillProgressList(BaseModel):
    """Every skill that was asked for, on one page."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_SKILL], "next_cursor": None}})

    items: list[SkillProgressView]
    next_cursor: None = Field(default=None, description="Always null: a skill map is read whole.")


class ActivityView(BaseModel):
    """Answers of some span of time."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": _ACTIVITY})

    attempts: int
    correct: int
    time_ms: int

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """From what was counted."""
        return cls.model_validate(activity)


class DayView(BaseModel):
    """Reviews of one day."""

    day: date
    reviews: int


class OverviewView(BaseModel):
    """What you have done, know, and will have to do."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "total": _ACTIVITY,
                "today": _ACTIVITY,
                "skills": 24,
                "skills_practised": 6,
                "skills_mastered": 1,
                "due_now": 0,
                "next_due_at": "2026-01-06T00:00:00Z",
                "forecast": [{"day": "2026-01-05", "reviews": 0}, {"day": "2026-01-06", "reviews": 9}],
            }
        }
    )

    total: ActivityView
    today: ActivityView = Field(description="Since midnight in your time zone.")
    skills: int = Field(description="How many there are to learn in your subjects.")
    skills_practised: int
    skills_mastered: int
    due_now: int = Field(description="Items due for review.")
    next_due_at: datetime | None = Field(description="When the next one falls due.")
    forecast: list[DayView] = Field(description="Reviews of your next seven days; the first holds what is overdue.")

    @classmethod
    def of(cls, overview: Overview) -> Self:
        """From what is known."""
        return cls(
            total=ActivityView.of(overview.total),
            today=ActivityView.of(overview.today),
            skills=overview.skills,
            skills_practised=overview.skills_practised,
            skills_mastered=overview.skills_mastered,
            due_now=overview.due_now,
            next_due_at=overview.next_due_at,
            forecast=[DayView(day=day, reviews=reviews) for day, reviews in overview.forecast.items()],
        )
