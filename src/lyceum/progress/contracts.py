"""What other domains may know of a learner's progress."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from lyceum.library.contracts import Item
from lyceum.platform.errors import Invalid
from lyceum.practice.contracts import Review, SkillMastery


class RangeInvalid(Invalid):
    """The days asked for are too many, or end before they begin."""

    code = "RANGE_INVALID"


class Status(StrEnum):
    """How far a learner is with a document or a subject."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class SkillProgress:
    """A skill of a subject, with what is believed of the learner."""

    subject_id: UUID
    name: str
    is_mastered: bool
    mastery: SkillMastery


@dataclass(frozen=True, slots=True)
class Activity:
    """Answers of some span of time. `score` is the sum of their scores; of `time_ms` an answer adds 5 min at most."""

    attempts: int = 0
    correct: int = 0
    time_ms: int = 0
    score: Decimal = Decimal(0)

    @property
    def accuracy(self) -> float | None:
        """The share of right answers; None if there are no answers."""
        return self.correct / self.attempts if self.attempts else None

    @property
    def average_score(self) -> float | None:
        """The mean score, in [0, 1]; None if there are no answers."""
        return float(self.score / self.attempts) if self.attempts else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day somewhere, and when it begins."""

    date: date
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with at least one answer that counted on them.

    Attributes:
        current: up to today, or up to yesterday while nothing has been answered today.
        longest: there ever was.
        is_today_done: whether something has been answered today.
        active_days: days with an answer, in a row or not.
    """

    current: int
    longest: int
    is_today_done: bool
    active_days: int


@dataclass(frozen=True, slots=True)
class History:
    """What was done on each active day of a learner's zone, the earliest first; `total` is all of it."""

    today: date
    by_day: Mapping[date, Activity]
    total: Activity
    streak: Streak


@dataclass(frozen=True, slots=True)
class Completion:
    """The record that a document was completed: when, how many skills it had, and what it had taken until then."""

    completed_at: datetime
    skills: int
    until_then: Activity


@dataclass(frozen=True, slots=True)
class Material:
    """What was answered of something, from first to last."""

    activity: Activity
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A learner's progress with a document or a subject.

    Attributes:
        id: of the document or the subject. `title`: its name.
        status: completed once every skill has been mastered at some time.
        share: of its skills that have been mastered at some time, in [0, 1].
        skills: how many it has; `skills_mastered` are mastered now.
        activity: what was answered of it. `started_at` and `last_practised_at`: the first and the last of it.
        completed_at: when the last skill was first mastered.
        completion: of a document: what it took.
    """

    id: UUID
    subject_id: UUID
    title: str
    status: Status
    share: float
    skills: int
    skills_mastered: int
    activity: Activity
    started_at: datetime | None
    last_practised_at: datetime | None
    completed_at: datetime | None
    completion: Completion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a learner has done, knows, and will have to do.

    Attributes:
        total: since ever. `today`: since midnight in the learner's zone. `week`: each of the last seven days.
        streak: days in a row.
        skills: how many there are to learn; `skills_practised` and `skills_mastered` of them.
        due_now: items due for review. `next_due_at`: when the next one falls due.
        upcoming: the reviews that come first, due or not.
        forecast: reviews of the next days, by day in the learner's zone.
    """

    total: Activity
    today: Activity
    week: Mapping[date, Activity]
    streak: Streak
    skills: int
    skills_practised: int
    skills_mastered: int
    due_now: int
    next_due_at: datetime | None
    upcoming: list[tuple[Review, Item]]
    forecast: dict[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningStats:
    """A learner's figures on one page (LRN-07)."""

    total: Activity
    documents_completed: int
    streak: Streak
    top_subjects: list[Record]
    week: Mapping[date, Activity]
    skills: list[SkillProgress]
