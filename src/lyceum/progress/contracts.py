"""What other domains may know of a learner's progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from lyceum.library.contracts import Item
from lyceum.platform.errors import Invalid
from lyceum.practice.contracts.beliefs import MasteryPoint, SkillMastery
from lyceum.practice.contracts.reviews import DueNow, Review
from lyceum.practice.contracts.sessions import Session


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
class ItemStanding:
    """An item of a skill: when it comes back, None if it was never attempted.

    `is_withheld`: the learner is being asked for it, and the skill's name may tell its answer.
    """

    item: Item
    review: Review | None
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class SkillDetail:
    """A skill looked at closely.

    Attributes:
        skill: with what is believed of the learner.
        needs: the skills better learned before it. `needed_by`: those it is better learned before.
        items: of those that ask for it the first that come back, then the first that were never asked.
        item_count: how many ask for it.
        series: what was believed at the end of each day on which it was practised, the earliest first.
    """

    skill: SkillProgress
    needs: Sequence[SkillProgress]
    needed_by: Sequence[SkillProgress]
    items: Sequence[ItemStanding]
    item_count: int
    series: Sequence[MasteryPoint]


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
        known: the mean mastery of its skills, in [0, 1]; one that was never practised counts as 0, whatever is guessed.
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
    known: float
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


class Action(StrEnum):
    """What a learner may do now; the first that can be done is the one to do."""

    CONTINUE = "continue"
    REVIEW = "review"
    PRACTISE = "practise"
    PLACE = "place"
    WAIT = "wait"
    UPLOAD = "upload"
    REST = "rest"


class Because(StrEnum):
    """Why to do it, each with its numbers."""

    SESSION_OPEN = "session_open"
    REVIEWS_DUE = "reviews_due"
    LONG_OVERDUE = "long_overdue"
    TAKES_MINUTES = "takes_minutes"
    SKILLS_TO_MASTER = "skills_to_master"
    NEVER_PRACTISED = "never_practised"
    BEING_READ = "being_read"
    NOTHING_TO_LEARN = "nothing_to_learn"
    NOT_READABLE = "not_readable"
    ALL_MASTERED = "all_mastered"
    NEXT_REVIEW = "next_review"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with its numbers; the first of them is what its sentence counts."""

    code: Because
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What to do something with; `title` is its name, where it has one."""

    session_id: UUID | None = None
    subject_id: UUID | None = None
    document_id: UUID | None = None
    job_id: UUID | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do now."""

    action: Action
    target: Target
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """The one thing to do now, and what else could be done instead, the better first.

    Attributes:
        first: the one thing.
        others: instead of it.
        next_due_at: when the next review falls due that is not due yet; None if none will.
    """

    first: Step
    others: tuple[Step, ...]
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectStanding:
    """How far a learner is with what can be asked of a subject; `last_practised_at` is None if they never were."""

    subject_id: UUID
    title: str
    items: int
    skills: int
    skills_mastered: int
    last_practised_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that decides what to do now.

    Attributes:
        today: of the learner.
        session: one that can be gone on with.
        due: reviews.
        pace_ms: how long one answer takes them; None if that is not known.
        next_due_at: when the next review falls due that is not due yet; `next_due_on` is that day.
        subjects: those in which something can be asked, the newest first.
        reading: documents that are being learned from, the newest first.
        not_readable: how many documents could not be learned from.
    """

    today: date
    session: Session | None
    due: DueNow
    pace_ms: float | None
    next_due_at: datetime | None
    next_due_on: date | None
    subjects: Sequence[SubjectStanding]
    reading: Sequence[Target]
    not_readable: int
