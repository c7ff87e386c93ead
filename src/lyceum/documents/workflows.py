"""The workflows that embed passages: of a document that was just read, and of those that were passed over."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from lyceum.documents import indexing
from lyceum.platform.kernel import Kernel
from lyceum.platform.workflow import JsonObject, Schedule, Workflow, WorkflowContext


async def _index_document(context: WorkflowContext, payload: JsonObject) -> JsonObject:
    return {"passages": await _embed_all(context, UUID(payload["document_id"]), "batch")}


async def _index_gaps(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    waiting = await context.call("look", partial(_with_gaps, context.kernel))
    made = [await _embed_all(context, UUID(document_id), document_id) for document_id in waiting]
    return {"documents": len(waiting), "passages": sum(made)}


async def _embed_all(context: WorkflowContext, document_id: UUID, name: str) -> int:
    """Each batch asks the database what is left, so a batch that ran twice has done no harm."""
    made = 0
    while embedded := await context.call(f"{name} {made}", partial(indexing.embed_next, context.kernel, document_id)):
        made += embedded
    return made


async def _with_gaps(kernel: Kernel) -> list[str]:
    return [str(document_id) for document_id in await indexing.documents_with_gaps(kernel)]


INDEX_DOCUMENT = Workflow("documents.index_document", _index_document)
INDEX_GAPS = Workflow("documents.index_gaps", _index_gaps)
SCHEDULES = (Schedule("documents.index_gaps", timedelta(hours=1), INDEX_GAPS, {}),)
