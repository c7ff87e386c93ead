"""What a learner did on which day of theirs, and the streak that makes."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.progress import rules, store
from lyceum.progress.contracts import Activity, Day, History, RangeInvalid

# A leap year, and the week it takes to fill a calendar's first and last columns.
MOST_DAYS = 373
USUAL_DAYS = 91
# Nobody answered before there were computers; the end keeps sums of dates within what a date can be.
_FIRST_DAY, _LAST_DAY = date(1975, 1, 1), date(9000, 1, 1)


async def history_of(uow: UnitOfWork, learner: Principal) -> History:
    """Everything a learner ever did, by the days of the zone they are in now."""
    zone = ZoneInfo(learner.time_zone)
    today = rules.day_of(uow.clock.now(), zone)
    first = await store.first_quarter(uow, learner.user_id)
    days = rules.days_from(min(rules.day_of(first, zone), today) if first else today, today, zone)
    by_day = await _by_day(uow, learner, days)
    return History(today, by_day, rules.total(list(by_day.values())), rules.streak_of(days, by_day.keys()))


async def activity_between(
    uow: UnitOfWork, learner: Principal, first: date | None, last: date | None
) -> dict[date, Activity]:
    """What a learner did on each day from `first` to `last`, of those there were in their zone.

    Left out, `last` is today and `first` a quarter of a year before.

    Raises:
        RangeInvalid: if there are more days than a year has, or the range ends before it begins.
    """
    zone = ZoneInfo(learner.time_zone)
    last = last or rules.day_of(uow.clock.now(), zone)
    if not _FIRST_DAY <= last <= _LAST_DAY:
        raise RangeInvalid(f"Ask for days from {_FIRST_DAY} to {_LAST_DAY}.")
    first = first or last - timedelta(days=USUAL_DAYS - 1)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise RangeInvalid(f"Ask for 1 to {MOST_DAYS} days: the first in `from`, the last in `to`.")
    days = rules.days_from(first, last, zone)
    found = await _by_day(uow, learner, days)
    return {day.date: found.get(day.date, Activity()) for day in days}


def last_days(history: History, number: int) -> dict[date, Activity]:
    """The last days up to today, with those on which nothing was done."""
    days = [history.today - timedelta(days=before) for before in reversed(range(number))]
    return {day: history.by_day.get(day, Activity()) for day in days}


async def _by_day(uow: UnitOfWork, learner: Principal, days: list[Day]) -> dict[date, Activity]:
    if not days:
        return {}
    end = rules.begin_of(days[-1].date + timedelta(days=1), ZoneInfo(learner.time_zone))
    found = await store.by_day(uow, learner.user_id, days, end=end)
    return {day.date: activity for day, activity in found.items()}
