"""Markdown and plain text through markdown-it-py; the whole document is one page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lyceum.documents.contracts import DocumentEmpty, DocumentHasNoText, DocumentNotUtf8, DocumentTooLong
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, RichText, assemble, document_of

_ONLY_PAGE = 1
# No white space that may also be a line end: with it, a file of line ends would take time by their square.
_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n.*?\n(?:---|\.\.\.)[^\S\n]*\n", re.DOTALL)
_CAPTION = re.compile(r"^(?:Figure|Fig\.|Table|Abbildung|Tabelle)\s*(?:\d+(?:[.\-]\d+)*)?\s*[:.–—|]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkdownExtractor:
    """The `Extractor` of Markdown and plain text. Code, tables, raw HTML and images hold no prose and are left out."""

    max_characters: int = 5_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        if not data.strip():
            raise DocumentEmpty("The file is empty; upload a text with at least one paragraph.")
        try:
            source = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DocumentNotUtf8(
                f"The text is not in UTF-8 (byte {error.start}); save it as UTF-8 and upload it again."
            ) from error
        if len(source) > self.max_characters:
            raise DocumentTooLong(
                f"The text has {len(source)} characters; at most {self.max_characters} are read. Upload it in parts."
            )
        parser = MarkdownIt("commonmark").enable("table")
        blocks = list(_blocks(parser.parse(_FRONT_MATTER.sub("", source, count=1))))
        if not blocks:
            raise DocumentHasNoText("The file holds no prose, only code, tables or images; upload one with paragraphs.")
        headings = [block for block in blocks if block.kind is BlockKind.HEADING]
        title = min(headings, key=lambda block: block.level).text if headings else None
        return document_of(blocks, title=title, page_count=_ONLY_PAGE)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    opened: list[str] = []
    heading_level = 0
    for token in tokens:
        if token.nesting == 1:
            opened.append(token.type)
            heading_level = int(token.tag[1]) if token.type == "heading_open" else 0
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline" and "table_open" not in opened:
            rich = assemble(_pieces(token.children or ()))
            if rich.text:
                yield _block(rich, opened, heading_level)


def _block(rich: RichText, opened: Sequence[str], heading_level: int) -> Block:
    if opened[-1] == "heading_open":
        return Block(BlockKind.HEADING, rich.text, _ONLY_PAGE, 0, level=heading_level)
    if _CAPTION.match(rich.text):
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
