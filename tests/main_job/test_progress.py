"""Progress says nothing that attempts do not say already."""

from datetime import timedelta

from lyceum.platform.unit_of_work import unit_of_work
from lyceum.progress import facade as progress
from tests.builders import MovableClock
from tests.main_job.site import Learned, Learner, Site, fine

_COUNTS = "select * from progress.activity order by quarter"


async def test_counts_thrown_away_and_counted_again_are_the_same(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    for number in range(8):
        item = (await ada.next(session))["item"]
        await (ada.answer_well if number % 3 else ada.answer_badly)(session, item, time_ms=1000 + number)
        clock.move(timedelta(minutes=7))
    await site.relay.drain()
    counted = await site.rows(_COUNTS)

    async with unit_of_work(site.kernel) as uow:
        assert await progress.recount(uow, ada.user_id) == 8

    assert len(counted) > 1
    assert await site.rows(_COUNTS) == counted


async def test_an_attempt_delivered_twice_is_counted_once(site: Site, ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    await ada.answer_well(session, (await ada.next(session))["item"])
    await site.relay.drain()
    await site.relay.drain()

    assert fine(await ada.get("progress/me"))["total"]["attempts"] == 1


async def test_today_begins_at_midnight_where_the_learner_is(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    await ada.answer_well(session, (await ada.next(session))["item"])
    await site.relay.drain()
    clock.move(timedelta(hours=10))

    here = fine(await ada.in_zone("Asia/Kathmandu").get("progress/me"))
    there = fine(await ada.in_zone("America/New_York").get("progress/me"))

    # 19:00 in Greenwich is 00:45 of the next day in Kathmandu, and two in the afternoon in New York.
    assert here["today"]["attempts"] == 0
    assert there["today"]["attempts"] == 1
    assert here["total"] == there["total"]
