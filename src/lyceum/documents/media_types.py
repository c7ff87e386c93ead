"""What kind of file some bytes are, by their content; a file's name is never asked."""

import re
from enum import StrEnum

from lyceum.documents.contracts import DocumentEmpty, DocumentNotUtf8, DocumentTypeUnsupported


class MediaType(StrEnum):
    """The kinds of file Lyceum reads. Plain text is Markdown without markup."""

    PDF = "application/pdf"
    MARKDOWN = "text/markdown"


# The header of a PDF may stand anywhere in its first kilobyte (ISO 32000-1, annex H.3.4.1).
_PDF_HEADER_WITHIN_BYTES = 1024
_PDF_HEADER = b"%PDF-"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive (or an Office or EPUB file)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an audio, video or image file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF file"),
    (b"ID3", "an audio file"),
)
# A text may begin with "MZ" or "PK"; a program or an archive holds such bytes within its first lines.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_READABLE = "a PDF or a Markdown or text file in UTF-8"


def detect(data: bytes) -> MediaType:
    """The kind of file `data` is.

    Raises:
        DocumentEmpty: if there is nothing but white space.
        DocumentTypeUnsupported: if it is a kind of file Lyceum does not read.
        DocumentNotUtf8: if it looks like text, in another encoding.
    """
    if not data.strip():
        raise DocumentEmpty(f"The file is empty; expected {_READABLE}.")
    if _PDF_HEADER in data[:_PDF_HEADER_WITHIN_BYTES]:
        return MediaType.PDF
    for magic, name in _FOREIGN:
        if data.startswith(magic) and (_CONTROL.search(data) or not _is_text(data)):
            raise DocumentTypeUnsupported(f"The file is {name}; expected {_READABLE}.")
    if data.startswith(_UTF16_MARKS):
        raise DocumentNotUtf8("The text is in UTF-16; save it as UTF-8 and upload it again.")
    if b"\x00" in data:
        raise DocumentTypeUnsupported(f"The file is not text; expected {_READABLE}.")
    if not _is_text(data):
        raise DocumentNotUtf8("The text is not in UTF-8; save it as UTF-8 and upload it again.")
    return MediaType.MARKDOWN


def _is_text(data: bytes) -> bool:
    if b"\x00" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith(b"{\\rtf")
