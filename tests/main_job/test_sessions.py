"""What each kind of session asks, and when it ends."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused


async def work_through(learner: Learner, session: str) -> list[Json]:
    """Answer all that is asked; what was asked."""
    asked: list[Json] = []
    while item := (await learner.next(session))["item"]:
        asked.append(item)
        await learner.answer_well(session, item)
    return asked


async def test_a_quiz_asks_each_item_once(ada: Learner, cells: Learned) -> None:
    session = await ada.start(subject_id=cells.subject_id, kind="quiz", length=200)

    asked = await work_through(ada, session)

    ids = [item["id"] for item in asked]
    assert len(ids) == len(set(ids)) == sum(cells.result["items"].values())
    assert fine(await ada.get(f"practice/sessions/{session}"))["ended_at"]


async def test_a_placement_asks_of_every_skill_in_turn_and_nothing_twice(ada: Learner, cells: Learned) -> None:
    session = await ada.start(subject_id=cells.subject_id, kind="placement")

    asked = await work_through(ada, session)

    ids = [item["id"] for item in asked]
    assert len(ids) == len(set(ids)) <= 15
    first_round = asked[: cells.result["skills"]]
    assert len({skill for item in first_round for skill in item["skills"]}) == cells.result["skills"]


async def test_a_placement_says_why_and_is_evidence_like_any_other_answer(
    site: Site, ada: Learner, cells: Learned
) -> None:
    session = await ada.start(subject_id=cells.subject_id, kind="placement")
    first = await ada.next(session)

    told = await ada.answer_well(session, first["item"])

    (reason,) = first["reasons"]
    assert reason["code"] == "finds_level"
    assert (reason["numbers"]["ability"], reason["numbers"]["standard_error"]) == (0.0, 1.0)
    assert first["components"] == {"information": reason["numbers"]["information"]}
    assert told["skills"][0]["mastery"] > told["skills"][0]["mastery_before"]
    second = await ada.next(session)
    assert second["reasons"][0]["numbers"]["ability"] > 0.4
    (row,) = await site.rows("select ability, ability_variance from practice.skill_state")
    assert row.ability == pytest.approx(0.413, abs=5e-4)
    assert row.ability_variance < 1.0


async def test_a_placement_ends_when_the_level_is_known(site: Site, ada: Learner, cells: Learned) -> None:
    # Items that tell much, as calibration will find some.
    await site.rows("update library.item_version set a = 3 returning item_id")
    session = await ada.start(subject_id=cells.subject_id, kind="placement")
    asked = []
    while item := (await ada.next(session))["item"]:
        asked.append(item)
        await (ada.answer_well if len(asked) % 2 else ada.answer_badly)(session, item)

    assert 3 <= len(asked) <= 5
    assert len(asked) < sum(cells.result["items"].values())


async def test_a_review_asks_only_what_is_due(ada: Learner, cells: Learned, clock: MovableClock) -> None:
    early = await ada.start(subject_id=cells.subject_id, kind="review")
    assert await work_through(ada, early) == []
    practised = await work_through(ada, await ada.start(deck_id=cells.deck_id, kind="quiz", length=3))
    assert await work_through(ada, await ada.start(subject_id=cells.subject_id, kind="review")) == []
    clock.move(timedelta(days=10))

    asked = await work_through(ada, await ada.start(subject_id=cells.subject_id, kind="review"))

    assert {item["id"] for item in asked} == {item["id"] for item in practised}


async def test_practice_ends_at_its_length(ada: Learner, cells: Learned) -> None:
    asked = await work_through(ada, await ada.start(deck_id=cells.deck_id, length=4))

    assert len(asked) == 4


async def test_no_item_comes_twice_in_a_row(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=30)
    ids: list[str] = []
    while item := (await ada.next(session))["item"]:
        ids.append(item["id"])
        await ada.answer_badly(session, item)

    assert len(ids) == 30
    assert all(left != right for left, right in pairwise(ids))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "practice"},
        {"deck_id": str(uuid4()), "subject_id": str(uuid4())},
        {"skill_ids": []},
        {"deck_id": "x"},
        {"deck_id": str(uuid4()), "kind": "exam"},
        {"deck_id": str(uuid4()), "length": 0},
    ],
)
async def test_a_session_over_nothing_in_particular_is_refused(ada: Learner, body: Json) -> None:
    assert refused(await ada.post("practice/sessions", body)) == (422, "INVALID")


async def test_an_empty_subject_cannot_be_practised(ada: Learner) -> None:
    subject = fine(await ada.post("subjects", {"title": "Nothing yet"}), 201)

    refusal = await ada.post("practice/sessions", {"subject_id": subject["id"]})

    assert refused(refusal) == (409, "NOTHING_TO_PRACTISE")


async def test_days_are_counted_in_the_learners_zone(ada: Learner, cells: Learned, clock: MovableClock) -> None:
    auckland = ada.in_zone("Pacific/Auckland")
    session = await ada.start(deck_id=cells.deck_id)
    await ada.answer_badly(session, (await ada.next(session))["item"])

    clock.move(timedelta(hours=3))

    here, there = fine(await ada.get("progress/me")), fine(await auckland.get("progress/me"))
    assert [day["day"] for day in here["forecast"][:2]] == ["2026-03-02", "2026-03-03"]
    assert [day["reviews"] for day in here["forecast"]] == [0, 1, 0, 0, 0, 0, 0]
    # Noon in Greenwich is one in the morning in Auckland: tomorrow has come, and with it what is due.
    assert there["forecast"][0] == {"day": "2026-03-03", "reviews": 1}
