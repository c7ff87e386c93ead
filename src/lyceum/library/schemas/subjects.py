"""Wire models of the library."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from lyceum.library.browsing import SkillRow
from lyceum.library.contracts import Item, ItemType, Key

_SUBJECT_ID = "0198c0de-7a11-7000-8000-000000000020"
_SKILL_ID = "0198c0de-7a11-7000-8000-000000000030"

_SUBJECT: JsonDict = {"id": _SUBJECT_ID, "title": "Economics", "created_at": "2026-01-05T09:00:00Z"}
_SKILL: JsonDict = {
    "id": _SKILL_ID,
    "subject_id": _SUBJECT_ID,
    "name": "Law of demand",
    "position": 3,
    "prerequisites": [],
    "items": 7,
}
_DECK: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000040",
    "subject_id": _SUBJECT_ID,
    "document_id": "0198c0de-7a11-7000-8000-000000000010",
    "title": "Demand and Supply",
    "items": 64,
    "created_at": "2026-01-05T09:00:01Z",
}
_ITEM: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000050",
    "version": 1,
    "type": "cloze",
    "stem": "The ____ says that a higher price leads to a lower quantity demanded.",
    "options": None,
    "skills": [{"id": _SKILL_ID, "name": "Law of demand"}],
    "source": {
        "passage_id": "5a9f2f0e-0d3c-5f43-8f0e-5b6f8f4f1c11",
        "page": 3,
        "quote": "The law of demand says that a higher price leads to a lower quantity demanded.",
    },
    "key": ["law of demand"],
    "status": "active",
}

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


class NewSubject(BaseModel):
    """A subject to be."""

    model_config = ConfigDict(json_schema_extra={"example": {"title": "Economics"}})

    title: Title


class SubjectView(BaseModel):
    """A body of knowledge."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": _SUBJECT},
    )

    id: UUID
    title: str
    created_at: datetime


class SubjectPage(BaseModel):
    """One page of subjects."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_SUBJECT], "next_cursor": None}})

    items: list[SubjectView]
    next_cursor: str | None


class SkillView(BaseModel):
    """One thing a learner can know."""

    model_config = ConfigDict(json_schema_extra={"example": _SKILL})

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

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_SKILL], "next_cursor": None}})

    items: list[SkillView]
    next_cursor: None = Field(default=None, description="Always null: a skill map is read whole.")


class DeckView(BaseModel):
    """A pile of items."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"example": _DECK},
    )

    id: UUID
    subject_id: UUID
    document_id: UUID | None
    title: str
    items: int = Field(description="How many items can be practised.")
    created_at: datetime


class DeckPage(BaseModel):
    """One page of decks."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_DECK], "next_cursor": None}})

    items: list[DeckView]
    next_cursor: str | None


class OptionView(BaseModel):
    """What can be chosen."""

    id: str
    text: str


class SkillNameView(BaseModel):
    """A skill by name."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class SourceView(BaseModel):
    """Where an item comes from."""

    model_config = ConfigDict(from_attributes=True)

    passage_id: UUID
    page: int = Field(description="Where the quote stands, counted from 1.")
    quote: str = Field(description="Verbatim text of the document.")


class ItemView(BaseModel):
    """An item as its author sees it, with the key."""

    model_config = ConfigDict(json_schema_extra={"example": _ITEM})

    id: UUID
    version: int
    type: ItemType
    stem: str
    options: list[OptionView] | None = Field(description="Where something is chosen.")
    skills: list[SkillNameView]
    source: SourceView
    key: Key = Field(description="The answer: a text, a text for each gap, an option's id, or a verdict.")
    status: Literal["active", "archived"]

    @classmethod
    def of(cls, item: Item) -> Self:
        """From what the library knows."""
        return cls(
            id=item.id,
            version=item.version,
            type=item.type,
            stem=item.stem,
            options=None if item.options is None else [OptionView(**option) for option in item.options],
            skills=[SkillNameView.model_validate(skill) for skill in item.skills],
            source=SourceView.model_validate(item.source),
            key=item.key,
            status="active" if item.is_active else "archived",
        )


class ItemPage(BaseModel):
    """One page of items."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_ITEM], "next_cursor": None}})

    items: list[ItemView]
    next_cursor: str | None
