"""How many reviews each of the next days would bring under a setting, if it were chosen now. Nothing is saved.

Every item comes back when the setting says, is recalled then, and comes back again: through the one update kernel, as
an attempt would. What is new is not asked, so that the figures are of what has been begun.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lyceum.algorithms.grading.grades import PERFECT
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import Rating
from lyceum.library import facade as library
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, fold
from lyceum.practice.contracts.settings import ReviewSetting
from lyceum.practice.fold import Evidence, ItemState
from lyceum.practice.settings import Wish
from lyceum.practice.store import states

DAYS = 30
_NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Reviews on each of the next days, the first of which also has what is overdue."""

    days: tuple[tuple[date, int], ...]

    @property
    def total(self) -> int:
        """Reviews on all of them."""
        return sum(reviews for _, reviews in self.days)

    @property
    def per_day(self) -> float:
        """Reviews a day, on average."""
        return self.total / len(self.days)


async def forecast(uow: UnitOfWork, learner: Principal, wish: Wish) -> Forecast:
    """What a learner would have to review in the next days, as if they had chosen so."""
    setting = wish.on(await states.find_setting(uow, learner.user_id))
    items = await states.load_all_items(uow, learner.user_id)
    active = await library.active_among(uow, learner, list(items))
    today = dating.day_of(uow.clock.now(), learner.time_zone)
    last = today + timedelta(days=DAYS - 1)
    counts = Counter(
        day for item_id in active for day in _reviews(items[item_id], setting, (today, last), learner.time_zone)
    )
    days = (today + timedelta(days=number) for number in range(DAYS))
    return Forecast(tuple((day, counts[day]) for day in days))


def _reviews(state: ItemState, setting: ReviewSetting, span: tuple[date, date], time_zone: str) -> Iterator[date]:
    """The days of a span on which an item is reviewed, if it is recalled each time."""
    first, last = span
    while (due := dating.due(state, setting)) and (day := max(due.day, first)) <= last:
        yield day
        state = fold.after_item(state, _recalled(state, setting, day, time_zone))
        # One that is due today and was attempted today comes back on a later day.
        first = day + timedelta(days=1)


def _recalled(state: ItemState, setting: ReviewSetting, day: date, time_zone: str) -> Evidence:
    """A review on a day at noon, or right after the last attempt, that went well."""
    if state.last is None:
        raise ValueError("an item that was never attempted has no review to come")
    moment, attempt_id = state.last
    return Evidence(
        attempt_id=attempt_id,
        effective_at=max(dating.start_of(day, time_zone) + _NOON, moment),
        day=day,
        item_id=attempt_id,
        curve=ItemCurve(),
        skills={},
        correct=True,
        quality=PERFECT,
        rating=Rating.GOOD,
        assisted=False,
        weights=setting.params,
    )
