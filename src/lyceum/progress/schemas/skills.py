"""Wire models of skills."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.progress.contracts import SkillProgress

SKILL: JsonDict = {
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


class SkillProgressView(BaseModel):
    """A skill, and what is believed of you."""

    model_config = ConfigDict(json_schema_extra={"example": SKILL})

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

    model_config = ConfigDict(json_schema_extra={"example": {"items": [SKILL], "next_cursor": None}})

    items: list[SkillProgressView]
    next_cursor: None = Field(default=None, description="Always null: a skill map is read whole.")
