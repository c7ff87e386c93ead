"""Policy of practice: what each kind of session asks, what counts as assisted, and when an answer counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lyceum.algorithms.grading.grades import HINTS_THAT_CARRY, LABORIOUS, NEARLY, PERFECT, Grade
from lyceum.algorithms.irt import three_pl
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import Rating
from lyceum.algorithms.scheduling.sm2 import LOWEST_SUCCESS
from lyceum.algorithms.selection.choices import DEFAULT_POLICY, Policy
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams, BktState, for_item
from lyceum.practice.contracts import DueReason, SessionKind
from lyceum.practice.fold import SkillState

# Every skill is traced alike until calibration gives each its own; attempts pin what they were traced with.
TRACING = BktParams()
LONGEST_SESSION = 200
# New items of one skill, or items of a placement, that are compared with each other; of more, as many by lot.
MOST_WEIGHED = 500
# Above what a probability can be: nothing counts as mastered, so that a quiz asks everything it covers.
_NEVER_MASTERED = 1.1
MASTERED_AT = DEFAULT_POLICY.mastery_stop


@dataclass(frozen=True, slots=True)
class KindRules:
    """How one kind of session chooses.

    Attributes:
        length: items, unless the learner says otherwise.
        only_due: only what is due for review.
        repeats: whether an item may come again in the same session.
        finds_level: whether it asks what tells most about the learner, rather than what helps them most.
        policy: of the choice among what is left.
    """

    length: int
    policy: Policy = DEFAULT_POLICY
    only_due: bool = False
    repeats: bool = False
    finds_level: bool = False


OF_KIND: dict[SessionKind, KindRules] = {
    SessionKind.PRACTICE: KindRules(length=20, repeats=True),
    SessionKind.REVIEW: KindRules(length=50, only_due=True),
    SessionKind.PLACEMENT: KindRules(length=15, finds_level=True),
    SessionKind.QUIZ: KindRules(length=10, policy=Policy(mastery_stop=_NEVER_MASTERED)),
}


# A placement ends when the level is known this well, in logits: half the prior's error, after some fourteen answers
# that cannot be guessed.
LEVEL_FOUND_AT = 0.5
# How many of the items asked last count for variety.
RECENT = 3
# Ours: whoever has just read a sentence knows what stands in it; another item that quotes it waits for so many others.
RESTING_SENTENCES = 8
# Ours: after a day one begins anew; whose newest sessions all have nothing left to ask has none to go on with.
SESSION_STAYS_OPEN = timedelta(days=1)
MOST_OPEN_LOOKED_AT = 5
# Answers that a learner's pace is the mean of: enough to be steady, few enough to follow them.
PACE_OF = 100


def p_correct(skill: SkillState, curve: ItemCurve) -> float:
    """Probability that a learner answers an item of a skill right: the mean of what BKT and IRT say.

    BKT knows how fast a skill is learnt and nothing of how hard the item is, IRT the other way round; which of them
    errs less is measured where learners are, and until then neither is believed more.
    """
    traced = bkt.predict_correct(BktState(skill.mastery), for_item(TRACING, curve.c))
    return (traced + three_pl.p_correct(skill.ability.mean, curve)) / 2.0


def effective_at(occurred_at: datetime | None, *, served_at: datetime, received_at: datetime) -> datetime:
    """When an answer counts: when the device says, but not before the item was served nor after it was received."""
    return min(max(occurred_at or received_at, served_at), received_at)


def is_assisted(*, hints_used: int, was_revealed: bool, judges_self: bool) -> bool:
    """Whether the answer was given with the answer in sight.

    A flashcard is turned before it is judged, so that turning it is no help; anything else is.
    """
    return hints_used >= HINTS_THAT_CARRY or (was_revealed and not judges_self)


def quality_of(grade: Grade, *, assisted: bool) -> int:
    """How well it was recalled, 0 to 5: with the answer in sight, not well enough to count as a success."""
    return min(grade.quality, NEARLY) if assisted else grade.quality


def rating_of(quality: int, *, is_own_verdict: bool) -> Rating:
    """The quality as FSRS's rating: 0 to 2 again, 3 hard, 4 good, 5 easy if the learner says so and good otherwise.

    A right answer, unaided and in time, is what FSRS calls good. That it was easy only the learner can tell; taking it
    for easy would double every interval of what is graded here.
    """
    if quality < LOWEST_SUCCESS:
        return Rating.AGAIN
    if quality == LABORIOUS:
        return Rating.HARD
    return Rating.EASY if quality == PERFECT and is_own_verdict else Rating.GOOD


def due_reason(*, was_recalled: bool, is_recalled: bool, is_later: bool) -> DueReason:
    """Why the item is due when it is: from how it went last time and now, and whether its date has moved on."""
    if not is_recalled:
        return DueReason.FORGOTTEN
    if not was_recalled:
        return DueReason.FIRST_SUCCESS
    return DueReason.RECALLED if is_later else DueReason.TOO_EARLY


def confidence_in(mastery: float) -> float:
    """How far a belief is from even odds: 0 at 0.5, 1 at certainty."""
    return 1.0 - 4.0 * mastery * (1.0 - mastery)
