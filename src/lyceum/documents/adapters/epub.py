"""EPUB: the pages of a book in the order of its spine, each read as a page of HTML.

Page 4 is the fourth document of the spine, whether or not those before it hold text: so a citation finds its place in
the file. Lists of contents, covers, title and copyright pages are left out.
"""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lyceum.documents.adapters.container import Container
from lyceum.documents.adapters.html import read_page
from lyceum.documents.adapters.xml_tree import Element, child, children, parsed
from lyceum.documents.contracts import DocumentDamaged, DocumentEncrypted, DocumentHasNoText, DocumentTooLong
from lyceum.documents.encodings import decoded_page
from lyceum.documents.floats import with_floats_last
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, assemble, document_of

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_RIGHTS = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
# Fonts may be scrambled so that they are of no use outside the book; the text is not touched by it.
_FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_AROUND_THE_TEXT = frozenset({"cover", "toc", "title-page", "titlepage", "copyright-page", "colophon", "index"})
# What a page says it is, on its body or on the one section it has.
_PAGE_IS = re.compile(
    r"<(?:body|section|div)\b[^>]{0,400}?\bepub:type\s*=\s*[\"'](?:[\w\- ]*\s)?"
    r"(?:cover|titlepage|halftitlepage|copyright-page|colophon|imprint|toc|landmarks|index)(?:\s[\w\- ]*)?[\"']"
)
_LOOKED_AT_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class EpubExtractor:
    """The `Extractor` of EPUB books without copy protection."""

    max_pages: int = 2_000
    max_characters: int = 20_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        container = Container(data)
        _refuse_protected(container)
        package_name = _package_name(container)
        package = parsed(container.read(package_name))
        spine = _spine(package, posixpath.dirname(package_name))
        if len(spine) > self.max_pages:
            raise DocumentTooLong(f"The book has {len(spine)} parts; at most {self.max_pages} are read.")
        blocks: list[Block] = []
        characters = 0
        for number, name in enumerate(spine, start=1):
            source = decoded_page(container.read(name)) if name else ""
            characters += len(source)
            if characters > self.max_characters:
                raise DocumentTooLong(f"The book has more than {self.max_characters} characters. Upload it in parts.")
            if not _PAGE_IS.search(source[:_LOOKED_AT_CHARACTERS]):
                blocks += read_page(source, number, is_book=True).blocks
        if not any(block.kind is not BlockKind.HEADING for block in blocks):
            raise DocumentHasNoText(
                "The book holds no text, only images of its pages. Run text recognition (OCR) on a PDF of it and "
                "upload the result."
            )
        return document_of(with_floats_last(blocks), title=_title(package), page_count=len(spine))


def _refuse_protected(container: Container) -> None:
    is_protected = any(name in container.names for name in _RIGHTS)
    if not is_protected and _ENCRYPTION in container.names:
        methods = [each.get("Algorithm") for each in parsed(container.read(_ENCRYPTION)).iter("enc:EncryptionMethod")]
        is_protected = any(method not in _FONTS_ONLY for method in methods)
    if is_protected:
        raise DocumentEncrypted(
            "The book is copy-protected (DRM), and only the program it was bought for can open it. Upload an edition "
            "without protection."
        )


def _package_name(container: Container) -> str:
    for each in parsed(container.read(_CONTAINER)).iter("ocf:rootfile"):
        if path := each.get("full-path"):
            return path
    raise DocumentDamaged("The book does not say where its contents are; export or download it again.")


def _spine(package: Element, folder: str) -> list[str | None]:
    """The name of each document of the spine in order; None for one that holds none of the book's text."""
    items = {each.get("id"): each for each in children(child(package, "opf:manifest"), "opf:item")}
    around = {
        _resolved(folder, each.get("href", ""))
        for each in children(child(package, "opf:guide"), "opf:reference")
        if each.get("type") in _AROUND_THE_TEXT
    }
    names: list[str | None] = []
    for reference in children(child(package, "opf:spine"), "opf:itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            raise DocumentDamaged("The book names a part that it does not have; export or download it again.")
        name = _resolved(folder, item.get("href", ""))
        is_text = (
            reference.get("linear") != "no"
            and item.get("media-type") in _PAGE_TYPES
            and "nav" not in item.get("properties", "").split()
            and name not in around
        )
        names.append(name if is_text else None)
    return names


def _resolved(folder: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(reference).path)))


def _title(package: Element) -> str | None:
    named = child(package, "opf:metadata", "dc:title")
    return assemble([Piece(named.text or "", 1)]).text or None if named is not None else None
