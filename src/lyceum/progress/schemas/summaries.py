"""Wire models of the pages that sum up."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.library.contracts import Item, ItemType
from lyceum.practice.contracts.reviews import Review
from lyceum.progress.contracts import LearningStats, Overview
from lyceum.progress.schemas.days import (
    ACTIVE_DAY,
    ACTIVITY,
    DUE_DAY,
    STREAK,
    ActiveDayView,
    ActivityView,
    DueDayView,
    StreakView,
    active_days,
    due_days,
)
from lyceum.progress.schemas.records import RECORD, RecordView
from lyceum.progress.schemas.skills import SKILL, SkillProgressView

_UPCOMING: JsonDict = {
    "item_id": "0198c0de-7a11-7000-8000-000000000040",
    "type": "flashcard",
    "stem": "What is demand?",
    "due_at": "2026-01-06T09:05:20Z",
    "is_due": False,
}


class UpcomingReviewView(BaseModel):
    """A review that comes soon, or is due already."""

    model_config = ConfigDict(json_schema_extra={"example": _UPCOMING})

    item_id: UUID
    type: ItemType
    stem: str
    due_at: datetime
    is_due: bool

    @classmethod
    def of(cls, review: Review, item: Item, now: datetime) -> Self:
        """From what practice knows."""
        return cls(item_id=item.id, type=item.type, stem=item.stem, due_at=review.due_at, is_due=review.due_at <= now)


class OverviewView(BaseModel):
    """What you have done, know, and will have to do."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "total": ACTIVITY,
                "today": ACTIVITY,
                "week": [ACTIVE_DAY],
                "streak": STREAK,
                "skills": 24,
                "skills_practised": 6,
                "skills_mastered": 1,
                "due_now": 0,
                "next_due_at": "2026-01-06T09:05:20Z",
                "upcoming_reviews": [_UPCOMING],
                "forecast": [{"day": "2026-01-05", "reviews": 0}, DUE_DAY],
            }
        }
    )

    total: ActivityView
    today: ActivityView = Field(description="Since midnight in your time zone.")
    week: list[ActiveDayView] = Field(description="Your last seven days, today last.")
    streak: StreakView
    skills: int = Field(description="How many there are to learn in your subjects.")
    skills_practised: int
    skills_mastered: int
    due_now: int = Field(description="Items due for review.")
    next_due_at: datetime | None = Field(description="When the next one falls due.")
    upcoming_reviews: list[UpcomingReviewView] = Field(description="Those that come first, ten at the most.")
    forecast: list[DueDayView] = Field(description="Reviews of your next seven days; the first holds what is overdue.")

    @classmethod
    def of(cls, overview: Overview, now: datetime) -> Self:
        """From what is known."""
        return cls(
            total=ActivityView.of(overview.total),
            today=ActivityView.of(overview.today),
            week=active_days(overview.week),
            streak=StreakView.of(overview.streak),
            skills=overview.skills,
            skills_practised=overview.skills_practised,
            skills_mastered=overview.skills_mastered,
            due_now=overview.due_now,
            next_due_at=overview.next_due_at,
            upcoming_reviews=[UpcomingReviewView.of(review, item, now) for review, item in overview.upcoming],
            forecast=due_days(overview.forecast),
        )


class LearningStatsView(BaseModel):
    """Your learning on one page."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "total_time_ms": 93000,
                "documents_completed": 1,
                "average_score": 0.85,
                "accuracy": 0.8,
                "streak": STREAK,
                "top_subjects": [RECORD | {"completion": None}],
                "weekly_activity": [ACTIVE_DAY],
                "skill_levels": [SKILL],
            }
        }
    )

    total_time_ms: int = Field(description="Time taken for your answers, at most five minutes for each.")
    documents_completed: int
    average_score: float | None = Field(description="Mean score of all your answers; null without answers.")
    accuracy: float | None = Field(description="Share of right answers; null without answers.")
    streak: StreakView
    top_subjects: list[RecordView] = Field(description="The five that took most time.")
    weekly_activity: list[ActiveDayView] = Field(description="Your last seven days, today last.")
    skill_levels: list[SkillProgressView] = Field(description="Every skill you have practised.")

    @classmethod
    def of(cls, stats: LearningStats) -> Self:
        """From what is known."""
        return cls(
            total_time_ms=stats.total.time_ms,
            documents_completed=stats.documents_completed,
            average_score=stats.total.average_score,
            accuracy=stats.total.accuracy,
            streak=StreakView.of(stats.streak),
            top_subjects=[RecordView.of(subject) for subject in stats.top_subjects],
            weekly_activity=active_days(stats.week),
            skill_levels=[SkillProgressView.of(skill) for skill in stats.skills if skill.mastery.practice_count],
        )
