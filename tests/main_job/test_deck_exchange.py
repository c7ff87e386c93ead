"""A learner takes a deck away as a file, and brings one in: theirs alone, and never twice."""

import csv
import io
import json
from uuid import UUID

import httpx
import pytest

from lyceum.library import facade as library
from lyceum.library.store.items import MOST_OTHER_ANSWERS
from lyceum.platform.unit_of_work import unit_of_work
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused
from tests.main_job.test_authoring import CARD, CHOICE, CLOZE, STATEMENT, TYPED

TABLE = b"front;back;skills\nOsmosis;Water on the move.;Membranes\nDiffusion;;\n=1+1;2;\n"


async def bring(learner: Learner, content: bytes, name: str = "Cells.csv", **form: str) -> httpx.Response:
    files = {"file": (name, content)}
    return await learner.http.post("/api/v1/decks/import", files=files, data=form, headers=learner.headers)


async def take(learner: Learner, deck: str, form: str = "csv") -> bytes:
    answer = await learner.get(f"decks/{deck}/export", format=form)
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.fixture
async def subject(ada: Learner) -> str:
    return str(fine(await ada.post("subjects", {"title": "Biology"}), 201)["id"])


@pytest.fixture
async def deck(ada: Learner, subject: str) -> str:
    """A deck with an item of every type."""
    made = str(fine(await ada.post("decks", {"subject_id": subject, "title": "Cells"}), 201)["id"])
    skill = fine(await ada.post(f"subjects/{subject}/skills", {"name": "Membranes"}), 201)["id"]
    for body in (CARD, CHOICE, CLOZE, STATEMENT, TYPED):
        fine(await ada.post(f"decks/{made}/items", {**body, "skill_ids": [skill]}), 201)
    return made


async def contents(learner: Learner, deck: str) -> list[Json]:
    """What the items of a deck say, in its order."""
    names = ("type", "stem", "key", "accepted", "options", "jurisdictions")
    found = await learner.all(f"decks/{deck}/items")
    return [{name: each[name] for name in names} | {"skills": [k["name"] for k in each["skills"]]} for each in found]


async def test_a_table_becomes_a_deck_and_says_what_became_of_each_row(ada: Learner, subject: str) -> None:
    told = fine(await bring(ada, TABLE, subject_id=subject), 201)

    assert (told["made"], told["known"], told["reviews_not_taken"]) == (2, 0, 0)
    assert told["refused"] == [{"row": 3, "code": "back_missing", "reason": "The back is empty."}]
    assert fine(await ada.get(f"decks/{told['deck_id']}"))["title"] == "Cells"
    assert [(each["stem"], each["skills"]) for each in await contents(ada, told["deck_id"])] == [
        ("Osmosis", ["Membranes"]),
        ("=1+1", ["Cells"]),
    ]


async def test_what_was_imported_is_practised(ada: Learner, subject: str) -> None:
    told = fine(await bring(ada, TABLE, subject_id=subject), 201)
    session = await ada.start(deck_id=told["deck_id"])

    answered = await ada.answer_well(session, (await ada.next(session))["item"])

    assert answered["correct"] is True


async def test_the_same_file_again_makes_nothing(ada: Learner, subject: str) -> None:
    first = fine(await bring(ada, TABLE, subject_id=subject), 201)

    again = fine(await bring(ada, TABLE, subject_id=subject), 200)

    assert (again["deck_id"], again["made"], again["known"]) == (first["deck_id"], 0, 2)
    assert len(fine(await ada.get("decks"))["items"]) == 1
    assert len(await contents(ada, first["deck_id"])) == 2


async def test_what_was_edited_or_archived_since_is_known(ada: Learner, subject: str) -> None:
    deck = fine(await bring(ada, TABLE, subject_id=subject), 201)["deck_id"]
    edited, archived = await ada.all(f"decks/{deck}/items")
    fine(await ada.patch(f"items/{edited['id']}", {"key": "Water, moving."}))
    now = await take(ada, deck)
    await ada.delete(f"items/{archived['id']}")

    old, new = await bring(ada, TABLE, subject_id=subject), await bring(ada, now, subject_id=subject)

    assert (fine(old)["known"], fine(new)["known"]) == (2, 2)
    assert [each["key"] for each in await contents(ada, deck)] == ["Water, moving."]


async def test_a_deck_of_every_type_is_the_same_elsewhere(ada: Learner, eve: Learner, deck: str) -> None:
    theirs = fine(await eve.post("subjects", {"title": "Biology"}), 201)["id"]
    limited = (await ada.all(f"decks/{deck}/items"))[1]["id"]
    fine(await ada.patch(f"items/{limited}", {"jurisdictions": ["AT", "DE"]}))

    told = fine(await bring(eve, await take(ada, deck), subject_id=theirs, title="From Ada"), 201)

    assert (told["made"], told["refused"]) == (5, [])
    assert await contents(eve, told["deck_id"]) == await contents(ada, deck)


async def test_a_package_goes_out_and_comes_in(ada: Learner, eve: Learner, deck: str) -> None:
    theirs = fine(await eve.post("subjects", {"title": "Biology"}), 201)["id"]
    package = await take(ada, deck, "apkg")

    told = fine(await bring(eve, package, "x.apkg", subject_id=theirs), 201)
    again = fine(await bring(eve, package, "x.apkg", subject_id=theirs))

    assert (told["made"], again["made"], again["known"]) == (5, 0, 5)
    assert fine(await eve.get(f"decks/{told['deck_id']}"))["title"] == "Cells"
    types = [each["type"] for each in await contents(eve, told["deck_id"])]
    assert types == ["flashcard", "flashcard", "cloze", "flashcard", "flashcard"]


async def test_rows_without_a_skill_ask_for_the_one_that_was_named(ada: Learner, subject: str) -> None:
    skill = fine(await ada.post(f"subjects/{subject}/skills", {"name": "Sums"}), 201)["id"]

    told = fine(await bring(ada, TABLE, subject_id=subject, skill_id=skill), 201)

    assert [each["skills"] for each in await contents(ada, told["deck_id"])] == [["Membranes"], ["Sums"]]


async def test_a_file_of_nothing_but_refusals_makes_no_deck(ada: Learner, subject: str) -> None:
    told = fine(await bring(ada, b"front,back\nOsmosis,\n", subject_id=subject))

    assert (told["deck_id"], told["made"], len(told["refused"])) == (None, 0, 1)
    assert fine(await ada.get("decks"))["items"] == []


async def test_refusals_are_told_in_the_readers_language(ada: Learner, subject: str) -> None:
    told = fine(await bring(ada.reading("de"), TABLE, subject_id=subject), 201)
    other = await bring(ada.reading("de"), b"PK\x03\x04", "x.apkg", subject_id=subject)

    assert told["refused"][0]["reason"] == "Die Rückseite ist leer."
    assert refused(other) == (422, "DECK_FILE_UNREADABLE")
    assert "Anki-Paket" in other.json()["error"]["message"]


async def test_nobody_takes_or_fills_what_is_anothers(ada: Learner, eve: Learner, subject: str, deck: str) -> None:
    own = fine(await eve.post("subjects", {"title": "Mine"}), 201)["id"]
    skill = fine(await ada.get("skills", subject_id=subject))["items"][0]["id"]

    assert refused(await eve.get(f"decks/{deck}/export", format="csv")) == (404, "DECK_NOT_FOUND")
    assert refused(await bring(eve, TABLE, subject_id=subject)) == (404, "SUBJECT_NOT_FOUND")
    assert refused(await bring(eve, TABLE, subject_id=own, skill_id=skill)) == (404, "SKILL_NOT_FOUND")


async def test_what_a_session_waits_for_is_not_in_the_file(ada: Learner, deck: str) -> None:
    session = await ada.start(deck_id=deck)
    asked = (await ada.next(session))["item"]

    answer = await ada.get(f"decks/{deck}/export")
    package = await ada.get(f"decks/{deck}/export", format="apkg")

    assert (answer.headers["items-left-out"], package.headers["items-left-out"]) == ("1", "1")
    assert asked["stem"] not in answer.text


async def test_a_guess_at_what_a_session_waits_for_is_told_nothing(ada: Learner, deck: str, subject: str) -> None:
    statement = next(each for each in await contents(ada, deck) if each["type"] == "true_false")
    session = await ada.start(deck_id=deck)
    while (asked := (await ada.next(session))["item"])["type"] != "true_false":
        await ada.answer_well(session, asked)

    tables = [f"type,front,back\ntrue_false,{statement['stem']},{key}\n".encode() for key in ("true", "false")]
    right, wrong = [fine(await bring(ada, table, subject_id=subject)) for table in tables]
    await ada.answer_well(session, asked)
    later = fine(await bring(ada, tables[not statement["key"]], subject_id=subject))

    assert right == wrong
    assert right["refused"][0]["code"] == "being_asked"
    assert (later["known"], later["refused"]) == (1, [])


async def test_a_deck_of_a_document_is_exported_and_known_in_its_subject(ada: Learner, cells: Learned) -> None:
    table = await take(ada, cells.deck_id)

    told = fine(await bring(ada, table, subject_id=cells.subject_id, title="Mine"))

    assert (told["made"], told["refused"]) == (0, [])
    assert await contents(ada, told["deck_id"]) == await contents(ada, cells.deck_id)


async def test_too_much_is_refused(ada: Learner, subject: str) -> None:
    rows = await bring(ada, b"front,back\n" + b"a,b\n" * 1_000_000, subject_id=subject)
    size = await bring(ada, b"x" * (32 * 1024 * 1024 + 1), subject_id=subject)

    assert refused(rows) == (413, "DECK_FILE_TOO_LARGE")
    assert refused(size) == (413, "DECK_FILE_TOO_LARGE")


async def test_of_very_many_other_answers_those_are_weighed_that_may_be_what_was_typed(
    ada: Learner, site: Site, subject: str
) -> None:
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["type", "front", "back", "accepted"])
    rows.writerow(["short_answer", "What is made of light?", "photosynthesis", ""])
    rows.writerow(["short_answer", "Who studies it?", "photosynthesist", ""])
    for row in range(60):
        accepted = [f"{'y' * (row % 40)} {row} {number}" for number in range(20)]
        rows.writerow(["short_answer", f"Question {row}", accepted[0], json.dumps([accepted])])
    told = fine(await bring(ada, table.getvalue().encode(), subject_id=subject), 201)
    item = (await ada.all(f"decks/{told['deck_id']}/items"))[0]

    async with unit_of_work(site.kernel) as uow:
        found = await library.other_answers(uow, UUID(item["id"]), ["photosynthesist"])

    assert len(found) == MOST_OTHER_ANSWERS < 60 * 20
    assert "photosynthesist" in found


async def test_a_file_names_no_more_skills_than_somebody_learns(ada: Learner, subject: str) -> None:
    names = (" | ".join(f"Skill {row} {number}" for number in range(10)) for row in range(51))
    table = "front,back,skills\n" + "".join(f"Q{row},A,{each}\n" for row, each in enumerate(names))

    answer = await bring(ada, table.encode(), subject_id=subject)

    assert refused(answer) == (413, "DECK_FILE_TOO_LARGE")
    assert fine(await ada.get("skills", subject_id=subject))["items"] == []
