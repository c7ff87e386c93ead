"""Items that apply in some countries only: their author says which, and nobody else is asked them."""

from datetime import timedelta

import pytest

from lyceum.people.bonds import change_privacy
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock
from tests.main_job.site import Json, Learner, fine, refused

LEFT, RIGHT, CARE = "Drive on the left.", "Drive on the right.", "Drive with care."
RULES = {LEFT: ["GB", "IE"], RIGHT: ["DE"], CARE: []}


class Course:
    """A deck of the learner's own: rules that hold in some countries, and one that holds everywhere."""

    def __init__(self, subject_id: str, deck_id: str, items: dict[str, Json]) -> None:
        self.subject_id, self.deck_id, self.items = subject_id, deck_id, items


@pytest.fixture
async def course(ada: Learner) -> Course:
    subject = fine(await ada.post("subjects", {"title": "Traffic"}), 201)["id"]
    deck = fine(await ada.post("decks", {"subject_id": subject, "title": "Rules"}), 201)["id"]
    skill = fine(await ada.post(f"subjects/{subject}/skills", {"name": "Driving"}), 201)["id"]
    items = {}
    for stem, countries in RULES.items():
        body = {"type": "flashcard", "stem": stem, "key": "Yes.", "skill_ids": [skill], "jurisdictions": countries}
        items[stem] = fine(await ada.post(f"decks/{deck}/items", body), 201)
    return Course(subject, deck, items)


async def live_in(learner: Learner, country: str) -> None:
    may = frozenset({"people:view", "people:edit"})
    async with unit_of_work(learner.site.kernel) as uow:
        await change_privacy(uow, Principal(learner.user_id, None, frozenset(), may), {"jurisdiction": country})


async def asked_in(learner: Learner, session: str) -> set[str]:
    """What a session asks, to its end, or until it has asked everything twice."""
    asked = set()
    for _ in range(2 * len(RULES)):
        if (item := (await learner.next(session))["item"]) is None:
            break
        asked.add(str(item["stem"]))
        await learner.answer_badly(session, item)
    return asked


@pytest.mark.parametrize("kind", ["practice", "quiz", "placement"])
@pytest.mark.parametrize(
    ("country", "asked"), [(None, {CARE}), ("DE", {RIGHT, CARE}), ("IE", {LEFT, CARE}), ("FR", {CARE})]
)
async def test_nobody_is_asked_what_does_not_apply_where_they_are(
    ada: Learner, course: Course, kind: str, country: str | None, asked: set[str]
) -> None:
    if country is not None:
        await live_in(ada, country)
    session = fine(await ada.post("practice/sessions", {"deck_id": course.deck_id, "kind": kind}), 201)

    assert await asked_in(ada, session["id"]) == asked
    assert session["left_out"] == len(RULES) - len(asked)
    assert fine(await ada.get(f"practice/sessions/{session['id']}"))["left_out"] == session["left_out"]


async def test_where_nothing_applies_no_session_begins_and_says_so(ada: Learner, course: Course) -> None:
    fine(await ada.patch(f"items/{course.items[CARE]['id']}", {"jurisdictions": ["FR"]}))

    answer = await ada.post("practice/sessions", {"subject_id": course.subject_id})

    assert refused(answer) == (409, "NOTHING_APPLIES_HERE")
    assert answer.json()["error"]["details"] == {"left_out": 3}


async def test_who_moves_or_whose_author_thinks_again_is_asked_accordingly_from_the_next_item_on(
    ada: Learner, course: Course
) -> None:
    session = await ada.start(deck_id=course.deck_id)
    assert await asked_in(ada, session) == {CARE}

    await live_in(ada, "GB")
    assert await asked_in(ada, session) == {CARE, LEFT}

    await ada.patch(f"items/{course.items[RIGHT]['id']}", {"jurisdictions": []})
    await ada.patch(f"items/{course.items[LEFT]['id']}", {"jurisdictions": ["IE"]})
    assert await asked_in(ada, session) == {CARE, RIGHT}


async def test_what_no_longer_applies_is_not_due_either(ada: Learner, course: Course, clock: MovableClock) -> None:
    await live_in(ada, "DE")
    await asked_in(ada, await ada.start(deck_id=course.deck_id))
    clock.move(timedelta(days=2))

    async def due() -> set[str]:
        return {each["item"]["stem"] for each in await ada.all("practice/reviews")}

    assert await due() == {CARE, RIGHT}
    await live_in(ada, "FR")
    assert await due() == {CARE}


async def test_the_author_says_where_an_item_applies_without_a_new_version(ada: Learner, course: Course) -> None:
    path = f"items/{course.items[CARE]['id']}"

    limited = fine(await ada.patch(path, {"jurisdictions": ["fr", "AT", "FR"]}))
    edited = fine(await ada.patch(path, {"stem": "Drive with great care."}))

    assert (limited["version"], limited["jurisdictions"]) == (1, ["AT", "FR"])
    assert (edited["version"], edited["jurisdictions"]) == (2, ["AT", "FR"])
    assert fine(await ada.patch(path, {"jurisdictions": []}))["jurisdictions"] == []


async def test_only_countries_that_there_are_can_be_named(ada: Learner, course: Course) -> None:
    item = course.items[CARE]
    body = {"type": "flashcard", "stem": "?", "key": "!", "skill_ids": [item["skills"][0]["id"]]}

    for wrong in ("XX", "U2"):
        refusals = [
            await ada.patch(f"items/{item['id']}", {"stem": "Changed.", "jurisdictions": ["DE", wrong]}),
            await ada.post(f"decks/{course.deck_id}/items", {**body, "jurisdictions": [wrong]}),
            await ada.get(f"decks/{course.deck_id}/items", jurisdiction=wrong),
        ]
        assert {refused(each) for each in refusals} == {(422, "JURISDICTION_UNKNOWN")}
    assert refused(await ada.patch(f"items/{item['id']}", {"jurisdictions": ["Germany"]})) == (422, "INVALID")
    kept = fine(await ada.get(f"items/{item['id']}"))
    assert (kept["stem"], kept["jurisdictions"]) == (CARE, [])


async def test_a_deck_lists_what_applies_in_a_country(ada: Learner, course: Course) -> None:
    async def listed(**query: str) -> list[str]:
        return [each["stem"] for each in await ada.all(f"decks/{course.deck_id}/items", **query)]

    assert await listed() == [LEFT, RIGHT, CARE]
    assert await listed(jurisdiction="gb") == [LEFT, CARE]
    assert await listed(jurisdiction="FR", limit="1") == [CARE]
