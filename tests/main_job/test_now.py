"""From the first visit to the day's end: the API says what to do now, and doing it leads on."""

from datetime import timedelta

from tests.builders import MovableClock
from tests.documents.pdfs import pdf_of
from tests.main_job.site import NOTES, Json, Learned, Learner, Site, fine, learn

_DAY = timedelta(days=1)
SHORT = "# Sound\n\n**Pitch** is the quality of a sound that depends on its frequency. **Pitch** is heard.\n"


async def now(learner: Learner) -> Json:
    return fine(await learner.get("progress/me/now"))


def texts(step: Json) -> list[str]:
    return [reason["text"] for reason in step["reasons"]]


async def test_who_has_nothing_uploads_and_then_waits(site: Site, ada: Learner) -> None:
    empty = await now(ada)
    uploaded = fine(await ada.upload(NOTES.encode(), "cells.md"), 202)
    waiting = await now(ada)
    await site.run_jobs()

    assert (empty["action"], texts(empty), empty["others"]) == ("upload", ["There is nothing to learn from yet."], [])
    assert waiting["action"] == "wait"
    assert waiting["target"]["job_id"] == uploaded["job_id"]
    assert waiting["target"]["document_id"] == uploaded["document_id"]
    assert (await now(ada))["action"] in {"place", "practise"}


async def test_what_cannot_be_read_is_told(site: Site, ada: Learner) -> None:
    fine(await ada.upload(pdf_of([], []), "scan.pdf"), 202)
    await site.run_jobs()

    found = await now(ada)

    assert found["action"] == "upload"
    assert texts(found)[1:] == ["One document could not be learned from."]


async def test_a_new_subject_is_placed_in_and_a_session_left_open_is_gone_on_with(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    fresh = await now(ada)
    session = await ada.start(subject_id=fresh["target"]["subject_id"], length=5)
    await ada.answer_well(session, (await ada.next(session))["item"], time_ms=30_000)
    left_open = await now(ada)
    clock.move(_DAY)
    next_day = await now(ada)

    assert fresh["target"]["subject_id"] == cells.subject_id
    assert fresh["target"]["title"] == "Cells"
    assert (left_open["action"], left_open["target"]["session_id"]) == ("continue", session)
    assert texts(left_open) == [
        "4 answers are left in the session you began.",
        "At your pace that takes about 2 minutes.",
    ]
    assert [step["action"] for step in left_open["others"]] == ["practise"]
    assert next_day["action"] == "practise"


async def test_a_session_over_what_was_archived_is_not_gone_on_with(site: Site, ada: Learner, cells: Learned) -> None:
    await ada.start(document_id=cells.document_id)
    assert (await now(ada))["action"] == "continue"

    await ada.delete(f"documents/{cells.document_id}")
    await site.relay.drain()

    assert (await now(ada))["action"] == "upload"


async def test_all_that_is_mastered_rests_until_it_is_due(
    ada: Learner, eve: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(document_id=cells.document_id, length=200)
    while (item := (await ada.next(session))["item"]) is not None:
        await ada.answer_well(session, item, time_ms=6_000)
    resting = await now(ada)
    clock.move(_DAY * 30)
    due = await now(ada)

    assert resting["action"] == "rest"
    assert resting["next_due_at"] is not None
    assert [reason["code"] for reason in resting["reasons"]] == ["all_mastered", "next_review"]
    assert due["action"] == "review"
    assert due["reasons"][0]["numbers"]["items"] == fine(await ada.get("progress/me"))["due_now"] > 0
    assert [reason["code"] for reason in due["reasons"]] == ["reviews_due", "long_overdue", "takes_minutes"]
    assert (await now(eve))["action"] == "upload", "what is Ada's is not Eve's"


async def test_items_of_a_running_job_are_practised_before_one_waits(site: Site, ada: Learner, cells: Learned) -> None:
    fine(await ada.upload(SHORT.encode(), "sound.md"), 202)

    found = await now(ada)

    assert found["target"]["subject_id"] == cells.subject_id
    assert [step["action"] for step in found["others"]] == ["wait"]
    assert (await learn(site, ada, SHORT.encode(), "sound.md")).result["pages"] == 1
