"""How a learner wants to review: both schedulers remember the same answers, and the setting only dates them."""

import random
from datetime import timedelta
from typing import Any

import pytest

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused

_STATES = (
    "select * from practice.item_state where learner_id = :learner order by item_id",
    "select * from practice.skill_state where learner_id = :learner order by skill_id",
)
FSRS: Json = {"scheduler": "fsrs", "desired_retention": 0.9}
SM2: Json = {"scheduler": "sm2", "desired_retention": 0.9}


def wish(told: Json) -> Json:
    """The part of what is told that was asked for."""
    return {name: told[name] for name in FSRS}


async def put(learner: Learner, body: Json) -> Json:
    response = await learner.http.put("/api/v1/practice/settings", json=body, headers=learner.headers)
    return fine(response)


async def states(site: Site, learner: Learner) -> list[list[Any]]:
    return [await site.rows(query, learner=learner.user_id) for query in _STATES]


async def answer_some(learner: Learner, deck: str, clock: MovableClock, count: int) -> None:
    session = await learner.start(deck_id=deck, kind="quiz", length=count)
    for number in range(count):
        item = (await learner.next(session))["item"]
        await (learner.answer_badly if number % 4 == 3 else learner.answer_well)(session, item)
        clock.move(timedelta(hours=11))


async def test_until_somebody_says_otherwise_fsrs_dates_their_reviews_at_nine_in_ten(ada: Learner) -> None:
    told = fine(await ada.get("practice/settings"))

    assert (wish(told), told["weights"], told["fit"]) == (FSRS, "fitted", None)
    assert "published for everybody" in told["text"]


async def test_a_change_dates_every_item_anew_and_changing_it_back_gives_the_old_dates(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    await answer_some(ada, cells.deck_id, clock, 6)
    before = await states(site, ada)

    told = await put(ada, SM2)
    assert told == fine(await ada.get("practice/settings"))
    assert wish(told) == SM2
    under_sm2 = await states(site, ada)
    await put(ada, FSRS | {"desired_retention": 0.7})
    eager = await states(site, ada)
    await put(ada, FSRS)

    assert under_sm2 != before
    assert [row.interval_days for row in under_sm2[0]] == [row.sm2_interval for row in under_sm2[0]]
    assert all(late.due_on > early.due_on for late, early in zip(eager[0], before[0], strict=True))
    assert await states(site, ada) == before


async def test_changes_between_answers_leave_the_state_of_a_replay(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    for setting in (SM2, FSRS | {"desired_retention": 0.8}, SM2):
        await put(ada, setting)
        await answer_some(ada, cells.deck_id, clock, 5)
    before = await states(site, ada)

    async with unit_of_work(site.kernel) as uow:
        assert await practice.replay(uow, ada.user_id) == 15

    assert await states(site, ada) == before


async def test_late_answers_and_changes_of_mind_leave_the_state_of_a_replay(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    rng = random.Random(5)
    for number in range(4):
        tablet = await ada.start(subject_id=cells.subject_id, kind="quiz", length=1)
        held, served_at = (await ada.next(tablet))["item"], clock.now()
        await put(ada, rng.choice([SM2, FSRS, FSRS | {"desired_retention": 0.75}]))
        await answer_some(ada.in_zone(rng.choice(["UTC", "Pacific/Auckland"])), cells.deck_id, clock, 4)
        answer = ada.answer_well if number % 2 else ada.answer_badly
        await answer(tablet, held, occurred_at=(served_at + timedelta(minutes=1)).isoformat())
        before = await states(site, ada)

        async with unit_of_work(site.kernel) as uow:
            await practice.replay(uow, ada.user_id)

        assert await states(site, ada) == before


async def test_an_answer_is_dated_by_the_setting_of_its_time(site: Site, ada: Learner, cells: Learned) -> None:
    await put(ada, SM2)
    session = await ada.start(deck_id=cells.deck_id)

    told = await ada.answer_well(session, (await ada.next(session))["item"])

    assert told["interval_days"] == 1
    assert told["due_at"] == "2026-03-03T00:00:00Z"
    (row,) = await site.rows("select parameters from practice.attempt")
    assert row.parameters["setting"] == SM2


async def test_one_persons_setting_is_not_anothers(ada: Learner, eve: Learner) -> None:
    await put(ada, SM2)

    assert wish(fine(await eve.get("practice/settings"))) == FSRS


@pytest.mark.parametrize(
    "wrong",
    [{"scheduler": "anki"}, {"desired_retention": 0.69}, {"desired_retention": 0.98}, {"desired_retention": "much"}],
)
async def test_a_setting_that_there_is_not_is_refused(ada: Learner, wrong: Json) -> None:
    response = await ada.http.put("/api/v1/practice/settings", json=FSRS | wrong, headers=ada.headers)

    assert refused(response) == (422, "INVALID")
    assert wish(fine(await ada.get("practice/settings"))) == FSRS


async def test_whoever_does_not_name_the_weights_keeps_theirs(ada: Learner) -> None:
    await put(ada, {**FSRS, "weights": "default"})

    told = await put(ada, {**FSRS, "desired_retention": 0.8, "fit": {"serves": True}})

    assert (told["weights"], told["fit"], told["desired_retention"]) == ("default", None, 0.8)
