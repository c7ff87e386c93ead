"""Wire models of what is asked, and the small pieces the others share."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictStr,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from lyceum.library.contracts import Item, ItemType
from lyceum.practice import examples

_LONGEST_RESPONSE = 2000


def example(body: JsonDict) -> ConfigDict:
    """The model settings that carry an example into the API description."""
    return ConfigDict(json_schema_extra={"example": body})


def _storable(text: str) -> str:
    """No U+0000 and no half of a surrogate pair: no database keeps them, and nobody can type them."""
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("no_text", "holds characters that are no text")
    return text


Text = Annotated[StrictStr, Field(max_length=_LONGEST_RESPONSE), AfterValidator(_storable)]


Label = Annotated[str, Field(max_length=100), AfterValidator(_storable)]


class AskedOptionView(BaseModel):
    """What can be chosen."""

    id: str
    text: str


class AskedSourceView(BaseModel):
    """Where an item comes from. Before the answer `quote` is null: it would tell the key."""

    document_id: UUID
    passage_id: UUID
    page: int
    quote: str | None


class AskedItemView(BaseModel):
    """An item as it is asked: without its key."""

    model_config = example(examples.ITEM)

    id: UUID
    version: int
    type: ItemType
    stem: str
    options: list[AskedOptionView] | None = Field(description="Where something is chosen.")
    gaps: int | None = Field(description="For a cloze item: how many texts to answer with.")
    skills: list[UUID] = Field(description="The skills it asks for; not their names, which often tell the key.")
    source: AskedSourceView | None = Field(description="Null for an item that its author wrote.")

    @classmethod
    def of(cls, item: Item) -> Self:
        """Without what would tell the answer."""
        return cls(
            id=item.id,
            version=item.version,
            type=item.type,
            stem=item.stem,
            options=None if item.options is None else [AskedOptionView(**option) for option in item.options],
            gaps=len(item.accepted) or None,
            skills=[skill.id for skill in item.skills],
            source=source_of(item, has_quote=False),
        )


def source_of(item: Item, *, has_quote: bool = True) -> AskedSourceView | None:
    """Where an item comes from; with the quote only after the answer."""
    if item.source is None or item.document_id is None:
        return None
    return AskedSourceView(
        document_id=item.document_id,
        passage_id=item.source.passage_id,
        page=item.source.page,
        quote=item.source.quote if has_quote else None,
    )
