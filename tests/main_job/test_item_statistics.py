"""What answers say about items: counted once a day for whoever may read their keys, and telling of nobody."""

import random
from datetime import timedelta
from uuid import UUID

import pytest

from lyceum.platform.ids import new_id
from tests.builders import MovableClock
from tests.main_job.crowd import Given, answers_of, calibrate, put, rasch
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused

WHICH: Json = {
    "type": "multiple_choice",
    "stem": "Which of these stores the genes?",
    "key": "a",
    "options": [{"id": "a", "text": "DNA"}, {"id": "b", "text": "fat"}, {"id": "c", "text": "salt"}],
}


@pytest.fixture
async def items(ada: Learner, cells: Learned) -> list[str]:
    return [item["id"] for item in await ada.all(f"decks/{cells.deck_id}/items")][:8]


@pytest.fixture
async def choice(ada: Learner, cells: Learned) -> str:
    skill = fine(await ada.get("skills", subject_id=cells.subject_id))["items"][0]["id"]
    made = await ada.post(f"decks/{cells.deck_id}/items", {**WHICH, "skill_ids": [skill]})
    return str(fine(made, 201)["id"])


async def told(learner: Learner, cells: Learned, **query: object) -> dict[str, Json]:
    found = await learner.all("practice/statistics", subject_id=cells.subject_id, limit=3, **query)
    return {each["item_id"]: each for each in found}


async def test_the_first_unaided_answer_of_each_learner_counts(
    site: Site, ada: Learner, cells: Learned, items: list[str]
) -> None:
    people = [new_id() for _ in range(6)]
    await put(site, [Given(each, items[0], number < 4) for number, each in enumerate(people)])
    await put(site, [Given(each, items[0], correct=True) for each in people])
    await put(site, [Given(each, items[1], correct=True, hints=1) for each in people])
    await put(site, [Given(each, items[2], correct=True, assisted=True) for each in people])
    await put(site, [Given(each, items[3], correct=True, version=2) for each in people])

    await calibrate(site)

    found = await told(ada, cells)
    assert list(found) == [items[0]]
    assert (found[items[0]]["learners"], found[items[0]]["correct_share"]) == (6, pytest.approx(4 / 6))
    assert found[items[0]]["median_seconds"] == 4.0


async def test_of_fewer_than_five_learners_there_are_no_figures(
    site: Site, ada: Learner, cells: Learned, items: list[str]
) -> None:
    await put(site, answers_of(4, items[:1], rasch({items[0]: 0.0})))
    await calibrate(site)

    (one,) = (await told(ada, cells)).values()

    assert [one[name] for name in ("correct_share", "discrimination", "median_seconds", "calibrated_at")] == [None] * 4
    assert [flag["code"] for flag in one["flags"]] == ["too_few"]
    assert await told(ada, cells, flagged=True) == {}


async def test_what_may_be_wrong_with_an_item_is_said_in_words(
    site: Site, ada: Learner, cells: Learned, items: list[str]
) -> None:
    easy, hard, wrong, *plain = items
    by = rasch(dict.fromkeys(plain, 0.0) | {easy: -6.0, hard: 5.0, wrong: 0.0})

    def answer(rng: random.Random, item: str, ability: float) -> tuple[bool, object]:
        return by(rng, item, -ability if item == wrong else ability)

    await put(site, answers_of(120, items, answer))
    await calibrate(site)

    found = await told(ada.reading("de"), cells)
    flagged = {item: [flag["code"] for flag in each["flags"]] for item, each in found.items() if each["flags"]}
    assert flagged == {easy: ["too_easy"], hard: ["too_hard"], wrong: ["wrong_key"]}
    assert found[wrong]["flags"][0]["text"].startswith("Wahrscheinlich ist der Schlüssel falsch")
    assert found[wrong]["discrimination"] < -0.2 < 0.2 < found[plain[0]]["discrimination"]
    assert set(await told(ada, cells, flagged=True)) == {easy, hard, wrong}


async def test_distractors_nobody_takes_or_the_better_learners_take_are_named(
    site: Site, ada: Learner, cells: Learned, items: list[str], choice: str
) -> None:
    by = rasch(dict.fromkeys(items, 0.0))

    def answer(rng: random.Random, item: str, ability: float) -> tuple[bool, object]:
        if item != choice:
            return by(rng, item, ability)
        # Who knows much takes fat; nobody takes salt.
        response = "b" if ability > 0.3 else "a"
        return response == "a", response

    await put(site, answers_of(100, [*items, choice], answer))
    await calibrate(site)

    one = (await told(ada, cells))[choice]
    assert [(option["text"], option["is_key"]) for option in one["options"]] == [
        ("DNA", True),
        ("fat", False),
        ("salt", False),
    ]
    shares = [option["chosen_share"] for option in one["options"]]
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] == one["correct_share"]
    assert shares[2] == 0.0
    texts = {flag["code"]: flag["text"] for flag in one["flags"]}
    assert texts.keys() == {"wrong_key", "strong_distractor", "unused_distractor"}
    assert "“fat”" in texts["strong_distractor"]
    assert "“salt”" in texts["unused_distractor"]


async def test_while_its_owner_is_being_asked_an_item_nothing_tells_its_key(
    site: Site, ada: Learner, cells: Learned, items: list[str], choice: str
) -> None:
    def answer(rng: random.Random, _item: str, _ability: float) -> tuple[bool, object]:
        return rng.random() < 0.7, "a"

    await put(site, answers_of(40, [*items, choice], answer))
    await calibrate(site)
    session = await ada.start_on(cells, "multiple_choice")
    asked = (await ada.next(session))["item"]

    one = (await told(ada, cells))[choice]

    assert asked["id"] == choice
    assert {(option["is_key"], option["chosen_share"]) for option in one["options"]} == {(None, None)}
    assert not [flag for flag in one["flags"] if "distractor" in flag["code"]]


async def test_an_answer_that_arrives_late_but_counts_first_is_the_one_that_counts(
    site: Site, ada: Learner, cells: Learned, items: list[str], clock: MovableClock
) -> None:
    people = [new_id() for _ in range(5)]
    await put(site, [Given(each, items[0], correct=True) for each in people])
    await calibrate(site)
    clock.move(timedelta(days=3))
    await put(site, [Given(each, items[0], correct=False) for each in people[:2]], late=timedelta(days=4))

    assert await calibrate(site) == {"subjects": 1, "items": 1, "calibrated": 0}

    assert (await told(ada, cells))[items[0]]["correct_share"] == pytest.approx(0.6)
    # And nothing is counted anew that has not changed.
    assert await calibrate(site) == {"subjects": 0, "items": 0, "calibrated": 0}


async def test_statistics_are_for_the_owner_of_a_subject(
    site: Site, ada: Learner, eve: Learner, cells: Learned, items: list[str]
) -> None:
    await put(site, answers_of(10, items, rasch(dict.fromkeys(items, 0.0))))
    await calibrate(site, cells.subject_id)

    assert len(await told(ada, cells)) == len(items)
    assert refused(await eve.get("practice/statistics", subject_id=cells.subject_id)) == (404, "SUBJECT_NOT_FOUND")
    assert refused(await eve.get(f"practice/items/{items[0]}/difficulty")) == (404, "ITEM_NOT_FOUND")


async def test_items_put_away_are_left_out(site: Site, ada: Learner, cells: Learned, items: list[str]) -> None:
    await put(site, answers_of(10, items, rasch(dict.fromkeys(items, 0.0))))
    await calibrate(site)
    await ada.delete(f"items/{items[0]}")

    assert UUID(items[0]) not in {UUID(each) for each in await told(ada, cells)}
