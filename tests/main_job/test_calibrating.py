"""Calibration gives items further parameters, from many learners' first answers, and changes nothing folded before."""

import math
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from lyceum.platform.jobs import open_job
from lyceum.platform.journal import JournaledContext, recall
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice import facade as practice
from lyceum.practice.workflows import CALIBRATE
from tests.builders import MovableClock
from tests.main_job.crowd import answers_of, calibrate, put, rasch
from tests.main_job.site import Json, Learned, Learner, Site, fine

R = TypeVar("R")

_STATES = (
    "select * from practice.item_state where learner_id = :learner order by item_id",
    "select * from practice.skill_state where learner_id = :learner order by skill_id",
)
# Of items that are typed or turned, so that nobody guesses them.
DIFFICULTIES = (-1.5, -0.8, -0.2, 0.3, 0.9, 1.6)


@pytest.fixture
async def truth(ada: Learner, cells: Learned) -> dict[str, float]:
    """Items that cannot be guessed, and how hard they are."""
    items = await ada.all(f"decks/{cells.deck_id}/items")
    typed = [item["id"] for item in items if item["type"] in ("flashcard", "cloze", "short_answer")]
    return dict(zip(typed, DIFFICULTIES, strict=False))


async def states(site: Site, learner: Learner) -> list[list[Any]]:
    return [await site.rows(query, learner=learner.user_id) for query in _STATES]


async def parameters_of(site: Site, item: str) -> Json:
    query = "select a, b, c, parameters_version from library.item_version where item_id = :item"
    (row,) = await site.rows(query, item=UUID(item))
    return dict(row._mapping)  # noqa: SLF001  SQLAlchemy's own name for a public thing


async def answer_some(learner: Learner, deck: str, clock: MovableClock, count: int) -> None:
    session = await learner.start(deck_id=deck, kind="quiz", length=count)
    for number in range(count):
        item = (await learner.next(session))["item"]
        await (learner.answer_badly if number % 3 == 2 else learner.answer_well)(session, item)
        clock.move(timedelta(hours=11))


async def test_items_are_found_as_hard_as_they_are(site: Site, ada: Learner, truth: dict[str, float]) -> None:
    await put(site, answers_of(600, list(truth), rasch(truth)))

    assert await calibrate(site) == {"subjects": 1, "items": len(truth), "calibrated": len(truth)}

    for item, difficulty in truth.items():
        shown = fine(await ada.get(f"practice/items/{item}/difficulty"))
        assert shown["difficulty"] == pytest.approx(difficulty, abs=0.45)
        assert (shown["guessing"], shown["answers"]) == (0.0, 600)
        assert shown["calibrated_at"] == "2026-03-02T09:00:00Z"
        percent = round(100 / (1 + math.exp(shown["slope"] * shown["difficulty"])))
        assert f"about {percent}%" in shown["chance"]


async def test_what_an_item_was_made_with_stays_on_record_and_stands_until_enough_have_answered(
    site: Site, ada: Learner, truth: dict[str, float]
) -> None:
    asked, hardly_asked = list(truth)[:2]
    before = await parameters_of(site, asked)
    await put(site, answers_of(40, [asked], rasch(truth)))
    await put(site, answers_of(29, [hardly_asked], rasch(truth)))

    await calibrate(site)
    after = await parameters_of(site, asked)
    await put(site, answers_of(400, [asked], rasch({asked: 2.5}), seed=9))
    await calibrate(site)

    assert (before["parameters_version"], after["parameters_version"]) == (1, 2)
    assert after["b"] != before["b"]
    assert (await parameters_of(site, hardly_asked))["parameters_version"] == 1
    assert fine(await ada.get(f"practice/items/{hardly_asked}/difficulty"))["calibrated_at"] is None
    kept = await site.rows(
        "select parameters_version, b, answers from library.item_parameters where item_id = :item order by 1",
        item=UUID(asked),
    )
    assert [(row.parameters_version, row.answers) for row in kept] == [(1, 0), (2, 40), (3, 440)]
    assert [kept[0].b, kept[1].b] == [before["b"], after["b"]]


async def test_the_same_answers_again_make_no_further_version(
    site: Site, cells: Learned, truth: dict[str, float]
) -> None:
    await put(site, answers_of(100, list(truth), rasch(truth)))
    await calibrate(site)

    again = await calibrate(site, cells.subject_id)

    assert again == {"subjects": 1, "items": len(truth), "calibrated": 0}


async def test_what_was_folded_before_is_folded_to_the_same_after(
    site: Site, ada: Learner, cells: Learned, truth: dict[str, float], clock: MovableClock
) -> None:
    await answer_some(ada, cells.deck_id, clock, 8)
    before = await states(site, ada)
    await put(site, answers_of(200, list(truth), rasch(truth)))

    calibrated = await calibrate(site)
    async with unit_of_work(site.kernel) as uow:
        assert await practice.replay(uow, ada.user_id) == 8

    assert calibrated["calibrated"] > 0
    assert await states(site, ada) == before


async def test_answers_from_now_on_pin_the_new_parameters_and_replay_to_the_same(
    site: Site, ada: Learner, cells: Learned, truth: dict[str, float], clock: MovableClock
) -> None:
    await answer_some(ada, cells.deck_id, clock, 5)
    await put(site, answers_of(200, list(truth), rasch(truth)))
    await calibrate(site)
    # What a process has read lately it takes as it was for a minute.
    clock.move(timedelta(minutes=2))
    await answer_some(ada, cells.deck_id, clock, 12)
    after = await states(site, ada)

    async with unit_of_work(site.kernel) as uow:
        await practice.replay(uow, ada.user_id)

    assert await states(site, ada) == after
    pinned = await site.rows(
        "select item_id, parameters from practice.attempt where learner_id = :ada order by effective_at",
        ada=ada.user_id,
    )
    assert {row.parameters["parameters_version"] for row in pinned[:5]} == {1}
    judged = [row for row in pinned[5:] if str(row.item_id) in truth]
    assert judged
    for row in judged:
        now = await parameters_of(site, str(row.item_id))
        assert row.parameters["parameters_version"] == now.pop("parameters_version") == 2
        assert row.parameters["item"] == now


async def test_what_is_asked_next_knows_the_new_parameters(site: Site, cells: Learned, truth: dict[str, float]) -> None:
    async def content() -> object:
        query = "select content_version from library.subject where id = :subject"
        return (await site.rows(query, subject=UUID(cells.subject_id)))[0][0]

    before = await content()
    await put(site, answers_of(100, list(truth), rasch(truth)))
    await calibrate(site)

    assert await content() != before


async def test_an_edited_item_begins_anew_with_what_its_last_version_had(
    site: Site, ada: Learner, cells: Learned, truth: dict[str, float]
) -> None:
    item = next(iter(truth))
    await put(site, answers_of(100, list(truth), rasch(truth)))
    await calibrate(site)
    found = await parameters_of(site, item)
    shown = fine(await ada.get(f"items/{item}"))

    edited = fine(await ada.patch(f"items/{item}", {"stem": shown["stem"] + " (once more)", "version": 1}))
    told = fine(await ada.get(f"practice/items/{item}/difficulty"))

    assert edited["version"] == 2
    assert (told["difficulty"], told["answers"], told["calibrated_at"]) == (found["b"], 0, None)
    await calibrate(site, cells.subject_id)
    assert fine(await ada.get(f"practice/items/{item}/difficulty"))["answers"] == 0


class _Killed(BaseException):
    """The process is gone."""


class _Dying(JournaledContext):
    """A run whose process dies right after one of its steps."""

    left = 0

    async def step(self, name: str, action: Callable[[UnitOfWork], Awaitable[R]], *, attempts: int = 5) -> R:
        done = await super().step(name, action, attempts=attempts)
        self.left -= 1
        if self.left == 0:
            raise _Killed
        return done


async def test_killed_after_any_step_it_goes_on_and_ends_as_if_it_had_not_been(
    site: Site, truth: dict[str, float]
) -> None:
    await put(site, answers_of(60, list(truth), rasch(truth)))
    died = 0
    for dies_after in range(1, 20):
        await site.rows(
            "with a as (delete from practice.first_answer), b as (delete from practice.gathering),"
            " c as (delete from practice.subject_statistics), d as (delete from practice.item_statistics) select 1"
        )
        async with unit_of_work(site.kernel) as uow:
            job_id = await open_job(uow, CALIBRATE.name, None)
        context = _Dying(site.kernel, job_id, {})
        context.left = dies_after
        try:
            await CALIBRATE.run(context, {})
        except _Killed:
            died += 1
        await run_to_end(site.kernel, CALIBRATE, job_id, {})

        ((result,),) = await site.rows("select result from platform.job where id = :id", id=job_id)
        assert (result["subjects"], result["items"]) == (1, len(truth))
        counted = await site.rows("select learners, calibrated_on from practice.item_statistics")
        assert set(counted) == {(60, 60)}
        if context.left > 0:
            break
        assert len(await recall(site.kernel, job_id)) > dies_after

    assert died >= 5
    # Once, however often it died: the next runs found the same.
    assert {(await parameters_of(site, item))["parameters_version"] for item in truth} == {2}
