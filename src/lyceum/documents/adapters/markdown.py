"""Markdown through markdown-it-py; the whole document is one page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lyceum.documents.contracts import DocumentEmpty, DocumentHasNoText, DocumentTooLong
from lyceum.documents.encodings import decoded
from lyceum.documents.floats import is_caption, row_of, with_floats_last
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, RichText, assemble, document_of

_ONLY_PAGE = 1
# No white space that may also be a line end: with it, a file of line ends would take time by their square.
_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n.*?\n(?:---|\.\.\.)[^\S\n]*\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MarkdownExtractor:
    """The `Extractor` of Markdown. Code, raw HTML and images hold no prose and are left out."""

    max_characters: int = 5_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        if not data.strip():
            raise DocumentEmpty("The file is empty; upload a text with at least one paragraph.")
        source = decoded(data)
        if len(source) > self.max_characters:
            raise DocumentTooLong(
                f"The text has {len(source)} characters; at most {self.max_characters} are read. Upload it in parts."
            )
        parser = MarkdownIt("commonmark").enable("table")
        blocks = list(_blocks(parser.parse(_FRONT_MATTER.sub("", source, count=1))))
        if not blocks:
            raise DocumentHasNoText("The file holds no prose, only code or images; upload one with paragraphs.")
        headings = [block for block in blocks if block.kind is BlockKind.HEADING]
        title = min(headings, key=lambda block: block.level).text if headings else None
        return document_of(with_floats_last(blocks), title=title, page_count=_ONLY_PAGE)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    opened: list[str] = []
    heading_level = 0
    row: list[list[Block]] = []
    for token in tokens:
        if token.nesting == 1:
            opened.append(token.type)
            heading_level = int(token.tag[1]) if token.type == "heading_open" else 0
        elif token.nesting == -1:
            opened.pop()
            if token.type == "tr_close":
                yield from row_of(row)
                row = []
        elif token.type == "inline":
            rich = assemble(_pieces(token.children or ()))
            if rich.text and "table_open" in opened:
                row.append([_block(rich, opened, heading_level)])
            elif rich.text:
                yield _block(rich, opened, heading_level)


def _block(rich: RichText, opened: Sequence[str], heading_level: int) -> Block:
    if opened[-1] == "heading_open":
        return Block(BlockKind.HEADING, rich.text, _ONLY_PAGE, 0, level=heading_level)
    if is_caption(rich.text):
        kind = BlockKind.CAPTION
    else:
        kind = BlockKind.LIST_ITEM if "list_item_open" in opened else BlockKind.PARAGRAPH
    return Block(kind, rich.text, _ONLY_PAGE, 0, bold=rich.bold)


def _pieces(children: Sequence[Token]) -> Iterator[Piece]:
    depth = 0
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            depth += child.nesting
        elif child.type in ("softbreak", "hardbreak"):
            yield Piece(" ", _ONLY_PAGE, depth > 0)
        elif child.type in ("text", "code_inline", "text_special"):
            yield Piece(child.content, _ONLY_PAGE, depth > 0)
