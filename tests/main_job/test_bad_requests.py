"""What is wrong with a request is said so that whoever wrote it can mend it without the documentation."""

from uuid import uuid4

import httpx
import pytest

from tests.main_job.site import Learner


def told(refusal: httpx.Response) -> tuple[int, str]:
    return refusal.status_code, refusal.json()["error"]["message"]


async def test_every_wrong_field_is_named_at_once(ada: Learner) -> None:
    refusal = await ada.post("practice/attempts", {"client_attempt_id": str(uuid4()), "session_id": str(uuid4())})

    assert told(refusal) == (422, "body.item_id: Field required; body.response: Field required.")


async def test_a_body_that_is_not_declared_as_json_is_told_the_header_it_lacks(ada: Learner) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}

    status, message = told(await ada.post("practice/sessions", {"deck_id": str(uuid4())}, **form))

    assert (status, message) == (400, "The body is not read as JSON: send it with `Content-Type: application/json`.")


async def test_text_where_a_file_belongs_is_told_how_files_are_sent(ada: Learner) -> None:
    refusal = await ada.http.post("/api/v1/documents", data={"file": "hello"}, headers=ada.headers)

    assert told(refusal) == (422, "body.file: expected a file, as `curl -F name=@path` sends it.")


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("decks", "GET, POST"),
        ("decks/0198c0de-7a11-7000-8000-000000000040", "DELETE, GET, PATCH"),
        ("practice/attempts/batch", "POST"),
        ("documents/limits", "GET"),
        ("practice/attempts/0198c0de-7a11-7000-8000-000000000070", "GET"),
    ],
)
async def test_a_method_an_address_does_not_take_is_told_those_it_takes(ada: Learner, path: str, methods: str) -> None:
    refusal = await ada.http.options(f"/api/v1/{path}", headers=ada.headers)

    assert (refusal.status_code, refusal.headers["allow"]) == (405, methods)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "body: name exactly one of deck_id, subject_id, document_id and skill_ids."),
        ([], "body: expected a JSON object."),
    ],
)
async def test_no_word_is_about_the_servers_own_insides(ada: Learner, body: object, said: str) -> None:
    refusal = await ada.http.post("/api/v1/practice/sessions", json=body, headers=ada.headers)

    assert told(refusal) == (422, said)


async def test_an_address_written_out_is_not_taken_for_an_id(ada: Learner) -> None:
    refusal = await ada.delete("documents/limits")
    no_id = await ada.delete("documents/unlimited")

    assert (refusal.status_code, refusal.headers["allow"]) == (405, "GET")
    assert told(no_id)[0] == 422
