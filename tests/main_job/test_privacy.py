"""What is one person's is not there for another."""

import re
from uuid import UUID, uuid4

import pytest

from lyceum.library import facade as library
from lyceum.library.contracts import PracticeScope
from lyceum.platform.jobs import JOB_CHANNEL
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused

FOR_STRANGERS = {
    "GET /api/v1/.well-known/jwks.json",
    "GET /api/v1/languages",
    "GET /api/v1/languages/{tag}",
    "GET /health/live",
    "GET /health/ready",
    "POST /api/v1/auth/confirm-email",
    "POST /api/v1/auth/end-session",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/password/forgot",
    "POST /api/v1/auth/password/reset",
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/revoke",
    "POST /api/v1/auth/setup",
    "POST /api/v1/auth/undo-email",
    "POST /api/v1/auth/verify-email",
}


@pytest.fixture
async def session(ada: Learner, cells: Learned) -> str:
    return await ada.start(deck_id=cells.deck_id)


@pytest.fixture
async def item(ada: Learner, session: str) -> Json:
    asked: Json = (await ada.next(session))["item"]
    return asked


async def test_nothing_of_another_person_can_be_read(
    ada: Learner, eve: Learner, cells: Learned, session: str, item: Json
) -> None:
    document, deck, subject = cells.document_id, cells.deck_id, cells.subject_id
    paths = {
        f"documents/{document}": "DOCUMENT_NOT_FOUND",
        f"documents/{document}/file": "DOCUMENT_NOT_FOUND",
        f"documents/{document}/passages": "DOCUMENT_NOT_FOUND",
        f"jobs/{cells.job_id}": "JOB_NOT_FOUND",
        f"subjects/{subject}": "SUBJECT_NOT_FOUND",
        f"skills?subject_id={subject}": "SUBJECT_NOT_FOUND",
        f"subjects/{subject}/skills": "SUBJECT_NOT_FOUND",
        f"decks/{deck}": "DECK_NOT_FOUND",
        f"decks/{deck}/items": "DECK_NOT_FOUND",
        f"items/{item['id']}": "ITEM_NOT_FOUND",
        f"practice/sessions/{session}": "PRACTICE_SESSION_NOT_FOUND",
        f"practice/sessions/{session}/attempts": "PRACTICE_SESSION_NOT_FOUND",
        f"practice/sessions/{session}/summary": "PRACTICE_SESSION_NOT_FOUND",
        f"practice/next?session_id={session}": "PRACTICE_SESSION_NOT_FOUND",
        f"progress/me/skills/{item['skills'][0]}": "SKILL_NOT_FOUND",
        f"practice/attempts?item_id={item['id']}": "ITEM_NOT_FOUND",
        f"progress/me/skills?subject_id={subject}": "SUBJECT_NOT_FOUND",
    }

    for path, code in paths.items():
        theirs = await eve.http.get(f"/api/v1/{path}", headers=eve.headers)
        mine = await ada.http.get(f"/api/v1/{path}", headers=ada.headers)
        assert refused(theirs) == (404, code), path
        assert mine.status_code == 200, path


async def test_lists_hold_only_what_is_ones_own(eve: Learner, cells: Learned) -> None:
    for path in ("documents", "subjects", "decks", "practice/sessions", "practice/reviews", "progress/me/skills"):
        assert await eve.all(path) == []
    assert await eve.all("documents", subject_id=cells.subject_id) == []
    assert await eve.all("decks", subject_id=cells.subject_id) == []
    assert fine(await eve.get("skills", document_id=cells.document_id))["items"] == []


async def test_nothing_of_another_person_can_be_practised(
    ada: Learner, eve: Learner, cells: Learned, session: str, item: Json
) -> None:
    skill = item["skills"][0]
    scopes: dict[str, Json] = {
        "DECK_NOT_FOUND": {"deck_id": cells.deck_id},
        "SUBJECT_NOT_FOUND": {"subject_id": cells.subject_id},
        "DOCUMENT_NOT_FOUND": {"document_id": cells.document_id},
        "SKILL_NOT_FOUND": {"skill_ids": [skill]},
    }
    for code, scope in scopes.items():
        assert refused(await eve.post("practice/sessions", scope)) == (404, code)
    assert refused(await eve.answer(session, item, 3)) == (404, "PRACTICE_SESSION_NOT_FOUND")
    reveal = {"session_id": session, "item_id": item["id"]}
    assert refused(await eve.post("practice/reveal", reveal)) == (404, "PRACTICE_SESSION_NOT_FOUND")
    assert refused(await eve.post(f"practice/sessions/{session}/end")) == (404, "PRACTICE_SESSION_NOT_FOUND")
    assert refused(await eve.delete(f"documents/{cells.document_id}")) == (404, "DOCUMENT_NOT_FOUND")
    assert fine(await ada.get(f"practice/sessions/{session}"))["ended_at"] is None


async def test_nothing_of_another_person_can_be_changed(
    ada: Learner, eve: Learner, cells: Learned, session: str, item: Json
) -> None:
    subject, deck, one = f"subjects/{cells.subject_id}", f"decks/{cells.deck_id}", f"items/{item['id']}"
    skill = item["skills"][0]
    told = await ada.answer_badly(session, item)
    new = {"type": "true_false", "stem": "Mine?", "key": True, "skill_ids": [skill]}
    hers = fine(await eve.post("subjects", {"title": "Hers"}), 201)["id"]
    her_deck = fine(await eve.post("decks", {"subject_id": hers, "title": "Hers"}), 201)["id"]

    refusals = {
        "SUBJECT_NOT_FOUND": [
            await eve.patch(subject, {"title": "x"}),
            await eve.delete(subject),
            await eve.post(f"{subject}/skills", {"name": "x"}),
            await eve.post("decks", {"subject_id": cells.subject_id, "title": "x"}),
        ],
        "DECK_NOT_FOUND": [
            await eve.patch(deck, {"title": "x"}),
            await eve.delete(deck),
            await eve.post(f"{deck}/items", new),
            await eve.put(f"{deck}/{one}"),
            await eve.delete(f"{deck}/{one}"),
        ],
        "ITEM_NOT_FOUND": [
            await eve.patch(one, {"stem": "x"}),
            await eve.delete(one),
            await eve.post(f"{one}/restore"),
            await eve.put(f"decks/{her_deck}/{one}"),
            await eve.delete(f"decks/{her_deck}/{one}"),
        ],
        "SKILL_NOT_FOUND": [
            await eve.put(f"skills/{skill}/prerequisites", {"skill_ids": []}),
            await eve.post(f"decks/{her_deck}/items", new),
        ],
        "PRACTICE_SESSION_NOT_FOUND": [
            await eve.post("practice/hints", {"session_id": session, "item_id": item["id"]}),
        ],
        "ATTEMPT_NOT_FOUND": [await eve.get(f"practice/attempts/{told['attempt_id']}")],
    }

    for code, answers in refusals.items():
        assert [refused(answer) for answer in answers] == [(404, code)] * len(answers), code


async def test_what_is_another_persons_looks_like_what_is_not_there(eve: Learner, cells: Learned) -> None:
    theirs = await eve.get(f"decks/{cells.deck_id}")
    nothing = await eve.get(f"decks/{uuid4()}")

    assert refused(theirs) == refused(nothing)


async def test_every_route_but_those_for_strangers_wants_a_person(ada: Learner) -> None:
    described = fine(await ada.http.get("/api/v1/openapi.json"))["paths"]
    operations = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    operations = {operation for operation in operations if "/probe" not in operation}

    open_to_strangers = set()
    for operation in sorted(operations):
        method, _, path = operation.partition(" ")
        answer = await ada.http.request(method, re.sub(r"{\w+}", str(uuid4()), path))
        if answer.status_code != 401:
            open_to_strangers.add(operation)

    assert len(operations) > len(open_to_strangers) + 50
    assert open_to_strangers == FOR_STRANGERS


async def test_the_library_gives_practice_no_item_of_another_person(
    site: Site, ada: Learner, eve: Learner, cells: Learned, item: Json
) -> None:
    """Whoever asks: that a scope was checked before is no reason to hand out what is in it."""
    skills = fine(await ada.get("skills", subject_id=cells.subject_id))["items"]
    scopes = (
        PracticeScope(deck_id=UUID(cells.deck_id)),
        PracticeScope(subject_id=UUID(cells.subject_id)),
        PracticeScope(document_id=UUID(cells.document_id)),
        PracticeScope(skill_ids=tuple(UUID(skill["id"]) for skill in skills)),
    )
    her, him = (Principal(each.user_id, None, frozenset(), frozenset()) for each in (ada, eve))

    async with unit_of_work(site.kernel) as uow:
        for scope in scopes:
            assert (await library.items_for_practice(uow, her, scope)).ids
            assert not (await library.items_for_practice(uow, him, scope)).ids
        items = [UUID(item["id"])]
        assert await library.active_among(uow, her, items) == set(items)
        assert await library.active_among(uow, him, items) == set()
        assert await library.find_items(uow, him, items) == {}


async def test_nobody_listens_to_another_persons_job(site: Site, ada: Learner, eve: Learner, cells: Learned) -> None:
    her, him = (Principal(each.user_id, None, frozenset(), frozenset()) for each in (ada, eve))

    async with unit_of_work(site.kernel) as uow:
        assert await JOB_CHANNEL.may_subscribe(uow, her, cells.job_id)
        assert not await JOB_CHANNEL.may_subscribe(uow, him, cells.job_id)
        assert not await JOB_CHANNEL.may_subscribe(uow, her, "nonsense")
