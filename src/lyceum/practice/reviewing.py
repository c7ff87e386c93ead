"""What is due for review, and what will be."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.library import facade as library
from lyceum.library.contracts import Item
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts import Review
from lyceum.practice.store import states
from lyceum.practice.store.states import DueAfter

_FROM_THE_START = DueAfter(is_calm=False, due_at=datetime.min.replace(tzinfo=UTC), item_id=UUID(int=0))


async def list_reviews(uow: UnitOfWork, learner: Principal, page: PageRequest) -> Page[tuple[Review, Item]]:
    """What is due now: the pressing first, then by how long it has been due. Archived items are left out."""
    after = _FROM_THE_START
    if page.cursor:
        calm, due_at, item_id = decode_cursor(page.cursor, int, datetime, UUID)
        after = DueAfter(is_calm=bool(calm), due_at=due_at, item_id=item_id)
    found = await states.list_due(uow, learner.user_id, page.limit + 1, after=after)
    due = cut(found, page.limit, lambda review: (int(not review.is_pressing), review.due_at, review.item_id))
    items = await library.find_items(uow, learner, [review.item_id for review in due.items])
    shown = [(review, items[review.item_id]) for review in due.items if review.item_id in items]
    return Page([(review, item) for review, item in shown if item.is_active], due.next_cursor)


async def upcoming(uow: UnitOfWork, learner: Principal, limit: int) -> list[tuple[Review, Item]]:
    """The reviews that come first, due already or not, by date. Archived items are left out."""
    coming = await states.list_coming(uow, learner.user_id)
    active = await library.active_among(uow, learner, [review.item_id for review in coming])
    first = [review for review in coming if review.item_id in active][:limit]
    items = await library.find_items(uow, learner, [review.item_id for review in first])
    return [(review, items[review.item_id]) for review in first]


async def forecast(uow: UnitOfWork, learner: Principal, days: int) -> dict[date, int]:
    """How many reviews fall on each of the learner's next days; the first also holds all that is overdue."""
    zone = ZoneInfo(learner.time_zone)
    today = uow.clock.now().astimezone(zone).date()
    end = datetime.combine(today + timedelta(days=days), time.min, zone)
    counts = {today + timedelta(days=number): 0 for number in range(days)}
    due = await states.due_before(uow, learner.user_id, end)
    active = await library.active_among(uow, learner, [item_id for item_id, _ in due])
    for item_id, due_at in due:
        if item_id in active:
            counts[max(due_at.astimezone(zone).date(), today)] += 1
    return counts


async def count_due(uow: UnitOfWork, learner: Principal) -> int:
    """How many items are due now."""
    due = await states.due_before(uow, learner.user_id, uow.clock.now())
    return len(await library.active_among(uow, learner, [item_id for item_id, _ in due]))


async def next_due_at(uow: UnitOfWork, learner: Principal) -> datetime | None:
    """When the next item falls due that is not due yet."""
    coming = await states.next_due(uow, learner.user_id)
    active = await library.active_among(uow, learner, [item_id for item_id, _ in coming])
    return next((due_at for item_id, due_at in coming if item_id in active), None)
