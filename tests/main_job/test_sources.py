"""Whatever quotes a document says which one, and the quote is found on its page."""

from tests.main_job.site import Learned, Learner, fine
from tests.main_job.test_attempts import asked


async def test_a_source_names_its_document_wherever_it_is_shown(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")
    shown = fine(await ada.get(f"items/{item['id']}"))
    revealed = fine(await ada.post("practice/reveal", {"session_id": session, "item_id": item["id"]}))
    told = await ada.answer_well(session, item)
    remembered = fine(await ada.get(f"practice/attempts/{told['attempt_id']}"))

    for view in (item, shown, revealed, told, remembered, remembered["item"]):
        assert view["source"]["document_id"] == cells.document_id
    assert item["source"]["quote"] is None, "before the answer it would tell the key"
    assert shown["source"]["quote"] is None, "as long as it is being asked"


async def test_an_item_its_author_wrote_has_no_source(ada: Learner, cells: Learned) -> None:
    skill = fine(await ada.get("skills", subject_id=cells.subject_id))["items"][0]["id"]
    new = {"type": "true_false", "stem": "Cells are alive.", "key": True, "skill_ids": [skill]}

    written = fine(await ada.post(f"decks/{cells.deck_id}/items", new), 201)

    assert written["source"] is None
