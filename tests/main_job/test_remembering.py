"""What was answered can be looked at again, but not while it is being asked."""

from tests.main_job.site import Json, Learned, Learner, fine
from tests.main_job.test_attempts import asked


async def test_a_session_shows_what_was_answered_in_it_with_the_keys(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, kind="quiz", length=5)
    told: list[tuple[Json, Json]] = []
    while item := (await ada.next(session))["item"]:
        told.append((item, await ada.answer_well(session, item, time_ms=1500, device={"type": "phone"})))

    shown = await ada.all(f"practice/sessions/{session}/attempts", limit=2)

    assert [(each["item"], each["attempt_id"]) for each in shown] == [
        (item, result["attempt_id"]) for item, result in told
    ]
    for each, (_, result) in zip(shown, told, strict=True):
        assert (each["key"], each["correct"], each["source"]) == (result["key"], result["correct"], result["source"])
        assert each["response"] == (4 if each["item"]["type"] == "flashcard" else each["key"])
        assert (each["time_ms"], each["withheld"]) == (1500, False)
        assert fine(await ada.get(f"practice/attempts/{each['attempt_id']}")) == each


async def test_what_is_being_asked_again_is_not_told_by_an_old_answer(ada: Learner, cells: Learned) -> None:
    first = await ada.start_on(cells, "cloze")
    item = await asked(ada, first, "cloze")
    told = await ada.answer_well(first, item)
    again = await ada.start(skill_ids=[item["skills"][0]], kind="quiz", length=200)
    while (await ada.next(again))["item"]["id"] != item["id"]:
        await ada.answer_badly(again, (await ada.next(again))["item"])

    shown = fine(await ada.get(f"practice/attempts/{told['attempt_id']}"))
    listed = await ada.all(f"practice/sessions/{first}/attempts")

    assert shown["withheld"] is True
    assert (shown["key"], shown["response"], shown["source"]["quote"]) == (None, None, None)
    assert shown in listed
    await ada.answer_badly(again, item)
    assert fine(await ada.get(f"practice/attempts/{told['attempt_id']}"))["key"] == told["key"]


async def test_sessions_are_listed_the_newest_first(ada: Learner, cells: Learned) -> None:
    started = [await ada.start(deck_id=cells.deck_id, length=length) for length in (3, 4, 5)]

    listed = await ada.all("practice/sessions", limit=2)

    assert [each["id"] for each in listed] == started[::-1]
    assert [each["length"] for each in listed] == [5, 4, 3]
