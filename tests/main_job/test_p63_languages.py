"""P63 (WEB-09): what the server tells is in the reader's language, and nothing of another language is in it.

The made-up language brackets every text of ours: a sentence without brackets is one that no catalogue has.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.app.http import describe_api
from lyceum.platform.ids import new_id
from tests.documents.pdfs import pdf_of
from tests.main_job.site import Json, Learned, Learner, Site, fine, learn

# What these hold is a document's or a person's own, in the words they have.
CONTENT = {"title", "file_name", "name", "stem", "key", "quote", "heading", "accepted", "options", "response"}
# A `text` beside one of these is the server's.
OURS = {"code", "scope", "occurred_at", "feature", "version", "scheduler", "serves", "per_day"}
# What these hold is for a program.
FOR_PROGRAMS = {"timestamp", "path"}
CHOICE: Json = {
    "type": "multiple_choice",
    "stem": "Which of these stores the genes?",
    "key": "a",
    "options": [{"id": "a", "text": "DNA"}, {"id": "b", "text": "fat"}, {"id": "c", "text": "salt"}],
}
GERMAN = "# Zellen\n\nEine **Zelle** ist die kleinste Einheit des Lebens. Die **Zelle** hat einen Kern und lebt davon."


def sentences(body: Any, place: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401  any JSON
    """Every text of an answer that a person reads and that is the server's."""
    match body:
        case dict():
            for name, value in body.items():
                is_content = name in CONTENT | FOR_PROGRAMS or (name == "text" and OURS.isdisjoint(body))
                if not is_content:
                    yield from sentences(value, f"{place}.{name}")
        case list():
            for value in body:
                yield from sentences(value, place)
        case str() if " " in body or place.endswith((".text", ".message", ".note")):
            if body:
                yield place, body
        case _:
            pass


def bracketed(answer: httpx.Response) -> set[str]:
    """The places at which the answer tells something; each must be in the made-up language."""
    found = list(sentences(answer.json()))
    assert [each for each in found if not (each[1].startswith("⟦") and each[1].endswith("⟧"))] == []
    assert answer.headers.get("content-language") == ("qps" if found else None), answer.request.url
    assert ("accept-language" in answer.headers.get("vary", "").lower()) is bool(found)
    return {place for place, _ in found}


@pytest.fixture
def translator(ada: Learner) -> Learner:
    """Ada, who reads the made-up language."""
    return ada.reading("qps")


async def test_p63_sessions_tell_everything_in_the_readers_language(translator: Learner, cells: Learned) -> None:
    seen: set[str] = set()
    item: Json = {}
    response: object = None
    skill = fine(await translator.get("skills", subject_id=cells.subject_id))["items"][0]["id"]
    own = await translator.post(f"decks/{cells.deck_id}/items", {**CHOICE, "skill_ids": [skill]})
    assert own.status_code == httpx.codes.CREATED
    for kind in (*cells.result["items"], CHOICE["type"]):
        session = await translator.start_on(cells, str(kind))
        while (answer := await translator.get("practice/next", session_id=session)).json()["item"]:
            seen |= bracketed(answer)
            item = answer.json()["item"]
            helping = {"session_id": session, "item_id": item["id"]}
            while (hint := await translator.post("practice/hints", helping)).status_code == httpx.codes.OK:
                seen |= bracketed(hint)
            seen |= bracketed(hint)
            response = await translator.wrong_for(item) if len(seen) % 2 else await translator.key_of(item)
            response = 3 if item["type"] == "flashcard" else response
            seen |= bracketed(await translator.answer(session, item, response))
        seen |= bracketed(await translator.get(f"practice/sessions/{session}/attempts"))
        seen |= bracketed(await translator.answer(session, item, response))

    assert seen >= {".reasons.text", ".text", ".feedback.text", ".due_reason.text", ".items.feedback.text"}
    assert ".error.message" in seen


async def test_p63_a_job_and_its_document_tell_how_it_goes_in_the_readers_language(
    site: Site, translator: Learner, ada: Learner
) -> None:
    learned = await learn(site, ada, GERMAN.encode(), "zellen.md")
    job = await translator.get(f"jobs/{learned.job_id}")
    assert bracketed(job) >= {".result.weaknesses.text"}
    notes = fine(await ada.get(f"jobs/{learned.job_id}"))["result"]["weaknesses"]
    assert notes[0]["text"].startswith("German is read by its turns of phrase only")

    for content, name in ((pdf_of([], []), "scan.pdf"), (b"%PDF-1.7 cut off", "broken.pdf")):
        uploaded = fine(await translator.upload(content, name), 202)
        await site.run_jobs()
        assert bracketed(await translator.get(f"documents/{uploaded['document_id']}")) == {".error.message"}
        assert bracketed(await translator.get(f"jobs/{uploaded['job_id']}")) == {".error.message"}


async def test_p63_a_running_job_tells_its_note_in_the_readers_language(
    site: Site, translator: Learner, ada: Learner, cells: Learned
) -> None:
    async def note_of(learner: Learner, note: str, values: Json) -> str:
        await site.rows(
            "update platform.job set status = 'running', note = :note, note_values = cast(:values as jsonb)"
            " where id = cast(:id as uuid) returning id",
            id=cells.job_id,
            note=note,
            values=json.dumps(values),
        )
        return str(fine(await learner.get(f"jobs/{cells.job_id}"))["note"])

    items = ("studio.note.items", {"made": 25, "all": 31})
    assert await note_of(ada, *items) == "25 of 31 items"
    assert await note_of(ada.reading("de"), *items) == "25 von 31 Aufgaben"
    assert (await note_of(translator, *items)).startswith("⟦25 öƒ".replace("ƒ", "f"))
    assert await note_of(translator, "finding terms", {}) == "finding terms", "as an older version wrote it"


async def test_p63_refusals_are_told_in_the_readers_language(translator: Learner, cells: Learned) -> None:
    nowhere, session = new_id(), await translator.start(deck_id=cells.deck_id)
    item = (await translator.next(session))["item"]
    answer = {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": item["id"], "response": [1]}
    person = {"email": "x", "password": "short", "full_name": "Ada Lovelace"}
    refusals = [
        await translator.get(f"documents/{nowhere}"),
        await translator.get("nowhere"),
        await translator.put("documents"),
        await translator.get("documents", limit=1000),
        await translator.get("documents", cursor="none"),
        await translator.get("documents/none"),
        await translator.get("skills"),
        await translator.post("practice/sessions", {}),
        await translator.post("practice/sessions", {"deck_id": 5, "kind": "exam", "length": 0, "skill_ids": []}),
        await translator.post("practice/attempts", answer),
        await translator.post("practice/attempts", {**answer, "occurred_at": "yesterday", "confidence": 9}),
        await translator.post("practice/attempts", {**answer, "occurred_at": "1066-10-14T00:00:00Z"}),
        await translator.post("practice/attempts", {**answer, "item_id": str(nowhere), "response": "x"}),
        await translator.post("practice/hints", {"session_id": session, "item_id": item["id"], "level": 3}),
        await translator.upload(b"\x89PNG\r\n\x1a\n\x00\x00", "picture.png"),
        await translator.upload(b"", "empty.md"),
        await translator.http.post("/api/v1/practice/sessions", json={}, headers={"accept-language": "qps"}),
        await translator.http.post("/api/v1/practice/sessions", content=b"{", headers=translator.headers),
        await translator.http.post("/api/v1/auth/register", json=person, headers=translator.headers),
        await translator.http.post("/api/v1/auth/register", json={"a": 1}, headers=translator.headers),
        await translator.http.post(
            "/api/v1/auth/register", json={**person, "email": "x@example.org"}, headers=translator.headers
        ),
    ]

    for refusal in refusals:
        assert refusal.status_code >= httpx.codes.BAD_REQUEST, refusal.request.url
        assert ".error.message" in bracketed(refusal)
    assert ".error.details.rules.advice" in bracketed(refusals[-1])
    assert ".error.details.fields.message" in bracketed(refusals[7])


async def test_p63_an_answer_of_a_batch_is_refused_in_the_readers_language(translator: Learner, cells: Learned) -> None:
    session = await translator.start(deck_id=cells.deck_id)
    answer = {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": str(new_id()), "response": "x"}

    assert bracketed(await translator.post("practice/attempts/batch", {"attempts": [answer]})) == {
        ".items.error.message"
    }


async def test_p63_whatever_can_be_read_is_told_in_the_readers_language(
    translator: Learner, cells: Learned, composition: Composition
) -> None:
    session = await translator.start(deck_id=cells.deck_id)
    item = (await translator.next(session))["item"]
    attempt = await translator.answer_badly(session, item)
    ids = {"session_id": session, "item_id": item["id"], "skill_id": item["skills"][0], "tag": "qps"}
    ids |= {"document_id": cells.document_id, "deck_id": cells.deck_id, "subject_id": cells.subject_id}
    ids |= {"job_id": cells.job_id, "attempt_id": attempt["attempt_id"], "passage_id": item["source"]["passage_id"]}
    # What has no id here is refused, and that is told too.
    unknown = str(new_id())
    # Which of them a list is asked for: what a route does not know, it passes over.
    narrowed = {"document_id": cells.document_id, "session_id": session, "q": "water"}
    narrowed |= {"scheduler": "fsrs", "desired_retention": "0.8"}
    paths = describe_api(composition).openapi()["paths"]
    read = 0
    for path in (path for path, methods in paths.items() if "get" in methods and not path.endswith("/events")):
        template = path.removeprefix("/api/v1/")
        if path.startswith("/api/v1/") and "probe" not in path:
            place = re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], unknown), template)
            answer = await translator.get(place, **narrowed)
            if answer.headers["content-type"] == "application/json":
                bracketed(answer)
                read += answer.status_code == httpx.codes.OK

    assert read > 25


async def test_german_is_told_in_german(ada: Learner, cells: Learned) -> None:
    reader = ada.reading("de-AT, en;q=0.5")
    session = await reader.start_on(cells, "short_answer")
    asked = await reader.next(session)
    hints = [
        fine(await reader.post("practice/hints", {"session_id": session, "item_id": asked["item"]["id"]}))["text"]
        for _ in range(2)
    ]
    told = await reader.answer_badly(session, asked["item"])
    refused = await reader.post("practice/sessions", {"deck_id": "x", "kind": "exam"})

    assert "Du hast diese Aufgabe noch nicht gesehen." in [reason["text"] for reason in asked["reasons"]]
    assert hints[0].startswith("Sieh auf Seite 1 nach")
    assert "Wort mit" in hints[1] or "Wörter mit" in hints[1]
    assert told["feedback"]["text"] == "Nicht richtig."
    assert refused.json()["error"]["message"] == (
        "body.deck_id: muss eine Kennung sein (eine UUID); body.kind: muss 'practice', 'review', 'placement' oder"
        " 'quiz' sein."
    )
    assert refused.headers["content-language"] == "de"


async def test_an_answer_that_is_told_again_stays_in_the_language_it_was_told_in(ada: Learner, cells: Learned) -> None:
    session = await ada.start_on(cells, "cloze")
    item = (await ada.next(session))["item"]
    wanted, once = {"session_id": session, "item_id": item["id"]}, {"idempotency-key": "hint-1"}

    first = await ada.reading("de").post("practice/hints", wanted, **once)
    again = await ada.reading("en").post("practice/hints", wanted, **once)
    anew = await ada.reading("en").post("practice/hints", {**wanted, "level": 1})

    assert first.json() == again.json() != anew.json()
    assert [each.headers["content-language"] for each in (first, again, anew)] == ["de", "de", "en"]


async def test_an_answer_without_words_names_no_language(ada: Learner, cells: Learned) -> None:
    answer = await ada.reading("de").get(f"decks/{cells.deck_id}/items")

    assert answer.status_code == httpx.codes.OK
    assert "content-language" not in answer.headers
