"""P47: what is recommended follows from the learner's own history and performance, and says from what of it.

Goals are what a learner chose to practise: a session asks nothing outside its scope. There are no other goals yet.
"""

import random
from datetime import timedelta

import pytest

from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, learn

OTHER = """# Sound

**Pitch** is the quality of a sound that depends on its frequency. A high **pitch** has many waves in a second.

**Loudness** is the strength of a sound as it is heard. The **loudness** of a sound falls with the distance from it.

An **echo** is a sound that comes back from a surface. An **echo** arrives later than the sound itself.
"""


async def steps(learner: Learner) -> list[Json]:
    found = fine(await learner.get("progress/me/now"))
    return [found, *found["others"]]


async def practise(learner: Learner, subject_id: str, clock: MovableClock, wrong: float, rng: random.Random) -> None:
    session = await learner.start(subject_id=subject_id, length=5)
    for _ in range(5):
        asked = (await learner.next(session))["item"]
        if asked is None:
            break
        await (learner.answer_badly if rng.random() < wrong else learner.answer_well)(session, asked)
        clock.move(timedelta(minutes=1))


@pytest.mark.parametrize("seed", range(4))
async def test_p47_every_recommendation_gives_the_learners_own_figures_as_its_reason(
    site: Site, ada: Learner, eve: Learner, cells: Learned, clock: MovableClock, seed: int
) -> None:
    rng = random.Random(seed)
    sound = await learn(site, ada, OTHER.encode(), "sound.md")
    hers = await learn(site, eve)
    subjects = [cells.subject_id, sound.subject_id]

    for _ in range(4):
        await practise(ada, rng.choice(subjects), clock, rng.random(), rng)
        await practise(eve, hers.subject_id, clock, rng.random(), rng)
        clock.move(timedelta(hours=rng.randrange(60)))
        skills = fine(await ada.get("progress/me/skills"))["items"]
        due = len(await ada.all("practice/reviews"))
        for step in await steps(ada):
            assert step["reasons"]
            assert step["target"]["subject_id"] in {*subjects, None}
            told = {reason["code"]: reason["numbers"] for reason in step["reasons"]}
            if "reviews_due" in told:
                assert told["reviews_due"] == {"items": due}
            if "skills_to_master" in told:
                of_subject = [each for each in skills if each["subject_id"] == step["target"]["subject_id"]]
                mastered = sum(each["is_mastered"] for each in of_subject)
                assert told["skills_to_master"] == {"skills": len(of_subject), "mastered": mastered}


async def test_p47_what_was_practised_last_is_recommended_before_what_was_practised_earlier(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    sound = await learn(site, ada, OTHER.encode(), "sound.md")

    first = []
    for subject_id in (cells.subject_id, sound.subject_id, cells.subject_id):
        await practise(ada, subject_id, clock, 1.0, random.Random(1))
        practising = [step for step in await steps(ada) if step["action"] == "practise"]
        first.append(practising[0]["target"]["subject_id"])

    assert first == [cells.subject_id, sound.subject_id, cells.subject_id]


async def test_p47_a_session_recommends_nothing_outside_what_was_chosen(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    await learn(site, ada, OTHER.encode(), "sound.md")
    chosen = {each["id"] for each in await ada.all(f"decks/{cells.deck_id}/items")}
    session = await ada.start(subject_id=cells.subject_id, length=12)

    asked = []
    while (item := (await ada.next(session))["item"]) is not None:
        asked.append(item["id"])
        await ada.answer_badly(session, item)
        clock.move(timedelta(minutes=1))

    assert len(asked) == 12
    assert set(asked) <= chosen
