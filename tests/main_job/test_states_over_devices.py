"""In whatever order answers arrive from however many devices: one state, the replay's, as if each was sent at once."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice.fold import ItemState, Place, SkillState
from lyceum.practice.store import attempts
from lyceum.practice.store import states as states_store
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine, learn, new_learner
from tests.main_job.test_attempts import replay

ITEMS, LONGEST_AWAY = 4, 4
# Of each answer: to which item, hours since the one before, whether it is right, and how many answers it is sent after.
ANSWERS = st.tuples(
    st.integers(0, ITEMS - 1), st.sampled_from([0, 1, 7, 30, 100]), st.booleans(), st.integers(0, LONGEST_AWAY)
)


@dataclass
class Shelf:
    """A learner's notes, learned, with a deck for each of some items, so that any of them can be asked for."""

    learner: Learner
    items: list[Json]
    decks: list[str]

    async def ask(self, number: int) -> Json:
        """The body of an answer to an item, but for the answer."""
        session = await self.learner.start(deck_id=self.decks[number], kind="quiz", length=1)
        item = (await self.learner.next(session))["item"]
        return {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": item["id"]}

    async def response(self, item_id: str, *, well: bool) -> object:
        item = next(each for each in self.items if each["id"] == item_id)
        if not well:
            return await self.learner.wrong_for(item)
        return 4 if item["type"] == "flashcard" else await self.learner.key_of(item)


async def shelf_of(learner: Learner, learned: Learned) -> Shelf:
    items = (await learner.all(f"decks/{learned.deck_id}/items"))[:ITEMS]
    decks = []
    for item in items:
        deck = fine(await learner.post("decks", {"subject_id": learned.subject_id, "title": item["id"]}), 201)["id"]
        await learner.put(f"decks/{deck}/items/{item['id']}")
        decks.append(deck)
    return Shelf(learner, items, decks)


async def answer_over_devices(shelf: Shelf, clock: MovableClock, given: list[tuple[int, int, bool, int]]) -> None:
    """Each answer is given on a device that may be away, and is sent when that comes back."""
    away: list[tuple[int, Json]] = []
    for number, (item, hours, well, delay) in enumerate(given):
        clock.move(timedelta(hours=hours))
        body = await shelf.ask(item)
        body |= {"response": await shelf.response(body["item_id"], well=well), "occurred_at": clock.now().isoformat()}
        away.append((number + delay, body))
        await send(shelf.learner, [body for back, body in away if back <= number])
        away = [(back, body) for back, body in away if back > number]
    clock.move(timedelta(hours=1))
    await send(shelf.learner, [body for _, body in reversed(away)])


async def send(learner: Learner, answers: list[Json]) -> None:
    for body in answers:
        fine(await learner.post("practice/attempts", body), 201)


Believed = tuple[dict[str, ItemState], dict[str, SkillState]]


async def believed(site: Site, shelf: Shelf) -> Believed:
    """What is believed of a learner, by the names of things, and with no attempt's id in it."""
    learner_id = shelf.learner.user_id
    items = {each["id"]: each["stem"] for each in shelf.items}
    skills = {skill["id"]: skill["name"] for each in shelf.items for skill in each["skills"]}
    async with unit_of_work(site.kernel) as uow:
        of_items = await states_store.load_all_items(uow, learner_id)
        of_skills = await states_store.load_skills(uow, learner_id, [UUID(each) for each in skills])
    return (
        {items[str(each)]: replace(state, last=_moment(state)) for each, state in of_items.items()},
        {skills[str(each)]: replace(state, last=_moment(state)) for each, state in of_skills.items()},
    )


def _moment(state: ItemState | SkillState) -> Place | None:
    return state.last and (state.last[0], UUID(int=0))


def later(found: Believed, by: timedelta) -> Believed:
    """The same beliefs, had everything happened some days later."""
    items = {
        name: replace(
            state,
            day=state.day and state.day + by,
            sm2_day=state.sm2_day and state.sm2_day + by,
            last=state.last and (state.last[0] + by, state.last[1]),
        )
        for name, state in found[0].items()
    }
    skills = {
        name: replace(state, last=state.last and (state.last[0] + by, state.last[1]))
        for name, state in found[1].items()
    }
    return items, skills


async def one_after_the_other(site: Site, first: Shelf, twin: Shelf, clock: MovableClock) -> timedelta:
    """The twin answers, at once and days later, what the first learner did, in the order it counts in."""
    async with unit_of_work(site.kernel) as uow:
        history = await attempts.all_evidence(uow, first.learner.user_id)
    history.sort(key=lambda each: each.place)
    by = timedelta(days=1 + max(0, (clock.now() - history[0].effective_at).days))
    numbers = {each["id"]: number for number, each in enumerate(first.items)}
    for each in history:
        clock.set(each.effective_at + by)
        number = numbers[str(each.item_id)]
        body = await twin.ask(number)
        response = await twin.response(body["item_id"], well=each.correct)
        fine(await twin.learner.post("practice/attempts", body | {"response": response}), 201)
    return by


@pytest.mark.timeout(1800)
# Each example is two learners who upload, and some thirty requests; making it smaller would take minutes.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(given=st.lists(ANSWERS, min_size=3, max_size=15))
async def test_the_state_does_not_depend_on_how_the_answers_arrived(
    site: Site, door: httpx.AsyncClient, clock: MovableClock, given: list[tuple[int, int, bool, int]]
) -> None:
    shelves = []
    for _ in range(2):
        learner = new_learner(site, door)
        shelves.append(await shelf_of(learner, await learn(site, learner)))
    first, twin = shelves
    await answer_over_devices(first, clock, given)
    arrived = await believed(site, first)

    answered = await replay(site, first.learner)
    replayed = await believed(site, first)
    by = await one_after_the_other(site, first, twin, clock)

    assert sum(state.attempts for state in arrived[0].values()) == answered == len(given)
    assert replayed == arrived
    assert await believed(site, twin) == later(arrived, by)
