"""One skill looked at closely says where it stands, how it came there, and what it hangs together with."""

from datetime import timedelta
from uuid import UUID

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import fold
from lyceum.practice.store import attempts
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused

_DAY = timedelta(days=1)


async def skills_of(learner: Learner, learned: Learned) -> list[Json]:
    found: list[Json] = fine(await learner.get("skills", subject_id=learned.subject_id))["items"]
    return found


async def closely(learner: Learner, skill_id: str) -> Json:
    return fine(await learner.get(f"progress/me/skills/{skill_id}"))


async def test_a_skill_is_shown_with_what_it_needs_and_what_needs_it(ada: Learner, cells: Learned) -> None:
    first, second, third, *_ = [each["id"] for each in await skills_of(ada, cells)]
    for skill, before in ((first, []), (second, [first]), (third, [first, second])):
        fine(await ada.put(f"skills/{skill}/prerequisites", {"skill_ids": before}))
    believed = {each["skill_id"]: each for each in await ada.all("progress/me/skills")}

    shown = await closely(ada, second)

    assert shown["skill"] == believed[second]
    assert shown["needs"] == [believed[first]]
    assert third in [each["skill_id"] for each in shown["needed_by"]]
    assert [each["skill_id"] for each in (await closely(ada, third))["needs"]] == [first, second]
    assert shown["series"] == []


async def test_its_series_has_a_point_for_each_day_of_practice(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    skill = (await skills_of(ada, cells))[0]["id"]
    days = []
    for number in range(3):
        session = await ada.start(skill_ids=[skill], kind="quiz", length=2)
        while item := (await ada.next(session))["item"]:
            await (ada.answer_badly if number == 1 else ada.answer_well)(session, item)
        days.append(clock.now().date().isoformat())
        clock.move(2 * _DAY)

    shown = await closely(ada, skill)

    async with unit_of_work(site.kernel) as uow:
        history = await attempts.all_evidence(uow, ada.user_id)
    last_of = {
        after.last[0].date().isoformat(): after.mastery
        for _, _, after in fold.trail(history, UUID(skill))
        if after.last is not None
    }
    assert [each["day"] for each in shown["series"]] == days
    assert [each["mastery"] for each in shown["series"]] == [last_of[day] for day in days]
    assert shown["series"][-1]["mastery"] == shown["skill"]["mastery"]
    assert sum(each["attempts"] for each in shown["series"]) == shown["skill"]["practice_count"]
    assert len({each["mastery"] for each in shown["series"]}) == 3


async def test_its_items_are_shown_with_the_day_they_come_back(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    skill = (await skills_of(ada, cells))[0]
    session = await ada.start(skill_ids=[skill["id"]], kind="quiz", length=1)
    told = await ada.answer_well(session, item := (await ada.next(session))["item"])
    fresh = await closely(ada, skill["id"])
    clock.move(30 * _DAY)
    later = await closely(ada, skill["id"])

    asked, *others = fresh["items"]
    assert fresh["item_count"] == len(fresh["items"]) == skill["items"]
    assert (asked["item_id"], asked["stem"], asked["is_due"]) == (item["id"], item["stem"], False)
    assert asked["due_at"].replace("Z", "+00:00") == told["due_at"].replace("Z", "+00:00")
    assert asked["retrievability"] == 1.0
    assert others
    assert all(each["due_at"] is None and each["is_due"] is False for each in others)
    assert later["items"][0]["is_due"] is True
    assert later["items"][0]["retrievability"] < 0.9


async def test_what_is_being_asked_is_not_told_beside_the_name_of_its_skill(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    item = (await ada.next(session))["item"]

    shown = await closely(ada, item["skills"][0])

    (itself,) = [each for each in shown["items"] if each["item_id"] == item["id"]]
    assert (itself["withheld"], itself["stem"]) == (True, None)
    assert all(each["stem"] for each in shown["items"] if not each["withheld"])


async def test_another_persons_skill_is_not_shown(ada: Learner, eve: Learner, cells: Learned) -> None:
    skill = (await skills_of(ada, cells))[0]["id"]

    assert refused(await eve.get(f"progress/me/skills/{skill}")) == (404, "SKILL_NOT_FOUND")
