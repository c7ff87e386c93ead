"""Half-life regression: an item is forgotten by halves, and how long a half takes follows from how it went so far."""

import math
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats
from lyceum.algorithms.optimise.lbfgs import minimise
from lyceum.algorithms.scheduling.review_log import Reviews

# Published: a half-life is between a quarter of an hour and nine months.
SHORTEST_DAYS = 15.0 / (24.0 * 60.0)
LONGEST_DAYS = 274.0
# Ours: how much the weights of people differ from those below; with few reviews they stay there.
_SPREAD = np.array((2.0, 1.0, 1.0))
# Ours: about two days after the first answer; a success more than doubles that, a failure halves it.
_USUAL = np.array((1.0, 1.5, -1.5))
_SUREST = 1e-4
_STEPS = 60


@dataclass(frozen=True, slots=True)
class HalfLifeWeights:
    """Of the logarithm to base 2 of the half-life in days: a constant, and the roots of right and wrong answers."""

    constant: float = float(_USUAL[0])
    right: float = float(_USUAL[1])
    wrong: float = float(_USUAL[2])


def recall(half_life_days: float, elapsed_days: float) -> float:
    """Probability that an item is recalled, in [0, 1]: 2^(-t / h).

    Args:
        half_life_days: h, after which a half is forgotten; above 0.
        elapsed_days: t, since it was last asked; at least 0.

    Raises:
        ValueError: if the half-life is not above 0, or the time below.

    Source: Settles & Meeder 2016, eq. 1.
    """
    if not half_life_days > 0.0 or not 0.0 <= elapsed_days < math.inf:
        raise ValueError(f"expected a half-life above 0 and a time of at least 0, got {half_life_days}, {elapsed_days}")
    return math.pow(2.0, -elapsed_days / half_life_days)


def half_life(right: int, wrong: int, weights: HalfLifeWeights = HalfLifeWeights()) -> float:
    """The half-life of an item after so many right and wrong answers, in days: `SHORTEST_DAYS` to `LONGEST_DAYS`.

    Source: Settles & Meeder 2016, eq. 2: h = 2^(w x), where x is 1 and the roots of the counts; without a weight for
        each word.
    """
    power = weights.constant + weights.right * math.sqrt(right) + weights.wrong * math.sqrt(wrong)
    shortest, longest = math.log2(SHORTEST_DAYS), math.log2(LONGEST_DAYS)
    return math.pow(2.0, min(max(power, shortest), longest))


def fit(reviews: Reviews, judged: Bools) -> HalfLifeWeights:
    """The weights of this learner.

    Args:
        reviews: whole histories of cards.
        judged: (n,) the reviews that the weights are to explain; none of them a card's first.

    Returns:
        Those under which what was recalled and forgotten is likeliest, less a penalty for being unusual. The source
        fits the squared error of rates of recall, which single reviews do not have.
    """
    counts = _counts(reviews)[:, judged]
    elapsed, recalled = reviews.elapsed[judged], reviews.recalled()[judged]
    shortest, longest = math.log2(SHORTEST_DAYS), math.log2(LONGEST_DAYS)

    def objective(offset: Floats) -> tuple[float, Floats]:
        power = (_USUAL + _SPREAD * offset) @ counts
        held = np.clip(power, shortest, longest)
        logit = -elapsed / 2.0**held * math.log(2.0)
        chance = np.clip(np.exp(logit), _SUREST, 1.0 - _SUREST)
        likely = recalled * np.log(chance) + (1.0 - recalled) * np.log1p(-chance)
        # d log p / d power = t / h ln^2 2; where the half-life is at its bound nothing moves it.
        by_power = (recalled - chance) / (1.0 - chance) * (-logit) * math.log(2.0) * (held == power)
        return float(offset @ offset / 2.0 - likely.sum()), offset - _SPREAD * (counts @ by_power)

    found = _USUAL + _SPREAD * minimise(objective, np.zeros(3), steps=_STEPS, tolerance=1e-7)
    return HalfLifeWeights(*(float(weight) for weight in found))


def predict(reviews: Reviews, weights: HalfLifeWeights) -> Floats:
    """Probability of recall at each review, (n,), from the same card's reviews before it."""
    power = np.array((weights.constant, weights.right, weights.wrong)) @ _counts(reviews)
    held = 2.0 ** np.clip(power, math.log2(SHORTEST_DAYS), math.log2(LONGEST_DAYS))
    chance: Floats = 2.0 ** (-reviews.elapsed / held)
    return chance


def _counts(reviews: Reviews) -> Floats:
    """(3, n): 1, and the roots of right and wrong answers before each review."""
    recalled, histories = reviews.recalled(), reviews.histories()
    right, wrong = (np.maximum(histories.total(each), 0.0) for each in (recalled, 1.0 - recalled))
    return np.stack([np.ones(len(recalled)), np.sqrt(right), np.sqrt(wrong)])
