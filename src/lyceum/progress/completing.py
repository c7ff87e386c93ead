"""When skills were first mastered, and documents completed by it: derived from attempts, written down once.

A document is completed at the moment the last of its skills was first mastered. An attempt that arrives late may move
that moment, or what it took until then; the record then follows the attempts, as if they had come in order.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lyceum.library import facade as library
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.practice.events import AttemptRecorded
from lyceum.progress import store
from lyceum.progress.contracts import Activity, Completion
from lyceum.progress.rules import completed_at, one_answer, total


async def note_answer(uow: UnitOfWork, event: AttemptRecorded, *, late_for: UUID | None) -> None:
    """Write down what an answer has mastered and completed; `late_for`: the document it came too late for."""
    learner_id, changed = event.learner_id, dict[UUID, datetime | None]()
    if event.mastered or event.came_late:
        known = await store.mastered_by(uow, learner_id, event.skill_ids)
        found = await _first_mastered(uow, event, known)
        changed = {each: found.get(each) for each in event.skill_ids if found.get(each) != known.get(each)}
    if changed:
        await store.put_mastered(uow, learner_id, changed)
    if changed or late_for:
        await _complete(uow, learner_id, again=late_for)


async def _first_mastered(uow: UnitOfWork, event: AttemptRecorded, known: dict[UUID, datetime]) -> dict[UUID, datetime]:
    if event.came_late:
        # It may have moved the moment either way.
        return dict(await practice.first_mastered(uow, event.learner_id, event.skill_ids))
    return dict.fromkeys(event.mastered, event.effective_at) | known


async def derive(uow: UnitOfWork, learner_id: UUID, skill_ids: Collection[UUID]) -> None:
    """Write down what all answers of a learner have mastered and completed, where nothing is written yet."""
    await store.put_mastered(uow, learner_id, dict(await practice.first_mastered(uow, learner_id, list(skill_ids))))
    await _complete(uow, learner_id, again=None)


async def _complete(uow: UnitOfWork, learner_id: UUID, *, again: UUID | None) -> None:
    """Bring the records of completed documents up to date; the one named in any case."""
    skills = await library.skills_by_document(uow, learner_id)
    mastered = await store.mastered_by(uow, learner_id)
    written = await store.completions_of(uow, learner_id)
    changed: dict[UUID, Completion | None] = {}
    for document_id, its_skills in skills.items():
        moment = completed_at(its_skills, mastered)
        before = written.get(document_id)
        if moment == (before.completed_at if before else None) and document_id != again:
            continue
        until_then = Activity()
        if moment is not None:
            until_then = await _activity_until(uow, learner_id, document_id, moment)
        changed[document_id] = Completion(moment, len(its_skills), until_then) if moment else None
    if changed:
        await store.put_completions(uow, learner_id, changed)


async def _activity_until(uow: UnitOfWork, learner_id: UUID, document_id: UUID, moment: datetime) -> Activity:
    answers = await practice.answers_until(uow, learner_id, moment)
    places = await library.places_of(uow, list({answer.item_id for answer in answers}))
    return total(
        [
            one_answer(correct=answer.correct, score=answer.score, time_ms=answer.time_ms)
            for answer in answers
            if places[answer.item_id].document_id == document_id
        ]
    )
