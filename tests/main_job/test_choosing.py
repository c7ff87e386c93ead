"""What is asked next: prerequisites first, in turn when a level is to be found, and what can be guessed counts less."""

from collections import Counter
from itertools import pairwise
from uuid import UUID

import pytest

from lyceum.library import facade as library
from lyceum.library.contracts import ItemColumns, PracticeScope
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.main_job.site import CHAPTER, Json, Learner, Site, fine, learn, refused

CHOICE: Json = {
    "type": "multiple_choice",
    "stem": "What does a higher price do to the quantity demanded?",
    "options": [{"id": name, "text": f"Answer {name}"} for name in "abcd"],
    "key": "a",
}
STATEMENT: Json = {"type": "true_false", "stem": "Water moves.", "key": True}
TYPED: Json = {"type": "short_answer", "stem": "What moves?", "key": "water"}


class Course:
    """A subject of the learner's own making, with one deck."""

    def __init__(self, learner: Learner, subject_id: str, deck_id: str) -> None:
        self.learner, self.subject_id, self.deck_id = learner, subject_id, deck_id

    async def skill(self, name: str, *prerequisites: str) -> str:
        made = fine(await self.learner.post(f"subjects/{self.subject_id}/skills", {"name": name}), 201)
        body = {"skill_ids": list(prerequisites)}
        path = f"/api/v1/skills/{made['id']}/prerequisites"
        fine(await self.learner.http.put(path, json=body, headers=self.learner.headers))
        return str(made["id"])

    async def item(self, skill: str, body: Json) -> Json:
        return fine(await self.learner.post(f"decks/{self.deck_id}/items", {**body, "skill_ids": [skill]}), 201)


@pytest.fixture
async def course(ada: Learner) -> Course:
    subject = fine(await ada.post("subjects", {"title": "Economics"}), 201)["id"]
    deck = fine(await ada.post("decks", {"subject_id": subject, "title": "All of it"}), 201)["id"]
    return Course(ada, subject, deck)


async def four_skills_with_eight_items(course: Course) -> list[str]:
    skills = [await course.skill(name) for name in ("Demand", "Supply", "Tax", "Trade")]
    for skill in skills:
        for number in range(8):
            await course.item(skill, TYPED | {"stem": f"Which number is {number} in {skill}?"})
    return skills


async def test_what_others_build_on_is_asked_first(ada: Learner, course: Course) -> None:
    first = await course.skill("Demand")
    second = await course.skill("Supply", first)
    third = await course.skill("Equilibrium", first, second)
    for skill in (third, second, first):
        for number in range(4):
            await course.item(skill, TYPED | {"stem": f"Which number is {number} in {skill}?"})
    session = await ada.start(subject_id=course.subject_id)
    reasons = {each["code"]: each for each in (await ada.next(session))["reasons"]}
    asked: list[str] = []
    while item := (await ada.next(session))["item"]:
        asked += item["skills"]
        await ada.answer_well(session, item)

    assert reasons["prerequisite_first"]["numbers"]["waiting"] == 2.0
    assert reasons["prerequisite_first"]["text"] == "2 skills build on its skill, and wait for it."
    assert list(dict.fromkeys(asked)) == [first, second, third]


@pytest.mark.parametrize(("body", "guess"), [(TYPED, 0.2), (CHOICE, 0.25), (STATEMENT, 0.5)])
async def test_what_can_be_guessed_is_less_of_a_sign_of_knowing(
    site: Site, ada: Learner, course: Course, body: Json, guess: float
) -> None:
    item = await course.item(await course.skill("Demand"), body)
    session = await ada.start(deck_id=course.deck_id)

    told = await ada.answer_well(session, (await ada.next(session))["item"])

    (row,) = await site.rows("select parameters from practice.attempt")
    pinned = row.parameters["skills"][item["skills"][0]["id"]]
    assert pinned["guess"] == guess
    assert row.parameters["item"]["c"] == (guess if body is not TYPED else 0.0)
    # P(L|right) = .2*.9/(.2*.9 + .8*guess), then the learning step of .15.
    posterior = 0.18 / (0.18 + 0.8 * guess)
    assert told["skills"][0]["mastery"] == pytest.approx(posterior + (1 - posterior) * 0.15)


async def test_a_placement_takes_skills_in_turn(ada: Learner, course: Course) -> None:
    skills = [await course.skill(name) for name in ("Demand", "Supply", "Tax", "Trade")]
    for skill in skills:
        for number in range(5):
            await course.item(skill, STATEMENT | {"stem": f"{number} of {skill}."})
    session = await ada.start(subject_id=course.subject_id, kind="placement")
    asked: Counter[str] = Counter()
    while item := (await ada.next(session))["item"]:
        asked.update(item["skills"])
        await ada.answer_well(session, item)

    # What can be guessed half the time tells too little for the level to be known before the end.
    assert asked.total() == 15
    assert sorted(asked.values()) == [3, 4, 4, 4]


async def test_a_quiz_asks_of_no_skill_more_than_its_share(ada: Learner, course: Course) -> None:
    skills = [await course.skill(name) for name in ("Demand", "Supply", "Tax")]
    for skill, count in zip(skills, (8, 4, 4), strict=True):
        for number in range(count):
            await course.item(skill, TYPED | {"stem": f"Which number is {number} in {skill}?"})
    session = await ada.start(subject_id=course.subject_id, kind="quiz", length=8)
    asked: Counter[str] = Counter()
    while item := (await ada.next(session))["item"]:
        asked.update(item["skills"])
        # What is never known would be asked for again and again.
        await (ada.answer_badly if item["skills"] == [skills[1]] else ada.answer_well)(session, item)

    assert [asked[skill] for skill in skills] == [4, 2, 2]


async def test_a_quiz_keeps_to_the_mix_that_was_wanted_whatever_is_answered(ada: Learner, course: Course) -> None:
    skills = await four_skills_with_eight_items(course)
    mix = dict(zip(skills, (0.5, 0.3, 0.2), strict=False))
    session = await ada.start(subject_id=course.subject_id, kind="quiz", length=10, mix=mix)
    asked: list[str] = []
    while item := (await ada.next(session))["item"]:
        asked += item["skills"]
        await (ada.answer_badly if item["skills"] == [skills[2]] else ada.answer_well)(session, item)

    assert [asked.count(skill) for skill in skills] == [5, 3, 2, 0]
    assert all(one != other for one, other in pairwise(asked)), "skills take turns"
    assert fine(await ada.get(f"practice/sessions/{session}"))["mix"] == mix


async def test_a_mix_that_cannot_be_filled_is_filled_with_the_others(ada: Learner, course: Course) -> None:
    skills = await four_skills_with_eight_items(course)
    session = await ada.start(subject_id=course.subject_id, kind="quiz", length=14, mix={skills[0]: 3, skills[1]: 1})
    asked: Counter[str] = Counter()
    while item := (await ada.next(session))["item"]:
        asked.update(item["skills"])
        await ada.answer_well(session, item)

    # Three quarters of fourteen are more than the eight there are; the rest is for the other one.
    assert asked == {skills[0]: 8, skills[1]: 6}


async def test_why_this_now_says_so_where_the_mix_decided(ada: Learner, course: Course) -> None:
    skills = await four_skills_with_eight_items(course)
    mixed = await ada.start(subject_id=course.subject_id, kind="quiz", mix={skills[3]: 1, skills[2]: 1})
    plain = await ada.start(subject_id=course.subject_id, kind="quiz")

    first = (await ada.next(mixed))["reasons"][0]
    codes = [each["code"] for each in (await ada.next(plain))["reasons"]]

    assert first == {
        "code": "your_mix",
        "numbers": {"share": 0.5},
        "text": "By your mix, 50% of this quiz is for its skill.",
    }
    assert "your_mix" not in codes


@pytest.mark.parametrize(
    ("kind", "shares"), [("practice", (1.0,)), ("review", (1.0,)), ("placement", (1.0,)), ("quiz", (0.0, 0.0))]
)
async def test_a_mix_that_says_nothing_is_refused(
    ada: Learner, course: Course, kind: str, shares: tuple[float, ...]
) -> None:
    mix = dict(zip(await four_skills_with_eight_items(course), shares, strict=False))

    answer = await ada.post("practice/sessions", {"subject_id": course.subject_id, "kind": kind, "mix": mix})

    assert refused(answer) == (422, "MIX_MISFIT")


async def test_a_mix_names_skills_that_the_session_asks_for(ada: Learner, course: Course) -> None:
    (known, *_), unused = await four_skills_with_eight_items(course), await course.skill("Welfare")
    body = {"subject_id": course.subject_id, "kind": "quiz"}

    answer = await ada.post("practice/sessions", {**body, "mix": {known: 1.0, unused: 1.0}})

    assert refused(answer) == (422, "MIX_MISFIT")
    assert answer.json()["error"]["details"] == {"skill_ids": [unused]}
    for wrong in ({}, {known: -0.1}, {known: "much"}, {"demand": 1.0}):
        assert refused(await ada.post("practice/sessions", {**body, "mix": wrong})) == (422, "INVALID")


async def test_items_of_one_skill_vary_in_kind(ada: Learner, course: Course) -> None:
    skill = await course.skill("Demand")
    for number in range(4):
        for body in (TYPED, CHOICE, STATEMENT):
            await course.item(skill, body | {"stem": f"{body['stem']} ({number})"})
    session = await ada.start(subject_id=course.subject_id, kind="quiz", length=9)
    kinds: list[str] = []
    while item := (await ada.next(session))["item"]:
        kinds.append(item["type"])
        await ada.answer_well(session, item)

    assert len(set(kinds)) == 3
    assert max(Counter(kinds).values()) <= 5


async def test_a_sentence_that_was_just_read_is_not_asked_about_at_once(site: Site, ada: Learner) -> None:
    learned = await learn(site, ada, CHAPTER.read_bytes(), "chapter.pdf")
    session = await ada.start(deck_id=learned.deck_id)
    read = []
    for _ in range(12):
        item = (await ada.next(session))["item"]
        told = await ada.answer_badly(session, item)
        read.append((item["id"], told["source"]["passage_id"], told["source"]["quote"][:60]))

    for number, (item_id, *sentence) in enumerate(read):
        beside = [other for other, *quoted in read[max(0, number - 5) : number] if quoted == sentence]
        assert set(beside) <= {item_id}, "only the very same item may come back so soon"


async def test_what_was_read_before_a_deck_was_filled_or_skills_were_ordered_is_read_again(
    site: Site, ada: Learner, course: Course
) -> None:
    first, second = await course.skill("Demand"), await course.skill("Supply")
    item = await course.item(first, TYPED)
    await course.item(second, STATEMENT)
    other = fine(await ada.post("decks", {"subject_id": course.subject_id, "title": "Some of it"}), 201)["id"]
    her = Principal(ada.user_id, None, frozenset(), frozenset())

    async def read() -> tuple[ItemColumns, ItemColumns]:
        async with unit_of_work(site.kernel) as uow:
            whole = await library.items_for_practice(uow, her, PracticeScope(subject_id=UUID(course.subject_id)))
            return whole, await library.items_for_practice(uow, her, PracticeScope(deck_id=UUID(other)))

    subject, deck = await read()
    assert (len(subject.ids), dict(subject.prerequisites), deck.ids) == (2, {}, ())

    await ada.put(f"skills/{second}/prerequisites", {"skill_ids": [first]})
    subject, _ = await read()
    await ada.put(f"decks/{other}/items/{item['id']}")
    _, deck = await read()

    assert {skill: list(before) for skill, before in subject.prerequisites.items()} == {UUID(second): [UUID(first)]}
    assert deck.ids == (UUID(item["id"]),)
