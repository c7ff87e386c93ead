"""FSRS-6: how long one item is remembered, from how well and when it was recalled.

Source: the algorithm published by the Open Spaced Repetition project as FSRS-6 (Ye 2025), with its 21 parameters w0 to
w20. Memory has two parts: stability S, the days after which recall has fallen to 90%, and difficulty D, 1 to 10. Their
rounding to whole days of elapsed time is not taken over: time is real, and the caller says what the same day is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

LOWEST_DIFFICULTY = 1.0
HIGHEST_DIFFICULTY = 10.0
# Published bounds of stability; below it a power of it would overflow.
LOWEST_STABILITY = 0.001
# Ours, as for SM-2: a hundred years is beyond any learner and far inside what a date can hold.
LONGEST_INTERVAL_DAYS = 36_500
LONGEST_STABILITY = float(LONGEST_INTERVAL_DAYS)
# S is by definition the time after which this much is recalled.
RECALL_AT_STABILITY = 0.9
DEFAULT_RETENTION = 0.9

# Published with FSRS-6: the best for some ten thousand people's reviews together.
# fmt: off
DEFAULT_WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)
# Published: inside these every formula below has a value, and means what it should.
LOWEST_WEIGHTS = (
    0.001, 0.001, 0.001, 0.001, 1.0, 0.001, 0.001, 0.001, 0.0, 0.0, 0.001, 0.001, 0.001, 0.001, 0.0, 0.0, 1.0, 0.0, 0.0,
    0.0, 0.1,
)
HIGHEST_WEIGHTS = (
    100.0, 100.0, 100.0, 100.0, 10.0, 4.0, 4.0, 0.75, 4.5, 0.8, 3.5, 5.0, 0.25, 0.9, 4.0, 1.0, 6.0, 2.0, 2.0, 0.8, 0.8,
)
# fmt: on


class Rating(IntEnum):
    """How well it was recalled; `AGAIN` is not at all."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


# As plain numbers, for the formulas.
_AGAIN, _HARD, _EASY = int(Rating.AGAIN), int(Rating.HARD), int(Rating.EASY)


@dataclass(frozen=True, slots=True)
class FsrsParams:
    """The weights w0 to w20, each inside its published bounds."""

    weights: tuple[float, ...] = DEFAULT_WEIGHTS

    def __post_init__(self) -> None:
        if len(self.weights) != len(DEFAULT_WEIGHTS):
            raise ValueError(f"FSRS-6 has {len(DEFAULT_WEIGHTS)} weights, got {len(self.weights)}")
        for number, (lowest, weight, highest) in enumerate(
            zip(LOWEST_WEIGHTS, self.weights, HIGHEST_WEIGHTS, strict=True)
        ):
            if not lowest <= weight <= highest:
                raise ValueError(f"w{number} must be in {lowest}..{highest}, got {weight!r}")


@dataclass(frozen=True, slots=True)
class FsrsState:
    """What is remembered of one item: `stability` in days, `difficulty` in 1..10."""

    stability: float
    difficulty: float

    def __post_init__(self) -> None:
        if not LOWEST_STABILITY <= self.stability <= LONGEST_STABILITY:
            raise ValueError(f"stability must be in {LOWEST_STABILITY}..{LONGEST_STABILITY}, got {self.stability!r}")
        if not LOWEST_DIFFICULTY <= self.difficulty <= HIGHEST_DIFFICULTY:
            raise ValueError(f"difficulty must be in 1..10, got {self.difficulty!r}")


DEFAULT_PARAMS = FsrsParams()


def first_review(rating: Rating, params: FsrsParams = DEFAULT_PARAMS) -> FsrsState:
    """The memory an item's first review leaves: S0 = w(rating - 1), D0 = w4 - e^(w5 (rating - 1)) + 1, bounded."""
    return FsrsState(*first_remembered(int(rating), params.weights))


def first_remembered(rating: int, weights: Sequence[float]) -> tuple[float, float]:
    """`first_review` in plain numbers, which `lyceum.algorithms.folding` compiles: stability and difficulty.

    Args:
        rating: 1 to 4.
        weights: w0 to w20.
    """
    return _bounded_stability(weights[rating - 1]), _bounded_difficulty(_difficulty_at_first(rating, weights))


def review(
    state: FsrsState,
    rating: Rating,
    elapsed_days: float,
    params: FsrsParams = DEFAULT_PARAMS,
    *,
    is_same_day: bool,
) -> FsrsState:
    """The memory after a further review.

    Args:
        state: the memory after the review before; it is not changed.
        rating: how well it was recalled now.
        elapsed_days: real time since the review before, at least 0.
        params: the learner's weights.
        is_same_day: whether that review was on the same day of the learner, when another formula holds for S.

    Returns:
        A new state, inside its bounds.

    Raises:
        ValueError: if the time is negative or no number.
    """
    elapsed = _checked(elapsed_days)
    return FsrsState(
        *remembered(state.stability, state.difficulty, int(rating), elapsed, int(is_same_day), params.weights)
    )


def remembered(
    stability: float, difficulty: float, rating: int, elapsed_days: float, same_day: int, weights: Sequence[float]
) -> tuple[float, float]:
    """`review` in plain numbers, which `lyceum.algorithms.folding` compiles: stability and difficulty after it.

    Args:
        stability: before it, in days.
        difficulty: before it.
        rating: 1 to 4.
        elapsed_days: since the review before, at least 0.
        same_day: 1 if that was on the same day of the learner, 0 if not.
        weights: w0 to w20.
    """
    if same_day:
        after = _stability_same_day(stability, rating, weights)
    else:
        recall = _recall(stability, elapsed_days, weights[20])
        if rating == _AGAIN:
            after = _stability_forgotten(stability, difficulty, recall, weights)
        else:
            after = _stability_recalled(stability, difficulty, recall, rating, weights)
    return _bounded_stability(after), _next_difficulty(difficulty, rating, weights)


@dataclass(frozen=True, slots=True)
class ForgettingCurve:
    """The two numbers of R = (1 + factor t / S)^decay, for whoever computes it where the many items are."""

    factor: float
    decay: float


def forgetting_curve(params: FsrsParams = DEFAULT_PARAMS) -> ForgettingCurve:
    """The curve along which `retrievability` falls, the same for every item but for its stability.

    Args:
        params: the learner's weights; w20 says how fast the curve flattens.
    """
    decay = -params.weights[20]
    return ForgettingCurve(_factor(decay), decay)


def retrievability(stability: float, elapsed_days: float, params: FsrsParams = DEFAULT_PARAMS) -> float:
    """Probability that an item is recalled, in (0, 1]: R = (1 + factor t / S)^-w20, which is 0.9 at t = S.

    Args:
        stability: S, in days.
        elapsed_days: t, real days since the last review, at least 0.
        params: the learner's weights; w20 says how fast the curve flattens.

    Raises:
        ValueError: if the time is negative or no number.
    """
    return _recall(stability, _checked(elapsed_days), params.weights[20])


def interval_days(stability: float, desired_retention: float, params: FsrsParams = DEFAULT_PARAMS) -> int:
    """Whole days until recall has fallen to what is wanted, from 1 to `LONGEST_INTERVAL_DAYS`.

    Args:
        stability: S, in days.
        desired_retention: the probability of recall to review at, inside (0, 1).
        params: the learner's weights.

    Raises:
        ValueError: if the retention is not inside (0, 1).
    """
    if not 0.0 < desired_retention < 1.0:
        raise ValueError(f"desired_retention must be inside (0, 1), got {desired_retention!r}")
    decay = -params.weights[20]
    days = stability / _factor(decay) * (math.pow(desired_retention, 1.0 / decay) - 1.0)
    return max(1, round(min(days, LONGEST_INTERVAL_DAYS)))


def _recall(stability: float, elapsed_days: float, flattening: float) -> float:
    decay = -flattening
    return math.pow(1.0 + _factor(decay) * elapsed_days / stability, decay)


def _factor(decay: float) -> float:
    """What makes the forgetting curve pass through 90% at t = S."""
    return math.pow(RECALL_AT_STABILITY, 1.0 / decay) - 1.0


def _difficulty_at_first(rating: int, weights: Sequence[float]) -> float:
    return weights[4] - math.exp(weights[5] * (rating - 1)) + 1.0


def _next_difficulty(difficulty: float, rating: int, weights: Sequence[float]) -> float:
    """D'' = w7 D0(easy) + (1 - w7) D', where D' = D - w6 (rating - 3)(10 - D) / 9: damped near 10, pulled back."""
    change = -weights[6] * (rating - 3)
    damped = difficulty + (HIGHEST_DIFFICULTY - difficulty) * change / 9.0
    reverted = weights[7] * _difficulty_at_first(_EASY, weights) + (1.0 - weights[7]) * damped
    return _bounded_difficulty(reverted)


def _stability_same_day(stability: float, rating: int, weights: Sequence[float]) -> float:
    """S' = S e^(w17 (rating - 3 + w18)) S^-w19, no less than S when it was recalled."""
    growth = math.exp(weights[17] * (rating - 3 + weights[18])) * math.pow(stability, -weights[19])
    return stability * (max(growth, 1.0) if rating >= _HARD else growth)


def _stability_recalled(
    stability: float, difficulty: float, recall: float, rating: int, weights: Sequence[float]
) -> float:
    """S' = S (1 + e^w8 (11 - D) S^-w9 (e^(w10 (1 - R)) - 1) w15[hard] w16[easy])."""
    factor = weights[15] if rating == _HARD else weights[16] if rating == _EASY else 1.0
    growth = (
        math.exp(weights[8])
        * (11.0 - difficulty)
        * math.pow(stability, -weights[9])
        * (math.exp(weights[10] * (1.0 - recall)) - 1.0)
    )
    return stability * (1.0 + growth * factor)


def _stability_forgotten(stability: float, difficulty: float, recall: float, weights: Sequence[float]) -> float:
    """S' = w11 D^-w12 ((S + 1)^w13 - 1) e^(w14 (1 - R)), no more than S / e^(w17 w18)."""
    lasting = (
        weights[11]
        * math.pow(difficulty, -weights[12])
        * (math.pow(stability + 1.0, weights[13]) - 1.0)
        * math.exp(weights[14] * (1.0 - recall))
    )
    return min(lasting, stability / math.exp(weights[17] * weights[18]))


def _checked(elapsed_days: float) -> float:
    if not 0.0 <= elapsed_days < math.inf:
        raise ValueError(f"elapsed_days must be a number of at least 0, got {elapsed_days!r}")
    return elapsed_days


def _bounded_stability(stability: float) -> float:
    return min(max(stability, LOWEST_STABILITY), LONGEST_STABILITY)


def _bounded_difficulty(difficulty: float) -> float:
    return min(max(difficulty, LOWEST_DIFFICULTY), HIGHEST_DIFFICULTY)
