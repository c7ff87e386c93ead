"""What a session came to is what its attempts say."""

from datetime import timedelta

from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, fine, refused

_FIELDS = ("skill_id", "mastery", "mastery_before")


async def summary(learner: Learner, session: str) -> Json:
    return fine(await learner.get(f"practice/sessions/{session}/summary"))


async def test_a_session_that_has_just_begun_comes_to_nothing_yet(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    await ada.next(session)

    found = await summary(ada, session)

    assert found["session"] == fine(await ada.get(f"practice/sessions/{session}"))
    assert (found["answered"], found["correct"], found["accuracy"], found["average_score"]) == (0, 0, None, None)
    assert found["skills"] == found["returning"] == []


async def test_answers_time_hints_and_score_are_summed(ada: Learner, cells: Learned, clock: MovableClock) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=5)
    told: list[Json] = []
    while item := (await ada.next(session))["item"]:
        if len(told) == 1:
            hint = {"session_id": session, "item_id": item["id"]}
            fine(await ada.post("practice/hints", hint))
        answer = ada.answer_badly if len(told) == 3 else ada.answer_well
        told.append(await answer(session, item, time_ms=10**6 if len(told) == 4 else 2500))
        clock.move(timedelta(minutes=1))

    found = await summary(ada, session)

    assert (found["answered"], found["correct"], found["hints_used"]) == (5, 4, 1)
    assert found["accuracy"] == 0.8
    assert found["average_score"] == sum(each["score"] for each in told) / 5
    assert found["time_ms"] == 4 * 2500 + 300_000, "five minutes are the most that counts"
    assert found["session"]["ended_at"] is not None


async def test_each_skill_is_told_from_the_first_answer_to_the_last(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=200)
    changes: dict[str, list[Json]] = {}
    while item := (await ada.next(session))["item"]:
        for skill in (await ada.answer_well(session, item))["skills"]:
            changes.setdefault(skill["skill_id"], []).append(skill)
        clock.move(timedelta(minutes=1))
    names = {each["id"]: each["name"] for each in fine(await ada.get("skills", subject_id=cells.subject_id))["items"]}

    found = await summary(ada, session)

    assert [each["skill_id"] for each in found["skills"]] == list(changes)
    for each in found["skills"]:
        its_own = changes[each["skill_id"]]
        assert each["name"] == names[each["skill_id"]]
        assert each["attempts"] == len(its_own)
        assert each["mastery_before"] == its_own[0]["mastery_before"]
        assert each["mastery"] == its_own[-1]["mastery"]
        assert each["is_mastered"] is each["mastered_now"] is True

    again = await ada.start(deck_id=cells.deck_id, kind="quiz", length=1)
    await ada.answer_well(again, (await ada.next(again))["item"])
    (once_more,) = (await summary(ada, again))["skills"]
    assert (once_more["is_mastered"], once_more["mastered_now"]) == (True, False)
    assert (await summary(ada, session))["skills"] == found["skills"], "what came later does not change it"


async def test_what_comes_back_is_told_by_its_day(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id, kind="quiz", length=4)
    due: dict[str, str] = {}
    while item := (await ada.next(session))["item"]:
        answer = ada.answer_badly if len(due) % 2 else ada.answer_well
        due[item["id"]] = (await answer(session, item))["due_at"]

    found = await summary(ada, session)

    assert {each["item_id"]: each["due_at"].replace("Z", "+00:00") for each in found["returning"]} == {
        item_id: moment.replace("Z", "+00:00") for item_id, moment in due.items()
    }
    assert [each["due_at"] for each in found["returning"]] == sorted(each["due_at"] for each in found["returning"])

    await ada.delete(f"items/{found['returning'][0]['item_id']}")

    left = await summary(ada, session)
    assert left["returning"] == found["returning"][1:]
    assert left["answered"] == found["answered"] == 4


async def test_another_persons_session_is_not_summed_up(ada: Learner, eve: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)

    assert refused(await eve.get(f"practice/sessions/{session}/summary")) == (404, "PRACTICE_SESSION_NOT_FOUND")
