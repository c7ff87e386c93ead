"""What is believed of a learner and a skill, and how an answer moved it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMastery:
    """What is believed of a learner and a skill (LRN-10).

    Attributes:
        mastery: P(L), the probability that they have it.
        confidence: how far that is from even odds, 0 at 0.5 and 1 at certainty.
        ability: on the scale of item difficulties, in logits; `standard_error` how far that is likely off.
        practice_count: attempts that asked for it.
        correct_streak: right answers in a row up to now; `longest_streak` the most there ever were.
        last_practised_at: None if never.
    """

    skill_id: UUID
    mastery: float
    confidence: float
    ability: float
    standard_error: float
    practice_count: int
    correct_streak: int
    longest_streak: int
    last_practised_at: datetime | None


@dataclass(frozen=True, slots=True)
class SkillStep:
    """What an answer did to the belief in a skill: P(L) before and after it, and right answers in a row since then."""

    mastery_before: float
    mastery: float
    correct_streak: int


@dataclass(frozen=True, slots=True)
class MasteryPoint:
    """What was believed of a skill at the end of a day of the learner on which it was practised."""

    day: date
    mastery: float
    attempts: int
