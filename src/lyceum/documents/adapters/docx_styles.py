"""The named styles of a Word file: which paragraphs are headings, captions, lists or lists of contents."""

import re
from dataclasses import dataclass, field

from lyceum.documents.adapters.office import is_on
from lyceum.documents.adapters.xml_tree import Element, child, children

_HEADING = re.compile(r"^heading (\d)$")
# Made by the program from what stands elsewhere in the file.
_DERIVED = re.compile(r"^(?:toc \d|toc heading|table of figures|table of authorities|index \d|index heading)$")
_BODY_TEXT_LEVEL = 9
_MOST_ANCESTORS = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs or characters; None where it says nothing."""

    name: str = ""
    level: int | None = None
    is_list: bool | None = None
    is_bold: bool | None = None
    is_hidden: bool | None = None

    @property
    def is_title(self) -> bool:
        """Whether it is the title of the whole document."""
        return self.name == "title"

    @property
    def is_caption(self) -> bool:
        """Whether it names figures and tables."""
        return self.name in ("caption", "image caption", "table caption")

    @property
    def is_derived(self) -> bool:
        """Whether it belongs to a list of contents, of figures or to an index."""
        return bool(_DERIVED.match(self.name))


_PLAIN = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a file by their ids."""

    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Element | None) -> "Styles":
        """Those that the part `styles` defines."""
        elements = {each.get("w:styleId", ""): each for each in children(tree, "w:style")}
        return cls({style_id: _inherited(style_id, elements) for style_id in elements})

    def get(self, reference: Element | None) -> Style:
        """The style that a `pStyle` or `rStyle` names."""
        return _PLAIN if reference is None else self._known.get(reference.get("w:val", ""), _PLAIN)


def level_of(properties: Element | None) -> int | None:
    """The outline level of a paragraph, 1 for the highest; 0 for one that says it is none, None if nothing is said."""
    outline = child(properties, "w:outlineLvl")
    if outline is None:
        return None
    value = outline.get("w:val", "")
    return int(value) + 1 if value.isdecimal() and int(value) < _BODY_TEXT_LEVEL else 0


def is_listed(properties: Element | None) -> bool | None:
    """Whether a paragraph is an item of a list; None if nothing is said."""
    number = child(properties, "w:numPr", "w:numId")
    return None if number is None else number.get("w:val") != "0"


def _inherited(style_id: str, elements: dict[str, Element]) -> Style:
    """A style with what it takes over from those it is based on."""
    found = _own(elements[style_id])
    named, level, is_list, is_bold, is_hidden = found.name, found.level, found.is_list, found.is_bold, found.is_hidden
    element: Element | None = elements[style_id]
    # Bounded, because a file may base two styles on each other.
    for _ in range(_MOST_ANCESTORS):
        base = child(element, "w:basedOn")
        element = elements.get(base.get("w:val", "")) if base is not None else None
        if element is None:
            break
        above = _own(element)
        level = above.level if level is None else level
        is_list = above.is_list if is_list is None else is_list
        is_bold = above.is_bold if is_bold is None else is_bold
        is_hidden = above.is_hidden if is_hidden is None else is_hidden
    return Style(named, level, is_list, is_bold, is_hidden)


def _own(element: Element) -> Style:
    name = child(element, "w:name")
    named = (name.get("w:val", "") if name is not None else "").lower()
    heading = _HEADING.match(named)
    level = level_of(child(element, "w:pPr"))
    return Style(
        name=named,
        level=int(heading[1]) if heading and level is None else level,
        is_list=is_listed(child(element, "w:pPr")),
        is_bold=is_on(child(element, "w:rPr", "w:b")),
        is_hidden=is_on(child(element, "w:rPr", "w:vanish")),
    )
