"""Fits FSRS-6 to one learner's reviews: the weights under which what was remembered and forgotten is likeliest."""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints
from lyceum.algorithms.optimise.lbfgs import minimise
from lyceum.algorithms.scheduling.fsrs import (
    DEFAULT_WEIGHTS,
    HIGHEST_DIFFICULTY,
    HIGHEST_WEIGHTS,
    LONGEST_STABILITY,
    LOWEST_DIFFICULTY,
    LOWEST_STABILITY,
    LOWEST_WEIGHTS,
    RECALL_AT_STABILITY,
)
from lyceum.algorithms.scheduling.review_log import Reviews

# Ours: how much people's weights differ, about; the four first stabilities in logs, for they differ by factors.
# fmt: off
_SPREAD = np.array((
    1.0, 1.0, 1.0, 1.0, 0.6, 0.3, 0.6, 0.1, 0.4, 0.15, 0.35, 0.3, 0.08, 0.15, 0.5, 0.2, 0.8, 0.3, 0.3, 0.12, 0.1,
))
# fmt: on
_FIRST_STABILITIES = 4
_STEPS = 40
_NUDGE = 1e-4
_SUREST = 1e-4
# Ours: what so many reviews say of 21 weights, more say hardly better; a fit takes some thousand passes over them.
MOST_FITTED = 50_000
# Ours: a card's reviews follow one another, so that one with ten thousand would take as many steps a pass.
_MOST_OF_CARD = 100


@dataclass(frozen=True, slots=True)
class Memory:
    """What was remembered just before each review: (n,) `stability` in days and `difficulty`; NaN at a card's first."""

    stability: Floats
    difficulty: Floats

    def recall(self, elapsed: Floats, weights: Floats) -> Floats:
        """Probability of recall after so many days, (n,); NaN at a card's first review."""
        decay = -weights[20]
        factor = RECALL_AT_STABILITY ** (1.0 / decay) - 1.0
        chance: Floats = (1.0 + factor * elapsed / self.stability) ** decay
        return chance


def memory_before(reviews: Reviews, weights: Floats) -> Memory:
    """The memory of every card before each of its reviews; all cards take their k-th review together.

    Args:
        reviews: whole histories of cards.
        weights: (21,) of FSRS-6.

    Source: `lyceum.algorithms.scheduling.fsrs`, whose formulas these are, for many cards at once.
    """
    stability, difficulty = np.full((2, len(reviews.card)), np.nan)
    after = np.full((2, len(reviews.card)), np.nan)
    first = np.flatnonzero(reviews.place == 0)
    after[0, first] = np.clip(weights[reviews.rating[first] - 1], LOWEST_STABILITY, LONGEST_STABILITY)
    after[1, first] = _bounded(_first_difficulty(reviews.rating[first], weights))
    for before, now in reviews.histories().steps():
        stability[now], difficulty[now] = after[:, before]
        after[:, now] = _after(stability[now], difficulty[now], reviews.rating[now], reviews.elapsed[now], weights)
    return Memory(stability, difficulty)


def fit(reviews: Reviews, judged: Bools) -> Floats:
    """The weights of this learner, (21,), within the published bounds.

    Args:
        reviews: whole histories of cards.
        judged: (n,) the reviews that the weights are to explain; none of them a card's first. What comes after a card's
            last one changes nothing. Of more than `MOST_FITTED`, those of every second card count, or of every third,
            and so on; of one card the first 100.

    Returns:
        The mode of the posterior; with few reviews, near the published weights.
    """
    if not judged.any():
        return np.array(DEFAULT_WEIGHTS)
    judged = _enough(reviews, judged)
    recalled = reviews.recalled()[judged]
    # What comes after the last judged review of a card needs no memory.
    known = _until_last(reviews, judged)
    reviews, judged = _of(reviews, known), judged[known]

    def loss(offset: Floats) -> float:
        weights = _weights(offset)
        chance = memory_before(reviews, weights).recall(reviews.elapsed, weights)[judged]
        chance = np.clip(chance, _SUREST, 1.0 - _SUREST)
        likely = recalled * np.log(chance) + (1.0 - recalled) * np.log1p(-chance)
        return float(offset @ offset / 2.0 - likely.sum())

    def objective(offset: Floats) -> tuple[float, Floats]:
        value = loss(offset)
        nudges = np.eye(len(offset)) * _NUDGE
        return value, np.array([(loss(offset + nudge) - value) / _NUDGE for nudge in nudges])

    return _weights(minimise(objective, np.zeros(len(DEFAULT_WEIGHTS)), steps=_STEPS, tolerance=1e-5))


def _weights(offset: Floats) -> Floats:
    """Weights so many spreads away from the published ones."""
    usual = np.array(DEFAULT_WEIGHTS)
    weights = usual + _SPREAD * offset
    few = slice(_FIRST_STABILITIES)
    weights[few] = usual[few] * np.exp(np.clip(_SPREAD * offset, -10.0, 10.0)[few])
    bounded: Floats = np.clip(weights, LOWEST_WEIGHTS, HIGHEST_WEIGHTS)
    return bounded


def _enough(reviews: Reviews, judged: Bools) -> Bools:
    """Those of the judged reviews that are looked at."""
    early = judged & (reviews.place < _MOST_OF_CARD)
    every = -(-int(early.sum()) // MOST_FITTED)
    some = early & (np.unique(reviews.card, return_inverse=True)[1] % max(every, 1) == 0)
    return next(each for each in (some, early, judged) if each.any())


def _until_last(reviews: Reviews, judged: Bools) -> Bools:
    last = np.full(int(reviews.card.max()) + 1, -1)
    np.maximum.at(last, reviews.card[judged], reviews.place[judged])
    known: Bools = reviews.place <= last[reviews.card]
    return known


def _of(reviews: Reviews, chosen: Bools) -> Reviews:
    return Reviews(
        reviews.card[chosen],
        reviews.time[chosen],
        reviews.rating[chosen],
        reviews.elapsed[chosen],
        reviews.place[chosen],
    )


def _after(stability: Floats, difficulty: Floats, rating: Ints, elapsed: Floats, weights: Floats) -> Floats:
    """(2, k): stability and difficulty after a further review."""
    w = weights
    recall = Memory(stability, difficulty).recall(elapsed, w)
    bonus = np.where(rating == 2, w[15], np.where(rating == 4, w[16], 1.0))
    growth = np.exp(w[8]) * (11.0 - difficulty) * stability ** -w[9] * (np.exp(w[10] * (1.0 - recall)) - 1.0)
    lasting = w[11] * difficulty ** -w[12] * ((stability + 1.0) ** w[13] - 1.0) * np.exp(w[14] * (1.0 - recall))
    forgotten = np.minimum(lasting, stability / np.exp(w[17] * w[18]))
    again = np.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    same_day = stability * np.where(rating >= 2, np.maximum(again, 1.0), again)
    later = np.where(rating == 1, forgotten, stability * (1.0 + growth * bonus))
    new = np.where(elapsed < 1.0, same_day, later)
    damped = difficulty - w[6] * (rating - 3) * (HIGHEST_DIFFICULTY - difficulty) / 9.0
    reverted = w[7] * _first_difficulty(np.full(len(rating), 4), w) + (1.0 - w[7]) * damped
    return np.stack([np.clip(new, LOWEST_STABILITY, LONGEST_STABILITY), _bounded(reverted)])


def _first_difficulty(rating: Ints, weights: Floats) -> Floats:
    difficulty: Floats = weights[4] - np.exp(weights[5] * (rating - 1)) + 1.0
    return difficulty


def _bounded(difficulty: Floats) -> Floats:
    bounded: Floats = np.clip(difficulty, LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY)
    return bounded
