"""Property 10: a completion is recorded with the right moment, person, content and measures (LRN-06)."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from lyceum.practice.facade import MASTERED_AT
from tests.builders import MovableClock
from tests.main_job.site import Learned, Learner, Site

_ATTEMPTS = """
    select effective_at, correct, score, time_ms, after->'skills' as skills from practice.attempt
    where learner_id = :learner_id order by effective_at, id"""


def first_mastered(attempts: list[Any]) -> dict[str, datetime]:
    """When each skill was first mastered, read off what every attempt says was believed after it."""
    found: dict[str, datetime] = {}
    for attempt in attempts:
        for skill_id, state in attempt.skills.items():
            if state["mastery"] >= MASTERED_AT:
                found.setdefault(skill_id, attempt.effective_at)
    return found


@pytest.mark.parametrize("seed", range(5))
async def test_a_completion_says_when_and_after_what_the_last_skill_was_mastered(
    site: Site, ada: Learner, eve: Learner, cells: Learned, clock: MovableClock, seed: int
) -> None:
    dice = random.Random(seed)
    for kind in dice.sample(["practice", "quiz", "quiz"], 3):
        session = await ada.start(document_id=cells.document_id, kind=kind, length=200)
        while (item := (await ada.next(session))["item"]) is not None:
            answer = ada.answer_well if dice.random() < 0.8 else ada.answer_badly
            await answer(session, item, time_ms=dice.randrange(400_000))
            clock.move(timedelta(minutes=dice.randrange(1, 900)))
    await site.relay.drain()
    attempts = await site.rows(_ATTEMPTS, learner_id=ada.user_id)
    skills = {str(row.skill_id) for row in await site.rows("select skill_id from library.skill_document")}
    mastered = first_mastered(attempts)
    moment = max(mastered.values())
    until_then = [each for each in attempts if each.effective_at <= moment]

    (record,) = await ada.all("progress/me/documents")

    assert set(mastered) == skills, "the practice session goes on until all is mastered"
    assert (record["id"], record["status"], record["percentage"]) == (cells.document_id, "completed", 100)
    assert datetime.fromisoformat(record["completion"]["completed_at"]) == moment
    measures = record["completion"]["until_then"]
    assert measures["attempts"] == len(until_then)
    assert measures["correct"] == sum(each.correct for each in until_then)
    assert measures["time_ms"] == sum(min(each.time_ms, 300_000) for each in until_then)
    assert measures["average_score"] == pytest.approx(sum(each.score for each in until_then) / len(until_then))
    assert await eve.all("progress/me/documents") == []
