"""What other domains may know of a learner's progress."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lyceum.practice.contracts import SkillMastery


@dataclass(frozen=True, slots=True)
class SkillProgress:
    """A skill of a subject, with what is believed of the learner."""

    subject_id: UUID
    name: str
    is_mastered: bool
    mastery: SkillMastery


@dataclass(frozen=True, slots=True)
class Activity:
    """Answers of some span of time."""

    attempts: int = 0
    correct: int = 0
    time_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a learner has done, knows, and will have to do.

    Attributes:
        total: since ever. `today`: since midnight in the learner's zone.
        skills: how many there are to learn; `skills_practised` and `skills_mastered` of them.
        due_now: items due for review. `next_due_at`: when the next one falls due.
        forecast: reviews of the next days, by day in the learner's zone.
    """

    total: Activity
    today: Activity
    skills: int
    skills_practised: int
    skills_mastered: int
    due_now: int
    next_due_at: datetime | None
    forecast: dict[date, int]
