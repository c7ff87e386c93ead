"""From a file to what a learner knows, over HTTP alone."""

from datetime import timedelta

from tests.builders import MovableClock
from tests.main_job.site import CHAPTER, Learned, Learner, Site, fine, learn


async def test_a_chapter_becomes_grounded_items_that_can_be_practised(
    site: Site, ada: Learner, clock: MovableClock
) -> None:
    learned = await learn(site, ada, CHAPTER.read_bytes(), CHAPTER.name)

    result = learned.result
    assert result["pages"] >= 10
    assert result["passages"] > 50
    assert result["skills"] >= 5
    assert result["items"]["flashcard"] >= 15
    assert all(result["items"][kind] >= 3 for kind in ("multiple_choice", "true_false", "short_answer", "cloze"))
    passages = {each["id"]: each["text"] for each in await ada.all(f"documents/{learned.document_id}/passages")}
    items = await ada.all(f"decks/{learned.deck_id}/items", limit=100)
    assert len(items) == sum(result["items"].values())
    for item in items:
        assert item["source"]["document_id"] == learned.document_id
        assert item["source"]["quote"] in passages[item["source"]["passage_id"]]
        assert 1 <= item["source"]["page"] <= result["pages"]
        assert item["skills"]

    before = {each["skill_id"]: each["mastery"] for each in await ada.all("progress/me/skills")}
    session = await ada.start(deck_id=learned.deck_id)
    for number in range(10):
        asked = await ada.next(session)
        assert asked["reasons"]
        answer = ada.answer_badly if number % 5 == 4 else ada.answer_well
        told = await answer(session, asked["item"], time_ms=4000)
        assert told["due_reason"]["code"] in {"first_success", "recalled", "forgotten", "too_early"}
        clock.move(timedelta(seconds=30))
    await site.relay.drain()

    after = {each["skill_id"]: each for each in await ada.all("progress/me/skills")}
    changed = [skill_id for skill_id in after if after[skill_id]["mastery"] != before[skill_id]]
    assert changed
    assert all(after[skill_id]["practice_count"] > 0 for skill_id in changed)
    me = fine(await ada.get("progress/me"))
    assert me["total"].items() >= {"attempts": 10, "correct": 8, "time_ms": 40000}.items()
    assert me["skills"] == result["skills"]
    assert sum(day["reviews"] for day in me["forecast"]) > 0
    assert me["due_now"] == 0
    assert await ada.all("practice/reviews") == []

    clock.move(timedelta(days=2))

    due = await ada.all("practice/reviews")
    assert len(due) == fine(await ada.get("progress/me"))["due_now"] > 0


async def test_a_learned_document_knows_its_subject_and_its_skills(ada: Learner, cells: Learned) -> None:
    document = fine(await ada.get(f"documents/{cells.document_id}"))

    assert document["status"] == "ready"
    assert document["title"] == "Cells"
    assert document["subject_id"] == cells.subject_id
    skills = fine(await ada.get("skills", document_id=cells.document_id))["items"]
    assert {each["id"] for each in skills} == {
        each["id"] for each in fine(await ada.get("skills", subject_id=cells.subject_id))["items"]
    }
    assert sum(each["items"] for each in skills) == sum(cells.result["items"].values())
