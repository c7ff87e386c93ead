"""HTML through the standard library's parser: the text a reader came for, without what surrounds it on a page.

The parser reports tags and builds no tree, so that no depth of nesting costs more than its bytes; what is open, and
what that means for text, is kept in `html_scopes`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from lyceum.documents.adapters.html_scopes import Attributes, Scope, Scopes
from lyceum.documents.contracts import DocumentEmpty, DocumentHasNoText, DocumentTooLong
from lyceum.documents.encodings import decoded_page
from lyceum.documents.floats import is_caption, row_of, with_floats_last
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, assemble, document_of

_ONLY_PAGE = 1
_BREAKS = frozenset({"br", "wbr", "hr", "img"})
_PERMALINKS = frozenset("§¶#🔗")
# An element that calls itself the main one is believed if it holds this share of the text, as is a lone article.
_SHARE_OF_MAIN = 0.3
_MOST_LEFT_OVER = 5_000


@dataclass(frozen=True, slots=True)
class HtmlExtractor:
    """The `Extractor` of HTML pages; a page of HTML is one page."""

    max_characters: int = 20_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        if not data.strip():
            raise DocumentEmpty("The file is empty; upload a page with at least one paragraph.")
        source = decoded_page(data)
        if len(source) > self.max_characters:
            raise DocumentTooLong(
                f"The page has {len(source)} characters; at most {self.max_characters} are read. Upload it in parts."
            )
        page = read_page(source, _ONLY_PAGE)
        if not page.blocks:
            raise DocumentHasNoText(
                "The page holds no text of its own, only navigation, scripts or images; save the page whole, "
                "after it was shown, or print it to a PDF."
            )
        headings = [block for block in page.blocks if block.kind is BlockKind.HEADING]
        first = min(headings[:5], key=lambda block: block.level).text if headings else None
        return document_of(with_floats_last(page.blocks), title=first or page.title, page_count=_ONLY_PAGE)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What stands on a page; `title` is what its head says."""

    title: str | None
    blocks: tuple[Block, ...]


def read_page(source: str, page: int, *, is_book: bool = False) -> ReadPage:
    """The main content of a page.

    Args:
        source: its HTML or XHTML.
        page: the number its blocks get.
        is_book: it belongs to a book, where an aside is a part of the chapter and there is nothing around the text.
    """
    reader = _Reader(page, Scopes(keeps_asides=is_book))
    reader.feed(source)
    # What is left begins with markup that never ends, of which a browser shows nothing. The parser would take it up
    # again at each of its signs, and read to the end each time.
    if len(reader.rawdata) <= _MOST_LEFT_OVER:
        reader.close()
    found = reader.finish()
    blocks = found if is_book else _main(found)
    return ReadPage(assemble([Piece(reader.title, page)]).text or None, tuple(block for block, _ in blocks))


def _without_permalink(pieces: list[Piece]) -> list[Piece]:
    """A heading without the sign beside it that links to it."""
    return [piece for piece in pieces if piece.text.strip() not in _PERMALINKS]


def _main(found: list[tuple[Block, Scope]]) -> list[tuple[Block, Scope]]:
    """Without what stands outside the main element or the article, if there is one that holds enough."""
    everything = _length(found)
    for inside in (
        [(block, scope) for block, scope in found if scope.is_main],
        [(block, scope) for block, scope in found if scope.is_article],
    ):
        if _length(inside) > _SHARE_OF_MAIN * everything:
            return inside
    return found


def _length(found: Iterable[tuple[Block, Scope]]) -> int:
    return sum(len(block.text) for block, _ in found)


class _Reader(HTMLParser):
    def __init__(self, page: int, scopes: Scopes) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._page = page
        self._scopes = scopes
        self._pieces: list[Piece] = []
        self._unlinked = False
        self._begun: Scope | None = None
        self._found: list[tuple[Block, Scope]] = []
        # For each open row of a table, its cells so far.
        self._rows: list[list[list[Block]]] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _BREAKS:
            self._pieces.append(Piece(" ", self._page))
            return
        scope = self._scopes.open(tag, attrs)
        if scope.is_block:
            self._flush()
        if tag == "tr":
            self._close_rows(but=self._scopes.count("tr") - 1)
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append([])

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _BREAKS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._scopes.blocks:
            self._flush()
        self._scopes.close(tag)
        self._close_rows(but=self._scopes.count("tr"))

    def handle_data(self, data: str) -> None:
        scope = self._scopes.now
        if scope.is_title and not self.title:
            self.title = data
        if scope.is_hidden or not data:
            return
        if self._begun is None and not data.isspace():
            self._begun = scope
        self._unlinked = self._unlinked or not (scope.is_link or data.isspace())
        self._pieces.append(Piece(data, self._page, scope.is_bold))

    def finish(self) -> list[tuple[Block, Scope]]:
        """Every block, with what it stands in."""
        self._flush()
        self._close_rows(but=0)
        return self._found

    def _flush(self) -> None:
        pieces, scope, has_words = self._pieces, self._begun, self._unlinked
        self._pieces, self._begun, self._unlinked = [], None, False
        if scope is None:
            return
        rich = assemble(_without_permalink(pieces) if scope.heading_level else pieces)
        # A list of nothing but links is a menu.
        if not rich.text or (scope.is_list_item and not has_words):
            return
        if scope.heading_level:
            block = Block(BlockKind.HEADING, rich.text, self._page, 0, level=scope.heading_level)
        elif scope.is_caption or is_caption(rich.text):
            block = Block(BlockKind.CAPTION, rich.text, self._page, 0, bold=rich.bold)
        else:
            kind = BlockKind.LIST_ITEM if scope.is_list_item else BlockKind.PARAGRAPH
            block = Block(kind, rich.text, self._page, 0, bold=rich.bold)
        self._add(block, scope)

    def _close_rows(self, *, but: int) -> None:
        """Rows end with their end tag, or without one: with the next row, or with their table."""
        while len(self._rows) > max(0, but):
            for block in row_of(self._rows.pop()):
                self._add(block, self._scopes.now)

    def _add(self, block: Block, scope: Scope) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(block)
        else:
            self._found.append((block, scope))
