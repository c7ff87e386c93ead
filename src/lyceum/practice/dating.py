"""When an item comes back: derived from what is remembered of it and from how the learner wants to review.

Never folded, and never part of what is remembered: whoever changes their setting has every item dated anew, and whoever
changes it back has the old dates. Dates are days of the learner; a day begins at midnight where they are.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lyceum.algorithms.scheduling import fsrs
from lyceum.algorithms.scheduling.fsrs import FsrsParams
from lyceum.practice.contracts.settings import ReviewSetting, Scheduler
from lyceum.practice.fold import ItemState

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The day an item comes back, and the days from the review that counted to it."""

    day: date
    interval_days: int


def due(state: ItemState, setting: ReviewSetting) -> Due | None:
    """When an item comes back; None if it was never attempted."""
    reviewed, interval_days = state.sm2_day, state.sm2.interval_days
    # What was folded before FSRS came keeps SM-2's date until it is attempted or replayed.
    if setting.scheduler is Scheduler.FSRS and state.fsrs is not None:
        reviewed = state.day
        interval_days = fsrs.interval_days(state.fsrs.stability, setting.desired_retention, setting.params)
    return None if reviewed is None else Due(reviewed + timedelta(days=interval_days), interval_days)


def retrievability(
    stability: float, reviewed_at: datetime, now: datetime, params: FsrsParams = fsrs.DEFAULT_PARAMS
) -> float:
    """Probability that an item is recalled now, by FSRS, whichever scheduler dates it."""
    return fsrs.retrievability(stability, max((now - reviewed_at) / _DAY, 0.0), params)


def day_of(moment: datetime, time_zone: str) -> date:
    """The learner's day a moment lies in."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def start_of(day: date, time_zone: str) -> datetime:
    """When a day begins for the learner: at midnight, or right after where a change of the clock skips it."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)
