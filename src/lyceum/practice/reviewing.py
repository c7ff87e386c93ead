"""What is due for review, and what will be. An item is due from the beginning of its day, where the learner is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from lyceum.library import facade as library
from lyceum.library.contracts import Item
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, rules
from lyceum.practice.contracts.reviews import DueNow, Review
from lyceum.practice.recollecting import Recollection, recollection_of
from lyceum.practice.store import attempts, reviews
from lyceum.practice.store.reviews import Dated, DueAfter

_FROM_THE_START = DueAfter(is_calm=False, due_on=date.min, item_id=UUID(int=0))


async def list_reviews(uow: UnitOfWork, learner: Principal, page: PageRequest) -> Page[tuple[Review, Item]]:
    """What is due now: the pressing first, then by how long it has been due.

    What is archived, or does not apply where the learner is, is left out.
    """
    after = _FROM_THE_START
    if page.cursor:
        calm, ordinal, item_id = decode_cursor(page.cursor, int, int, UUID)
        after = DueAfter(is_calm=bool(calm), due_on=_day(ordinal), item_id=item_id)
    found = await reviews.list_due(uow, learner.user_id, _today(uow, learner), page.limit + 1, after=after)
    due = cut(found, page.limit, lambda each: (int(not each.is_pressing), each.due_on.toordinal(), each.item_id))
    active = await library.active_among(uow, learner, [each.item_id for each in due.items])
    items = await library.find_items(uow, learner, list(active))
    memory = await recollection_of(uow, learner.user_id)
    shown = [(_review(uow, learner, each, memory), items[each.item_id]) for each in due.items if each.item_id in active]
    return Page(shown, due.next_cursor)


async def upcoming(uow: UnitOfWork, learner: Principal, limit: int) -> list[tuple[Review, Item]]:
    """The reviews that come first, due already or not, by date. Archived items are left out."""
    coming = await reviews.list_coming(uow, learner.user_id, _today(uow, learner))
    active = await library.active_among(uow, learner, [each.item_id for each in coming])
    first = [each for each in coming if each.item_id in active][:limit]
    items = await library.find_items(uow, learner, [each.item_id for each in first])
    memory = await recollection_of(uow, learner.user_id)
    return [(_review(uow, learner, each, memory), items[each.item_id]) for each in first]


async def forecast(uow: UnitOfWork, learner: Principal, days: int) -> dict[date, int]:
    """How many reviews fall on each of the learner's next days; the first also holds all that is overdue."""
    today = _today(uow, learner)
    counts = {today + timedelta(days=number): 0 for number in range(days)}
    due = await reviews.due_by(uow, learner.user_id, today + timedelta(days=days - 1))
    active = await library.active_among(uow, learner, [item_id for item_id, _ in due])
    for item_id, due_on in due:
        if item_id in active:
            counts[max(due_on, today)] += 1
    return counts


async def count_due(uow: UnitOfWork, learner: Principal) -> int:
    """How many items are due now."""
    return (await due_now(uow, learner)).items


async def reviews_of(uow: UnitOfWork, learner: Principal, item_ids: Sequence[UUID]) -> list[Review]:
    """When each of some items comes back, the soonest first; those never attempted are left out."""
    found = await reviews.list_dated(uow, learner.user_id, _today(uow, learner), item_ids)
    memory = await recollection_of(uow, learner.user_id)
    return [_review(uow, learner, each, memory) for each in found]


async def due_now(uow: UnitOfWork, learner: Principal) -> DueNow:
    """How many items are due now, and since when the first of them."""
    due = await reviews.due_by(uow, learner.user_id, _today(uow, learner))
    active = await library.active_among(uow, learner, [item_id for item_id, _ in due])
    days = [due_on for item_id, due_on in due if item_id in active]
    return DueNow(len(days), min(days, default=None))


async def pace_ms(uow: UnitOfWork, learner: Principal) -> float | None:
    """How long one answer takes the learner, by the last of theirs that have a time; None without any."""
    return await attempts.mean_time_ms(uow, learner.user_id, last=rules.PACE_OF)


async def next_due_at(uow: UnitOfWork, learner: Principal) -> datetime | None:
    """When the next item falls due that is not due yet."""
    coming = await reviews.next_due(uow, learner.user_id, _today(uow, learner))
    active = await library.active_among(uow, learner, [item_id for item_id, _ in coming])
    first = next((due_on for item_id, due_on in coming if item_id in active), None)
    return None if first is None else dating.start_of(first, learner.time_zone)


def _today(uow: UnitOfWork, learner: Principal) -> date:
    return dating.day_of(uow.clock.now(), learner.time_zone)


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _review(uow: UnitOfWork, learner: Principal, dated: Dated, memory: Recollection) -> Review:
    return Review(
        item_id=dated.item_id,
        due_on=dated.due_on,
        due_at=dating.start_of(dated.due_on, learner.time_zone),
        interval_days=dated.interval_days,
        is_pressing=dated.is_pressing,
        retrievability=memory.recall(dated.stability, dated.reviewed_at, uow.clock.now()),
    )
