"""What documents asks of a text extractor, and the structure it gives back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class BlockKind(StrEnum):
    """What a block is on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A text goes over to `page` at character `offset` of that text."""

    offset: int
    page: int


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page. A paragraph that runs over a page break is one block, kept with the page it starts on.

    `level` is 1 for the highest heading, 0 for what is no heading. `bold` are ranges of `text`. `offset` is where
    `text` starts in `ExtractedDocument.text`. `page_breaks` are offsets into `text`.
    """

    kind: BlockKind
    text: str
    page: int
    offset: int
    level: int = 0
    bold: tuple[Span, ...] = ()
    page_breaks: tuple[PageBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1, with the blocks that start on it."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """A document as text: `text` is every block joined by `BLOCK_SEPARATOR`, in reading order."""

    title: str | None
    pages: tuple[Page, ...]
    text: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in reading order."""
        return tuple(block for page in self.pages for block in page.blocks)


BLOCK_SEPARATOR = "\n\n"


class Extractor(Protocol):
    """Turns the bytes of one kind of file into pages and blocks. Stateless; safe to call from several threads."""

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure.

        Raises:
            ExtractionError: one of its subclasses, if there is no text to be had; nothing else.
        """
        ...
