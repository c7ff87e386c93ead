"""The runs of a Word paragraph: what is read, in which weight, and where pages turn inside it."""

from dataclasses import dataclass, field
from typing import Final

from lyceum.algorithms.text.stop_words import listed
from lyceum.documents.adapters.docx_styles import Style, Styles
from lyceum.documents.adapters.office import is_on
from lyceum.documents.adapters.xml_tree import Element, child, children
from lyceum.documents.rich_text import Piece

_SEE_THROUGH: Final = listed(
    "w:hyperlink w:ins w:moveTo w:smartTag w:fldSimple w:sdt w:sdtContent w:dir w:bdo w:customXml w:ruby "
    "w:rubyBase mc:Choice"
)
_FORMULAS: Final = frozenset({"m:oMath", "m:oMathPara"})
# In half points; smaller than this nobody reads it: text hidden from people and not from machines.
_SMALLEST_READABLE: Final = 4
_WHITE: Final = "FFFFFF"


@dataclass(slots=True)
class PageTurn:
    """The page that is being read, counted from 1."""

    page: int = 1
    _is_fresh: bool = True

    def laid_out(self) -> None:
        """The program turned the page here; after a break of the author's that is the same turn told twice."""
        if not self._is_fresh:
            self.wanted()

    def wanted(self) -> None:
        """The author turned the page here."""
        self.page += 1
        self._is_fresh = True

    def wanted_before_text(self) -> None:
        """What follows begins on a page of its own."""
        if not self._is_fresh:
            self.wanted()

    def has_text(self) -> None:
        """Something stands on the page."""
        self._is_fresh = False


@dataclass(slots=True)
class RunReader:
    """Reads the runs of paragraphs, one after the other."""

    styles: Styles
    turn: PageTurn = field(default_factory=PageTurn)
    # In tables and text boxes white letters may stand on a colour.
    is_beside_text: bool = False
    _on_white: bool = True

    def read(self, paragraph: Element, style: Style) -> tuple[list[Piece], list[Element]]:
        """The text of a paragraph, and the text boxes that hang on it."""
        pieces: list[Piece] = []
        boxes: list[Element] = []
        self._on_white = not self.is_beside_text and child(paragraph, "w:pPr", "w:shd") is None
        self._inside(paragraph, style, pieces, boxes)
        return pieces, boxes

    def _inside(self, parent: Element, style: Style, pieces: list[Piece], boxes: list[Element]) -> None:
        for element in parent:
            if element.tag == "w:r":
                self._run(element, style, pieces, boxes)
            elif element.tag in _SEE_THROUGH:
                self._inside(element, style, pieces, boxes)
            elif element.tag == "mc:AlternateContent":
                for choice in list(children(element, "mc:Choice"))[:1]:
                    self._inside(choice, style, pieces, boxes)
            elif element.tag in _FORMULAS:
                self._add(pieces, "".join(each.text or "" for each in element.iter("m:t")), is_bold=False)

    def _run(self, run: Element, style: Style, pieces: list[Piece], boxes: list[Element]) -> None:
        properties = child(run, "w:rPr")
        of_characters = self.styles.get(child(properties, "w:rStyle"))
        is_bold = _first_said(is_on(child(properties, "w:b")), of_characters.is_bold, style.is_bold)
        is_hidden = _first_said(is_on(child(properties, "w:vanish")), of_characters.is_hidden, style.is_hidden)
        is_read = not is_hidden and not self._is_invisible(properties)
        for element in run:
            match element.tag:
                case "w:t" if is_read:
                    self._add(pieces, element.text or "", is_bold=is_bold)
                case "w:noBreakHyphen" if is_read:
                    self._add(pieces, "-", is_bold=is_bold)
                case "w:lastRenderedPageBreak":
                    self.turn.laid_out()
                case "w:br" if element.get("w:type") == "page":
                    self.turn.wanted()
                case "w:br" | "w:cr" | "w:tab" | "w:ptab":
                    pieces.append(Piece(" ", self.turn.page, is_bold))
                case "w:ruby":
                    self._inside(element, style, pieces, boxes)
                case _:
                    boxes += _text_boxes(element)

    def _add(self, pieces: list[Piece], text: str, *, is_bold: bool) -> None:
        pieces.append(Piece(text, self.turn.page, is_bold))
        if text.strip():
            self.turn.has_text()

    def _is_invisible(self, properties: Element | None) -> bool:
        size, colour = child(properties, "w:sz"), child(properties, "w:color")
        if size is not None and size.get("w:val", "").isdecimal() and int(size.get("w:val", "")) <= _SMALLEST_READABLE:
            return True
        is_white = colour is not None and colour.get("w:val", "").upper() == _WHITE
        has_background = any(child(properties, name) is not None for name in ("w:shd", "w:highlight"))
        return is_white and self._on_white and not has_background


def _first_said(*said: bool | None) -> bool:
    return next((each for each in said if each is not None), False)


def _text_boxes(element: Element) -> list[Element]:
    """The outermost text boxes in a drawing; its second drawing for older programs is not looked at."""
    if element.tag == "w:txbxContent":
        return [element]
    inside = list(children(element, "mc:Choice"))[:1] if element.tag == "mc:AlternateContent" else list(element)
    return [box for each in inside for box in _text_boxes(each)]
