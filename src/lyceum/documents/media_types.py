"""What kind of file some bytes are, by their content; a file's name is never asked.

Only what is cheap is looked at here, in the server's own process: no pattern takes more than a moment on any bytes.
Whether the file can be read is found out where it can do no harm.
"""

import codecs
import re
from enum import StrEnum

from lyceum.documents.adapters.container import Container
from lyceum.documents.contracts import (
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotUtf8,
    DocumentTypeUnsupported,
)
from lyceum.documents.encodings import decoded, decoded_page


class MediaType(StrEnum):
    """The kinds of file Lyceum reads."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    EPUB = "application/epub+zip"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


# The header of a PDF may stand anywhere in its first kilobyte (ISO 32000-1, annex H.3.4.1).
_PDF_HEADER_WITHIN_BYTES = 1024
_PDF_HEADER = b"%PDF-"
_ZIP, _EMPTY_ZIP, _OLE = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (_EMPTY_ZIP, "an empty ZIP archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xfe\xed\xfa", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a program"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an audio, video or image file"),
    (b"OggS", "an audio or video file"),
    (b"ID3", "an audio file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
)
# What is text all through, and still no text to learn from.
_FOREIGN_TEXT = (
    (re.compile(r"\{\\rtf"), "an RTF file"),
    (re.compile(r"%!PS"), "a PostScript file"),
    (re.compile(r"#!\s*/"), "a script"),
    (
        re.compile(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,1000}-->\s*){0,5}(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b",
            re.DOTALL,
        ),
        "an image",
    ),
)
_OLD_OFFICE = (
    ("WordDocument", "an old Word file (.doc); save it as .docx"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt); save it as .pptx"),
    ("Workbook", "an Excel workbook; tables are not read"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage"
# The beginning of an HTML page. A single tag is not enough: Markdown may hold some.
_BEGINNING = 16_384
_PAGE = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*|<!--(?:(?!-->).){0,1000}-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_IN_UTF16 = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# One of these is enough, and what has none so far into it is no Markdown: a heading, a fence, bold, a link or image, a
# table's rule, a heading's underline.
_MARKUP_WITHIN_CHARACTERS = 100_000
_MARKUP = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S|"
    r"^ {0,3}(?:```|~~~)|"
    r"\*\*[^\s*][^*\n]{0,200}\*\*|(?<!\w)__[^\s_][^_\n]{0,200}__(?!\w)|"
    r"\]\([^)\s]{1,200}\)|"
    r"^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\||"
    r"^(?! {0,3}[-=]{3,}[ \t]*$)[^\n]{1,120}\n {0,3}(?:={3,}|-{3,})[ \t]*$",
    re.MULTILINE,
)
# A text may begin with "MZ" or "PK"; a program or an archive holds such bytes within its first lines.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_READABLE = "a PDF, DOCX, PPTX, EPUB or HTML file, or Markdown or text in UTF-8"


def detect(data: bytes) -> MediaType:
    """The kind of file `data` is.

    Raises:
        DocumentEmpty: if there is nothing but white space.
        DocumentTypeUnsupported: if it is a kind of file Lyceum does not read.
        DocumentEncrypted: if it is an Office file that asks for a password.
        DocumentDamaged, DocumentTooDemanding: if it is a container of which not even the contents can be listed.
        DocumentNotUtf8: if it looks like text, in another encoding.
    """
    if not data.strip():
        raise DocumentEmpty(f"The file is empty; expected {_READABLE}.")
    if _PDF_HEADER in data[:_PDF_HEADER_WITHIN_BYTES]:
        return MediaType.PDF
    if data.startswith(_OLE):
        raise _old_office(data)
    if data.startswith(_ZIP) and not _is_text(data):
        return _in_container(Container(data))
    for magic, name in _FOREIGN:
        if data.startswith(magic) and not _is_text(data):
            raise _unsupported(f"The file is {name}")
    return _kind_of_text(data)


def _kind_of_text(data: bytes) -> MediaType:
    if _PAGE.match(data.removeprefix(codecs.BOM_UTF8).lstrip()[:_BEGINNING]):
        decoded_page(data)
        return MediaType.HTML
    text = _decoded(data)
    beginning = text.lstrip()[:_BEGINNING]
    for pattern, name in _FOREIGN_TEXT:
        if pattern.match(beginning):
            raise _unsupported(f"The file is {name}")
    if _PAGE_IN_UTF16.match(beginning):
        return MediaType.HTML
    return MediaType.MARKDOWN if _MARKUP.search(text[:_MARKUP_WITHIN_CHARACTERS]) else MediaType.TEXT


def _decoded(data: bytes) -> str:
    try:
        text = decoded(data)
    except DocumentNotUtf8:
        if b"\x00" in data:
            raise _unsupported("The file is not text") from None
        raise
    if "\x00" in text:
        raise _unsupported("The file is not text")
    return text


def _is_text(data: bytes) -> bool:
    if _CONTROL.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_container(container: Container) -> MediaType:
    folders = {name.partition("/")[0] for name in container.names if "/" in name}
    if "[Content_Types].xml" in container.names:
        if "word" in folders:
            return MediaType.DOCX
        if "ppt" in folders:
            return MediaType.PPTX
        if "xl" in folders:
            raise _unsupported("The file is an Excel workbook")
    if "META-INF/container.xml" in container.names:
        return MediaType.EPUB
    if {"content.xml", "META-INF/manifest.xml"} <= container.names:
        raise _unsupported("The file is an OpenDocument file; save it as DOCX, PPTX or PDF")
    raise _unsupported("The file is a ZIP archive; upload what is in it")


def _old_office(data: bytes) -> DocumentTypeUnsupported | DocumentEncrypted:
    if _ENCRYPTED_OFFICE.encode("utf-16-le") in data:
        return DocumentEncrypted("The file is protected by a password; save a copy without one and upload that.")
    for stream, name in _OLD_OFFICE:
        if stream.encode("utf-16-le") in data:
            return _unsupported(f"The file is {name}")
    return _unsupported("The file is an old Office file")


def _unsupported(found: str) -> DocumentTypeUnsupported:
    return DocumentTypeUnsupported(f"{found}; expected {_READABLE}.")
