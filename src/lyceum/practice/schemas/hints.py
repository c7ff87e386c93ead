"""Wire models of hints."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from lyceum.platform import telling
from lyceum.practice import examples, wording
from lyceum.practice.clues import ClueCode
from lyceum.practice.hints import Hint
from lyceum.practice.schemas.items import example

_MOST_HINTS = len(ClueCode)


class HintBody(BaseModel):
    """Which item to help with."""

    model_config = example(examples.HINT_WANTED)

    session_id: UUID
    item_id: UUID
    level: int | None = Field(
        default=None,
        ge=1,
        le=_MOST_HINTS,
        description="Left out: the next one. A level that was given is told again and not counted again.",
    )


class HintView(BaseModel):
    """One hint."""

    model_config = example(examples.HINT)

    level: int = Field(description="The how-manieth hint to this item it is, from 1.")
    code: ClueCode = Field(
        description="where: page and heading; shape: words and letters; strike: an option that is wrong; sentence: the"
        " source or a sentence beside it, with the answer masked."
    )
    text: str = Field(description="The hint, in the language of the answer.")
    struck: str | None = Field(description="The id of the option that is wrong, where one was struck out.")
    remaining: int = Field(description="How many hints are left.")

    @classmethod
    def of(cls, hint: Hint) -> Self:
        """From what practice gave."""
        clue = hint.clue
        return cls(
            level=hint.level,
            code=clue.code,
            text=wording.hint(clue, telling.language()),
            struck=clue.struck,
            remaining=hint.remaining,
        )
