"""Whatever quotes a document says which one, and the quote is found on its page."""

from tests.main_job.site import CHAPTER, Json, Learned, Learner, Site, fine, learn, refused
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


async def test_a_page_has_the_passages_that_stand_on_it_wholly_or_in_part(site: Site, ada: Learner) -> None:
    learned = await learn(site, ada, CHAPTER.read_bytes(), CHAPTER.name)
    path = f"documents/{learned.document_id}/passages"
    every = await ada.all(path)
    runs_over = next(each for each in every if each["page_breaks"])

    for page in range(1, learned.result["pages"] + 2):
        assert await ada.all(path, page=page, limit=2) == [each for each in every if page in pages_of(each)]
    for each in runs_over["page_breaks"]:
        assert 0 < each["offset"] < len(runs_over["text"])
        assert each["page"] > runs_over["page"]


def pages_of(passage: Json) -> set[int]:
    return {passage["page"], *(each["page"] for each in passage["page_breaks"])}


async def test_a_quote_is_found_among_the_passages_of_its_page(site: Site, ada: Learner) -> None:
    learned = await learn(site, ada, CHAPTER.read_bytes(), CHAPTER.name)

    for item in await ada.all(f"decks/{learned.deck_id}/items", limit=100):
        source = item["source"]
        shown = await ada.all(f"documents/{learned.document_id}/passages", page=source["page"])
        assert source["quote"] in {each["id"]: each["text"] for each in shown}[source["passage_id"]]


async def test_a_document_without_pages_has_one(ada: Learner, cells: Learned) -> None:
    path = f"documents/{cells.document_id}/passages"

    assert cells.result["pages"] == 1
    assert await ada.all(path, page=1) == await ada.all(path) != []
    assert await ada.all(path, page=2) == []


async def test_reading_begins_around_a_passage_and_goes_on(site: Site, ada: Learner) -> None:
    learned = await learn(site, ada, CHAPTER.read_bytes(), CHAPTER.name)
    path = f"documents/{learned.document_id}/passages"
    every = await ada.all(path)

    middle = fine(await ada.get(path, around=every[40]["id"], limit=5))
    first = fine(await ada.get(path, around=every[0]["id"], limit=5))
    onward = await ada.all(path, around=every[40]["id"], limit=5)

    assert middle["items"] == every[38:43]
    assert first["items"] == every[:5]
    assert onward == every[38:]


async def test_a_passage_of_another_document_is_not_in_this(
    site: Site, ada: Learner, eve: Learner, cells: Learned
) -> None:
    hers = await learn(site, eve)
    theirs = (await eve.all(f"documents/{hers.document_id}/passages"))[0]["id"]

    answer = await ada.get(f"documents/{cells.document_id}/passages", around=theirs)

    assert refused(answer) == (404, "PASSAGE_NOT_FOUND")
    assert refused(await eve.get(f"documents/{cells.document_id}/passages", page=1)) == (404, "DOCUMENT_NOT_FOUND")
