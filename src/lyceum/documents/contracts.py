"""What other domains may know of documents, and the states in which a file gives no text."""

from typing import ClassVar


class ExtractionError(Exception):
    """A file from which no text can be had."""

    code: ClassVar[str] = "DOCUMENT_UNREADABLE"
    status: ClassVar[int] = 422


class DocumentEncrypted(ExtractionError):
    """The file asks for a password."""

    code = "DOCUMENT_ENCRYPTED"


class DocumentDamaged(ExtractionError):
    """The file is not what its first bytes say, or is cut off."""

    code = "DOCUMENT_DAMAGED"


class DocumentHasNoText(ExtractionError):
    """There are pages, and no text on them: scanned images, or nothing at all."""

    code = "DOCUMENT_HAS_NO_TEXT"


class DocumentEmpty(ExtractionError):
    """The file has no content."""

    code = "DOCUMENT_EMPTY"


class DocumentTooLong(ExtractionError):
    """More pages or characters than this installation reads."""

    code = "DOCUMENT_TOO_LONG"


class DocumentNotUtf8(ExtractionError):
    """A text file in another encoding than UTF-8."""

    code = "DOCUMENT_NOT_UTF8"


class DocumentTypeUnsupported(ExtractionError):
    """A kind of file Lyceum does not read."""

    code = "DOCUMENT_TYPE_UNSUPPORTED"
    status = 415
