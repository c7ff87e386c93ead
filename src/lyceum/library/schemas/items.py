"""Wire models of items: as their author writes them, and as their author sees them."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from lyceum.library import rules
from lyceum.library.authoring import Edit
from lyceum.library.browsing import ShownItem
from lyceum.library.contracts import Item, ItemContent, ItemType, Key
from lyceum.library.schemas import examples

Prose = Annotated[
    StrictStr,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST_PROSE, pattern=rules.PRINTABLE),
]
Typed = Annotated[
    StrictStr,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST_TYPED, pattern=rules.PRINTABLE),
]
OptionId = Annotated[str, StringConstraints(pattern=rules.OPTION_ID)]
Accepted = Annotated[
    list[Annotated[list[Typed], Field(max_length=20)]],
    Field(
        max_length=rules.MOST_GAPS,
        description="For each text to be typed, what counts as right besides the key; cloze and short answer only.",
    ),
]
WrittenKey = Annotated[
    StrictBool | Prose | Annotated[list[Typed], Field(min_length=1, max_length=rules.MOST_GAPS)],
    Field(description="The answer: a text, a text for each gap, an option's id, or a verdict."),
]


Jurisdictions = Annotated[
    list[Annotated[str, Field(min_length=2, max_length=2)]],
    Field(
        max_length=250,
        description="The countries in which it applies, two letters of ISO 3166-1 each; empty for everywhere. It is"
        " asked only of those who say that they are in one of them.",
    ),
]


class OptionBody(BaseModel):
    """What can be chosen, as it is written."""

    id: OptionId
    text: Prose


class OptionView(BaseModel):
    """What can be chosen."""

    id: str
    text: str


Options = Annotated[list[OptionBody], Field(min_length=rules.FEWEST_OPTIONS, max_length=rules.MOST_OPTIONS)]


class NewItemBody(BaseModel):
    """An item to be."""

    model_config = ConfigDict(json_schema_extra={"example": examples.NEW_ITEM})

    type: ItemType
    stem: Prose = Field(description="What is asked; a gap of a cloze item is `____`.")
    key: WrittenKey
    accepted: Accepted = []
    options: Options | None = Field(default=None, description="What can be chosen; multiple choice only.")
    skill_ids: Annotated[list[UUID], Field(min_length=1, max_length=10)]
    jurisdictions: Jurisdictions = []

    def content(self) -> ItemContent:
        """What the use case takes."""
        options = None if self.options is None else [option.model_dump() for option in self.options]
        return ItemContent(type=self.type, stem=self.stem, key=self.key, accepted=self.accepted, options=options)


class EditBody(BaseModel):
    """What is to change of an item; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"example": examples.EDIT})

    of_version: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="Refuse, unless this is the current version."
    )
    stem: Prose | None = None
    key: WrittenKey | None = None
    accepted: Accepted | None = None
    options: Options | None = None
    jurisdictions: Jurisdictions | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if all(each is None for each in (self.stem, self.key, self.accepted, self.options, self.jurisdictions)):
            raise PydanticCustomError(
                "names_none", "name at least one of stem, key, accepted, options and jurisdictions"
            )
        return self

    def edit(self) -> Edit:
        """What the use case takes."""
        options = None if self.options is None else [option.model_dump() for option in self.options]
        return Edit(
            of_version=self.of_version,
            stem=self.stem,
            key=self.key,
            accepted=self.accepted,
            options=options,
            jurisdictions=None if self.jurisdictions is None else tuple(self.jurisdictions),
        )


class SkillNameView(BaseModel):
    """A skill by name."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class SourceView(BaseModel):
    """Where an item comes from."""

    document_id: UUID
    passage_id: UUID
    page: int = Field(description="Where the quote stands, counted from 1.")
    quote: str | None = Field(description="Verbatim text of the document; null while the item is withheld.")


class ItemView(BaseModel):
    """An item as its author sees it: with the key, unless they are just being asked for it."""

    model_config = ConfigDict(json_schema_extra={"example": examples.ITEM})

    id: UUID
    version: int
    type: ItemType
    stem: str
    options: list[OptionView] | None = Field(description="Where something is chosen.")
    skills: list[SkillNameView] | None = Field(description="Null while the item is withheld: names often tell the key.")
    source: SourceView | None = Field(description="Null for an item that its author wrote.")
    key: Key | None = Field(
        description="The answer: a text, a text for each gap, an option's id, or a verdict; null while withheld."
    )
    accepted: list[list[str]] | None = Field(
        description="For each text to be typed, all that counts as right, the key first; null while withheld."
    )
    withheld: bool = Field(
        description="Whether one of your sessions waits for your answer to this item: until then, nothing tells it."
    )
    status: Literal["active", "archived"]
    jurisdictions: list[str] = Field(description="The countries in which it applies; empty for everywhere.")

    @classmethod
    def of(cls, shown: ShownItem) -> Self:
        """From what the library knows."""
        item, secret = shown.item, shown.is_withheld
        return cls(
            id=item.id,
            version=item.version,
            type=item.type,
            stem=item.stem,
            options=None if item.options is None else [OptionView(**each) for each in item.options],
            skills=None if secret else [SkillNameView.model_validate(skill) for skill in item.skills],
            source=_source_of(item, is_withheld=secret),
            key=None if secret else item.key,
            accepted=None if secret else item.accepted,
            withheld=secret,
            status="active" if item.is_active else "archived",
            jurisdictions=list(item.jurisdictions),
        )


def _source_of(item: Item, *, is_withheld: bool) -> SourceView | None:
    """Where an item comes from: nowhere, or a document."""
    if item.source is None or item.document_id is None:
        return None
    return SourceView(
        document_id=item.document_id,
        passage_id=item.source.passage_id,
        page=item.source.page,
        quote=None if is_withheld else item.source.quote,
    )


class ItemPage(BaseModel):
    """One page of items."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [examples.ITEM], "next_cursor": None}})

    items: list[ItemView]
    next_cursor: str | None
