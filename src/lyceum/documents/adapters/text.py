"""Plain text as it stands: every character is text, a form feed turns the page, a blank line ends a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lyceum.algorithms.text.words import count_words
from lyceum.documents.contracts import DocumentEmpty, DocumentHasNoText, DocumentTooLong
from lyceum.documents.encodings import decoded
from lyceum.documents.floats import is_caption, with_floats_last
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, assemble, document_of

_PAGE_ENDS = "\f"
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_ITEM = re.compile(r"^[^\S\n]*(?:[•‣◦▪▫■□●○–*\-][^\S\n]+|\(?(?:\d{1,2}|[a-z])[.)][^\S\n]+)(?=\S)", re.MULTILINE)
_BULLET = re.compile(r"^\s*[•‣◦▪▫■□●○–*\-]\s+")
# Left alone between blank lines: "Chapter 3", "2.1 Cells", "第1章　細胞", or a line in capitals. Not "1. Cells":
# that may be an item.
_NAMED = re.compile(
    r"^(?:(?P<chapter>(?:chapter|part|section|book|unit|lesson|appendix|kapitel|teil|abschnitt|lektion|anhang|chapitre|"
    r"partie|capítulo|capitolo|parte|hoofdstuk|deel)\s+(?:\d+|[ivxlc]+|[a-z])\b|"
    r"第[\d一二三四五六七八九十百]+[章部編])|"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+)\.?\s+(?=[^\W\d_]))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!:;,…。！][\"'”’»)\]]*$")
_LONGEST_HEADING = 80
_FEWEST_CAPITALS = 4
# On average; where lines are longer, an editor wrapped them and each is a paragraph.
_MOST_WORDS_IN_LINE = 18


@dataclass(frozen=True, slots=True)
class TextExtractor:
    """The `Extractor` of plain text in UTF-8 or UTF-16."""

    max_characters: int = 5_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        if not data.strip():
            raise DocumentEmpty("The file is empty; upload a text with at least one paragraph.")
        source = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
        if len(source) > self.max_characters:
            raise DocumentTooLong(
                f"The text has {len(source)} characters; at most {self.max_characters} are read. Upload it in parts."
            )
        pages = source.rstrip(f"{_PAGE_ENDS}\n\t ").split(_PAGE_ENDS)
        blocks = [block for number, page in enumerate(pages, start=1) for block in _blocks(page, number)]
        if not blocks:
            raise DocumentHasNoText("The file holds nothing that can be read; upload a text with paragraphs.")
        title = next((block.text for block in blocks[:1] if block.kind is BlockKind.HEADING), None)
        return document_of(with_floats_last(blocks), title=title, page_count=len(pages))


def _blocks(page: str, number: int) -> Iterator[Block]:
    for paragraph in _BLANK_LINE.split(page):
        for stretch in _stretches(paragraph):
            is_item = bool(_ITEM.match(stretch))
            rich = assemble([Piece(_BULLET.sub("", stretch, count=1) if is_item else stretch, number)])
            if not rich.text:
                continue
            level = 0 if "\n" in stretch.strip() else _heading_level(rich.text)
            if level:
                yield Block(BlockKind.HEADING, rich.text, number, 0, level=level)
            elif is_caption(rich.text):
                yield Block(BlockKind.CAPTION, rich.text, number, 0)
            else:
                yield Block(BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH, rich.text, number, 0)


def _stretches(paragraph: str) -> Iterator[str]:
    """A paragraph, cut before each item of a list if it is one, and at its lines if these are no broken ones."""
    lines = paragraph.strip("\n").split("\n")
    if count_words(paragraph) > _MOST_WORDS_IN_LINE * len(lines):
        yield from lines
        return
    starts = [match.start() for match in _ITEM.finditer(paragraph)]
    # One line that begins with a dash or a number is how a line happened to break.
    if len(starts) < 2 and starts != [0]:
        yield paragraph
        return
    for start, end in zip([0, *starts], [*starts, len(paragraph)], strict=True):
        yield paragraph[start:end]


def _heading_level(line: str) -> int:
    """The level of a heading, 0 for a line that is none."""
    if len(line) > _LONGEST_HEADING or _SENTENCE_END.search(line):
        return 0
    named = _NAMED.match(line)
    if named:
        return 1 if named["chapter"] else 1 + named["number"].count(".")
    letters = [character for character in line if character.isalpha()]
    return 1 if len(letters) >= _FEWEST_CAPITALS and all(map(str.isupper, letters)) else 0
