"""The workflow that turns an uploaded document into something to practise; its items appear while it runs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from lyceum.documents import facade as documents
from lyceum.platform import telling
from lyceum.platform.errors import LyceumError
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.workflow import JsonObject, Workflow, WorkflowContext
from lyceum.studio import publishing
from lyceum.studio.arranging import in_order_of_publication
from lyceum.studio.drafts import ItemDraft, Weakness

# Small enough that the first items can be practised at once, large enough that a book takes few transactions.
_ITEMS_PER_STEP = 25
_NO_ITEMS = {"code": "NO_ITEMS", "text": telling.phrase("studio.weakness.no_items")}
_READ, _FOUND, _PLACED, _PUBLISHED = 5.0, 35.0, 60.0, 98.0


async def _learn_document(context: WorkflowContext, payload: JsonObject) -> JsonObject:
    document_id = UUID(payload["document_id"])
    try:
        return await _learn(context, document_id)
    except LyceumError as error:
        await _give_up(context.kernel, document_id, error.code, error.message)
        raise
    except Exception:
        await _give_up(context.kernel, document_id, "INTERNAL_ERROR", "Something failed on our side. Upload it again.")
        raise


async def _learn(context: WorkflowContext, document_id: UUID) -> JsonObject:
    begun = await context.step("open", lambda uow: publishing.open_document(uow, document_id))
    await context.progress(_READ, "studio.note.reading")
    read = await context.call("read", partial(_read, context.kernel, document_id))
    await context.progress(_FOUND, "studio.note.finding")
    # Not a step: it is the same each time, and too large for the journal.
    material = await publishing.material_of(context.kernel, document_id)
    await context.progress(_PLACED, "studio.note.mapping")
    place = await context.step("skills", lambda uow: publishing.publish_skills(uow, document_id, material))
    made = 0
    ordered = in_order_of_publication(material.items, [skill.key for skill in material.skills])
    for number, drafts in enumerate(_batches(ordered)):
        await context.step(f"items {number}", partial(_publish, document_id, place, drafts))
        made += len(drafts)
        percent = _PLACED + (_PUBLISHED - _PLACED) * made / len(material.items)
        await context.progress(percent, "studio.note.items", {"made": made, "all": len(material.items)})
    done = await context.step("finish", lambda uow: publishing.finish(uow, document_id, context.job_id, place))
    return {
        "document_id": str(document_id),
        "subject_id": place["subject_id"],
        "deck_id": place["deck_id"],
        "title": read["title"],
        "pages": read["pages"],
        "passages": read["passages"],
        "terms": len(material.terms),
        "skills": len(place["skills"]),
        "items": done["items"],
        "prerequisites": len(material.prerequisites),
        "refused": dict(material.refused),
        "weaknesses": [_told(each) for each in material.weaknesses] + [_NO_ITEMS] * (not done["items"]),
        "seconds": _seconds(begun["began_at"], done["ended_at"]),
    }


def _told(weakness: Weakness) -> dict[str, Any]:
    return {"code": weakness.code, "text": telling.phrase(weakness.text, **weakness.values)}


async def _give_up(kernel: Kernel, document_id: UUID, code: str, message: str) -> None:
    async with unit_of_work(kernel) as uow:
        await documents.mark_failed(uow, document_id, code=code, message=message)


async def _read(kernel: Kernel, document_id: UUID) -> dict[str, Any]:
    result = await documents.read_document(kernel, document_id)
    return {"title": result.title, "pages": result.pages, "passages": result.passages}


async def _publish(document_id: UUID, place: dict[str, Any], drafts: Sequence[ItemDraft], uow: UnitOfWork) -> int:
    return await publishing.publish_items(uow, document_id, place, drafts)


def _batches(drafts: Sequence[ItemDraft]) -> Iterator[Sequence[ItemDraft]]:
    for start in range(0, len(drafts), _ITEMS_PER_STEP):
        yield drafts[start : start + _ITEMS_PER_STEP]


def _seconds(began_at: str, ended_at: str) -> float:
    return (datetime.fromisoformat(ended_at) - datetime.fromisoformat(began_at)).total_seconds()


LEARN_DOCUMENT = Workflow("studio.learn_document", _learn_document)
