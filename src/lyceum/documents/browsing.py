"""What an owner may look at: their documents, the files, the passages."""

from collections.abc import AsyncIterator
from uuid import UUID

from lyceum.documents import store
from lyceum.documents.contracts import Document, DocumentNotFound, DocumentPassage
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def find_document(uow: UnitOfWork, owner: Principal, document_id: UUID) -> Document:
    """One of the owner's documents.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    document = await store.find_owned(uow, owner.user_id, document_id)
    if document is None:
        raise DocumentNotFound(f"You have no document {str(document_id)!r}.")
    return document


async def list_documents(
    uow: UnitOfWork, owner: Principal, page: PageRequest, *, subject_id: UUID | None
) -> Page[Document]:
    """The owner's documents, the newest first."""
    before = decode_cursor(page.cursor, UUID)[0] if page.cursor else None
    found = await store.list_owned(uow, owner.user_id, page.limit + 1, before=before, subject_id=subject_id)
    return cut(found, page.limit, lambda document: (document.id,))


async def list_passages(
    uow: UnitOfWork, owner: Principal, document_id: UUID, page: PageRequest
) -> Page[DocumentPassage]:
    """The passages of one of the owner's documents, in reading order.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    await find_document(uow, owner, document_id)
    after = decode_cursor(page.cursor, int)[0] if page.cursor else -1
    found = await store.list_passages(uow, document_id, after=after, limit=page.limit + 1)
    return cut(found, page.limit, lambda passage: (passage.position,))


async def open_file(uow: UnitOfWork, owner: Principal, document_id: UUID) -> tuple[Document, AsyncIterator[bytes]]:
    """The file of one of the owner's documents, as it was uploaded.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    document = await find_document(uow, owner, document_id)
    return document, uow.kernel.objects.stream(document.object_key)
