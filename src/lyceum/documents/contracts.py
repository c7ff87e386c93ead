"""What other domains may know of documents, and the states in which a file gives no text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from lyceum.platform.errors import Invalid, NotFound, TooLarge, UnsupportedType


class ExtractionError(Invalid):
    """A file from which no text can be had."""

    code = "DOCUMENT_UNREADABLE"


class DocumentEncrypted(ExtractionError):
    """The file asks for a password, or is copy-protected."""

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


class DocumentTooDemanding(ExtractionError):
    """Reading it takes more time or memory than one file may take, or ends the reader: damaged, or made to do so."""

    code = "DOCUMENT_TOO_DEMANDING"


class DocumentNotUtf8(ExtractionError):
    """A text file in another encoding than UTF-8, or UTF-16 with its mark."""

    code = "DOCUMENT_NOT_UTF8"


class DocumentTypeUnsupported(UnsupportedType):
    """A kind of file Lyceum does not read."""

    code = "DOCUMENT_TYPE_UNSUPPORTED"


class DocumentTooLarge(TooLarge):
    """The file has more bytes than this installation takes."""

    code = "DOCUMENT_TOO_LARGE"


class DocumentNotFound(NotFound):
    """No such document, or it is somebody else's, or it was archived."""

    code = "DOCUMENT_NOT_FOUND"


class PassageNotFound(NotFound):
    """The document has no such passage."""

    code = "PASSAGE_NOT_FOUND"


class DocumentStatus(StrEnum):
    """Where a document is on its way from file to passages."""

    UPLOADED = "uploaded"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An uploaded file and what became of it.

    Attributes:
        id: of the document.
        owner_id: who uploaded it.
        subject_id: the body of knowledge it belongs to; None until one is chosen or made for it.
        title: its own once it was read, until then the name of the file.
        file_name: as the person called it, without what no file system could keep.
        media_type: by content.
        size_bytes: of the file.
        sha256: of the file, in hexadecimal digits.
        object_key: where the file is kept.
        status: uploaded, reading, ready or failed.
        page_count: once read.
        language: as in BCP 47, once read; None if it could not be told for sure.
        error: `{code, message}`, once failed.
        job_id: of the job that learns from it.
        created_at: when it was uploaded.
    """

    id: UUID
    owner_id: UUID
    subject_id: UUID | None
    title: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    object_key: str
    status: DocumentStatus
    page_count: int | None
    language: str | None
    error: dict[str, Any] | None
    job_id: UUID
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPassage:
    """A passage as it is kept. `page_breaks` are (offset into `text`, page that starts there)."""

    id: UUID
    position: int
    page: int
    heading_path: tuple[str, ...]
    bold_terms: tuple[str, ...]
    page_breaks: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """What reading a document gave; `language` as in BCP 47, None if it could not be told for sure."""

    title: str
    pages: int
    passages: int
    language: str | None


class ReadableFile(Protocol):
    """A file that can be read more than once, as an upload lies in memory or in a temporary file."""

    async def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end."""
        ...

    async def seek(self, offset: int) -> None:
        """Go to a position."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of an upload: `is_known` if the same file was there already, and its job is the one to watch."""

    document_id: UUID
    job_id: UUID
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A passage that was found, and why.

    Attributes:
        passage: what was found.
        document_id: where it stands.
        document_title: its name.
        score: 0 to 1, relative to the best candidate by words and the best by meaning.
        words: BM25 score by the words of the question; 0 if it has none of them.
        meaning: cosine with the question; None if the passage is not embedded, or nothing here embeds.
        marks: half-open ranges of `passage.text` that hold words of the question.
    """

    passage: DocumentPassage
    document_id: UUID
    document_title: str
    score: float
    words: float
    meaning: float | None
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What a search found.

    Attributes:
        hits: the best first.
        engines: what compared question and passages: always "bm25", and the embeddings' engine if it took part.
        confidence: how likely the passages are about the question at all, 0 to 1; measured, not calibrated per book.
        is_confident: whether it is above the threshold; if not, the documents may well not answer it.
        is_partial: whether it went by words alone, because too many were searching; asked again, it may find more.
    """

    hits: tuple[SearchHit, ...]
    engines: tuple[str, ...]
    confidence: float
    is_confident: bool
    is_partial: bool = False
