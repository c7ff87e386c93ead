"""What other domains may ask of documents."""

from uuid import UUID

from lyceum.documents import archiving, browsing, reading, store, uploading
from lyceum.documents.contracts import (
    Document,
    DocumentPassage,
    DocumentStatus,
    ReadableFile,
    ReadingResult,
    Upload,
)
from lyceum.documents.uploading import ReceivedFile
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def receive_file(kernel: Kernel, owner: Principal, file: ReadableFile, *, name: str) -> ReceivedFile:
    """Store the bytes of a file, outside any transaction; `add_upload` makes a document of it.

    Raises:
        DocumentEmpty, DocumentTooLarge, DocumentTypeUnsupported, DocumentNotUtf8, DocumentEncrypted, DocumentDamaged,
            DocumentTooDemanding: as named; what takes longer to find out ends the job instead.
    """
    return await uploading.receive(kernel, owner, file, name=name)


async def add_upload(
    uow: UnitOfWork, owner: Principal, file: ReceivedFile, *, subject_id: UUID | None = None
) -> Upload:
    """Make a document of a received file, and start to learn from it if and when `uow` commits.

    Args:
        uow: the transaction.
        owner: whose document it is to be.
        file: as `receive_file` gave it.
        subject_id: one of the owner's, which the caller has made sure of; None for a subject of its own.

    Returns:
        The document and its job; those of the first time, if the owner has the same file already.
    """
    return await uploading.add_upload(uow, owner, file, subject_id=subject_id)


async def find_document(uow: UnitOfWork, owner: Principal, document_id: UUID) -> Document:
    """One of the owner's documents.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    return await browsing.find_document(uow, owner, document_id)


async def documents_of(uow: UnitOfWork, owner: Principal) -> list[Document]:
    """Every document of an owner that is not put away, the newest first."""
    return await store.list_owned(uow, owner.user_id, None, before=None, subject_id=None)


async def archive_document(uow: UnitOfWork, owner: Principal, document_id: UUID) -> None:
    """Put one of the owner's documents away; what was made from it is archived, and what was answered is kept.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    await archiving.archive_document(uow, owner, document_id)


async def hold_document(uow: UnitOfWork, document_id: UUID) -> Document:
    """A document, whoever owns it, that cannot be archived before this transaction ends.

    For workflows: what is made from it in this transaction is there before an archiving begins, and is archived too.

    Raises:
        DocumentNotFound: if it was archived.
    """
    return await reading.held(uow, document_id)


async def read_document(kernel: Kernel, document_id: UUID) -> ReadingResult:
    """Extract a document's text and keep its passages; safe to repeat. Opens its own transactions.

    Raises:
        DocumentNotFound: if it was archived meanwhile.
        ExtractionError: one of its subclasses, if there is no text to be had.
    """
    return await reading.read_document(kernel, document_id)


async def passages_of(uow: UnitOfWork, document_id: UUID) -> list[DocumentPassage]:
    """Every passage of a document, in reading order."""
    return await store.list_passages(uow, document_id)


async def find_passage(uow: UnitOfWork, owner: Principal, passage_id: UUID) -> DocumentPassage | None:
    """A passage of one of the owner's documents, archived or not; None if there is none with this id."""
    return await store.find_passage(uow, owner.user_id, passage_id)


async def place_in_subject(uow: UnitOfWork, document_id: UUID, subject_id: UUID) -> None:
    """Say which subject a document belongs to."""
    await store.change_document(uow, document_id, subject_id=subject_id)


async def mark_ready(uow: UnitOfWork, document_id: UUID) -> None:
    """Say that all that is made from a document has been made."""
    await store.change_document(uow, document_id, status=DocumentStatus.READY, error=None)


async def mark_failed(uow: UnitOfWork, document_id: UUID, *, code: str, message: str) -> None:
    """Say that a document could not be learned from, and why."""
    error = {"code": code, "message": message}
    await store.change_document(uow, document_id, status=DocumentStatus.FAILED, error=error)
