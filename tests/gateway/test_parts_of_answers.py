"""`fields` chooses of any answer, `offset` numbers the pages of any list, and bodies may come in camelCase."""

from collections.abc import AsyncIterator

import pytest

from lyceum.app.composition import Composition, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api
from lyceum.platform.errors import LyceumError
from lyceum.platform.http.shapes import Shape, parse_fields, pruned
from lyceum.platform.kernel import Kernel
from tests.main_job.site import Json, Learned, Learner, fine, learn, new_learner, open_site, refused

DOCUMENT = describe_api(compose(DOMAINS)).openapi()


@pytest.fixture
async def ada(kernel: Kernel, composition: Composition) -> AsyncIterator[Learner]:
    site = open_site(kernel, composition)
    async with site.clients() as client:
        yield new_learner(site, client)


@pytest.fixture
async def cells(ada: Learner) -> Learned:
    return await learn(ada.site, ada)


async def with_subjects(ada: Learner, number: int) -> list[str]:
    """Titles, the newest first."""
    for each in range(number):
        fine(await ada.post("subjects", {"title": f"Subject {each}"}), 201)
    return [f"Subject {each}" for each in reversed(range(number))]


async def test_of_an_answer_only_the_fields_named_are_sent(ada: Learner, cells: Learned) -> None:
    item_id = (await ada.all(f"decks/{cells.deck_id}/items"))[0]["id"]

    whole = fine(await ada.get(f"items/{item_id}"))
    part = fine(await ada.get(f"items/{item_id}", fields="stem, id,skills(name)"))
    dotted = fine(await ada.get(f"items/{item_id}", fields="id,skills.name,stem,skills.name"))

    expected = {"id": item_id, "stem": whole["stem"], "skills": [{"name": each["name"]} for each in whole["skills"]]}
    assert part == dotted == expected


async def test_of_a_list_the_fields_are_those_of_its_items(ada: Learner, cells: Learned) -> None:
    page = fine(await ada.get(f"decks/{cells.deck_id}/items", fields="id,version", limit=2))

    assert [set(item) for item in page["items"]] == [{"id", "version"}] * 2
    assert page["next_cursor"]


async def test_what_counts_its_items_is_no_list(ada: Learner, cells: Learned) -> None:
    deck = fine(await ada.get(f"decks/{cells.deck_id}", fields="title,items"))

    assert set(deck) == {"title", "items"}
    assert isinstance(deck["items"], int)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("id,secret", "fields: there is no 'secret' here. There are: id, title"),
        ("skills(name,secret)", "there is no 'secret' here. There are: id, name"),
        ("id.more", "there is no 'more' here. There are: none"),
        ("", "ends where a name is expected"),
        ("id,", "ends where a name is expected"),
        ("skills(name", "lacks a ')'"),
        ("id)", "has a ')' too many"),
        ("id title", "has a"),
        ("*", "has '*' where a name belongs"),
        ("id," * 400, "is longer than 1000"),
    ],
)
async def test_an_unknown_or_unreadable_field_is_told_what_there_is(ada: Learner, fields: str, said: str) -> None:
    path = "subjects" if "title" in said else "items/0198c0de-7a11-7000-8000-000000000001"

    refusal = await ada.get(path, fields=fields)

    assert refused(refusal) == (422, "FIELDS_INVALID")
    assert said in refusal.json()["error"]["message"]


async def test_a_refusal_is_whole_whatever_is_chosen(ada: Learner) -> None:
    refusal = await ada.get("items/0198c0de-7a11-7000-8000-000000000001", fields="id")

    assert refused(refusal) == (404, "ITEM_NOT_FOUND")


def test_parts_within_parts_are_chosen_together() -> None:
    model = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"type": "integer"}}}
    inner = {"A": {"type": "object", "properties": {"x": {"$ref": "#/$defs/A"}, "y": {"type": "integer"}}}}
    shape = Shape(model, inner)

    assert parse_fields("a.x.y,a(y),b", shape) == {"a": {"x": {"y": {}}, "y": {}}, "b": {}}
    assert parse_fields("a,a.y", shape) == parse_fields("a.y,a", shape) == {"a": {}}
    assert pruned({"b": 1, "a": [{"y": 2, "x": None}]}, {"a": {"y": {}}}) == {"a": [{"y": 2}]}
    for deep in (".".join(["a", *["x"] * 8]), "a(" + "x(" * 8):
        with pytest.raises(LyceumError, match="goes deeper"):
            parse_fields(deep, shape)


async def test_pages_can_be_numbered(ada: Learner) -> None:
    titles = await with_subjects(ada, 5)

    async def page(offset: int) -> tuple[list[str], Json]:
        found = fine(await ada.get("subjects", limit=2, offset=offset))
        return [each["title"] for each in found["items"]], found["pagination"]

    assert await page(0) == (titles[:2], told(page=1, has_next=True))
    assert await page(2) == (titles[2:4], told(page=2, has_next=True))
    assert await page(4) == (titles[4:], told(page=3, has_next=False))
    assert await page(6) == ([], told(page=4, has_next=False))


def told(*, page: int, has_next: bool) -> Json:
    counts = {"total_pages": 3, "total_items": 5, "is_total_exact": True}
    return {"current_page": page, "has_next": has_next, **counts}


async def test_a_numbered_page_can_be_read_on_from_by_its_cursor(ada: Learner) -> None:
    titles = await with_subjects(ada, 5)
    second = fine(await ada.get("subjects", limit=2, offset=2))
    third = fine(await ada.get("subjects", limit=2, cursor=second["next_cursor"]))

    assert [each["title"] for each in third["items"]] == titles[4:]
    assert "pagination" not in third


async def test_counting_off_ends_at_ten_thousand(ada: Learner) -> None:
    at_the_end, beyond = await ada.get("subjects", offset=10_000), await ada.get("subjects", offset=10_001)

    assert fine(at_the_end)["items"] == []
    assert refused(beyond) == (422, "OFFSET_TOO_LARGE")
    assert "next_cursor" in beyond.json()["error"]["message"]
    assert refused(await ada.get("subjects", offset=0, cursor="abc")) == (422, "TWO_PLACES_NAMED")
    assert refused(await ada.get("subjects", offset=-1)) == (422, "INVALID")
    assert refused(await ada.get("subjects", offset=0, limit=101)) == (422, "INVALID")


async def test_numbers_and_fields_go_together_in_either_spelling(ada: Learner, cells: Learned) -> None:
    found = fine(await ada.get("decks", subjectId=cells.subject_id, offset=0, fields="subjectId"))

    assert found["items"] == [{"subject_id": cells.subject_id}]
    assert found["pagination"]["total_items"] == 1


def test_the_description_says_what_can_be_chosen() -> None:
    paths = DOCUMENT["paths"]

    assert paths["/api/v1/subjects"]["get"]["x-fields"] == ["id", "title", "created_at"]
    assert "items" in paths["/api/v1/decks/{deck_id}"]["get"]["x-fields"]
    assert "x-fields" not in paths["/api/v1/subjects"]["post"]
    assert "`fields`" in DOCUMENT["info"]["description"]
    assert DOCUMENT["components"]["parameters"]["fields"]["in"] == "query"


def lists() -> list[str]:
    return [
        path
        for path, methods in DOCUMENT["paths"].items()
        if any(each["name"] == "cursor" for each in methods.get("get", {}).get("parameters", ()))
    ]


@pytest.mark.parametrize("path", lists())
async def test_every_list_in_pages_can_be_numbered(ada: Learner, cells: Learned, path: str) -> None:
    session_id = await ada.start(deck_id=cells.deck_id)
    given = {"document_id": cells.document_id, "deck_id": cells.deck_id, "session_id": session_id}
    address = path.removeprefix("/api/v1/")
    if any(f"{{{name}}}" in address for name in given) or "{" not in address:
        response = await ada.get(address.format(**given), offset=0, limit=1)
        if response.status_code == 200:
            cursored = fine(await ada.get(address.format(**given), limit=1))
            numbered = response.json()
            assert numbered["items"] == cursored["items"]
            assert numbered["next_cursor"] == cursored["next_cursor"]
            assert numbered["pagination"]["total_items"] == len(await ada.all(address.format(**given)))


async def test_a_body_may_be_in_camel_case(ada: Learner, cells: Learned) -> None:
    made = fine(await ada.post("decks", {"subjectId": cells.subject_id, "title": "Mine"}), 201)

    assert made["subject_id"] == cells.subject_id
    assert "subjectId" not in made


async def test_names_within_names_may_be_in_camel_case(ada: Learner, cells: Learned) -> None:
    session_id = await ada.start(deck_id=cells.deck_id)
    item = await ada.next(session_id)
    body = {
        "clientAttemptId": "0198c0de-7a11-7000-8000-00000000abcd",
        "sessionId": session_id,
        "itemId": item["item"]["id"],
        "response": 4 if item["item"]["type"] == "flashcard" else await ada.key_of(item["item"]),
        "timeMs": 1234,
        "device": {"appVersion": "7"},
    }

    fine(await ada.post("practice/attempts", body), 201)

    assert await ada.site.rows("select time_ms, device->>'app_version' from practice.attempt") == [(1234, "7")]


async def test_one_name_in_two_spellings_is_refused(ada: Learner, cells: Learned) -> None:
    body = {"subjectId": cells.subject_id, "subject_id": cells.subject_id, "title": "Mine"}

    assert refused(await ada.post("decks", body)) == (400, "UNREADABLE_REQUEST")


async def test_a_wrong_field_is_named_as_the_documentation_names_it(ada: Learner) -> None:
    refusal = await ada.post("decks", {"subjectId": "nothing", "title": "Mine"})

    assert refusal.json()["error"]["details"]["fields"][0]["field"] == "body.subject_id"
