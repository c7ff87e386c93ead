"""What a graded answer says: right or wrong, how well recalled, and what to tell the learner."""

from dataclasses import dataclass
from enum import StrEnum

# Wozniak 1990's scale of recall; the mapping from what we observe to it is ours, stated in `quality_from`.
PERFECT = 5
HESITANT = 4
LABORIOUS = 3
NEARLY = 2
WRONG = 1
BLANK = 0
# Ours: slower than twice what the item is expected to take is hesitation.
SLOW_FACTOR = 2.0
# Ours: with three hints the learner has been led to the answer.
HINTS_THAT_CARRY = 3


class FeedbackCode(StrEnum):
    """Why the answer was graded as it was; words are made elsewhere, in the learner's language."""

    EXACT = "exact"
    SPELLING = "spelling"
    PLURAL = "plural"
    ACCENTS = "accents"
    NEAR_MISS = "near_miss"
    OTHER_TERM = "other_term"
    WRONG = "wrong"
    BLANK = "blank"
    RECALLED = "recalled"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Effort:
    """How an answer came about. `expected_time_s` is what such an item usually takes, None when nobody knows."""

    hints: int = 0
    time_s: float | None = None
    expected_time_s: float | None = None

    @property
    def is_slow(self) -> bool:
        """Whether the answer took more than twice the expected time."""
        if self.time_s is None or self.expected_time_s is None:
            return False
        return self.time_s > SLOW_FACTOR * self.expected_time_s


UNAIDED = Effort()


@dataclass(frozen=True, slots=True)
class Grade:
    """A graded answer: `score` in [0, 1], `quality` 0-5 for SM-2, `matched` the accepted answer it was held against."""

    correct: bool
    score: float
    quality: int
    feedback: FeedbackCode
    matched: str | None = None


def quality_from(feedback: FeedbackCode, *, correct: bool, effort: Effort = UNAIDED) -> int:
    """SM-2 quality of one answer.

    Right: 5 unaided and in time, 4 when slow or not written exactly, 3 with one or two hints, 2 (not a success) with
    three or more, because the hints then carried the answer. Wrong: 2 for a near miss, 1 otherwise, 0 for no answer.
    """
    if not correct:
        return {FeedbackCode.NEAR_MISS: NEARLY, FeedbackCode.BLANK: BLANK}.get(feedback, WRONG)
    if effort.hints >= HINTS_THAT_CARRY:
        return NEARLY
    if effort.hints > 0:
        return LABORIOUS
    if effort.is_slow or feedback is FeedbackCode.SPELLING:
        return HESITANT
    return PERFECT


def graded(feedback: FeedbackCode, *, correct: bool, effort: Effort = UNAIDED, matched: str | None = None) -> Grade:
    """A grade whose quality follows `quality_from` and whose score is all or nothing."""
    quality = quality_from(feedback, correct=correct, effort=effort)
    return Grade(correct=correct, score=float(correct), quality=quality, feedback=feedback, matched=matched)
