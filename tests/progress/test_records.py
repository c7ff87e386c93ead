"""What is shown of days, documents and subjects is what the attempts say, however and whenever they arrive."""

from collections import Counter
from datetime import datetime, timedelta
from statistics import fmean

import pytest

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.progress import facade as progress
from tests.builders import MovableClock
from tests.main_job.site import NOTES, Json, Learned, Learner, Site, fine, refused

_DAY = timedelta(days=1)
_DERIVED = {
    "activity": "select * from progress.activity order by quarter",
    "material": "select * from progress.material order by subject_id, document_id",
    "mastered": "select * from progress.mastered order by skill_id",
    "completion": "select * from progress.completion order by document_id",
}


async def derived(site: Site) -> dict[str, list[object]]:
    """Everything that can be thrown away."""
    return {name: await site.rows(query) for name, query in _DERIVED.items()}


async def master(learner: Learner, clock: MovableClock, **scope: str) -> int:
    """Answer well until nothing is left to ask; how many answers that took."""
    session = await learner.start(**scope, length=200)
    answered = 0
    while (item := (await learner.next(session))["item"]) is not None:
        await learner.answer_well(session, item, time_ms=1500)
        clock.move(timedelta(minutes=7))
        answered += 1
    return answered


async def streak(learner: Learner) -> Json:
    found: Json = fine(await learner.get("progress/me"))["streak"]
    return found


async def test_a_document_is_completed_when_the_last_of_its_skills_is_mastered(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    (fresh,) = await ada.all("progress/me/documents")
    answered = await master(ada, clock, document_id=cells.document_id)
    completed_at = clock.now() - timedelta(minutes=7)
    await site.relay.drain()
    clock.move(_DAY)
    session = await ada.start(document_id=cells.document_id, kind="quiz")
    await ada.answer_badly(session, (await ada.next(session))["item"], time_ms=10**6)
    await site.relay.drain()

    (record,) = await ada.all("progress/me/documents")
    (subject,) = await ada.all("progress/me/subjects")

    assert (fresh["status"], fresh["percentage"], fresh["completed_at"]) == ("not_started", 0, None)
    assert (record["id"], record["title"]) == (cells.document_id, "Cells")
    assert (record["status"], record["percentage"]) == ("completed", 100)
    assert fresh["known"] == 0, "what was never practised is not known, whatever is guessed"
    skills = await ada.all("progress/me/skills")
    assert record["known"] == pytest.approx(fmean(skill["mastery"] for skill in skills))
    assert record["skills"] > record["skills_mastered"], "what was forgotten later does not undo it"
    assert record["completion"]["completed_at"] == record["completed_at"] == f"{completed_at:%Y-%m-%dT%H:%M:%SZ}"
    assert record["completion"]["until_then"]["attempts"] == answered
    assert record["completion"]["until_then"]["time_ms"] == answered * 1500
    assert record["activity"]["attempts"] == answered + 1
    assert record["activity"]["time_ms"] == answered * 1500 + 300_000
    assert subject["completed_at"] == record["completed_at"]
    assert subject["completion"] is None


async def test_what_was_derived_is_the_same_when_it_is_thrown_away_and_derived_again(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    waiting = await ada.start(deck_id=cells.deck_id)
    kept = (await ada.next(waiting))["item"]
    served_at = clock.now()
    clock.move(timedelta(hours=1))
    await master(ada, clock, document_id=cells.document_id)
    await site.relay.drain()
    in_order = await derived(site)
    # Answered before all others, received after them, when the document was completed already.
    clock.move(_DAY)
    await ada.answer_badly(waiting, kept, occurred_at=served_at.isoformat(), time_ms=2000)
    await site.relay.drain()
    with_late = await derived(site)

    async with unit_of_work(site.kernel) as uow:
        await progress.recount(uow, ada.user_id)

    assert with_late["completion"] != in_order["completion"]
    assert await derived(site) == with_late


async def test_a_late_arrival_mends_the_streak_it_belongs_to(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    online = await ada.start(deck_id=cells.deck_id)
    await ada.answer_well(online, (await ada.next(online))["item"])
    clock.move(_DAY)
    offline = await ada.start(deck_id=cells.deck_id)
    kept, answered_at = (await ada.next(offline))["item"], clock.now()
    clock.move(_DAY)
    await ada.answer_well(online, (await ada.next(online))["item"])
    await site.relay.drain()
    broken = await streak(ada)

    await ada.answer_well(offline, kept, occurred_at=answered_at.isoformat())
    await site.relay.drain()

    assert broken == {"current": 1, "longest": 1, "is_today_done": True, "active_days": 2}
    assert await streak(ada) == {"current": 3, "longest": 3, "is_today_done": True, "active_days": 3}


async def test_days_are_cut_where_the_learner_is_now(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    for answer in (ada.answer_well, ada.answer_badly):
        await answer(session, (await ada.next(session))["item"], time_ms=400_000)
        clock.move(timedelta(hours=12))
    await site.relay.drain()

    # At 9:00 and 21:00 in Greenwich: one day there, two in Tokyo.
    here = await ada.all("progress/me/activity", **{"from": "2026-03-02", "to": "2026-03-03"})
    there = await ada.in_zone("Asia/Tokyo").all("progress/me/activity", **{"from": "2026-03-02", "to": "2026-03-03"})

    assert [(day["day"], day["attempts"], day["time_ms"]) for day in here] == [
        ("2026-03-02", 2, 600_000),
        ("2026-03-03", 0, 0),
    ]
    assert [(day["attempts"], day["accuracy"]) for day in there] == [(1, 1), (1, 0)]
    assert here[1]["accuracy"] is None
    assert (await streak(ada.in_zone("Asia/Tokyo")))["current"] == 2


async def test_without_a_range_a_quarter_of_a_year_up_to_today_is_shown(ada: Learner) -> None:
    days = [day["day"] for day in await ada.all("progress/me/activity")]

    assert (days[0], days[-1], len(days)) == ("2025-12-02", "2026-03-02", 91)


@pytest.mark.parametrize(
    "given",
    [
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "2024-01-01", "to": "2026-01-01"},
        {"to": "0001-01-01"},
        {"from": "9999-12-31", "to": "9999-12-31"},
    ],
)
async def test_a_range_that_makes_no_sense_is_refused(ada: Learner, given: dict[str, str]) -> None:
    assert refused(await ada.get("progress/me/activity", **given)) == (422, "RANGE_INVALID")


async def test_the_forecast_reaches_as_far_as_it_is_asked_to(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    told = [await ada.answer_well(session, (await ada.next(session))["item"]) for _ in range(2)]

    days = await ada.all("progress/me/forecast", days=90)

    assert (len(days), days[0]) == (90, {"day": "2026-03-02", "reviews": 0})
    due = Counter(datetime.fromisoformat(each["due_at"]).date().isoformat() for each in told)
    assert {day["day"]: day["reviews"] for day in days if day["reviews"]} == due
    assert (await ada.get("progress/me/forecast", days=91)).status_code == 422


async def test_the_reviews_that_come_first_are_shown_without_their_keys(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    item = (await ada.next(session))["item"]
    told = await ada.answer_well(session, item)

    coming = fine(await ada.get("progress/me"))["upcoming_reviews"]
    clock.set(datetime.fromisoformat(told["due_at"]))
    due = fine(await ada.get("progress/me"))["upcoming_reviews"]

    shown = {"item_id": item["id"], "type": item["type"], "stem": item["stem"], "due_at": told["due_at"]}
    assert coming == [shown | {"is_due": False}]
    assert due == [shown | {"is_due": True}]


async def test_the_figures_on_one_page_are_sums_of_the_attempts(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    for answer in (ada.answer_well, ada.answer_well, ada.answer_badly, ada.answer_badly):
        await answer(session, (await ada.next(session))["item"], time_ms=2000)
        clock.move(timedelta(minutes=1))
    await site.relay.drain()
    ((average,),) = await site.rows("select avg(score) from practice.attempt")

    stats = fine(await ada.get("progress/me/stats"))

    assert (stats["total_time_ms"], stats["accuracy"], stats["documents_completed"]) == (8000, 0.5, 0)
    assert stats["average_score"] == pytest.approx(average)
    assert [day["attempts"] for day in stats["weekly_activity"]] == [0, 0, 0, 0, 0, 0, 4]
    assert [subject["id"] for subject in stats["top_subjects"]] == [cells.subject_id]
    assert sum(skill["practice_count"] for skill in stats["skill_levels"]) >= 4


async def test_nobody_sees_what_another_has_done(site: Site, ada: Learner, eve: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    await ada.answer_well(session, (await ada.next(session))["item"])
    await site.relay.drain()

    assert await eve.all("progress/me/documents") == await eve.all("progress/me/subjects") == []
    assert sum(day["attempts"] for day in await eve.all("progress/me/activity")) == 0
    assert fine(await eve.get("progress/me/stats"))["total_time_ms"] == 0
    assert fine(await eve.get("progress/me"))["upcoming_reviews"] == []


async def test_two_documents_of_one_subject_share_what_was_mastered(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    heading = "## How cells live"
    again = f"# More\n\n{heading}{NOTES.partition(heading)[2]}".encode()
    uploaded = fine(await ada.upload(again, "more.md", subject_id=cells.subject_id), 202)
    await site.run_jobs()
    await master(ada, clock, document_id=cells.document_id)
    await site.relay.drain()

    records = {record["id"]: record for record in await ada.all("progress/me/documents")}

    shared = records[uploaded["document_id"]]
    assert (shared["status"], shared["activity"]["attempts"], shared["started_at"]) == ("completed", 0, None)
    assert shared["completed_at"] <= records[cells.document_id]["completed_at"]
