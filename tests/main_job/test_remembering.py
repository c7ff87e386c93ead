"""What was answered can be looked at again, but not while it is being asked."""

from datetime import timedelta
from uuid import UUID

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import fold
from lyceum.practice.store import attempts
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, learn, refused
from tests.main_job.test_attempts import asked

SOUND = "# Sound\n\n**Pitch** is the quality of a sound that depends on its frequency. **Pitch** is heard.\n"


async def test_a_session_shows_what_was_answered_in_it_with_the_keys(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, kind="quiz", length=5)
    told: list[tuple[Json, Json]] = []
    while item := (await ada.next(session))["item"]:
        told.append((item, await ada.answer_well(session, item, time_ms=1500, device={"type": "phone"})))

    shown = await ada.all(f"practice/sessions/{session}/attempts", limit=2)

    assert [(each["item"], each["attempt_id"]) for each in shown] == [
        (item, result["attempt_id"]) for item, result in told
    ]
    for each, (_, result) in zip(shown, told, strict=True):
        assert (each["key"], each["correct"], each["source"]) == (result["key"], result["correct"], result["source"])
        assert each["response"] == (4 if each["item"]["type"] == "flashcard" else each["key"])
        assert (each["time_ms"], each["withheld"]) == (1500, False)
        assert fine(await ada.get(f"practice/attempts/{each['attempt_id']}")) == each


async def test_what_is_being_asked_again_is_not_told_by_an_old_answer(ada: Learner, cells: Learned) -> None:
    first = await ada.start_on(cells, "cloze")
    item = await asked(ada, first, "cloze")
    told = await ada.answer_well(first, item)
    again = await ada.start(skill_ids=[item["skills"][0]], kind="quiz", length=200)
    while (await ada.next(again))["item"]["id"] != item["id"]:
        await ada.answer_badly(again, (await ada.next(again))["item"])

    shown = fine(await ada.get(f"practice/attempts/{told['attempt_id']}"))
    listed = await ada.all(f"practice/sessions/{first}/attempts")

    assert shown["withheld"] is True
    assert (shown["key"], shown["response"], shown["source"]["quote"]) == (None, None, None)
    assert shown in listed
    await ada.answer_badly(again, item)
    assert fine(await ada.get(f"practice/attempts/{told['attempt_id']}"))["key"] == told["key"]


async def test_sessions_are_listed_the_newest_first(ada: Learner, cells: Learned) -> None:
    started = [await ada.start(deck_id=cells.deck_id, length=length) for length in (3, 4, 5)]

    listed = await ada.all("practice/sessions", limit=2)

    assert [each["id"] for each in listed] == started[::-1]
    assert [each["length"] for each in listed] == [5, 4, 3]


async def answer_some(learner: Learner, learned: Learned, clock: MovableClock, *, number: int = 8) -> list[Json]:
    """Answer in one session, every third item badly; what was told, in order."""
    session, told = await learner.start(deck_id=learned.deck_id), []
    for each in range(number):
        item = (await learner.next(session))["item"]
        answer = learner.answer_badly if each % 3 == 2 else learner.answer_well
        told.append({**await answer(session, item, time_ms=2000), "item": item})
        clock.move(timedelta(minutes=1))
    return told


async def test_the_evidence_of_a_skill_is_what_asked_for_it_the_newest_first(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    told = await answer_some(ada, cells, clock)
    skill = told[0]["skills"][0]["skill_id"]

    shown = await ada.all("practice/attempts", skill_id=skill, limit=2)

    of_skill = [each for each in told if skill in each["item"]["skills"]][::-1]
    assert [each["attempt_id"] for each in shown] == [each["attempt_id"] for each in of_skill]
    assert [each["skills"] for each in shown] == [each["skills"] for each in of_skill], "in order: as it was told"
    assert [each["correct"] for each in shown] == [each["correct"] for each in of_skill]
    assert {each["mode"] for each in shown} == {"practice"}
    earlier = dict(zip([each["attempt_id"] for each in shown], shown[1:], strict=False))
    for each in shown[:-1]:
        assert each["skills"][0]["mastery_before"] == earlier[each["attempt_id"]]["skills"][0]["mastery"]


async def test_evidence_is_found_by_item_by_subject_and_altogether(
    site: Site, ada: Learner, eve: Learner, cells: Learned, clock: MovableClock
) -> None:
    told = await answer_some(ada, cells, clock)
    other = await learn(site, ada, SOUND.encode(), "sound.md")
    item = told[3]["item"]["id"]
    newest_first = [each["attempt_id"] for each in told[::-1]]

    async def ids(**about: object) -> list[str]:
        return [each["attempt_id"] for each in await ada.all("practice/attempts", limit=3, **about)]

    assert await ids() == await ids(subject_id=cells.subject_id) == newest_first
    assert await ids(subject_id=other.subject_id) == []
    assert await ids(item_id=item) == [each["attempt_id"] for each in told[::-1] if each["item"]["id"] == item]
    assert await ids(skill_id=told[0]["item"]["skills"][0], subject_id=other.subject_id) == []
    assert await eve.all("practice/attempts") == []


async def test_what_is_shown_of_a_late_arrival_is_what_the_fold_gives(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    late = await ada.start(deck_id=cells.deck_id)
    kept = (await ada.next(late))["item"]
    served_at = clock.now()
    clock.move(timedelta(hours=1))
    told = await answer_some(ada, cells, clock, number=12)
    before = await ada.all("practice/attempts")

    await ada.answer_badly(late, kept, occurred_at=(served_at + timedelta(minutes=1)).isoformat())

    shown = await ada.all("practice/attempts")
    async with unit_of_work(site.kernel) as uow:
        history = await attempts.all_evidence(uow, ada.user_id)
    assert len(shown) == len(told) + 1
    assert shown[-1]["item"]["id"] == kept["id"], "it counts before all others"
    assert shown[:-1] != before
    for each in shown:
        for skill in each["skills"]:
            steps = {str(one.attempt_id): (b, a) for one, b, a in fold.trail(history, UUID(skill["skill_id"]))}
            state_before, after = steps[each["attempt_id"]]
            assert (skill["mastery_before"], skill["mastery"]) == (state_before.mastery, after.mastery)
            assert skill["correct_streak"] == after.correct_streak


async def test_evidence_about_what_is_not_ones_own_is_not_found(eve: Learner, ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    item = (await ada.next(session))["item"]

    for name, named, code in (
        ("skill_id", item["skills"][0], "SKILL_NOT_FOUND"),
        ("item_id", item["id"], "ITEM_NOT_FOUND"),
        ("subject_id", cells.subject_id, "SUBJECT_NOT_FOUND"),
    ):
        assert refused(await eve.get("practice/attempts", **{name: named})) == (404, code)
        assert fine(await ada.get("practice/attempts", **{name: named}))["items"] == []


async def test_evidence_does_not_tell_what_is_being_asked(ada: Learner, cells: Learned) -> None:
    first = await ada.start_on(cells, "cloze")
    item = await asked(ada, first, "cloze")
    await ada.answer_well(first, item)
    again = await ada.start(skill_ids=[item["skills"][0]], kind="quiz", length=200)
    while (await ada.next(again))["item"]["id"] != item["id"]:
        await ada.answer_badly(again, (await ada.next(again))["item"])

    (shown,) = await ada.all("practice/attempts", item_id=item["id"])

    assert shown["withheld"] is True
    assert (shown["key"], shown["response"], shown["source"]["quote"]) == (None, None, None)
