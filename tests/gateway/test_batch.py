"""`POST /batch`: each part is done as if it had come alone, with the same person behind it."""

from collections.abc import AsyncIterator

import httpx
import pytest
import structlog

from lyceum.app.composition import Composition
from lyceum.gateway import batch
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, open_site
from tests.identity.site import Site as IdentitySite
from tests.main_job.site import Json, Learner, fine, learn, new_learner, refused
from tests.main_job.site import open_site as open_learning_site


@pytest.fixture
async def ada(kernel: Kernel, composition: Composition) -> AsyncIterator[Learner]:
    site = open_learning_site(kernel, composition)
    async with site.clients() as client:
        yield new_learner(site, client)


def get(path: str, **more: object) -> Json:
    return {"method": "GET", "path": f"/api/v1/{path}", **more}


def post(path: str, body: object = None, **more: object) -> Json:
    return {"method": "POST", "path": f"/api/v1/{path}", "body": body, **more}


async def answers(ada: Learner, *parts: Json) -> list[Json]:
    return list(fine(await ada.post("batch", {"requests": list(parts)}))["answers"])


async def test_parts_are_done_in_their_order_and_answered_so(ada: Learner) -> None:
    made, listed, nothing = await answers(
        ada,
        post("subjects", {"title": "Economics"}, id="new"),
        get("subjects?limit=5&fields=title", id="all"),
        get("subjects/0198c0de-7a11-7000-8000-000000000001"),
    )

    assert (made["id"], made["status"], made["body"]["title"]) == ("new", 201, "Economics")
    assert listed["body"] == {"items": [{"title": "Economics"}], "next_cursor": None}
    assert listed["headers"]["content-type"] == "application/json"
    assert (nothing["id"], nothing["status"]) == (None, 404)
    assert nothing["body"]["error"]["code"] == "SUBJECT_NOT_FOUND"
    assert nothing["body"]["error"]["request_id"].endswith(".3")


async def test_what_is_refused_undoes_nothing_before_it_and_stops_nothing_after_it(ada: Learner) -> None:
    bad = [post("subjects", {"title": ""}), post("nowhere"), {"method": "PATCH", "path": "/api/v1/subjects"}]

    found = await answers(
        ada, post("subjects", {"title": "Before"}), *bad, post("subjects", {"title": "After"}), get("subjects")
    )

    assert [each["status"] for each in found] == [201, 422, 404, 405, 201, 200]
    assert [each["title"] for each in found[-1]["body"]["items"]] == ["After", "Before"]


async def test_each_part_may_have_its_own_key_and_language(ada: Learner) -> None:
    once = post("subjects", {"title": "Economics"}, headers={"Idempotency-Key": "a"})

    first, again, german = await answers(ada, once, once, get("nowhere", headers={"accept-language": "de"}))

    assert again["body"] == first["body"]
    assert again["headers"]["idempotency-replayed"] == "true"
    assert german["headers"]["content-language"] == "de"
    assert len(await ada.all("subjects")) == 1


async def test_a_part_has_no_more_rights_than_who_sends_it(ada: Learner) -> None:
    eve = new_learner(ada.site, ada.http)
    subject = fine(await eve.post("subjects", {"title": "Hers"}), 201)["id"]

    read, put = await answers(
        ada, get(f"subjects/{subject}"), {"method": "DELETE", "path": f"/api/v1/subjects/{subject}"}
    )

    assert [read["status"], put["status"]] == [404, 404]


async def test_nobody_unknown_sends_a_batch(ada: Learner) -> None:
    response = await ada.http.post("/api/v1/batch", json={"requests": [get("languages")]})

    assert refused(response) == (401, "AUTHENTICATION_REQUIRED")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/batch",
        "/api/v1/%62atch",
        "/api/v1/batch/",
        "/api/v1/auth/login",
        "/api/v1/realtime/connect",
        "/metrics",
        "api/v1/subjects",
        "https://evil.example/api/v1/subjects",
        "//evil.example/api/v1/subjects",
        "/api/v1/subjects\r\nhost: evil",
        "/api/v1/subjects%0d%0ahost: evil",
        "/api/v1/a b",
        "/api/v1/" + "a" * 2048,
    ],
)
async def test_only_addresses_that_suit_are_taken(ada: Learner, path: str) -> None:
    response = await ada.post("batch", {"requests": [get("languages"), {"method": "GET", "path": path}]})

    assert refused(response) == (422, "INVALID")
    assert response.json()["error"]["details"]["fields"][0]["field"].startswith("body.requests.1.path")


@pytest.mark.parametrize(
    "part",
    [
        get("languages", headers={"authorization": "Bearer another"}),
        get("languages", headers={"cookie": "lyceum_access=another"}),
        get("languages", headers={"x-forwarded-for": "127.0.0.1"}),
        get("languages", headers={"accept": "a\r\nx-real-ip: 127.0.0.1"}),
        {"method": "OPTIONS", "path": "/api/v1/languages"},
        {"method": "GET", "path": "/api/v1/languages", "role": "admin"},
    ],
)
async def test_no_part_comes_from_somebody_else(ada: Learner, part: Json) -> None:
    assert refused(await ada.post("batch", {"requests": [part]})) == (422, "INVALID")


async def test_a_batch_has_one_to_twenty_parts(ada: Learner) -> None:
    assert len(await answers(ada, *[get("languages")] * 20)) == 20
    assert refused(await ada.post("batch", {"requests": [get("languages")] * 21})) == (422, "INVALID")
    assert refused(await ada.post("batch", {"requests": []})) == (422, "INVALID")


async def test_files_and_streams_are_not_for_a_batch(ada: Learner) -> None:
    learned = await learn(ada.site, ada)

    file, stream, fine_again = await answers(
        ada, get(f"documents/{learned.document_id}/file"), get(f"jobs/{learned.job_id}/events"), get("languages")
    )

    assert [file["body"]["error"]["code"], stream["body"]["error"]["code"]] == ["NOT_IN_BATCH"] * 2
    assert fine_again["status"] == 200


async def test_a_stream_that_would_not_end_does_not_hold_the_batch(ada: Learner) -> None:
    noted = fine(await ada.post("probe/own-notes", {"key": "a"}), 201)

    stream, after = await answers(ada, get(f"jobs/{noted['job_id']}/events"), get("languages"))

    assert stream["body"]["error"]["code"] == "NOT_IN_BATCH"
    assert after["status"] == 200


async def test_what_there_is_no_time_for_is_not_begun_and_said_so(
    ada: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_s = iter([60.0, 1.0, 0.0])
    monkeypatch.setattr(batch, "remaining", lambda: next(left_s))
    quick, endless = (post("probe/notes", {"key": "a", "hold_s": hold_s, "start": ""}) for hold_s in (0, 3600))

    found = await answers(ada, quick, endless, quick)

    assert [each["status"] for each in found] == [201, 504, 504]
    assert found[-1]["body"]["error"]["code"] == "TIMED_OUT"
    assert await ada.site.rows("select count(*) from probe.note") == [(1,)]


async def test_answers_are_bounded_together(ada: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_ANSWER_BYTES", 300)

    first, second, third = await answers(ada, get("languages"), get("openapi.json"), get("languages/de"))

    assert [first["status"], second["status"], third["status"]] == [200, 413, 200]
    assert second["body"]["error"]["code"] == "BATCH_ANSWER_TOO_LARGE"


async def test_a_crash_of_one_part_is_its_own(ada: Learner) -> None:
    # For people, a traceback is drawn with all that is in it, which takes seconds.
    structlog.configure(processors=[structlog.processors.JSONRenderer()])
    crashed, after = await answers(ada, get("probe/crash"), get("languages"))

    assert (crashed["status"], crashed["body"]["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert "secret-in-a-traceback" not in str(crashed)
    assert after["status"] == 200


@pytest.fixture
async def identity(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[IdentitySite]:
    async with open_site(kernel, composition, clock) as served:
        yield served


async def test_a_browser_repeats_its_token_once_for_all_parts(identity: IdentitySite) -> None:
    body = {"requests": [post("subjects", {"title": "Economics"})]}
    async with identity.browser() as browser:
        account = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"}
        await browser.post("/auth/register", account)

        without: httpx.Response = await browser.http.post("/batch", json=body)
        with_it: httpx.Response = await browser.http.post("/batch", json=body, headers=browser.csrf)

    assert refused(without) == (403, "CSRF_FAILED")
    assert fine(with_it)["answers"][0]["status"] == 201
