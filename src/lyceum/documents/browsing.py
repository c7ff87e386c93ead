"""What an owner may look at: their documents, the files, the passages."""

from collections.abc import AsyncIterator
from uuid import UUID

from lyceum.documents import store
from lyceum.documents.contracts import Document, DocumentNotFound, DocumentPassage, PassageNotFound
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
    uow: UnitOfWork,
    owner: Principal,
    document_id: UUID,
    request: PageRequest,
    *,
    page: int | None = None,
    around: UUID | None = None,
) -> Page[DocumentPassage]:
    """The passages of one of the owner's documents, in reading order.

    Args:
        uow: the transaction.
        owner: whose document it must be.
        document_id: of the document.
        request: how many, and after which.
        page: only those that stand on this page of the document, wholly or in part.
        around: begin so far before this passage that it stands in the middle. A cursor goes on from there.

    Raises:
        DocumentNotFound: if they have none with this id.
        PassageNotFound: if the document has no passage `around`.
    """
    await find_document(uow, owner, document_id)
    after = -1
    if request.cursor:
        after = decode_cursor(request.cursor, int)[0]
    elif around is not None:
        after = await _position(uow, document_id, around) - request.limit // 2 - 1
    found = await store.list_passages(uow, document_id, after=after, limit=request.limit + 1, page=page)
    return cut(found, request.limit, lambda passage: (passage.position,))


async def _position(uow: UnitOfWork, document_id: UUID, passage_id: UUID) -> int:
    position = await store.find_position(uow, document_id, passage_id)
    if position is None:
        raise PassageNotFound(f"This document has no passage {str(passage_id)!r}.")
    return position


async def open_file(uow: UnitOfWork, owner: Principal, document_id: UUID) -> tuple[Document, AsyncIterator[bytes]]:
    """The file of one of the owner's documents, as it was uploaded.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    document = await find_document(uow, owner, document_id)
    return document, uow.kernel.objects.stream(document.object_key)
