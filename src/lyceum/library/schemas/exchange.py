"""Wire models of what came of an imported file."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lyceum.library.exchange.notes import RefusalReason, RefusedRow
from lyceum.library.importing import Imported
from lyceum.library.schemas import examples
from lyceum.platform import telling


class RefusedRowView(BaseModel):
    """A row, or a note, that became no item."""

    row: int = Field(description="As a spreadsheet counts, the names of the columns being row 1; a note from 1.")
    code: RefusalReason
    reason: str = Field(description="Why, for a person.")

    @classmethod
    def of(cls, refused: RefusedRow) -> Self:
        """From what the library knows."""
        return cls(row=refused.row, code=refused.reason, reason=telling.text(f"deck_row.{refused.reason}"))


class ImportedView(BaseModel):
    """What came of a file, row by row."""

    model_config = ConfigDict(json_schema_extra={"example": examples.IMPORTED})

    deck_id: UUID | None = Field(description="The deck that its items are in; null if no row could be taken.")
    made: int = Field(description="How many items are new.")
    known: int = Field(description="How many items the subject, or an earlier row, has already.")
    refused: list[RefusedRowView] = Field(description="What became no item, and why.")
    reviews_not_taken: int = Field(
        description="How many reviews the file tells of. None of them, and no date of it, is taken over: only an answer"
        " given here changes what is believed of you."
    )

    @classmethod
    def of(cls, imported: Imported) -> Self:
        """From what the library knows."""
        return cls(
            deck_id=imported.deck_id,
            made=imported.made,
            known=imported.known,
            refused=[RefusedRowView.of(each) for each in imported.refused],
            reviews_not_taken=imported.reviews,
        )
