"""Wire models of subjects, skills and decks."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lyceum.library.browsing import SkillRow
from lyceum.library.schemas import examples

# One line that says something: no control characters (PostgreSQL cannot store U+0000, a terminal obeys others), none
# that turn the direction of what stands beside it.
Title = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+$",
    ),
]


class TitleBody(BaseModel):
    """What something is to be called."""

    model_config = ConfigDict(json_schema_extra={"example": {"title": "Economics"}})

    title: Title


class NewSkillBody(BaseModel):
    """A skill to be."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Law of demand"}})

    name: Title


class NewDeckBody(BaseModel):
    """A deck to be."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"subject_id": examples.SUBJECT_ID, "title": "The hard ones"}}
    )

    subject_id: UUID
    title: Title


class PrerequisitesBody(BaseModel):
    """All that is better learned before a skill."""

    model_config = ConfigDict(json_schema_extra={"example": {"skill_ids": [examples.SKILL_ID]}})

    skill_ids: Annotated[list[UUID], Field(max_length=100)]


class SubjectView(BaseModel):
    """A body of knowledge."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": examples.SUBJECT},
    )

    id: UUID
    title: str
    created_at: datetime


class SubjectPage(BaseModel):
    """One page of subjects."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [examples.SUBJECT], "next_cursor": None}})

    items: list[SubjectView]
    next_cursor: str | None


class SkillView(BaseModel):
    """One thing a learner can know."""

    model_config = ConfigDict(json_schema_extra={"example": examples.SKILL})

    id: UUID
    subject_id: UUID
    name: str
    position: int = Field(description="In the order they are taught, from 0.")
    prerequisites: list[UUID] = Field(description="Skills better learned before.")
    items: int = Field(description="How many items ask for it.")

    @classmethod
    def of(cls, row: SkillRow) -> Self:
        """From what the library knows."""
        skill = row.skill
        return cls(
            id=skill.id,
            subject_id=skill.subject_id,
            name=skill.name,
            position=skill.position,
            prerequisites=list(skill.prerequisites),
            items=row.items,
        )


class SkillList(BaseModel):
    """Every skill that was asked for, on one page."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [examples.SKILL], "next_cursor": None}})

    items: list[SkillView]
    next_cursor: None = Field(default=None, description="Always null: a skill map is read whole.")


class SkillPage(BaseModel):
    """One page of skills."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [examples.SKILL], "next_cursor": None}})

    items: list[SkillView]
    next_cursor: str | None


class DeckView(BaseModel):
    """A pile of items."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": examples.DECK},
    )

    id: UUID
    subject_id: UUID
    document_id: UUID | None
    title: str
    items: int = Field(description="How many items can be practised.")
    created_at: datetime


class DeckPage(BaseModel):
    """One page of decks."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [examples.DECK], "next_cursor": None}})

    items: list[DeckView]
    next_cursor: str | None
