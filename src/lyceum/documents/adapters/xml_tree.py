"""XML of strangers as a tree: no entities, nothing fetched, no depth that a document does not need."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from lyceum.documents.contracts import DocumentDamaged, DocumentTooDemanding

Element = ET.Element

_DEEPEST: Final = 250
_OFFICE = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
# The names are made short here, so that both editions of the Office formats read alike.
_PREFIXES: Final = {
    f"{_OFFICE}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OFFICE}/drawingml/2006/main": "a",
    f"{_STRICT}/drawingml/main": "a",
    f"{_OFFICE}/presentationml/2006/main": "p",
    f"{_STRICT}/presentationml/main": "p",
    f"{_OFFICE}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_OFFICE}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OFFICE}/package/2006/relationships": "rel",
    f"{_OFFICE}/markup-compatibility/2006": "mc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.idpf.org/2007/opf": "opf",
    "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
}


def parsed(data: bytes) -> Element:
    """The tree; names are `prefix:local`, with the prefixes above and `?` for every other name space.

    Raises:
        DocumentDamaged: if it is not well-formed, or declares entities.
        DocumentTooDemanding: if it is nested deeper than a document is.
    """
    builder = _Builder()
    try:
        return builder.parse(data)
    # ValueError and LookupError: an encoding that Expat does not know.
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        raise DocumentDamaged(
            "A part of the file is damaged and cannot be read; open it in the program that wrote it, and save it anew."
        ) from error


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of this name; none of nothing."""
    if element is not None:
        yield from (child for child in element if child.tag == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of the first name, its first child of the second name, and so on."""
    for name in path:
        element = next(children(element, name), None)
    return element


class _Builder:
    def __init__(self) -> None:
        self._tree = ET.TreeBuilder()
        self._depth = 0
        self._short: dict[str, str] = {}

    def parse(self, data: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._tree.data
        parser.EntityDeclHandler = _refuse_entities
        parser.Parse(data, True)  # noqa: FBT003  Expat takes no names
        return self._tree.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DocumentTooDemanding(
                f"The file is nested more than {_DEEPEST} levels deep, which no document needs; export it anew."
            )
        self._tree.start(self._name(name), {self._name(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._tree.end(self._name(name))

    def _name(self, name: str) -> str:
        short = self._short.get(name)
        if short is None:
            space, _, local = name.rpartition("}")
            short = self._short[name] = f"{_PREFIXES.get(space, '?')}:{local}" if space else local
        return short


def _refuse_entities(*_: object) -> None:
    raise DocumentDamaged(
        "The file declares entities of its own, which no program that writes such files does; export it anew."
    )
