"""From generated drafts to what can be practised: the subject, its skills, the deck, the items, in small steps.

Each function is one step of a workflow: it is handed a unit of work and gives back plain, small data. A step that runs
again finds what it made before, by the skills' keys and the items' content.
"""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any, assert_never, cast
from uuid import UUID

from lyceum.documents import facade as documents
from lyceum.documents.contracts import Document, DocumentPassage
from lyceum.library import facade as library
from lyceum.library.contracts import ItemParameters, ItemType, Key, NewItem, NewSkill, Source, Subject
from lyceum.platform.confinement import Allowance, confined, places_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.studio.drafts import TRUE, DraftType, ItemDraft, Material, SourcePassage
from lyceum.studio.events import DocumentLearned
from lyceum.studio.material import generate

# 800 pages of a textbook took 16 s and 92 MB.
ALLOWANCE = Allowance(cpu_s=180, memory_mb=2048)
_TYPES = {kind: ItemType(kind.value) for kind in DraftType}
_TYPED = frozenset({DraftType.CLOZE, DraftType.SHORT_ANSWER})
_EVEN = 0.5


async def open_document(uow: UnitOfWork, document_id: UUID) -> dict[str, str]:
    """Refuse a document in a subject that is not its owner's, before any work is done; when the work began."""
    document = await documents.hold_document(uow, document_id)
    if document.subject_id is not None:
        await library.find_subject(uow, document.owner_id, document.subject_id)
    return {"began_at": uow.clock.now().isoformat()}


async def material_of(kernel: Kernel, document_id: UUID) -> Material:
    """What the generator makes of a document's passages: computed in a process of its own, the same each time.

    Raises:
        TooDemanding: if the text is such that this takes longer than it may.
    """
    async with unit_of_work(kernel) as uow:
        passages = await documents.passages_of(uow, document_id)
    sources = [_source_passage(passage) for passage in passages]
    async with places_of(kernel).place():
        return await confined(ALLOWANCE, generate, sources)


async def publish_skills(uow: UnitOfWork, document_id: UUID, material: Material) -> dict[str, Any]:
    """The document's place: its subject (a new one, if none was named), its skills in it, and its deck."""
    document = await documents.hold_document(uow, document_id)
    subject = await _subject_of(uow, document)
    new = [
        NewSkill(key=skill.key, name=skill.name, prerequisite_keys=skill.prerequisite_keys) for skill in material.skills
    ]
    skills = await library.add_skills(uow, subject, document_id, new)
    deck_id = await library.put_deck(uow, subject, document_id, document.title)
    return {
        "subject_id": str(subject.id),
        "deck_id": str(deck_id),
        "skills": {key: str(skill_id) for key, skill_id in skills.items()},
    }


async def publish_items(uow: UnitOfWork, document_id: UUID, place: dict[str, Any], drafts: Sequence[ItemDraft]) -> int:
    """Publish some items; how many the document did not have yet."""
    document = await documents.hold_document(uow, document_id)
    subject = await library.find_subject(uow, document.owner_id, UUID(place["subject_id"]))
    new = [_new_item(draft, UUID(place["skills"][draft.skill_key])) for draft in drafts]
    return await library.add_items(uow, subject, document_id, new, deck_id=UUID(place["deck_id"]))


async def finish(uow: UnitOfWork, document_id: UUID, job_id: UUID, place: dict[str, Any]) -> dict[str, Any]:
    """Say that the document is ready, and count what there is now."""
    document = await documents.hold_document(uow, document_id)
    await documents.mark_ready(uow, document_id)
    counts = await library.count_items(uow, document_id)
    uow.emit(
        DocumentLearned(
            document_id=document_id,
            owner_id=document.owner_id,
            subject_id=UUID(place["subject_id"]),
            deck_id=UUID(place["deck_id"]),
            job_id=job_id,
            items=sum(counts.values()),
            skills=len(place["skills"]),
        )
    )
    return {"items": counts, "ended_at": uow.clock.now().isoformat()}


async def _subject_of(uow: UnitOfWork, document: Document) -> Subject:
    if document.subject_id is not None:
        return await library.find_subject(uow, document.owner_id, document.subject_id)
    subject = await library.create_subject(uow, document.owner_id, document.title)
    await documents.place_in_subject(uow, document.id, subject.id)
    return subject


def _source_passage(passage: DocumentPassage) -> SourcePassage:
    return SourcePassage(
        id=passage.id,
        text=passage.text,
        page=passage.page,
        heading_path=passage.heading_path,
        bold_terms=passage.bold_terms,
        page_breaks=passage.page_breaks,
    )


def _new_item(draft: ItemDraft, skill_id: UUID) -> NewItem:
    return NewItem(
        type=_TYPES[draft.type],
        stem=draft.stem,
        key=_key_of(draft),
        accepted=[list(draft.accepted)] if draft.type in _TYPED else [],
        skill_ids=(skill_id,),
        source=Source(cast("UUID", draft.quote.passage_id), draft.quote.page, draft.quote.text),
        options=[{"id": name, "text": text} for name, text in _options_of(draft)] or None,
        parameters=ItemParameters(b=draft.difficulty, c=_guessing_of(draft)),
    )


def _key_of(draft: ItemDraft) -> Key:
    match draft.type:
        case DraftType.FLASHCARD | DraftType.SHORT_ANSWER:
            return draft.answer
        case DraftType.CLOZE:
            return [draft.answer]
        case DraftType.TRUE_FALSE:
            return draft.answer == TRUE
        case DraftType.MULTIPLE_CHOICE:
            return next(name for name, text in _options_of(draft) if text == draft.answer)
        case _:
            assert_never(draft.type)


def _options_of(draft: ItemDraft) -> list[tuple[str, str]]:
    return list(zip(ascii_lowercase, draft.options, strict=False))


def _guessing_of(draft: ItemDraft) -> float:
    """The chance of being right without knowing: none where something is typed or recalled."""
    if draft.type is DraftType.TRUE_FALSE:
        return _EVEN
    return 1 / len(draft.options) if draft.options else 0.0
