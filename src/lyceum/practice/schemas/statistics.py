"""Wire models of what answers say about items."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from lyceum.library.contracts import ItemType
from lyceum.platform import telling
from lyceum.platform.pages import Page
from lyceum.practice import examples, wording
from lyceum.practice.item_flags import LEAST_LEARNERS
from lyceum.practice.item_statistics import Difficulty, Told
from lyceum.practice.schemas.items import example

_HIDDEN = f"Null for fewer than {LEAST_LEARNERS} learners"


class OptionStatisticsView(BaseModel):
    """How often an option is chosen."""

    text: str
    is_key: bool | None = Field(description="Null while you are being asked for the item.")
    chosen_share: float | None = Field(ge=0, le=1, description=f"{_HIDDEN}, and while you are being asked for it.")


class ItemFlagView(BaseModel):
    """What may be wrong with an item."""

    code: str
    text: str


class ItemStatisticsView(BaseModel):
    """What the first unaided answers of learners say about an item."""

    model_config = example(examples.STATISTICS)

    item_id: UUID
    version: int = Field(description="Of the item, that the figures are about.")
    type: ItemType
    stem: str
    asked: int = Field(description="Answers of all kinds, by anybody.")
    learners: int = Field(description="Whose first answer was unaided; the figures are about those.")
    correct_share: float | None = Field(ge=0, le=1, description=f"{_HIDDEN}.")
    discrimination: float | None = Field(
        ge=-1, le=1, description=f"Corrected point-biserial correlation with what else they know. {_HIDDEN}."
    )
    median_seconds: float | None = Field(description=f"That the answer takes. {_HIDDEN}.")
    options: list[OptionStatisticsView] = Field(description="Where something is chosen.")
    flags: list[ItemFlagView]
    difficulty: float = Field(description="In logits; 0 is what half of all know, guessing aside.")
    slope: float = Field(description="How sharply it tells who knows it from who does not.")
    guessing: float = Field(ge=0, le=1, description="The probability that who knows nothing gets it right.")
    calibrated_at: datetime | None = Field(description="Null: these three are what the item was made with.")
    calibrated_on: int | None = Field(description="First answers that they were measured with.")

    @classmethod
    def of(cls, told: Told) -> Self:
        """From what practice knows; while it is being asked, without what would tell the key."""
        item, kept, figures = told.item, told.kept, told.kept.figures
        language = telling.language()
        texts = {option["id"]: option["text"] for option in item.options or ()}
        shown = [flag for flag in figures.flags if flag.option_id is None or not told.is_withheld]
        return cls(
            item_id=item.id,
            version=kept.version,
            type=item.type,
            stem=item.stem,
            asked=figures.asked,
            learners=figures.learners,
            correct_share=figures.correct_share,
            discrimination=figures.discrimination,
            median_seconds=None if figures.median_ms is None else figures.median_ms / 1000,
            options=[
                OptionStatisticsView(
                    text=text,
                    is_key=None if told.is_withheld else option_id == item.key,
                    chosen_share=None if told.is_withheld else figures.option_shares.get(option_id),
                )
                for option_id, text in texts.items()
            ],
            flags=[
                ItemFlagView(
                    code=flag.code.value,
                    text=wording.flag(flag.code.value, texts.get(flag.option_id or ""), language),
                )
                for flag in shown
            ],
            difficulty=item.parameters.b,
            slope=item.parameters.a,
            guessing=item.parameters.c,
            calibrated_at=kept.calibrated_at,
            calibrated_on=kept.calibrated_on,
        )


class ItemStatisticsPage(BaseModel):
    """One page of what answers say about a subject's items, in the order the items were made."""

    model_config = example({"items": [examples.STATISTICS], "next_cursor": None})

    items: list[ItemStatisticsView]
    next_cursor: str | None

    @classmethod
    def of(cls, found: Page[Told]) -> Self:
        """From what practice knows."""
        return cls(items=[ItemStatisticsView.of(each) for each in found.items], next_cursor=found.next_cursor)


class DifficultyView(BaseModel):
    """How hard an item is taken to be."""

    model_config = example(examples.DIFFICULTY)

    item_id: UUID
    difficulty: float = Field(description="In logits; 0 is what half of all know, guessing aside.")
    slope: float = Field(description="How sharply it tells who knows it from who does not.")
    guessing: float = Field(ge=0, le=1, description="The probability that who knows nothing gets it right.")
    chance: str = Field(description="In words: how many get it right.")
    answers: int = Field(description="That it was measured with; 0: this is what the item was made with.")
    calibrated_at: datetime | None

    @classmethod
    def of(cls, found: Difficulty) -> Self:
        """From what practice knows."""
        return cls(
            item_id=found.item_id,
            difficulty=found.parameters.b,
            slope=found.parameters.a,
            guessing=found.parameters.c,
            chance=wording.difficulty(found.chance, telling.language()),
            answers=found.answers,
            calibrated_at=found.calibrated_at,
        )
