"""When items come back and why, and what is recalled when they do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class DueReason(StrEnum):
    """Why an item is due when it is."""

    FIRST_SUCCESS = "first_success"
    RECALLED = "recalled"
    FORGOTTEN = "forgotten"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An item that is due or will be.

    Attributes:
        item_id: of the item.
        due_on: the learner's day it comes back; `due_at` the moment that day begins where they are.
        interval_days: from the review that counted to that day.
        is_pressing: forgotten last time, or later than its whole interval.
        retrievability: the probability that it would be recalled now.
    """

    item_id: UUID
    due_on: date
    due_at: datetime
    interval_days: int
    is_pressing: bool
    retrievability: float


@dataclass(frozen=True, slots=True)
class DueNow:
    """How many items are due now, and the day the first of them fell due; None if there are none."""

    items: int
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """The share of what was learned that is expected to be recalled on a coming day, if nothing is reviewed."""

    day: date
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionWeek:
    """What was recalled in one week.

    Attributes:
        monday: the learner's day on which it begins.
        reviews: unaided answers to items that were answered before, on an earlier day.
        recalled: of them.
        predicted: the mean probability of recall that FSRS gave them right before; None where it gave none.
    """

    monday: date
    reviews: int = 0
    recalled: int = 0
    predicted: float | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """What a learner will recall, and what they have recalled; `items` have been attempted and may be asked again."""

    items: int
    points: tuple[RetentionPoint, ...]
    weeks: tuple[RetentionWeek, ...]
