"""What will be recalled is FSRS's curve over the items; what was recalled is what the attempts say."""

from datetime import date, timedelta

import pytest

from lyceum.algorithms.scheduling import fsrs
from lyceum.practice import dating
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine

_DAY = timedelta(days=1)
_STATES = "select stability, last_effective_at from practice.item_state order by item_id"


async def retention(learner: Learner, **query: object) -> Json:
    return fine(await learner.get("progress/me/retention", **query))


async def answer_all(learner: Learner, scope: Learned, clock: MovableClock, *, badly: int = 0) -> list[Json]:
    """Every item of a deck once, the first ones badly; what was told."""
    session = await learner.start(deck_id=scope.deck_id, kind="quiz", length=200)
    told: list[Json] = []
    while item := (await learner.next(session))["item"]:
        answer = learner.answer_badly if len(told) < badly else learner.answer_well
        told.append(await answer(session, item))
        clock.move(timedelta(minutes=1))
    return told


async def test_who_has_learned_nothing_has_nothing_to_recall(ada: Learner) -> None:
    found = await retention(ada)

    assert (found["items"], found["points"]) == (0, [])
    assert [week["reviews"] for week in found["weeks"]] == [0] * 12
    assert {week["share"] for week in found["weeks"]} == {None}


@pytest.mark.parametrize("scheduler", ["fsrs", "sm2"])
async def test_each_point_is_the_mean_of_the_curve_over_the_items(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock, scheduler: str
) -> None:
    fine(await ada.put("practice/settings", {"scheduler": scheduler, "desired_retention": 0.9}))
    told = await answer_all(ada, cells, clock, badly=3)
    clock.move(5 * _DAY)
    states = await site.rows(_STATES)

    found = await retention(ada, days=90)

    assert found["items"] == len(told) == len(states)
    assert len(found["points"]) == 91
    for number, point in enumerate(found["points"]):
        assert point["day"] == (clock.now().date() + number * _DAY).isoformat()
        moment = clock.now() + number * _DAY
        expected = [dating.retrievability(each.stability, each.last_effective_at, moment) for each in states]
        assert point["expected"] == pytest.approx(sum(expected) / len(expected), abs=1e-12)


async def test_what_was_archived_is_not_expected_to_be_recalled(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    await answer_all(ada, cells, clock, badly=2)
    clock.move(_DAY)
    before = await retention(ada)
    ((weakest,),) = await site.rows("select item_id from practice.item_state order by stability limit 1")
    await ada.delete(f"items/{weakest}")

    after = await retention(ada)

    assert after["items"] == before["items"] - 1
    assert all(a["expected"] > b["expected"] for a, b in zip(after["points"], before["points"], strict=True))


async def test_a_week_counts_what_was_recalled_on_a_later_day_and_unaided(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    first = await answer_all(ada, cells, clock)
    same_day = await answer_all(ada, cells, clock)
    clock.move(7 * _DAY)
    session = await ada.start(deck_id=cells.deck_id, kind="quiz", length=200)
    item = (await ada.next(session))["item"]
    while item["type"] == "flashcard":
        await ada.answer_well(session, item)
        item = (await ada.next(session))["item"]
    fine(await ada.post("practice/reveal", {"session_id": session, "item_id": item["id"]}))
    assisted = await ada.answer_well(session, item)
    fine(await ada.post(f"practice/sessions/{session}/end"))
    clock.move(7 * _DAY)
    later = await answer_all(ada, cells, clock, badly=2)

    *_, learning, reviewed, now = (await retention(ada))["weeks"]

    assert len(first) == len(same_day) == len(later)
    assert learning["reviews"] == 0, "the first time is no review, and neither is the same day"
    assert date.fromisoformat(now["monday"]).weekday() == 0
    assert assisted["assisted"] is True
    ((unaided,),) = await site.rows("select count(*) from practice.attempt where not assisted")
    assert reviewed["reviews"] == reviewed["recalled"] == unaided - len(first) - len(same_day) - len(later)
    assert (now["reviews"], now["recalled"]) == (len(later), len(later) - 2)
    assert now["share"] == pytest.approx((len(later) - 2) / len(later))


async def test_what_was_predicted_is_what_was_believed_right_before(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    await answer_all(ada, cells, clock, badly=2)
    states = {each.item_id: each for each in await site.rows("select * from practice.item_state")}
    clock.move(10 * _DAY)
    await answer_all(ada, cells, clock)
    newest = "select item_id, effective_at from practice.attempt order by id desc limit :number"
    again = await site.rows(newest, number=len(states))
    expected = [
        fsrs.retrievability(
            states[each.item_id].stability, (each.effective_at - states[each.item_id].last_effective_at) / _DAY
        )
        for each in again
    ]

    week = (await retention(ada))["weeks"][-1]

    assert week["predicted"] == pytest.approx(sum(expected) / len(expected), abs=1e-9)
    assert 0 < week["predicted"] < 1


async def test_weeks_are_the_learners_own_and_nobody_elses(
    ada: Learner, eve: Learner, cells: Learned, clock: MovableClock
) -> None:
    await answer_all(ada, cells, clock)
    # The next Sunday, an hour before midnight in Greenwich: Monday has begun in Kathmandu.
    clock.move(6 * _DAY + timedelta(hours=14))
    await answer_all(ada, cells, clock)

    here = (await retention(ada))["weeks"][-1]
    there = (await retention(ada.in_zone("Asia/Kathmandu")))["weeks"][-1]

    assert here["monday"] == "2026-03-02"
    assert there["monday"] == "2026-03-09"
    assert here["reviews"] > 0
    assert there["reviews"] > 0
    assert (await retention(eve))["items"] == 0
    assert {week["reviews"] for week in (await retention(eve))["weeks"]} == {0}
