"""Policy of progress: how time is cut into days, what counts as time, what a streak is, what is completed when."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.progress.contracts import Activity, Day, Status, Streak

# Some zones are 15, 30 or 45 minutes off the hour; none cuts finer.
QUARTER_MINUTES = 15
# Ours: who takes longer than five minutes for one answer has been doing something else for the rest.
MOST_TIME_MS = 5 * 60 * 1000


def quarter_of(moment: datetime) -> datetime:
    """The beginning of the quarter of an hour a moment lies in."""
    return moment.replace(minute=moment.minute - moment.minute % QUARTER_MINUTES, second=0, microsecond=0)


def one_answer(*, correct: bool, score: float, time_ms: int | None) -> Activity:
    """What one answer adds to the counts. What has no time adds none, and none adds more than five minutes."""
    return Activity(1, int(correct), min(time_ms or 0, MOST_TIME_MS), Decimal(repr(score)))


def total(parts: Collection[Activity]) -> Activity:
    """The counts of several spans together."""
    return Activity(
        sum(part.attempts for part in parts),
        sum(part.correct for part in parts),
        sum(part.time_ms for part in parts),
        sum((part.score for part in parts), Decimal(0)),
    )


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day a moment lies in where the learner is."""
    return moment.astimezone(zone).date()


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins: at midnight, or when the clock is put forward over it."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def days_from(first: date, last: date, zone: ZoneInfo) -> list[Day]:
    """Every day from `first` to `last`, each with the moment it begins.

    A day is 23 or 25 hours long where the clocks are changed, and begins at one o'clock where they are changed at
    midnight. A day that a zone left out, when it moved across the date line, is left out here.
    """
    dates = [first + timedelta(days=number) for number in range((last - first).days + 2)]
    begins = [begin_of(each, zone) for each in dates]
    return [
        Day(each, begin) for each, begin, end in zip(dates[:-1], begins[:-1], begins[1:], strict=True) if begin < end
    ]


def streak_of(days: Sequence[Day], active: Collection[date]) -> Streak:
    """The streak of a learner who answered on the `active` days.

    Args:
        days: every day there was, from the first active one or before it to today; today comes last.
        active: the days with an answer.

    Returns:
        A streak that still holds when nothing has been answered today: the day is not over.
    """
    longest = current = 0
    for day in days[:-1]:
        current = current + 1 if day.date in active else 0
        longest = max(longest, current)
    is_today_done = bool(days) and days[-1].date in active
    current += is_today_done
    return Streak(current, max(longest, current), is_today_done, sum(day.date in active for day in days))


def completed_at(skills: Collection[UUID], mastered: Mapping[UUID, datetime]) -> datetime | None:
    """When the last of the skills was first mastered; None if one never was, or there is none to master."""
    if not skills or any(skill not in mastered for skill in skills):
        return None
    return max(mastered[skill] for skill in skills)


def status_of(*, completed: bool, attempts: int) -> Status:
    """How far a learner is with something; what was completed stays so, whatever is forgotten later."""
    if completed:
        return Status.COMPLETED
    return Status.IN_PROGRESS if attempts else Status.NOT_STARTED
