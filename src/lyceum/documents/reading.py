"""From a stored file to passages. Extraction runs in a process of its own, with no transaction open."""

from typing import Any
from uuid import UUID, uuid5

from lyceum.documents import search_store, store
from lyceum.documents.contracts import (
    Document,
    DocumentNotFound,
    DocumentStatus,
    DocumentTooDemanding,
    ReadingResult,
)
from lyceum.documents.events import DocumentRead
from lyceum.documents.extracting import Extracted, extract
from lyceum.documents.media_types import MediaType
from lyceum.documents.passages import Passage
from lyceum.platform.confinement import Allowance, TooDemanding, confined, places_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

# A PDF of 2,000 full pages took 19 s and 290 MB.
ALLOWANCE = Allowance(cpu_s=120, memory_mb=2048)


async def read_document(kernel: Kernel, document_id: UUID) -> ReadingResult:
    """Extract a document and keep its passages. Done twice, it leaves what it leaves when done once.

    Raises:
        DocumentNotFound: if it was archived meanwhile.
        ExtractionError: one of its subclasses, if there is no text to be had.
    """
    async with unit_of_work(kernel) as uow:
        document = await held(uow, document_id)
        await store.change_document(uow, document_id, status=DocumentStatus.READING)
    data = await kernel.objects.get(document.object_key)
    async with places_of(kernel).place():
        found = await _extracted(MediaType(document.media_type), data)
    result = ReadingResult(found.title or document.title, found.pages, len(found.passages), found.language)
    async with unit_of_work(kernel) as uow:
        document = await held(uow, document_id)
        await store.replace_passages(uow, document_id, [_row(document_id, passage) for passage in found.passages])
        await store.change_document(
            uow, document_id, title=result.title, page_count=found.pages, language=found.language
        )
        await search_store.index_words(uow, document_id)
        uow.emit(DocumentRead(document_id=document_id, owner_id=document.owner_id))
    return result


async def give_up(uow: UnitOfWork, job_id: UUID, *, code: str, message: str) -> None:
    """The document of a job that has stopped is learned from no further, and says why."""
    await store.fail_unfinished(uow, job_id, {"code": code, "message": message})


async def held(uow: UnitOfWork, document_id: UUID) -> Document:
    """A live document that stays alive until this transaction ends.

    Raises:
        DocumentNotFound: if it was archived.
    """
    document = await store.find_and_hold(uow, document_id)
    if document is None:
        raise DocumentNotFound("The document was archived; upload it again to learn from it.")
    return document


async def _extracted(media_type: MediaType, data: bytes) -> Extracted:
    try:
        return await confined(ALLOWANCE, extract, media_type, data)
    except TooDemanding as error:
        raise DocumentTooDemanding(
            "Reading the file takes more time or memory than one file may take. Export it anew, or upload it in parts."
        ) from error


def _row(document_id: UUID, passage: Passage) -> dict[str, Any]:
    return {
        # The same passage of the same document has the same id, whichever run wrote it.
        "id": uuid5(document_id, f"passage {passage.number}"),
        "document_id": document_id,
        "position": passage.number,
        "page": passage.page,
        "heading_path": list(passage.heading_path),
        "bold_terms": list(passage.bold_terms),
        "page_breaks": [[each.offset, each.page] for each in passage.page_breaks],
        "text": passage.text,
        "start_offset": passage.start,
        "end_offset": passage.end,
    }
