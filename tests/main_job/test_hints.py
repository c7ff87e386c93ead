"""Hints to the item a session waits for: given in order, counted, and gone once it is answered."""

from uuid import UUID, uuid4

import pytest

from tests.main_job.site import Json, Learned, Learner, Site, fine, refused
from tests.main_job.test_attempts import asked


@pytest.fixture
async def session(ada: Learner, cells: Learned) -> str:
    return await ada.start_on(cells, "cloze")


@pytest.fixture
async def item(ada: Learner, session: str) -> Json:
    return await asked(ada, session, "cloze")


async def hint(learner: Learner, session: str, item: Json, **more: object) -> Json:
    return fine(await learner.post("practice/hints", {"session_id": session, "item_id": item["id"], **more}))


async def test_hints_lead_on_one_after_another_and_end(ada: Learner, session: str, item: Json) -> None:
    given = [await hint(ada, session, item)]
    while given[-1]["remaining"]:
        given.append(await hint(ada, session, item))

    assert [each["level"] for each in given] == list(range(1, len(given) + 1))
    assert [each["remaining"] for each in given] == list(range(len(given) - 1, -1, -1))
    assert [each["code"] for each in given][:2] == ["where", "shape"]
    more = await ada.post("practice/hints", {"session_id": session, "item_id": item["id"]})
    assert refused(more) == (409, "NO_MORE_HINTS")


async def test_a_hint_asked_for_again_is_told_again_and_counted_once(
    site: Site, ada: Learner, session: str, item: Json
) -> None:
    first = await hint(ada, session, item)

    body = {"session_id": session, "item_id": item["id"]}
    again = await hint(ada, session, item, level=1)
    one = fine(await ada.post("practice/hints", body, **{"idempotency-key": "second"}))
    same = fine(await ada.post("practice/hints", body, **{"idempotency-key": "second"}))

    assert again == first
    assert one == same
    assert one["level"] == 2
    assert refused(await ada.post("practice/hints", {**body, "level": 4})) == (409, "HINT_OUT_OF_TURN")
    assert await site.rows("select hints from practice.session_item where attempt_id is null") == [(2,)]


@pytest.mark.parametrize(("claimed", "counted"), [(0, 2), (1, 2), (5, 5)])
async def test_the_server_counts_the_hints_whatever_the_client_says(
    site: Site, ada: Learner, session: str, item: Json, claimed: int, counted: int
) -> None:
    await hint(ada, session, item)
    await hint(ada, session, item)

    told = await ada.answer_well(session, item, hints_used=claimed)

    assert told["correct"] is True
    assert told["quality"] == (3 if counted < 3 else 2)
    assert told["assisted"] is (counted >= 3)
    kept = "select hints_used from practice.attempt where item_id = :item order by id desc limit 1"
    assert await site.rows(kept, item=UUID(item["id"])) == [(counted,)]


async def test_nothing_is_hinted_at_once_it_is_answered(ada: Learner, session: str, item: Json) -> None:
    body = {"session_id": session, "item_id": item["id"]}
    await ada.answer_well(session, item)

    assert refused(await ada.post("practice/hints", body)) == (409, "ITEM_NOT_SERVED")
    assert refused(await ada.post("practice/hints", {**body, "item_id": str(uuid4())})) == (404, "ITEM_NOT_FOUND")
    assert refused(await ada.post("practice/hints", {**body, "session_id": str(uuid4())})) == (
        404,
        "PRACTICE_SESSION_NOT_FOUND",
    )
    fine(await ada.post(f"practice/sessions/{session}/end"))
    assert refused(await ada.post("practice/hints", body)) == (409, "PRACTICE_SESSION_ENDED")


async def test_a_flashcard_has_no_hint_but_where_it_stands(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "flashcard")
    card = await asked(ada, session, "flashcard")

    only = await hint(ada, session, card)

    assert (only["code"], only["remaining"]) == ("where", 0)
