"""What other domains may know of documents, and the states in which a file gives no text."""

from lyceum.platform.errors import Invalid, UnsupportedType


class ExtractionError(Invalid):
    """A file from which no text can be had."""

    code = "DOCUMENT_UNREADABLE"


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


class DocumentTypeUnsupported(UnsupportedType):
    """A kind of file Lyceum does not read."""

    code = "DOCUMENT_TYPE_UNSUPPORTED"
