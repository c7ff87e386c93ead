"""Online ability: what each graded answer says about how able a learner is, with the error of that estimate.

The belief is a normal distribution. One answer makes it something else; the normal with the same mean and variance
takes its place (assumed density filtering), so that two numbers are all there is to keep.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lyceum.algorithms.irt.three_pl import ItemCurve

# The scale's definition: abilities of people who have not answered yet are standard normal.
PRIOR_MEAN = 0.0
PRIOR_VARIANCE = 1.0
# Ours: what no item in use can tell apart from more of it.
HIGHEST_ABILITY = 6.0
# Ours: who practises changes, so each answer is about somebody slightly different from the one before. Keeps the
# variance from sinking to where later answers would say nothing: it settles near 0.3 for items of a = 1.
DRIFT_VARIANCE = 0.02

# Nodes of the trapezoidal rule, every half standard deviation out to six: mean and variance are exact to 1e-7 while a
# times the standard deviation is at most 2.5. The nodes are evenly spaced, so their exponentials are a geometric row.
_STEP = 0.5
_REACH = 6.0
_NODES = tuple(_STEP * step - _REACH for step in range(25))
_BELL = tuple((node, math.exp(-node * node / 2.0)) for node in _NODES)
# Ours: of a curve so steep that one node holds everything, no variance would be left.
_LEAST_NARROWING = 1e-3


@dataclass(frozen=True, slots=True)
class Ability:
    """A belief about one learner: `mean` in logits, `variance` of it in (0, 1]."""

    mean: float = PRIOR_MEAN
    variance: float = PRIOR_VARIANCE

    def __post_init__(self) -> None:
        if not -HIGHEST_ABILITY <= self.mean <= HIGHEST_ABILITY:
            raise ValueError(f"mean must be in -{HIGHEST_ABILITY}..{HIGHEST_ABILITY}, got {self.mean!r}")
        if not 0.0 < self.variance <= PRIOR_VARIANCE:
            raise ValueError(f"variance must be in 0..{PRIOR_VARIANCE} and not 0, got {self.variance!r}")

    @property
    def standard_error(self) -> float:
        """How far the estimate is likely off, in logits."""
        return math.sqrt(self.variance)


PRIOR = Ability()


def update(state: Ability, item: ItemCurve, *, correct: bool) -> Ability:
    """The belief after one answer.

    Args:
        state: the belief before; it is not changed.
        item: what was answered.
        correct: the graded answer.

    Returns:
        Mean and variance of prior times likelihood. The mean never falls with a right answer nor rises with a wrong
        one; a right answer to an item that can be guessed may raise the variance, but never above the prior's.

    Source: Owen 1975 takes the same two moments under a normal ogive, in closed form; for the logistic curve they are
        integrated here.
    """
    return Ability(*moments(state.mean, state.variance, item.a, item.b, item.c, int(correct)))


def moments(mean: float, variance: float, a: float, b: float, c: float, correct: int) -> tuple[float, float]:
    """`update` in plain numbers, which `lyceum.algorithms.folding` compiles: mean and variance after one answer.

    Args:
        mean: of the belief before, in logits.
        variance: of it.
        a: the item's discrimination.
        b: its difficulty.
        c: its chance of being guessed.
        correct: 1 or 0.
    """
    spread = math.sqrt(variance)
    # A wrong answer is a right one on the mirrored curve, which nobody guesses: 1 - P is never formed, nothing cancels.
    slope, floor = (a, c) if correct else (-a, 0.0)
    falling = math.exp(-slope * (mean - _REACH * spread - b))
    ratio = math.exp(-slope * _STEP * spread)
    total = first = second = 0.0
    for node, weight in _BELL:
        likely = weight * (floor + (1.0 - floor) / (1.0 + falling))
        total += likely
        first += likely * node
        second += likely * node * node
        falling *= ratio
    shift = first / total
    narrowed = max(second / total - shift * shift, _LEAST_NARROWING)
    # Sums of 25 numbers may err in the last bit where an answer says nothing at all.
    moved = mean + spread * (max(shift, 0.0) if correct else min(shift, 0.0))
    return min(max(moved, -HIGHEST_ABILITY), HIGHEST_ABILITY), min(variance * narrowed, PRIOR_VARIANCE)


def drifted(state: Ability, variance: float = DRIFT_VARIANCE) -> Ability:
    """The belief about somebody who has gone on learning since: the same mean, less certain.

    Args:
        state: the belief then.
        variance: what may have changed, in logits squared.
    """
    return Ability(state.mean, widened(state.variance, variance))


def widened(variance: float, by: float) -> float:
    """`drifted` in plain numbers: the variance once `by` is added to it, no more than the prior's."""
    return min(variance + by, PRIOR_VARIANCE)


def estimate(answers: Iterable[tuple[ItemCurve, bool]], prior: Ability = PRIOR) -> Ability:
    """The belief after answers given in this order by somebody who did not change meanwhile, as in a test."""
    state = prior
    for item, correct in answers:
        state = update(state, item, correct=correct)
    return state
