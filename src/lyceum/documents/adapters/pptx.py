"""PowerPoint files (PPTX): a slide is a page, its title a heading.

Left out: the speaker's notes, which the audience never saw; hidden slides, which keep their numbers; dates, footers and
slide numbers; diagrams and charts, whose words make no sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lyceum.documents.adapters.container import Container
from lyceum.documents.adapters.office import is_on, main_part, targets, title_of
from lyceum.documents.adapters.xml_tree import Element, child, children, parsed
from lyceum.documents.contracts import DocumentDamaged, DocumentHasNoText, DocumentTooLong
from lyceum.documents.floats import is_caption, row_of, with_floats_last
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, assemble, document_of, reads_as_heading

_TITLES = frozenset({"title", "ctrTitle"})
_AROUND_THE_TEXT = frozenset({"dt", "ftr", "sldNum", "hdr"})
# The text of these placeholders has bullets unless a paragraph says otherwise.
_BULLETED = frozenset({"body", "obj", ""})
_MADE_FIELDS = re.compile(r"^(?:slidenum|datetime.*|footer)$")
_TITLE_LEVEL, _LEVEL_BY_LOOKS = 1, 2


@dataclass(frozen=True, slots=True)
class PptxExtractor:
    """The `Extractor` of PowerPoint files."""

    max_pages: int = 2_000
    max_characters: int = 20_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        container = Container(data)
        names = _slides(container)
        if len(names) > self.max_pages:
            raise DocumentTooLong(
                f"The presentation has {len(names)} slides; at most {self.max_pages} are read. Upload it in parts."
            )
        blocks: list[Block] = []
        for number, name in enumerate(names, start=1):
            slide = parsed(container.read(name))
            if is_on(slide, "show"):
                blocks += _blocks(slide, number)
        if sum(len(block.text) for block in blocks) > self.max_characters:
            raise DocumentTooLong(f"The slides have more than {self.max_characters} characters. Upload them in parts.")
        if not blocks:
            raise DocumentHasNoText(
                f"None of the {len(names)} slides holds text; they are empty or hold only images. Put the text on the "
                "slides, or run text recognition (OCR) on a PDF of them and upload the result."
            )
        first = next((block.text for block in blocks if block.kind is BlockKind.HEADING), None)
        return document_of(with_floats_last(blocks), title=title_of(container) or first, page_count=len(names))


def _slides(container: Container) -> list[str]:
    """The names of the slides, in the order they are shown."""
    part = main_part(container)
    parts = targets(container, part)
    identifiers = children(child(parsed(container.read(part)), "p:sldIdLst"), "p:sldId")
    names = [parts.get(each.get("r:id", ""), ("", ""))[1] for each in identifiers]
    if not names:
        raise DocumentHasNoText("The presentation has no slides; upload one with text on its slides.")
    if not all(names):
        raise DocumentDamaged("The presentation names a slide that it does not have; save it anew, and upload that.")
    return names


def _blocks(slide: Element, number: int) -> list[Block]:
    """The blocks of a slide, its title first."""
    shapes = list(_shapes(child(slide, "p:cSld", "p:spTree")))
    ordered = sorted(shapes, key=lambda shape: _placeholder(shape) not in _TITLES)
    return [block for shape in ordered for block in _of_shape(shape, number)]


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Every visible shape and table, those in groups too, in the order they were put on the slide."""
    for element in tree if tree is not None else ():
        match element.tag:
            case "p:sp" | "p:graphicFrame":
                if not _is_hidden(element):
                    yield element
            case "p:grpSp":
                if not _is_hidden(element):
                    yield from _shapes(element)
            case "mc:AlternateContent":
                yield from _shapes(next(children(element, "mc:Choice"), None))
            case _:
                pass


def _is_hidden(shape: Element) -> bool:
    named = child(shape[0], "p:cNvPr") if len(shape) else None
    return named is not None and named.get("hidden") in ("1", "true")


def _placeholder(shape: Element) -> str | None:
    """The kind of placeholder a shape fills; "" for the usual one, None for a shape that fills none."""
    found = child(shape, "p:nvSpPr", "p:nvPr", "p:ph")
    return None if found is None else found.get("type", "")


def _of_shape(shape: Element, number: int) -> Iterator[Block]:
    if shape.tag == "p:graphicFrame":
        for row in children(child(shape, "a:graphic", "a:graphicData", "a:tbl"), "a:tr"):
            cells = [list(_paragraphs(child(cell, "a:txBody"), None, number)) for cell in children(row, "a:tc")]
            yield from row_of(cells)
        return
    kind = _placeholder(shape)
    if kind in _TITLES:
        title = assemble(_all_pieces(child(shape, "p:txBody"), number))
        if title.text:
            yield Block(BlockKind.HEADING, title.text, number, 0, level=_TITLE_LEVEL)
    elif kind not in _AROUND_THE_TEXT:
        yield from _paragraphs(child(shape, "p:txBody"), kind, number)


def _paragraphs(text: Element | None, placeholder: str | None, number: int) -> Iterator[Block]:
    for paragraph in children(text, "a:p"):
        rich = assemble(_pieces(paragraph, number))
        if not rich.text:
            continue
        if is_caption(rich.text):
            yield Block(BlockKind.CAPTION, rich.text, number, 0, bold=rich.bold)
        elif reads_as_heading(rich):
            yield Block(BlockKind.HEADING, rich.text, number, 0, level=_LEVEL_BY_LOOKS)
        else:
            is_item = _is_item(child(paragraph, "a:pPr"), placeholder)
            kind = BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH
            yield Block(kind, rich.text, number, 0, bold=rich.bold)


def _is_item(properties: Element | None, placeholder: str | None) -> bool:
    if child(properties, "a:buNone") is not None:
        return False
    has_bullet = any(child(properties, name) is not None for name in ("a:buChar", "a:buAutoNum", "a:buBlip"))
    return has_bullet or placeholder in _BULLETED


def _all_pieces(text: Element | None, number: int) -> Iterator[Piece]:
    for paragraph in children(text, "a:p"):
        yield from _pieces(paragraph, number)
        yield Piece(" ", number)


def _pieces(paragraph: Element, number: int) -> Iterator[Piece]:
    for element in paragraph:
        if element.tag == "a:br":
            yield Piece(" ", number)
        elif element.tag == "a:r" or (element.tag == "a:fld" and not _MADE_FIELDS.match(element.get("type", ""))):
            written = child(element, "a:t")
            properties = child(element, "a:rPr")
            is_bold = properties is not None and properties.get("b") in ("1", "true")
            yield Piece((written.text if written is not None else None) or "", number, is_bold)
        elif element.tag not in ("a:pPr", "a:endParaRPr", "a:fld"):
            # Formulas, which stand in an extension.
            yield Piece("".join(each.text or "" for each in element.iter("m:t")), number)
