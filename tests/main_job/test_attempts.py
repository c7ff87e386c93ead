"""Answers: graded here, kept once, folded in whatever order they come."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, learn, refused


async def states(site: Site, learner: Learner) -> tuple[list[Any], list[Any]]:
    who = {"learner": learner.user_id}
    items = await site.rows("select * from practice.item_state where learner_id = :learner order by item_id", **who)
    skills = await site.rows("select * from practice.skill_state where learner_id = :learner order by skill_id", **who)
    return items, skills


async def replay(site: Site, learner: Learner) -> int:
    async with unit_of_work(site.kernel) as uow:
        return await practice.replay(uow, learner.user_id)


async def asked(learner: Learner, session: str, kind: str) -> Json:
    """Answer until an item of that kind is asked; badly, because what is known is not asked about any more."""
    while True:
        item: Json = (await learner.next(session))["item"]
        if item["type"] == kind:
            return item
        # Badly, so that the skill is not mastered, and the session over, before there is one.
        await learner.answer_badly(session, item)


async def parameters_of(site: Site, item: Json) -> Json:
    query = "select a, b, c from library.item_version where item_id = :item"
    (row,) = await site.rows(query, item=UUID(item["id"]))
    return {"a": row.a, "b": row.b, "c": row.c}


async def test_the_same_item_is_asked_until_it_is_answered(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)

    first, second = await ada.next(session), await ada.next(session)
    await ada.answer_well(session, first["item"])
    third = await ada.next(session)

    assert first == second
    assert third["item"]["id"] != first["item"]["id"]


async def test_an_item_is_asked_without_anything_that_tells_its_key(site: Site, ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")

    ((key,),) = await site.rows("select key->>0 from library.item_version where item_id = :item", item=UUID(item["id"]))

    assert "key" not in item
    assert "accepted" not in item
    assert item["source"]["quote"] is None
    assert key.lower() not in str(item["stem"]).lower()


async def test_a_right_answer_raises_mastery_and_sets_a_date(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")

    told = await ada.answer_well(session, item)

    assert told["correct"] is True
    assert told["score"] == 1.0
    assert told["feedback"]["code"] == "exact"
    assert told["source"]["quote"]
    assert told["key"] == await ada.key_of(item)
    assert told["skills"][0]["mastery"] > told["skills"][0]["mastery_before"]
    assert told["due_reason"]["code"] == "first_success"
    assert told["due_before"] is None
    # FSRS's first interval for good is 2.3065 days, and a day begins at midnight.
    assert told["interval_days"] == 2
    assert told["due_at"] == "2026-03-04T00:00:00Z"


async def test_a_wrong_answer_is_wrong_whatever_the_client_says(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")

    told = await ada.answer_badly(session, item, client_correct=True)

    assert told["correct"] is False
    assert told["skills"][0]["correct_streak"] == 0
    assert told["due_reason"]["code"] == "forgotten"


async def test_an_answer_sent_twice_counts_once_and_is_told_the_same(site: Site, ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    item = (await ada.next(session))["item"]
    body = {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": item["id"]}
    body |= {"response": await ada.wrong_for(item)}

    answers = await asyncio.gather(*(ada.post("practice/attempts", body) for _ in range(8)))
    await ada.post(f"practice/sessions/{session}/end")
    late = await ada.post("practice/attempts", body)

    assert sorted(each.status_code for each in answers) == [200] * 7 + [201]
    assert late.status_code == 200
    assert all(each.json() == late.json() for each in answers)
    assert await site.rows("select count(*) from practice.attempt") == [(1,)]
    assert await site.rows("select attempts from practice.item_state") == [(1,)]


async def test_an_id_used_for_another_answer_is_refused(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "flashcard")
    item = await asked(ada, session, "flashcard")
    used = str(uuid4())
    fine(await ada.answer(session, item, 3, client_attempt_id=used), 201)

    again = await ada.answer(session, item, 4, client_attempt_id=used)

    assert refused(again) == (409, "CLIENT_ATTEMPT_ID_REUSED")


async def test_one_persons_id_is_free_for_another(site: Site, ada: Learner, eve: Learner, cells: Learned) -> None:
    hers = await learn(site, eve)
    used = str(uuid4())
    first, second = await ada.start_on(cells, "flashcard"), await eve.start_on(hers, "flashcard")
    of_ada, of_eve = await asked(ada, first, "flashcard"), await asked(eve, second, "flashcard")

    fine(await ada.answer(first, of_ada, 3, client_attempt_id=used), 201)
    told = fine(await eve.answer(second, of_eve, 1, client_attempt_id=used), 201)

    assert told["correct"] is False


async def test_only_the_item_that_was_served_can_be_answered(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    served = (await ada.next(session))["item"]
    other = next(each for each in await ada.all(f"decks/{cells.deck_id}/items") if each["id"] != served["id"])

    assert refused(await ada.answer(session, other, 3)) == (409, "ITEM_NOT_SERVED")
    assert refused(await ada.answer(session, {"id": str(uuid4())}, 3)) == (404, "ITEM_NOT_FOUND")
    assert refused(await ada.answer(str(uuid4()), served, 3)) == (404, "PRACTICE_SESSION_NOT_FOUND")

    await ada.answer_well(session, served)

    assert refused(await ada.answer(session, served, 3)) == (409, "ITEM_NOT_SERVED")


async def test_a_session_that_is_over_takes_no_answer(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    item = (await ada.next(session))["item"]

    ended = fine(await ada.post(f"practice/sessions/{session}/end"))

    assert ended["ended_at"]
    assert refused(await ada.answer(session, item, 3)) == (409, "PRACTICE_SESSION_ENDED")
    assert await ada.next(session) == {"item": None, "reasons": [], "components": None, "done": True}


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("flashcard", 5),
        ("flashcard", 0),
        ("flashcard", True),
        ("flashcard", "3"),
        ("flashcard", ["3"]),
        ("cloze", 3),
        ("cloze", False),
        ("cloze", []),
        ("cloze", ["one", "two"]),
        ("cloze", ["x" * 501]),
    ],
)
async def test_a_response_of_another_shape_is_refused_and_changes_nothing(
    site: Site, ada: Learner, cells: Learned, kind: str, response: object
) -> None:
    session = await ada.start_on(cells, kind)
    item = await asked(ada, session, kind)
    before = await states(site, ada)

    assert refused(await ada.answer(session, item, response)) == (422, "RESPONSE_MISFIT")
    assert await states(site, ada) == before
    assert (await ada.next(session))["item"] == item


@pytest.mark.parametrize("text", ["nul\x00byte", "half \ud800 pair"])
async def test_text_that_no_database_keeps_is_refused(ada: Learner, cells: Learned, text: str) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    item = (await ada.next(session))["item"]

    assert refused(await ada.answer(session, item, [text])) == (422, "INVALID")


@pytest.mark.parametrize("response", [None, 1.5, {"a": 1}])
async def test_what_no_item_takes_is_refused_without_naming_our_validators(
    ada: Learner, cells: Learned, response: object
) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    item = (await ada.next(session))["item"]

    answered = await ada.answer(session, item, response)

    assert refused(answered) == (422, "INVALID")
    fields = {each["field"] for each in answered.json()["error"]["details"]["fields"]}
    assert fields == {"body.response", "body.response.bool", "body.response.int"}


@pytest.mark.parametrize(
    "field",
    [
        {"occurred_at": "9999-12-31T23:59:59-23:00"},
        {"occurred_at": "0001-01-01T00:00:00+23:00"},
        {"occurred_at": "2026-03-02T09:00:00"},
        {"time_ms": -1},
        {"time_ms": 2**40},
        {"confidence": 6},
        {"hints_used": -1},
        {"response": 2**70},
        {"response": None},
        {"response": {"a": 1}},
        {"client_attempt_id": "mine"},
        {"device": {"type": "x" * 101}},
    ],
)
async def test_a_field_outside_its_range_is_refused(ada: Learner, cells: Learned, field: Json) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    item = (await ada.next(session))["item"]

    refusal = await ada.answer(session, item, **{"response": 3, **field})

    assert refusal.status_code == 422, refusal.text


async def test_a_flashcard_is_turned_before_it_is_judged(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "flashcard")
    item = await asked(ada, session, "flashcard")

    shown = fine(await ada.post("practice/reveal", {"session_id": session, "item_id": item["id"]}))
    told = fine(await ada.answer(session, item, 4), 201)

    assert shown["key"] == told["key"] == shown["source"]["quote"]
    assert told["assisted"] is False
    assert told["quality"] == 5


async def test_a_gap_filled_with_the_answer_in_sight_is_no_success(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")

    shown = fine(await ada.post("practice/reveal", {"session_id": session, "item_id": item["id"]}))
    told = fine(await ada.answer(session, item, shown["key"]), 201)

    assert told["correct"] is True
    assert told["assisted"] is True
    assert told["quality"] == 2
    assert told["due_reason"]["code"] == "forgotten"


async def test_two_sessions_at_the_same_time_lose_nothing(site: Site, ada: Learner, cells: Learned) -> None:
    sessions = [await ada.start(deck_id=cells.deck_id, length=6) for _ in range(4)]

    async def work(session: str) -> int:
        count = 0
        while item := (await ada.next(session))["item"]:
            await ada.answer_well(session, item)
            count += 1
        return count

    answered = sum(await asyncio.gather(*map(work, sessions)))

    assert await site.rows("select count(*), count(distinct id) from practice.attempt") == [(answered, answered)]
    assert await site.rows("select sum(attempts) from practice.item_state") == [(answered,)]
    assert await site.rows("select sum(practice_count) from practice.skill_state") == [(answered,)]
    before = await states(site, ada)
    assert await replay(site, ada) == answered
    assert await states(site, ada) == before


async def test_a_late_answer_is_folded_in_where_it_belongs(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    tablet = await ada.start(document_id=cells.document_id)
    on_tablet = (await ada.next(tablet))["item"]
    served_at = clock.now()
    phone = await ada.start(skill_ids=[on_tablet["skills"][0]], kind="quiz", length=200)
    while item := (await ada.next(phone))["item"]:
        clock.move(timedelta(hours=30))
        await ada.answer_badly(phone, item)

    told = await ada.answer_well(tablet, on_tablet, occurred_at=(served_at + timedelta(minutes=1)).isoformat())

    assert told["due_before"] is not None
    before = await states(site, ada)
    await replay(site, ada)
    assert await states(site, ada) == before
    moments = await site.rows(
        "select occurred_at, effective_at from practice.attempt order by recorded_at desc, id desc"
    )
    assert moments[0] == (served_at + timedelta(minutes=1), served_at + timedelta(minutes=1))


async def test_what_was_folded_before_fsrs_and_ability_is_folded_anew_by_the_next_answer(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id, kind="quiz", length=4)
    while item := (await ada.next(session))["item"]:
        await ada.answer_well(session, item)
    clock.move(timedelta(days=10))
    await site.rows("update practice.item_state set stability = null, difficulty = null returning item_id")
    await site.rows("update practice.skill_state set ability = 0, ability_variance = 1 returning skill_id")
    review = await ada.start(deck_id=cells.deck_id, kind="review", length=1)
    item = (await ada.next(review))["item"]
    await ada.answer_well(review, item)
    before = await states(site, ada)

    await replay(site, ada)

    after = await states(site, ada)
    touched = [UUID(item["id"]), *map(UUID, item["skills"])]
    for old, new in zip([*before[0], *before[1]], [*after[0], *after[1]], strict=True):
        assert (old == new) == (old[1] in touched)


async def test_no_answer_counts_before_it_was_asked_or_after_it_came(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=50)
    for claimed in ("1999-01-01T00:00:00Z", "2999-01-01T00:00:00Z"):
        item = (await ada.next(session))["item"]
        clock.move(timedelta(minutes=10))
        await ada.answer_well(session, item, occurred_at=claimed)

    counted = await site.rows("select effective_at from practice.attempt order by id")

    assert [row[0] for row in counted] == [clock.now() - timedelta(minutes=20), clock.now()]


async def test_what_an_attempt_was_judged_with_is_pinned_to_it(site: Site, ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")

    await ada.answer_well(
        session, item, time_ms=1200, confidence=4, hints_used=1, device={"type": "phone", "app_version": "1.2"}
    )

    (row,) = await site.rows(
        "select item_version, parameters, model_version, choice, before, after, device, confidence, time_ms,"
        " hints_used, mode, quality from practice.attempt where item_id = :item order by id desc limit 1",
        item=UUID(item["id"]),
    )
    assert row.item_version == 1
    assert row.parameters["item"] == await parameters_of(site, item)
    assert row.parameters["skills"][item["skills"][0]]["learn"] > 0
    assert (row.parameters["rating"], row.parameters["day"]) == (2, "2026-03-02")
    assert row.parameters["setting"] == {"scheduler": "fsrs", "desired_retention": 0.9}
    assert row.model_version == "sm2+fsrs6+bkt+3pl/2"
    assert row.choice["reasons"]
    (before, after), skill = (row.before["item"], row.after["item"]), item["skills"][0]
    assert (before["sm2"], before["fsrs"], before["due_at"]) == ([2.5, 0, 0], None, None)
    assert after["sm2"] == [pytest.approx(2.36), 1, 1]
    assert after["fsrs"] == [1.2931, pytest.approx(5.112171)]
    assert row.before["skills"][skill]["mastery"] < row.after["skills"][skill]["mastery"]
    assert row.before["skills"][skill]["ability"] < row.after["skills"][skill]["ability"]
    assert row.device == {"type": "phone", "app_version": "1.2"}
    assert (row.confidence, row.time_ms, row.hints_used, row.mode, row.quality) == (4, 1200, 1, "practice", 3)
