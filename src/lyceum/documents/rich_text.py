"""Assembling the clean text of a block from pieces, while keeping track of what was bold and where pages turn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lyceum.algorithms.text.hygiene import without_unreadable
from lyceum.algorithms.text.words import count_words
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


# Chinese and Japanese characters and their punctuation: a line that ends between two of them ends in no space.
_UNSPACED = re.compile("[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]")
_WIDE_SPACE = "\u3000"


def assemble(pieces: Iterable[Piece]) -> RichText:
    """One line of clean text: every run of white space is one space, none at either end or where a script has none."""
    out: list[str] = []
    weights: list[bool] = []
    breaks: list[PageBreak] = []
    page = first_page = 0
    is_meant = False
    for piece in pieces:
        for character in without_unreadable(piece.text):
            if character.isspace():
                # A wide space was typed by somebody; a narrow one is where a line ended, or where a program put it.
                is_meant = character == _WIDE_SPACE or (is_meant and out[-1:] == [" "])
                if out and out[-1] != " ":
                    out.append(" ")
                    weights.append(piece.is_bold)
                continue
            if not is_meant and out[-1:] == [" "] and _UNSPACED.match(character) and _UNSPACED.match(out[-2]):
                out.pop()
                weights.pop()
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


_HEADING_WORDS = 20
# A question may well be a heading.
_SENTENCE_END = re.compile(r"[.!:;,…。！][\"'”’»)\]]*$")


def reads_as_heading(rich: RichText) -> bool:
    """Whether a paragraph without a style is a heading by its looks: short, bold throughout, and no sentence."""
    is_bold = rich.bold == (Span(0, len(rich.text)),)
    has_words = sum(map(str.isalpha, rich.text)) > 1 and rich.text[0].isalnum()
    is_short = count_words(rich.text) <= _HEADING_WORDS
    return is_bold and has_words and is_short and not _SENTENCE_END.search(rich.text)


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
