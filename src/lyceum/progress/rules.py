"""Policy of progress: how days are cut, what a streak is, what is completed, what to do now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.practice.contracts.attempts import MOST_TIME_MS
from lyceum.practice.contracts.sessions import SessionKind
from lyceum.progress.contracts import (
    Action,
    Activity,
    Because,
    Day,
    Now,
    Reason,
    Standing,
    Status,
    Step,
    Streak,
    SubjectStanding,
    Target,
)

# Some zones are 15, 30 or 45 minutes off the hour; none cuts finer.
QUARTER_MINUTES = 15
# Ours: about what a placement asks before it knows where to start; what has fewer items is quicker practised.
FEWEST_FOR_PLACEMENT = 12
# Ours: more than this beside the one thing to do, and it is no longer one thing.
MOST_OTHERS = 4
_MS_PER_MINUTE = 60 * 1000


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


def what_now(standing: Standing) -> Now:
    """The one thing to do now: what was begun, then what is being forgotten, then what is left to learn."""
    steps = [
        *_continuing(standing),
        *_reviewing(standing),
        *_practising(standing),
        *_waiting(standing),
    ] or [_at_the_end(standing)]
    return Now(steps[0], tuple(steps[1 : 1 + MOST_OTHERS]), standing.next_due_at)


def _continuing(standing: Standing) -> Iterator[Step]:
    session = standing.session
    if session is not None:
        left = session.length - session.answered
        reasons = Reason(Because.SESSION_OPEN, {"left": left, "answered": session.answered})
        yield Step(Action.CONTINUE, Target(session_id=session.id), (reasons, *_minutes(standing, left)))


def _reviewing(standing: Standing) -> Iterator[Step]:
    due = standing.due
    is_begun = standing.session is not None and standing.session.kind is SessionKind.REVIEW
    if due.oldest_due_on is None or is_begun:
        return
    reasons = [Reason(Because.REVIEWS_DUE, {"items": due.items})]
    overdue_days = (standing.today - due.oldest_due_on).days
    if overdue_days > 0:
        reasons.append(Reason(Because.LONG_OVERDUE, {"days": overdue_days}))
    yield Step(Action.REVIEW, Target(), (*reasons, *_minutes(standing, due.items)))


def _practising(standing: Standing) -> Iterator[Step]:
    """Subjects that have been begun, the last one first; then new ones, those that are large enough to be placed."""
    unfinished = [each for each in standing.subjects if each.skills_mastered < each.skills]
    begun = [(each.last_practised_at, each) for each in unfinished if each.last_practised_at is not None]
    for _, each in sorted(begun, key=lambda pair: pair[0], reverse=True):
        numbers = {"skills": each.skills, "mastered": each.skills_mastered}
        yield _with_subject(Action.PRACTISE, each, Reason(Because.SKILLS_TO_MASTER, numbers))
    new = [each for each in unfinished if each.last_practised_at is None]
    for each in sorted(new, key=lambda each: each.items < FEWEST_FOR_PLACEMENT):
        action = Action.PLACE if each.items >= FEWEST_FOR_PLACEMENT else Action.PRACTISE
        numbers = {"items": each.items, "skills": each.skills}
        yield _with_subject(action, each, Reason(Because.NEVER_PRACTISED, numbers))


def _waiting(standing: Standing) -> Iterator[Step]:
    for each in standing.reading:
        yield Step(Action.WAIT, each, (Reason(Because.BEING_READ),))


def _at_the_end(standing: Standing) -> Step:
    """Nothing can be done with what is there: because there is nothing, or because all of it is done."""
    if not standing.subjects:
        reasons = [Reason(Because.NOTHING_TO_LEARN)]
        if standing.not_readable:
            reasons.append(Reason(Because.NOT_READABLE, {"documents": standing.not_readable}))
        return Step(Action.UPLOAD, Target(), tuple(reasons))
    reasons = [Reason(Because.ALL_MASTERED, {"skills": sum(each.skills for each in standing.subjects)})]
    if standing.next_due_on is not None:
        reasons.append(Reason(Because.NEXT_REVIEW, {"days": (standing.next_due_on - standing.today).days}))
    return Step(Action.REST, Target(), tuple(reasons))


def _minutes(standing: Standing, items: int) -> Iterator[Reason]:
    if standing.pace_ms is not None:
        minutes = max(1, round(items * standing.pace_ms / _MS_PER_MINUTE))
        yield Reason(Because.TAKES_MINUTES, {"minutes": minutes})


def _with_subject(action: Action, subject: SubjectStanding, reason: Reason) -> Step:
    return Step(action, Target(subject_id=subject.subject_id, title=subject.title), (reason,))
