"""Answers that a device kept: each taken or refused on its own, in the order they were given in."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused
from tests.main_job.test_attempts import replay, states


async def waiting(learner: Learner, cells: Learned, count: int) -> list[Json]:
    """One served item in each of as many sessions, with an answer to it."""
    answers = []
    for _ in range(count):
        session = await learner.start(deck_id=cells.deck_id)
        item = (await learner.next(session))["item"]
        response = 3 if item["type"] == "flashcard" else await learner.key_of(item)
        body = {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": item["id"]}
        answers.append({**body, "response": response})
    return answers


async def send(learner: Learner, answers: list[Json]) -> list[Json]:
    items: list[Json] = fine(await learner.post("practice/attempts/batch", {"attempts": answers}))["items"]
    return items


async def test_a_refused_answer_undoes_no_other(site: Site, ada: Learner, eve: Learner, cells: Learned) -> None:
    first, second, third, ended, misfit = await waiting(ada, cells, 5)
    fine(await ada.post(f"practice/sessions/{ended['session_id']}/end"))
    foreign = {**first, "client_attempt_id": str(uuid4()), "session_id": str(uuid4())}
    unserved = {**second, "client_attempt_id": str(uuid4())}
    reused = {**third, "time_ms": 5}
    misfit = {**misfit, "response": 2**40}

    told = await send(ada, [first, foreign, second, unserved, third, reused, ended, misfit])

    assert [each["status"] for each in told] == [201, 404, 201, 409, 201, 409, 409, 422]
    assert [each["error"]["code"] for each in told if each["error"]] == [
        "PRACTICE_SESSION_NOT_FOUND",
        "ITEM_NOT_SERVED",
        "CLIENT_ATTEMPT_ID_REUSED",
        "PRACTICE_SESSION_ENDED",
        "RESPONSE_MISFIT",
    ]
    assert all((each["result"] is None) is (each["status"] > 201) for each in told)
    assert await site.rows("select count(*) from practice.attempt") == [(3,)]
    await site.relay.drain()
    assert fine(await ada.get("progress/me"))["total"]["attempts"] == 3
    assert [each["status"] for each in await send(eve, [first])] == [404]


async def test_a_batch_sent_again_is_told_the_same(site: Site, ada: Learner, cells: Learned) -> None:
    answers = await waiting(ada, cells, 3)
    first = await send(ada, answers)

    again, *_ = await asyncio.gather(*(send(ada, answers) for _ in range(3)))

    assert [each["status"] for each in first] == [201] * 3
    assert [each["status"] for each in again] == [200] * 3
    assert [each["result"] for each in again] == [each["result"] for each in first]
    alone = await ada.post("practice/attempts", answers[0])
    assert (alone.status_code, alone.json()) == (200, first[0]["result"])
    assert await site.rows("select count(*) from practice.attempt") == [(3,)]


async def test_answers_are_taken_in_the_order_they_were_given_in(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    answers = await waiting(ada, cells, 4)
    given = [clock.now() + timedelta(minutes=minutes) for minutes in (40, 10, 30, 20)]
    kept = [{**answer, "occurred_at": at.isoformat()} for answer, at in zip(answers, given, strict=True)]
    clock.move(timedelta(hours=1))

    told = await send(ada, kept)

    assert [each["client_attempt_id"] for each in told] == [each["client_attempt_id"] for each in answers]
    recorded = await site.rows("select effective_at, offline from practice.attempt order by id")
    assert [row[0] for row in recorded] == sorted(given)
    assert all(row[1] for row in recorded)
    before = await states(site, ada)
    assert await replay(site, ada) == 4
    assert await states(site, ada) == before


async def test_a_time_that_has_not_come_gives_no_place_behind_an_answer_without_one(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    ahead, without = await waiting(ada, cells, 2)
    ahead["occurred_at"] = (clock.now() + timedelta(days=2)).isoformat()

    await send(ada, [ahead, without])

    taken = await site.rows("select client_attempt_id::text, effective_at from practice.attempt order by id")
    assert taken == [(each["client_attempt_id"], clock.now()) for each in (ahead, without)]


async def test_a_batch_has_one_to_a_hundred_answers_of_the_right_shape(ada: Learner, cells: Learned) -> None:
    (answer,) = await waiting(ada, cells, 1)

    for attempts in ([], [answer] * 101, [answer, {**answer, "response": None}], answer):
        assert refused(await ada.post("practice/attempts/batch", {"attempts": attempts})) == (422, "INVALID")
    assert [each["status"] for each in await send(ada, [answer] * 100)] == [201] + [200] * 99
