"""Items, decks, skills and subjects as their owner keeps them."""

import asyncio
import random
from uuid import uuid4

import pytest

from tests.main_job.site import Json, Learned, Learner, Site, fine, refused
from tests.main_job.test_attempts import asked

CHOICE: Json = {
    "type": "multiple_choice",
    "stem": "What does a higher price do to the quantity demanded?",
    "options": [{"id": "a", "text": "It falls."}, {"id": "b", "text": "It rises."}, {"id": "c", "text": "Nothing."}],
    "key": "a",
}
CLOZE: Json = {"type": "cloze", "stem": "____ makes cells firm.", "key": ["osmosis"], "accepted": [["osmotic flow"]]}
TYPED: Json = {"type": "short_answer", "stem": "What moves?", "key": "water", "accepted": [["H2O"]]}
STATEMENT: Json = {"type": "true_false", "stem": "Water moves.", "key": True}
CARD: Json = {"type": "flashcard", "stem": "Osmosis", "key": "Water on the move."}


@pytest.fixture
async def place(ada: Learner) -> tuple[str, str, str]:
    """A subject, a deck and a skill of Ada's own making."""
    subject = fine(await ada.post("subjects", {"title": "Economics"}), 201)["id"]
    deck = fine(await ada.post("decks", {"subject_id": subject, "title": "The hard ones"}), 201)["id"]
    skill = fine(await ada.post(f"subjects/{subject}/skills", {"name": "Law of demand"}), 201)["id"]
    return subject, deck, skill


async def write(learner: Learner, place: tuple[str, str, str], body: Json) -> Json:
    _, deck, skill = place
    return fine(await learner.post(f"decks/{deck}/items", {**body, "skill_ids": [skill]}), 201)


@pytest.mark.parametrize("body", [CHOICE, CLOZE, TYPED, STATEMENT, CARD], ids=lambda body: body["type"])
async def test_an_own_item_of_any_type_is_asked_and_graded(
    ada: Learner, place: tuple[str, str, str], body: Json
) -> None:
    item = await write(ada, place, body)
    session = await ada.start(deck_id=place[1])

    asked_item = (await ada.next(session))["item"]
    told = await ada.answer_well(session, asked_item)

    assert (item["key"], item["source"], item["version"], item["status"]) == (body["key"], None, 1, "active")
    assert asked_item["id"] == item["id"]
    assert "key" not in asked_item
    assert asked_item["source"] is None
    assert (told["correct"], told["key"], told["source"]) == (True, body["key"], None)


async def test_a_wrong_choice_and_a_wrong_verdict_are_wrong(ada: Learner, place: tuple[str, str, str]) -> None:
    for body in (CHOICE, STATEMENT, TYPED, CLOZE):
        await write(ada, place, body)
    session = await ada.start(deck_id=place[1], kind="quiz")

    while item := (await ada.next(session))["item"]:
        told = await ada.answer_badly(session, item)
        assert (told["correct"], told["quality"]) == (False, 1)


async def test_a_session_grades_by_the_version_it_asked(ada: Learner, place: tuple[str, str, str]) -> None:
    item = await write(ada, place, TYPED)
    session = await ada.start(deck_id=place[1])
    asked_item = (await ada.next(session))["item"]

    edited = fine(await ada.patch(f"items/{item['id']}", {"key": "ice", "of_version": 1}))
    again = await ada.next(session)
    told = fine(await ada.answer(session, asked_item, "H2O"), 201)
    later = (await ada.next(session))["item"]
    after = fine(await ada.answer(session, later, "ice"), 201)

    assert edited["version"] == 2
    assert again["item"] == asked_item
    assert (told["correct"], told["key"]) == (True, "water")
    assert (later["version"], after["correct"], after["key"]) == (2, True, "ice")
    assert fine(await ada.get(f"items/{item['id']}"))["accepted"] == [["ice"]]


async def test_an_edit_that_does_not_fit_changes_nothing(ada: Learner, place: tuple[str, str, str]) -> None:
    item = await write(ada, place, CHOICE)
    path = f"items/{item['id']}"

    assert refused(await ada.patch(path, {"key": "z"})) == (422, "ITEM_CONTENT_MISFIT")
    assert refused(await ada.patch(path, {"accepted": [["x"]]})) == (422, "ITEM_CONTENT_MISFIT")
    assert refused(await ada.patch(path, {"options": CHOICE["options"][1:]})) == (422, "ITEM_CONTENT_MISFIT")
    assert refused(await ada.patch(path, {"stem": "New?", "of_version": 2})) == (409, "ITEM_CHANGED")
    assert refused(await ada.patch(path, {})) == (422, "INVALID")
    assert fine(await ada.patch(path, {"stem": item["stem"]})) == item
    assert fine(await ada.get(path)) == item


async def test_of_edits_at_the_same_time_each_makes_a_version(ada: Learner, place: tuple[str, str, str]) -> None:
    item = await write(ada, place, TYPED)

    edits = await asyncio.gather(*(ada.patch(f"items/{item['id']}", {"stem": f"What {n}?"}) for n in range(4)))
    races = await asyncio.gather(
        *(ada.patch(f"items/{item['id']}", {"stem": f"Who {n}?", "of_version": 5}) for n in range(3))
    )

    assert sorted(fine(each)["version"] for each in edits) == [2, 3, 4, 5]
    assert sorted(each.status_code for each in races) == [200, 409, 409]


async def test_an_archived_item_is_asked_no_more_until_it_is_restored(
    ada: Learner, place: tuple[str, str, str]
) -> None:
    item = await write(ada, place, TYPED)
    waiting = await ada.start(deck_id=place[1])
    asked_item = (await ada.next(waiting))["item"]

    assert (await ada.delete(f"items/{item['id']}")).status_code == 204
    assert (await ada.delete(f"items/{item['id']}")).status_code == 204

    assert fine(await ada.get(f"decks/{place[1]}"))["items"] == 0
    assert await ada.all(f"decks/{place[1]}/items") == []
    (archived,) = await ada.all(f"decks/{place[1]}/items", archived="true")
    # Asked just now: its key is withheld here as everywhere.
    assert (archived["id"], archived["status"], archived["key"]) == (item["id"], "archived", None)
    assert refused(await ada.post("practice/sessions", {"deck_id": place[1]})) == (409, "NOTHING_TO_PRACTISE")
    assert (await ada.answer_well(waiting, asked_item))["correct"] is True
    restored = fine(await ada.post(f"items/{item['id']}/restore"))
    assert restored == item == fine(await ada.post(f"items/{item['id']}/restore"))
    assert await ada.all(f"decks/{place[1]}/items", archived="true") == []
    await ada.start(deck_id=place[1])


async def test_what_a_deleted_document_gave_is_not_restored(site: Site, ada: Learner, cells: Learned) -> None:
    item = (await ada.all(f"decks/{cells.deck_id}/items"))[0]
    await ada.delete(f"documents/{cells.document_id}")
    await site.relay.drain()

    assert refused(await ada.post(f"items/{item['id']}/restore")) == (409, "ITEM_NOT_RESTORABLE")


async def test_the_key_is_withheld_while_a_session_waits_for_the_item(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")
    key = await ada.key_of(item)

    async def shown() -> list[Json]:
        listed = {each["id"]: each for each in await ada.all(f"decks/{cells.deck_id}/items")}
        return [fine(await ada.get(f"items/{item['id']}")), listed[item["id"]]]

    for view in await shown():
        assert view["withheld"] is True
        assert [view[name] for name in ("key", "accepted", "skills")] == [None] * 3
        assert view["source"]["quote"] is None
    edited = fine(await ada.patch(f"items/{item['id']}", {"stem": f"{item['stem']} Yes."}))
    assert (edited["withheld"], edited["key"]) == (True, None)
    others = [each for each in await ada.all(f"decks/{cells.deck_id}/items") if each["id"] != item["id"]]
    assert all(each["key"] is not None and not each["withheld"] for each in others)

    await ada.answer_badly(session, item)

    assert [(view["withheld"], view["key"]) for view in await shown()] == [(False, key)] * 2


@pytest.mark.parametrize("ending", ["end", "reveal"])
async def test_the_key_is_shown_again_when_nobody_waits(ada: Learner, cells: Learned, ending: str) -> None:
    session = await ada.start_on(cells, "cloze")
    item = await asked(ada, session, "cloze")

    if ending == "end":
        fine(await ada.post(f"practice/sessions/{session}/end"))
    else:
        fine(await ada.post("practice/reveal", {"session_id": session, "item_id": item["id"]}))

    assert fine(await ada.get(f"items/{item['id']}"))["key"]


async def test_decks_are_filled_renamed_emptied_and_put_away(
    ada: Learner, cells: Learned, place: tuple[str, str, str]
) -> None:
    first, second, *_ = await ada.all(f"decks/{cells.deck_id}/items")
    deck = fine(await ada.post("decks", {"subject_id": cells.subject_id, "title": "Mine"}), 201)
    path = f"decks/{deck['id']}"

    for item in (second, first, second):
        assert (await ada.put(f"{path}/items/{item['id']}")).status_code == 204
    filled = await ada.all(f"{path}/items")
    assert (await ada.delete(f"{path}/items/{second['id']}")).status_code == 204
    assert (await ada.delete(f"{path}/items/{second['id']}")).status_code == 204

    assert [each["id"] for each in filled] == [second["id"], first["id"]]
    assert [each["id"] for each in await ada.all(f"{path}/items")] == [first["id"]]
    assert fine(await ada.patch(path, {"title": "Yours"}))["title"] == "Yours"
    assert refused(await ada.put(f"decks/{place[1]}/items/{first['id']}")) == (409, "OTHER_SUBJECT")
    assert (await ada.delete(path)).status_code == 204
    assert refused(await ada.get(path)) == (404, "DECK_NOT_FOUND")
    assert fine(await ada.get(f"items/{first['id']}"))["status"] == "active"
    assert refused(await ada.delete(f"decks/{cells.deck_id}")) == (409, "DECK_OF_DOCUMENT")


async def test_an_item_is_written_once_into_the_deck_of_a_document(ada: Learner, cells: Learned) -> None:
    skill = fine(await ada.get("skills", document_id=cells.document_id))["items"][0]["id"]
    body = {**TYPED, "skill_ids": [skill]}

    fine(await ada.post(f"decks/{cells.deck_id}/items", body), 201)

    assert refused(await ada.post(f"decks/{cells.deck_id}/items", body)) == (409, "ITEM_EXISTS")


async def test_an_items_skills_are_of_the_decks_subject(
    ada: Learner, cells: Learned, place: tuple[str, str, str]
) -> None:
    skill = fine(await ada.get("skills", document_id=cells.document_id))["items"][0]["id"]

    for skill_id, refusal in ((skill, (409, "OTHER_SUBJECT")), (str(uuid4()), (404, "SKILL_NOT_FOUND"))):
        body = {**TYPED, "skill_ids": [skill_id]}
        assert refused(await ada.post(f"decks/{place[1]}/items", body)) == refusal


async def test_a_subject_is_renamed_and_put_away_once_it_is_empty(site: Site, ada: Learner, cells: Learned) -> None:
    path = f"subjects/{cells.subject_id}"

    assert fine(await ada.patch(path, {"title": "Biology"}))["title"] == "Biology"
    assert refused(await ada.delete(path)) == (409, "SUBJECT_NOT_EMPTY")
    await ada.delete(f"documents/{cells.document_id}")
    await site.relay.drain()
    assert (await ada.delete(path)).status_code == 204

    assert refused(await ada.get(path)) == (404, "SUBJECT_NOT_FOUND")
    assert await ada.all("subjects") == []
    assert refused(await ada.post("practice/sessions", {"subject_id": cells.subject_id})) == (404, "SUBJECT_NOT_FOUND")
    assert refused(await ada.post("decks", {"subject_id": cells.subject_id, "title": "x"})) == (
        404,
        "SUBJECT_NOT_FOUND",
    )


async def test_a_skill_is_made_once_by_whatever_form_of_its_name(ada: Learner, place: tuple[str, str, str]) -> None:
    path = f"subjects/{place[0]}/skills"

    assert refused(await ada.post(path, {"name": "The laws of demand"})) == (409, "SKILL_EXISTS")
    second = fine(await ada.post(path, {"name": "供給"}), 201)
    assert (second["position"], second["items"], second["prerequisites"]) == (1, 0, [])


async def test_the_skills_of_a_subject_come_in_pages_in_the_order_they_are_taught(
    ada: Learner, cells: Learned, place: tuple[str, str, str]
) -> None:
    path = f"subjects/{place[0]}/skills"
    names = ["Supply", "Price", "Shift", "Market"]
    made = [place[2], *[fine(await ada.post(path, {"name": name}), 201)["id"] for name in names]]

    first = fine(await ada.get(path, limit="2"))
    numbered = fine(await ada.get(path, limit="2", offset="2"))

    assert [each["id"] for each in await ada.all(path, limit="2")] == made
    assert [each["id"] for each in first["items"]] == made[:2]
    assert [each["id"] for each in numbered["items"]] == made[2:4]
    assert numbered["pagination"]["total_items"] == len(made)
    assert await ada.all(path, document_id=cells.document_id) == []
    taught = await ada.all(f"subjects/{cells.subject_id}/skills", document_id=cells.document_id, limit="3")
    assert taught == fine(await ada.get("skills", document_id=cells.document_id))["items"]
    assert refused(await ada.get(path, cursor=f"{first['next_cursor']}x")) == (422, "INVALID_CURSOR")


async def test_prerequisites_are_set_and_never_run_in_a_circle(ada: Learner, place: tuple[str, str, str]) -> None:
    subject, chance = place[0], random.Random(4)
    made = [await ada.post(f"subjects/{subject}/skills", {"name": name}) for name in ("Supply", "Price", "Shift")]
    skills = [place[2], *(fine(each, 201)["id"] for each in made)]
    edges: dict[str, set[str]] = {skill: set() for skill in skills}

    def leads_to(start: str, goal: str) -> bool:
        return start == goal or any(leads_to(each, goal) for each in edges[start])

    answers = []
    for _ in range(40):
        skill, wanted = chance.choice(skills), chance.sample(skills, chance.randrange(3))
        is_circle = any(leads_to(each, skill) for each in wanted)
        answer = await ada.put(f"skills/{skill}/prerequisites", {"skill_ids": wanted})
        answers.append(answer.status_code)
        if is_circle:
            assert refused(answer) == (409, "PREREQUISITE_CYCLE")
        else:
            edges[skill] = set(wanted)
            assert set(fine(answer)["prerequisites"]) == set(wanted)

    assert set(answers) == {200, 409}
    shown = fine(await ada.get("skills", subject_id=subject))["items"]
    assert {each["id"]: set(each["prerequisites"]) for each in shown} == edges


async def test_a_prerequisite_is_a_skill_of_the_same_subject(
    ada: Learner, eve: Learner, cells: Learned, place: tuple[str, str, str]
) -> None:
    skill = fine(await ada.get("skills", document_id=cells.document_id))["items"][0]["id"]
    path = f"skills/{place[2]}/prerequisites"

    assert refused(await ada.put(path, {"skill_ids": [skill]})) == (409, "OTHER_SUBJECT")
    assert refused(await ada.put(path, {"skill_ids": [str(uuid4())]})) == (404, "SKILL_NOT_FOUND")
    assert refused(await ada.put(path, {"skill_ids": [place[2]]})) == (409, "PREREQUISITE_CYCLE")
    assert refused(await eve.put(path, {"skill_ids": []})) == (404, "SKILL_NOT_FOUND")


async def test_what_may_be_asked_follows_every_change_at_once(ada: Learner, place: tuple[str, str, str]) -> None:
    """The columns practice chooses from are kept in the process, and never older than the library."""
    first = await write(ada, place, TYPED)

    async def askable() -> set[str]:
        session = await ada.start(subject_id=place[0], kind="quiz", length=50)
        found = set()
        while item := (await ada.next(session))["item"]:
            found.add(item["id"])
            await ada.answer_badly(session, item)
        return found

    assert await askable() == {first["id"]}
    second = await write(ada, place, STATEMENT)
    assert await askable() == {first["id"], second["id"]}
    await ada.delete(f"items/{first['id']}")
    assert await askable() == {second["id"]}
    await ada.post(f"items/{first['id']}/restore")
    await ada.patch(f"items/{first['id']}", {"stem": "What flows?"})
    assert await askable() == {first["id"], second["id"]}
    deck = await ada.start(deck_id=place[1])
    await ada.delete(f"decks/{place[1]}/items/{first['id']}")
    assert (await ada.next(deck))["item"]["id"] == second["id"]
