"""Files that arrive: known again, refused with a reason, read or not."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from lyceum.documents import reading
from lyceum.platform.confinement import Allowance
from lyceum.platform.jobs import JobStatus, JobStopped, change_job
from lyceum.platform.limit_table import Rate
from lyceum.platform.unit_of_work import unit_of_work
from tests.documents.pdfs import encrypted_pdf, paragraph, pdf_of
from tests.main_job.site import CHAPTER, NOTES, Learned, Learner, Site, files_of, fine, learn, refused


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("bomb.txt", b"0" * 1_000_000)
    return archive.getvalue()


REFUSED = [
    (b"", "nothing.pdf", 422, "DOCUMENT_EMPTY"),
    (b" \n\t ", "blank.md", 422, "DOCUMENT_EMPTY"),
    (zipped(), "chapter.pdf", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    (b"\x7fELF\x02\x01\x01" + bytes(64), "chapter.pdf", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    (b"MZ\x90\x00\x03" + bytes(64), "chapter.md", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    (b"text with a \x00 byte in it", "notes.md", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    ("Zellen sind klein, und größer als Moleküle.".encode("latin-1"), "notes.md", 422, "DOCUMENT_NOT_UTF8"),
]


@pytest.mark.parametrize(("content", "name", "status", "code"), REFUSED)
async def test_what_is_no_document_is_refused_and_leaves_nothing(
    site: Site, ada: Learner, content: bytes, name: str, status: int, code: str
) -> None:
    assert refused(await ada.upload(content, name)) == (status, code)
    assert await ada.all("documents") == []
    assert await site.rows("select count(*) from platform.job") == [(0,)]
    assert files_of(site) == []


async def test_how_large_a_file_may_be_is_told_before_it_is_sent(ada: Learner) -> None:
    limits = (await ada.get("documents/limits")).json()

    assert limits["size_bytes"] == 50 * 1024 * 1024


async def test_how_many_files_may_be_sent_is_told_before_one_is(site: Site, ada: Learner) -> None:
    limits = site.kernel.settings.limits
    most = limits.scaled(Rate.of("5/hour"))

    told = (await ada.get("documents/limits")).json()["rates"]

    assert told == [{"files": most.limit, "seconds": 3600}]


async def test_a_file_above_the_limit_is_refused(site: Site, ada: Learner) -> None:
    limit = site.kernel.settings.upload_limit_mb * 1024 * 1024

    assert refused(await ada.upload(b"%PDF-1.7\n" + bytes(limit), "huge.pdf")) == (413, "DOCUMENT_TOO_LARGE")
    assert refused(await ada.upload(bytes(limit + 200_000), "huge.pdf"))[0] == 413


async def test_a_body_that_grows_above_the_limit_is_refused(site: Site, ada: Learner) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'--edge\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n'
        for _ in range(80):
            yield bytes(1024 * 1024)

    kind = {"content-type": "multipart/form-data; boundary=edge"}
    response = await ada.http.post("/api/v1/documents", content=endless(), headers=ada.headers | kind)

    assert response.status_code == 413
    assert await site.rows("select count(*) from documents.document") == [(0,)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (encrypted_pdf(), "DOCUMENT_ENCRYPTED"),
        (CHAPTER.read_bytes()[:4000], "DOCUMENT_DAMAGED"),
        (b"%PDF-1.7\nthis is no PDF at all", "DOCUMENT_DAMAGED"),
        (pdf_of([]), "DOCUMENT_HAS_NO_TEXT"),
        (pdf_of(*[paragraph("A page.")] * 2001), "DOCUMENT_TOO_LONG"),
        (b"```\nonly code\n```\n", "DOCUMENT_HAS_NO_TEXT"),
    ],
)
async def test_a_file_without_text_ends_its_job_with_the_reason(
    site: Site, ada: Learner, content: bytes, code: str
) -> None:
    uploaded = fine(await ada.upload(content, "file.pdf"), 202)
    await site.run_jobs()

    job = fine(await ada.get(f"jobs/{uploaded['job_id']}"))
    document = fine(await ada.get(f"documents/{uploaded['document_id']}"))
    assert job["status"] == "failed"
    assert job["error"]["code"] == document["error"]["code"] == code
    assert document["status"] == "failed"
    assert await ada.all(f"documents/{uploaded['document_id']}/passages") == []
    assert await ada.all("subjects") == []


async def test_the_answer_to_an_upload_says_where_its_job_is(ada: Learner) -> None:
    response = await ada.upload(NOTES.encode())

    body = fine(response, 202)
    assert response.headers["location"] == f"/api/v1/jobs/{body['job_id']}"
    assert fine(await ada.get(f"jobs/{body['job_id']}"))["kind"] == "studio.learn_document"


async def test_the_same_file_again_is_the_same_document(site: Site, ada: Learner, cells: Learned) -> None:
    again = fine(await ada.upload(NOTES.encode(), "renamed.md"), 202)
    into_its_subject = fine(await ada.upload(NOTES.encode(), subject_id=cells.subject_id), 202)

    assert again == {"document_id": cells.document_id, "job_id": cells.job_id, "is_known": True}
    assert into_its_subject == again
    await site.run_jobs()
    assert await site.rows("select count(*) from documents.document") == [(1,)]


async def test_the_same_file_in_another_subject_is_another_document(site: Site, ada: Learner, cells: Learned) -> None:
    subject = fine(await ada.post("subjects", {"title": "Biology"}), 201)["id"]

    other = fine(await ada.upload(NOTES.encode(), subject_id=subject), 202)
    await site.run_jobs()

    assert other["document_id"] != cells.document_id
    assert len(fine(await ada.get("skills", subject_id=subject))["items"]) == cells.result["skills"]
    assert [each["id"] for each in await ada.all("documents", subject_id=subject)] == [other["document_id"]]


async def test_documents_of_one_subject_share_its_skills(site: Site, ada: Learner, cells: Learned) -> None:
    more = NOTES.replace("makes\nplant cells firm", "keeps\nplant cells firm and upright")

    other = fine(await ada.upload(more.encode(), subject_id=cells.subject_id), 202)
    await site.run_jobs()

    skills = fine(await ada.get("skills", subject_id=cells.subject_id))["items"]
    assert len(skills) == cells.result["skills"]
    of_other = fine(await ada.get("skills", document_id=other["document_id"]))["items"]
    assert {each["id"] for each in of_other} == {each["id"] for each in skills}


async def test_a_failed_document_is_tried_anew_when_it_comes_again(site: Site, ada: Learner) -> None:
    first = fine(await ada.upload(encrypted_pdf(), "locked.pdf"), 202)
    await site.run_jobs()

    again = fine(await ada.upload(encrypted_pdf(), "locked.pdf"), 202)

    assert again["document_id"] == first["document_id"]
    assert again["job_id"] != first["job_id"]
    assert fine(await ada.get(f"jobs/{again['job_id']}"))["status"] == "queued"


async def test_a_cancelled_job_makes_nothing_and_can_be_had_again(site: Site, ada: Learner) -> None:
    first = fine(await ada.upload(NOTES.encode()), 202)
    await site.relay.drain()
    fine(await ada.post(f"jobs/{first['job_id']}/cancel"))
    await site.run_jobs()
    assert await site.rows("select count(*) from library.item") == [(0,)]
    document = fine(await ada.get(f"documents/{first['document_id']}"))
    assert (document["status"], document["error"]["code"]) == ("failed", "JOB_CANCELLED")

    again = fine(await ada.upload(NOTES.encode()), 202)
    await site.run_jobs()

    assert again["job_id"] != first["job_id"]
    assert fine(await ada.get(f"jobs/{again['job_id']}"))["status"] == "completed"
    assert fine(await ada.get(f"documents/{first['document_id']}"))["status"] == "ready"


async def test_a_document_whose_job_was_given_up_has_failed(site: Site, ada: Learner) -> None:
    """As after too many deaths of processes: then nobody is left who could say it of the document."""
    uploaded = fine(await ada.upload(NOTES.encode()), 202)

    async with unit_of_work(site.kernel) as uow:
        error = {"code": "JOB_KEEPS_CRASHING", "message": "This job was given up."}
        await change_job(uow, UUID(uploaded["job_id"]), {"status": JobStatus.FAILED, "error": error})
    await site.relay.drain()

    document = fine(await ada.get(f"documents/{uploaded['document_id']}"))
    assert (document["status"], document["error"]) == ("failed", error)


async def test_a_ready_document_stays_ready_whatever_becomes_of_its_job(
    site: Site, ada: Learner, cells: Learned
) -> None:
    async with unit_of_work(site.kernel) as uow:
        uow.emit(JobStopped(job_id=UUID(cells.job_id), code="JOB_CANCELLED", message="Late."))
    await site.relay.drain()

    assert fine(await ada.get(f"documents/{cells.document_id}"))["status"] == "ready"


async def test_a_subject_that_is_not_ones_own_is_refused_and_nothing_is_kept(
    site: Site, ada: Learner, eve: Learner, cells: Learned
) -> None:
    for subject_id in (cells.subject_id, str(uuid4())):
        answer = await eve.upload(f"{NOTES}\n{subject_id}".encode(), subject_id=subject_id)
        assert refused(answer) == (404, "SUBJECT_NOT_FOUND")

    assert await eve.all("documents") == []
    assert len(await ada.all("documents")) == 1
    assert await site.rows("select count(*) from platform.job where kind = 'studio.learn_document'") == [(1,)]
    assert len(files_of(site)) == 1


async def test_a_file_comes_back_as_it_was_sent(ada: Learner, cells: Learned) -> None:
    response = await ada.get(f"documents/{cells.document_id}/file")

    assert response.content == NOTES.encode()
    assert response.headers["content-type"].startswith("text/markdown")
    assert "attachment" in response.headers["content-disposition"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.md", "ü" * 400, "", "\u202egpj.exe"])
async def test_a_files_name_can_do_no_harm(site: Site, ada: Learner, name: str) -> None:
    uploaded = await ada.upload(NOTES.encode(), name)

    if uploaded.status_code == 422:  # without a name it is no file
        return
    document = fine(await ada.get(f"documents/{fine(uploaded, 202)['document_id']}"))
    assert "/" not in document["file_name"]
    assert document["file_name"].isprintable()
    assert 0 < len(document["file_name"]) <= 200
    assert await site.rows("select object_key ~ '^documents/[0-9a-f-]{36}/[0-9a-f]{64}$' from documents.document") == [
        (True,)
    ]


async def test_an_archived_document_is_offered_no_more_and_its_attempts_stay(
    site: Site, ada: Learner, cells: Learned
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    item = (await ada.next(session))["item"]
    await ada.answer_well(session, item)

    response = await ada.delete(f"documents/{cells.document_id}")
    await site.relay.drain()

    assert response.status_code == 204
    assert refused(await ada.get(f"documents/{cells.document_id}")) == (404, "DOCUMENT_NOT_FOUND")
    assert refused(await ada.get(f"decks/{cells.deck_id}")) == (404, "DECK_NOT_FOUND")
    assert await ada.all("decks") == []
    assert fine(await ada.get(f"items/{item['id']}"))["status"] == "archived"
    assert (await ada.next(session))["done"] is True
    assert fine(await ada.get("progress/me"))["total"]["attempts"] == 1
    assert fine(await ada.get("progress/me"))["next_due_at"] is None
    assert refused(await ada.delete(f"documents/{cells.document_id}")) == (404, "DOCUMENT_NOT_FOUND")
    fresh = await learn(site, ada)
    assert fresh.document_id != cells.document_id


async def test_an_archived_document_is_served_no_more_and_may_come_again(
    site: Site, ada: Learner, cells: Learned
) -> None:
    assert len(files_of(site)) == 1
    fine(await ada.get(f"documents/{cells.document_id}/passages"))

    await ada.delete(f"documents/{cells.document_id}")
    await site.relay.drain()

    for path in ("", "/file", "/passages"):
        answer = await ada.get(f"documents/{cells.document_id}{path}")
        assert refused(answer) == (404, "DOCUMENT_NOT_FOUND")
    assert files_of(site) == []

    again = await learn(site, ada)
    assert len(await ada.all(f"documents/{again.document_id}/passages")) == cells.result["passages"]
    assert len(files_of(site)) == 1


async def test_a_file_that_two_documents_have_stays_for_the_other(site: Site, ada: Learner, cells: Learned) -> None:
    subject = fine(await ada.post("subjects", {"title": "Biology"}), 201)["id"]
    other = fine(await ada.upload(NOTES.encode(), subject_id=subject), 202)
    await site.run_jobs()

    await ada.delete(f"documents/{cells.document_id}")
    await site.relay.drain()

    assert (await ada.get(f"documents/{other['document_id']}/file")).content == NOTES.encode()


async def test_an_archived_document_is_learned_no_further(site: Site, ada: Learner) -> None:
    uploaded = fine(await ada.upload(NOTES.encode()), 202)
    await ada.delete(f"documents/{uploaded['document_id']}")

    await site.run_jobs()

    assert fine(await ada.get(f"jobs/{uploaded['job_id']}"))["status"] == "cancelled"
    assert await site.rows("select count(*) from library.item") == [(0,)]


async def test_an_upload_is_for_people_who_are_signed_in(door: httpx.AsyncClient) -> None:
    response = await door.post("/api/v1/documents", files={"file": ("notes.md", NOTES.encode())})

    assert refused(response) == (401, "AUTHENTICATION_REQUIRED")


async def test_the_same_file_dropped_five_times_at_once_is_one_document(site: Site, ada: Learner) -> None:
    answers = await asyncio.gather(*(ada.upload(NOTES.encode()) for _ in range(5)))

    assert len({fine(answer, 202)["document_id"] for answer in answers}) == 1
    assert sorted(fine(answer, 202)["is_known"] for answer in answers) == [False, True, True, True, True]
    assert await site.rows("select count(*) from platform.job") == [(1,)]


async def test_a_file_that_cannot_be_read_in_reasonable_time_ends_its_job_and_nothing_else(
    site: Site, ada: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ALLOWANCE", Allowance(cpu_s=0))
    uploaded = fine(await ada.upload(NOTES.encode()), 202)

    await site.run_jobs()

    job = fine(await ada.get(f"jobs/{uploaded['job_id']}"))
    assert (job["status"], job["error"]["code"]) == ("failed", "DOCUMENT_TOO_DEMANDING")


async def test_names_that_a_file_gives_are_cut_to_what_a_list_can_show(site: Site, ada: Learner) -> None:
    heading = " ".join(f"word{number}" for number in range(2000))

    learned = await learn(site, ada, NOTES.replace("Cells", heading).replace("The parts of a cell", heading).encode())

    deck = fine(await ada.get(f"decks/{learned.deck_id}"))
    skills = fine(await ada.get("skills", subject_id=learned.subject_id))["items"]
    assert len(deck["title"]) <= 200
    assert max(len(each["name"]) for each in skills) <= 120
