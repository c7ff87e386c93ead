"""One item asked by two sessions at once: what one of them shows has been seen, whichever is answered."""

from uuid import UUID

from tests.main_job.site import Json, Learned, Learner, Site, fine


async def asked_twice(learner: Learner, learned: Learned) -> tuple[str, str, Json]:
    """Two sessions that wait for the same item, and the item."""
    deck = fine(await learner.post("decks", {"subject_id": learned.subject_id, "title": "One"}), 201)["id"]
    items = await learner.all(f"decks/{learned.deck_id}/items")
    gap = next(item for item in items if item["type"] == "cloze")
    await learner.put(f"decks/{deck}/items/{gap['id']}")
    first, second = [await learner.start(deck_id=deck) for _ in range(2)]
    item = (await learner.next(first))["item"]
    assert (await learner.next(second))["item"] == item
    return first, second, item


async def test_an_answer_shown_by_one_session_is_in_sight_in_the_other(ada: Learner, cells: Learned) -> None:
    first, second, item = await asked_twice(ada, cells)

    shown = fine(await ada.post("practice/reveal", {"session_id": first, "item_id": item["id"]}))
    told = fine(await ada.answer(second, item, shown["key"]), 201)

    assert told["assisted"] is True


async def test_hints_of_one_session_are_counted_by_the_other(ada: Learner, cells: Learned) -> None:
    first, second, item = await asked_twice(ada, cells)
    wanted = {"session_id": first, "item_id": item["id"]}
    hints = [fine(await ada.post("practice/hints", wanted)) for _ in range(3)]
    assert hints[-1]["level"] == 3

    told = await ada.answer_well(second, item)

    assert told["assisted"] is True


async def test_another_persons_session_is_not_told_what_was_shown(
    site: Site, ada: Learner, eve: Learner, cells: Learned
) -> None:
    first, second, item = await asked_twice(ada, cells)
    shared = "update practice.session set learner_id = :eve where id = :session returning id"
    await site.rows(shared, eve=eve.user_id, session=UUID(second))

    fine(await ada.post("practice/reveal", {"session_id": first, "item_id": item["id"]}))

    noted = await site.rows("select session_id::text from practice.session_item where revealed_at is not null")
    assert noted == [(first,)]
