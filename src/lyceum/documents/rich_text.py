"""Assembling the clean text of a block from pieces, while keeping track of what was bold and where pages turn."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lyceum.algorithms.text.hygiene import without_unreadable
from lyceum.documents.ports import BLOCK_SEPARATOR, Block, ExtractedDocument, Page, PageBreak, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of one page in one weight."""

    text: str
    page: int
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class RichText:
    """Clean text; spans and page breaks are offsets into it."""

    text: str
    page: int
    bold: tuple[Span, ...] = ()
    page_breaks: tuple[PageBreak, ...] = ()


def assemble(pieces: Iterable[Piece]) -> RichText:
    """One line of clean text: every run of white space is one space, none at either end."""
    out: list[str] = []
    weights: list[bool] = []
    breaks: list[PageBreak] = []
    page = first_page = 0
    for piece in pieces:
        for character in without_unreadable(piece.text):
            if character.isspace():
                if out and out[-1] != " ":
                    out.append(" ")
                    weights.append(piece.is_bold)
                continue
            if not page:
                page = first_page = piece.page
            elif piece.page != page:
                page = piece.page
                breaks.append(PageBreak(len(out), page))
            out.append(character)
            weights.append(piece.is_bold)
    if out and out[-1] == " ":
        out.pop()
        weights.pop()
    text = "".join(out)
    return RichText(text, first_page, _bold_spans(text, weights), tuple(breaks))


def _bold_spans(text: str, weights: list[bool]) -> tuple[Span, ...]:
    spans = []
    start: int | None = None
    for position, is_bold in enumerate([*weights, False]):
        if is_bold and start is None:
            start = position
        elif not is_bold and start is not None:
            spans.append(_trimmed(text, start, position))
            start = None
    return tuple(span for span in spans if span.end > span.start)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def document_of(blocks: Iterable[Block], *, title: str | None, page_count: int) -> ExtractedDocument:
    """The document those blocks make, in the order given; offsets are filled in."""
    pages: dict[int, list[Block]] = {number: [] for number in range(1, page_count + 1)}
    texts: list[str] = []
    offset = 0
    for block in blocks:
        pages[block.page].append(replace(block, offset=offset))
        texts.append(block.text)
        offset += len(block.text) + len(BLOCK_SEPARATOR)
    return ExtractedDocument(
        title=title,
        pages=tuple(Page(number, tuple(found)) for number, found in pages.items()),
        text=BLOCK_SEPARATOR.join(texts),
    )
