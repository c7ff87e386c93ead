"""What one attempt does to what is believed: the one place that says it, in plain numbers.

A request calls these functions as they stand; `batch` runs the very same over columns, and may compile them. So they
keep to what a compiler understands too: numbers, named tuples of numbers, and functions that are called by their names.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lyceum.algorithms.irt.ability import DRIFT_VARIANCE, PRIOR_MEAN, PRIOR_VARIANCE, moments, widened
from lyceum.algorithms.scheduling.fsrs import first_remembered, remembered
from lyceum.algorithms.scheduling.sm2 import INITIAL_EASINESS, LOWEST_SUCCESS, rescheduled
from lyceum.algorithms.tracing.bkt import traced

# Days and moments are counted from the year 1 and from 1970, so that no real day has this number.
NEVER = 0
_DAY_US = 86_400_000_000


class ItemMemory(NamedTuple):
    """What is remembered of one learner and one item, as both schedulers see it.

    Attributes:
        easiness, interval_days, repetitions: SM-2's; `sm2_day` the day of the last review it counted, or `NEVER`.
        stability, difficulty: FSRS's; both 0 before the first attempt it saw.
        day: of the newest attempt, in the learner's own days; `at` its moment in microseconds since 1970.
        recalled: 1 if it was remembered then.
        attempts, correct, lapses: how many there were, right ones, and times it was forgotten after being remembered.
    """

    easiness: float
    interval_days: int
    repetitions: int
    sm2_day: int
    stability: float
    difficulty: float
    day: int
    at: int
    recalled: int
    attempts: int
    correct: int
    lapses: int


class SkillBelief(NamedTuple):
    """What is believed of one learner and one skill: BKT's mastery, the ability's mean and variance, and counts."""

    mastery: float
    ability: float
    variance: float
    practised: int
    correct: int
    streak: int
    longest_streak: int


class Traced(NamedTuple):
    """How a skill is traced through one item: BKT's four numbers after the first, and the item's curve."""

    learn: float
    guess: float
    slip: float
    forget: float
    a: float
    b: float
    c: float


NEW_ITEM = ItemMemory(INITIAL_EASINESS, 0, 0, NEVER, 0.0, 0.0, NEVER, NEVER, 0, 0, 0, 0)


def new_skill(prior: float) -> SkillBelief:
    """What is believed before the first attempt; `prior` is P(L0)."""
    return SkillBelief(prior, PRIOR_MEAN, PRIOR_VARIANCE, 0, 0, 0, 0)


def after_item(
    memory: ItemMemory, at: int, day: int, quality: int, rating: int, correct: int, weights: Sequence[float]
) -> ItemMemory:
    """The memory of an item after an attempt.

    Args:
        memory: before it.
        at: when, in microseconds since 1970; not before the attempt before.
        day: which day that was for the learner, counted from the year 1. Who travels west may live a day twice.
        quality: 0 to 5, for SM-2.
        rating: 1 to 4, for FSRS.
        correct: 1 or 0, as graded.
        weights: of FSRS-6, w0 to w20.
    """
    recalled = 1 if quality >= LOWEST_SUCCESS else 0
    easiness, interval, repetitions, sm2_day = memory.easiness, memory.interval_days, memory.repetitions, memory.sm2_day
    # SM-2 takes every success for a review in time. What is recalled earlier says nothing it could use, so its memory
    # stays (as with Wozniak's repetitions inside one session); FSRS knows how much time has passed.
    if not (recalled and sm2_day != NEVER and day < sm2_day + interval):
        easiness, interval, repetitions = rescheduled(easiness, interval, repetitions, quality, False)  # noqa: FBT003  a compiler wants it by its place
        sm2_day = day
    if memory.stability == 0.0:
        stability, difficulty = first_remembered(rating, weights)
    else:
        same_day = 1 if day <= memory.day else 0
        elapsed = (at - memory.at) / _DAY_US
        stability, difficulty = remembered(memory.stability, memory.difficulty, rating, elapsed, same_day, weights)
    return ItemMemory(
        easiness,
        interval,
        repetitions,
        sm2_day,
        stability,
        difficulty,
        day,
        at,
        recalled,
        memory.attempts + 1,
        memory.correct + correct,
        memory.lapses + (1 if memory.recalled and not recalled else 0),
    )


def after_skill(belief: SkillBelief, how: Traced, knows: int) -> SkillBelief:
    """What is believed of a skill after an attempt that asked for it.

    Args:
        belief: before it.
        how: the skill is traced through the item that was answered.
        knows: 1 if the answer was right and its key not in sight, else 0.
    """
    variance = widened(belief.variance, DRIFT_VARIANCE)
    ability, variance = moments(belief.ability, variance, how.a, how.b, how.c, knows)
    streak = belief.streak + 1 if knows else 0
    return SkillBelief(
        traced(belief.mastery, how.learn, how.guess, how.slip, how.forget, knows),
        ability,
        variance,
        belief.practised + 1,
        belief.correct + knows,
        streak,
        max(belief.longest_streak, streak),
    )
