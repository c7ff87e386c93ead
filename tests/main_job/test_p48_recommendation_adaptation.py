"""P48: recommendations follow a learner who changes; the time for it is until the next answer is asked for.

Nothing is computed ahead of the asking, so that there is no later time at which it would be noticed.
"""

from datetime import timedelta

from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, fine


async def chances(learner: Learner, items: list[Json]) -> dict[str, float]:
    wanted = {"item_ids": [each["id"] for each in items]}
    told = fine(await learner.post("practice/predictions", wanted))["items"]
    return {each["item_id"]: each["chance"] for each in told}


async def run_of(learner: Learner, deck_id: str, clock: MovableClock, *, well: bool, count: int = 8) -> None:
    session = await learner.start(deck_id=deck_id, length=count)
    for _ in range(count):
        asked = (await learner.next(session))["item"]
        await (learner.answer_well if well else learner.answer_badly)(session, asked)
        clock.move(timedelta(minutes=2))


async def test_p48_whoever_begins_to_fail_is_believed_to_know_less_and_reviews_more_from_then_on(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    items = await ada.all(f"decks/{cells.deck_id}/items")
    await run_of(ada, cells.deck_id, clock, well=True, count=16)
    before, due_before = await chances(ada, items), await due_soon(ada)

    await run_of(ada, cells.deck_id, clock, well=False, count=16)
    after, due_after = await chances(ada, items), await due_soon(ada)

    assert sum(after.values()) < sum(before.values())
    assert due_after > due_before


async def test_p48_the_very_next_item_follows_from_the_answer_before_it(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id, length=10)
    told = []
    for number in range(6):
        step = await ada.next(session)
        told.append((await mastery(ada), step["reasons"]))
        await (ada.answer_badly if number % 2 else ada.answer_well)(session, step["item"])
        clock.move(timedelta(minutes=1))

    named = [
        (known, why["numbers"]["mastery"]) for known, reasons in told for why in reasons if "mastery" in why["numbers"]
    ]
    assert len(named) > 2
    assert all(mastery in known for known, mastery in named)


async def test_p48_what_to_do_now_changes_with_the_answer_that_leaves_nothing_due(
    ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    await run_of(ada, cells.deck_id, clock, well=True, count=4)
    clock.move(timedelta(days=60))
    before = fine(await ada.get("progress/me/now"))
    session = await ada.start(deck_id=cells.deck_id, kind="review")

    left = []
    while (item := (await ada.next(session))["item"]) is not None:
        await ada.answer_well(session, item)
        left.append(len(await ada.all("practice/reviews")))
    after = fine(await ada.get("progress/me/now"))

    assert before["action"] == "review"
    assert left == list(range(len(left) - 1, -1, -1))
    assert after["action"] != "review"


async def due_soon(learner: Learner) -> int:
    """How many reviews fall within two days."""
    return sum(each["reviews"] for each in fine(await learner.get("progress/me/forecast", days=2))["items"])


async def mastery(learner: Learner) -> set[float]:
    return {each["mastery"] for each in fine(await learner.get("progress/me/skills"))["items"]}
