"""Embedding a document's passages: batch by batch, so that a death costs one batch and nobody waits for the rest."""

from uuid import UUID

from lyceum.ai import facade as ai
from lyceum.documents import search_store
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work

# Half a second of one processor thread.
BATCH = 32
_DOCUMENTS_AT_A_TIME = 100


async def embed_next(kernel: Kernel, document_id: UUID) -> int:
    """Embed the next passages of a document that this machine's engine has not embedded; how many those were.

    0 says that there is nothing left to do: all are embedded, or the document was archived, or there is no engine.
    """
    engine = ai.embedding_engine(kernel)
    if engine is None:
        return 0
    async with unit_of_work(kernel) as uow:
        waiting = await search_store.passages_without_embedding(uow, document_id, engine, BATCH)
    # The headings say what a passage is about when it does not say so itself.
    texts = [". ".join([*headings, text]) for _, text, headings in waiting]
    made = await ai.embed_in_bulk(kernel, texts) if texts else None
    if made is None:
        return 0
    async with unit_of_work(kernel) as uow:
        kept = {passage_id: text for passage_id, text, _ in waiting}
        await search_store.keep_embeddings(uow, made.engine, kept, made.vectors.tolist())
    return len(waiting)


async def documents_with_gaps(kernel: Kernel) -> list[UUID]:
    """Documents this machine's engine has not wholly embedded: those of a time without it, or of another engine."""
    engine = ai.embedding_engine(kernel)
    if engine is None:
        return []
    async with unit_of_work(kernel) as uow:
        return await search_store.documents_with_gaps(uow, engine, _DOCUMENTS_AT_A_TIME)
