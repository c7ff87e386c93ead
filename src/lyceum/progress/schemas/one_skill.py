"""Wire models of one skill looked at closely."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.library.contracts import ItemType
from lyceum.practice.contracts.beliefs import MasteryPoint
from lyceum.progress.contracts import ItemStanding, SkillDetail
from lyceum.progress.schemas.skills import SKILL, SkillProgressView

_ITEM: JsonDict = {
    "item_id": "0198c0de-7a11-7000-8000-000000000050",
    "type": "cloze",
    "stem": "The _____ says that a higher price leads to a lower quantity demanded.",
    "withheld": False,
    "due_at": "2026-01-07T00:00:00Z",
    "is_due": False,
    "interval_days": 2,
    "retrievability": 0.97,
}
_POINT: JsonDict = {"day": "2026-01-05", "mastery": 0.6, "attempts": 1}
_NEEDED: JsonDict = {**SKILL, "skill_id": "0198c0de-7a11-7000-8000-000000000031", "name": "Demand"}
_DETAIL: JsonDict = {
    "skill": SKILL,
    "needs": [_NEEDED],
    "needed_by": [],
    "items": [_ITEM],
    "item_count": 7,
    "series": [_POINT],
}


class SkillItemView(BaseModel):
    """An item that asks for the skill."""

    model_config = ConfigDict(json_schema_extra={"example": _ITEM})

    item_id: UUID
    type: ItemType
    stem: str | None = Field(description="Null while withheld.")
    withheld: bool = Field(description="Whether you are being asked for it: the skill's name may tell the answer.")
    due_at: datetime | None = Field(description="When it comes back; null if you were never asked it.")
    is_due: bool
    interval_days: int | None
    retrievability: float | None = Field(description="The probability that you would recall it now, by FSRS.")

    @classmethod
    def of(cls, standing: ItemStanding, now: datetime) -> Self:
        """From what is known."""
        item, review = standing.item, standing.review
        return cls(
            item_id=item.id,
            type=item.type,
            stem=None if standing.is_withheld else item.stem,
            withheld=standing.is_withheld,
            due_at=review and review.due_at,
            is_due=review is not None and review.due_at <= now,
            interval_days=review and review.interval_days,
            retrievability=review and review.retrievability,
        )


class MasteryPointView(BaseModel):
    """What was believed at the end of a day on which you practised the skill."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": _POINT})

    day: date
    mastery: float = Field(ge=0, le=1)
    attempts: int = Field(description="Answers of that day that asked for it.")

    @classmethod
    def of(cls, point: MasteryPoint) -> Self:
        """From what is known."""
        return cls.model_validate(point)


class SkillDetailView(BaseModel):
    """One skill, what it hangs together with, what asks for it, and how the belief in it came about."""

    model_config = ConfigDict(json_schema_extra={"example": _DETAIL})

    skill: SkillProgressView
    needs: list[SkillProgressView] = Field(description="Skills better learned before it.")
    needed_by: list[SkillProgressView] = Field(description="Skills it is better learned before.")
    items: list[SkillItemView] = Field(
        description="The first fifty that ask for it: those that come back, the soonest first, then the new ones."
    )
    item_count: int = Field(description="How many ask for it.")
    series: list[MasteryPointView] = Field(description="Of the days on which you practised it, the earliest first.")

    @classmethod
    def of(cls, detail: SkillDetail, now: datetime) -> Self:
        """From what is known."""
        return cls(
            skill=SkillProgressView.of(detail.skill),
            needs=[SkillProgressView.of(each) for each in detail.needs],
            needed_by=[SkillProgressView.of(each) for each in detail.needed_by],
            items=[SkillItemView.of(each, now) for each in detail.items],
            item_count=detail.item_count,
            series=[MasteryPointView.of(each) for each in detail.series],
        )
