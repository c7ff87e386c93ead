"""From a stored file to passages. Extraction is CPU work: it runs in a thread, with no transaction open."""

import asyncio
from typing import Any
from uuid import UUID, uuid5

from lyceum.documents import store
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.contracts import Document, DocumentNotFound, DocumentStatus, ReadingResult
from lyceum.documents.media_types import MediaType
from lyceum.documents.passages import Passage, split_into_passages
from lyceum.documents.ports import Extractor
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

_EXTRACTORS: dict[MediaType, Extractor] = {MediaType.PDF: PdfExtractor(), MediaType.MARKDOWN: MarkdownExtractor()}


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
    title, pages, passages = await asyncio.to_thread(_extract, MediaType(document.media_type), data)
    result = ReadingResult(title or document.title, pages, len(passages))
    async with unit_of_work(kernel) as uow:
        await held(uow, document_id)
        await store.replace_passages(uow, document_id, [_row(document_id, passage) for passage in passages])
        await store.change_document(uow, document_id, title=result.title, page_count=pages)
    return result


async def held(uow: UnitOfWork, document_id: UUID) -> Document:
    """A live document that stays alive until this transaction ends.

    Raises:
        DocumentNotFound: if it was archived.
    """
    document = await store.find_and_hold(uow, document_id)
    if document is None:
        raise DocumentNotFound("The document was archived; upload it again to learn from it.")
    return document


def _extract(media_type: MediaType, data: bytes) -> tuple[str | None, int, tuple[Passage, ...]]:
    extracted = _EXTRACTORS[media_type].extract(data)
    return extracted.title, len(extracted.pages), split_into_passages(extracted)


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
