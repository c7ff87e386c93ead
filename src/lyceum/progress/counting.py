"""Counting answers as they are recorded, and counting them all again."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lyceum.library import facade as library
from lyceum.library.contracts import Place
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import facade as practice
from lyceum.practice.contracts.attempts import Answered
from lyceum.practice.events import AttemptRecorded
from lyceum.progress import completing, store
from lyceum.progress.contracts import Activity, Material
from lyceum.progress.rules import one_answer, quarter_of, total


async def count_attempt(uow: UnitOfWork, event: AttemptRecorded) -> None:
    """Count one answer where it counts, which for a late arrival is not now."""
    place = Place(event.subject_id, event.document_id)
    one = one_answer(correct=event.correct, score=event.score, time_ms=event.time_ms)
    moment = event.effective_at
    completed_at = await store.count(uow, event.learner_id, place, one, quarter=quarter_of(moment), moment=moment)
    # It belongs to what the document took until it was completed, and was not there when that was written down.
    came_late = completed_at is not None and moment <= completed_at
    await completing.note_answer(uow, event, late_for=place.document_id if came_late else None)


async def recount(uow: UnitOfWork, learner_id: UUID) -> int:
    """Throw all that was derived for a learner away and derive it again; how many answers there were.

    To be run when the deliveries of their attempts have been handled: one that is still on the way would count twice.
    """
    answers = await practice.answers_of(uow, learner_id)
    places = await library.places_of(uow, list({answer.item_id for answer in answers}))
    await store.forget(uow, learner_id)
    await store.put_counts(uow, learner_id, _by_quarter(answers), _by_place(answers, places))
    await completing.derive(uow, learner_id, {skill_id for answer in answers for skill_id in answer.skill_ids})
    return len(answers)


def _by_quarter(answers: Iterable[Answered]) -> dict[datetime, Activity]:
    parts = defaultdict[datetime, list[Activity]](list)
    for answer in answers:
        parts[quarter_of(answer.effective_at)].append(_counted(answer))
    return {quarter: total(some) for quarter, some in parts.items()}


def _by_place(answers: Iterable[Answered], places: dict[UUID, Place]) -> dict[Place, Material]:
    parts = defaultdict[Place, list[Answered]](list)
    for answer in answers:
        parts[places[answer.item_id]].append(answer)
    return {place: _material(some) for place, some in parts.items()}


def _material(answers: list[Answered]) -> Material:
    moments = [answer.effective_at for answer in answers]
    return Material(total([_counted(answer) for answer in answers]), min(moments), max(moments))


def _counted(answer: Answered) -> Activity:
    return one_answer(correct=answer.correct, score=answer.score, time_ms=answer.time_ms)
