"""Wire models of what a session came to."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from lyceum.library.contracts import Item, ItemType
from lyceum.practice import examples
from lyceum.practice.contracts.reviews import Review
from lyceum.practice.schemas.items import example
from lyceum.practice.schemas.sessions import SessionView
from lyceum.practice.summing_up import SkillSum, Summary


class SkillSumView(BaseModel):
    """What a session did to one skill."""

    skill_id: UUID
    name: str
    mastery_before: float = Field(ge=0, le=1, description="Before the session's first answer that asked for it.")
    mastery: float = Field(ge=0, le=1, description="After its last one.")
    attempts: int
    is_mastered: bool
    mastered_now: bool = Field(description="Whether this session took it over the bar.")

    @classmethod
    def of(cls, skill: SkillSum) -> Self:
        """From what practice knows."""
        return cls(
            skill_id=skill.skill_id,
            name=skill.name,
            mastery_before=skill.mastery_before,
            mastery=skill.mastery,
            attempts=skill.attempts,
            is_mastered=skill.is_mastered,
            mastered_now=skill.is_newly_mastered,
        )


class ReturningView(BaseModel):
    """An item that was asked, and when it comes back."""

    item_id: UUID
    type: ItemType
    stem: str
    due_at: datetime = Field(description="The beginning of that day, where you are.")
    interval_days: int

    @classmethod
    def of(cls, review: Review, item: Item) -> Self:
        """From what practice knows."""
        return cls(
            item_id=item.id, type=item.type, stem=item.stem, due_at=review.due_at, interval_days=review.interval_days
        )


class SummaryView(BaseModel):
    """What a session came to, or has come to so far."""

    model_config = example(examples.SUMMARY)

    session: SessionView
    answered: int
    correct: int
    assisted: int = Field(description="Answers given with the answer in sight.")
    hints_used: int
    accuracy: float | None = Field(ge=0, le=1, description="Share of right answers; null without answers.")
    average_score: float | None = Field(ge=0, le=1, description="Mean score; null without answers.")
    time_ms: int = Field(description="Time taken for the answers, at most five minutes for each.")
    skills: list[SkillSumView] = Field(description="In the order in which they were first asked for.")
    returning: list[ReturningView] = Field(description="The items that come back, the soonest first, as of now.")

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """From what practice knows."""
        answered = summary.session.answered
        return cls(
            session=SessionView.of(summary.session),
            answered=answered,
            correct=summary.correct,
            assisted=summary.assisted,
            hints_used=summary.hints_used,
            accuracy=summary.correct / answered if answered else None,
            average_score=summary.score / answered if answered else None,
            time_ms=summary.time_ms,
            skills=[SkillSumView.of(skill) for skill in summary.skills],
            returning=[ReturningView.of(review, item) for review, item in summary.returning],
        )
