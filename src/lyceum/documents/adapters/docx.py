"""Word files (DOCX): the text as it reads with every change accepted, with the pages that the file knows.

Left out: hidden and deleted text, foot- and endnotes, comments, running headers, lists of contents. A page turns where
the program that wrote the file said it did when it last laid it out, and where an author wanted it to.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lyceum.documents.adapters.container import Container
from lyceum.documents.adapters.docx_runs import PageTurn, RunReader
from lyceum.documents.adapters.docx_styles import Style, Styles, is_listed, level_of
from lyceum.documents.adapters.office import is_on, main_part, targets, title_of
from lyceum.documents.adapters.xml_tree import Element, child, children, parsed
from lyceum.documents.contracts import DocumentDamaged, DocumentHasNoText, DocumentTooLong
from lyceum.documents.floats import is_caption, row_of, with_floats_last
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import RichText, assemble, document_of, reads_as_heading

# A paragraph that is a heading by its looks alone stands below all that are so by their style.
_LEVEL_BY_LOOKS = 7
_SEE_THROUGH = frozenset({"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent", "mc:Choice"})
_TABLE_OF_CONTENTS = "Table of Contents"


@dataclass(frozen=True, slots=True)
class DocxExtractor:
    """The `Extractor` of Word files."""

    max_characters: int = 20_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        container = Container(data)
        part = main_part(container)
        body = child(parsed(container.read(part)), "w:body")
        if body is None:
            raise DocumentDamaged("The file holds no document; open it in the program that wrote it, and save it anew.")
        reader = _BodyReader(RunReader(_styles(container, part)), list(body.iter("w:sectPr")))
        reader.read(body)
        blocks = reader.blocks
        if sum(len(block.text) for block in blocks) > self.max_characters:
            raise DocumentTooLong(f"The document has more than {self.max_characters} characters. Upload it in parts.")
        if not blocks:
            raise DocumentHasNoText(
                "The document holds no text, perhaps only images of it. Run text recognition (OCR) on a PDF of it and "
                "upload the result."
            )
        title = reader.title or title_of(container) or _first_heading(blocks)
        return document_of(with_floats_last(blocks), title=title, page_count=reader.runs.turn.page)


def _styles(container: Container, part: str) -> Styles:
    for kind, name in targets(container, part).values():
        if kind == "styles" and name in container.names:
            return Styles.of(parsed(container.read(name)))
    return Styles()


def _first_heading(blocks: list[Block]) -> str | None:
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    return min(headings[:5], key=lambda block: block.level).text if headings else None


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, some of which may stand in a control, but not those of a table in a cell."""
    for element in row:
        if element.tag == "w:tc":
            yield element
        elif element.tag == "w:sdt" or element.tag in _SEE_THROUGH:
            yield from _cells(element)


@dataclass(slots=True)
class _BodyReader:
    runs: RunReader
    sections: list[Element]
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None

    def read(self, parent: Element) -> None:
        for element in parent:
            match element.tag:
                case "w:p":
                    self._paragraph(element)
                case "w:tbl":
                    self._table(element)
                case "w:sdt":
                    self._control(element)
                case "mc:AlternateContent":
                    self._all(list(children(element, "mc:Choice"))[:1])
                case tag if tag in _SEE_THROUGH:
                    self.read(element)
                case _:
                    pass

    def _all(self, parents: Iterable[Element]) -> None:
        for parent in parents:
            self.read(parent)

    def _control(self, element: Element) -> None:
        gallery = child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        if gallery is None or gallery.get("w:val") != _TABLE_OF_CONTENTS:
            self._all(children(element, "w:sdtContent"))

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "w:pPr")
        style = self.runs.styles.get(child(properties, "w:pStyle"))
        turn = self.runs.turn
        if is_on(child(properties, "w:pageBreakBefore")):
            turn.wanted_before_text()
        if style.is_derived:
            return
        pieces, boxes = self.runs.read(element, style)
        rich = assemble(pieces)
        if rich.text:
            self.blocks.append(self._block(rich, properties, style))
        # What floats beside a paragraph is read after it.
        with self._beside_text():
            self._all(boxes)
        self._end_section(child(properties, "w:sectPr"), turn)

    def _block(self, rich: RichText, properties: Element | None, style: Style) -> Block:
        own_level = level_of(properties)
        level = (style.level if own_level is None else own_level) or 0
        if style.is_title:
            self.title = self.title or rich.text
            level = 1
        if level:
            return Block(BlockKind.HEADING, rich.text, rich.page, 0, level=level, page_breaks=rich.page_breaks)
        listed = is_listed(properties)
        kind = BlockKind.PARAGRAPH
        if style.is_caption or is_caption(rich.text):
            kind = BlockKind.CAPTION
        elif style.is_list if listed is None else listed:
            kind = BlockKind.LIST_ITEM
        elif reads_as_heading(rich):
            return Block(BlockKind.HEADING, rich.text, rich.page, 0, level=_LEVEL_BY_LOOKS)
        return Block(kind, rich.text, rich.page, 0, bold=rich.bold, page_breaks=rich.page_breaks)

    def _end_section(self, section: Element | None, turn: PageTurn) -> None:
        """How a section begins is said in its own properties, which stand at its end."""
        if section is None or section not in self.sections:
            return
        following = self.sections[self.sections.index(section) + 1 :][:1]
        kind = child(following[0], "w:type") if following else None
        if kind is None or kind.get("w:val") not in ("continuous", "nextColumn"):
            turn.wanted_before_text()

    def _table(self, element: Element) -> None:
        for row in children(element, "w:tr"):
            if child(row, "w:trPr", "w:del") is None:
                for block in row_of([self._cell(cell) for cell in _cells(row)]):
                    self.blocks.append(block)

    def _cell(self, cell: Element) -> list[Block]:
        outside, self.blocks = self.blocks, []
        with self._beside_text():
            self.read(cell)
        inside, self.blocks = self.blocks, outside
        return inside

    @contextmanager
    def _beside_text(self) -> Iterator[None]:
        before, self.runs.is_beside_text = self.runs.is_beside_text, True
        yield
        self.runs.is_beside_text = before
