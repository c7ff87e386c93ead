"""How well recall is predicted, under the protocol: reviews in order of time, five parts, each from those before it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints
from lyceum.algorithms.measures.scores import auc, log_loss
from lyceum.algorithms.scheduling import fsrs_fit, half_life, sm2
from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS, RECALL_AT_STABILITY
from lyceum.algorithms.scheduling.recalibration import Recalibration
from lyceum.algorithms.scheduling.review_log import Reviews

_PARTS = 5
LEAST_REVIEWS = 60
# SM-2's grades, from 0 to 5, of the ratings again, hard, good, easy.
_QUALITY = (2, 3, 4, 5)
_RECENT = 0.03
_USUAL = 0.9
# Of the reviews to train on, the last quarter chooses.
_CHOOSING = 0.25
# What may serve: the published weights are the floor.
_SERVING = ("fsrs_default", "fsrs", "fsrs_recalibrated")


@dataclass(frozen=True, slots=True)
class RecallScores:
    """`log_loss` in nats, `rmse_bins` of calibration in [0, 1], `auc` in [0, 1]."""

    log_loss: float
    rmse_bins: float
    auc: float


@dataclass(frozen=True, slots=True)
class RecallEvaluation:
    """Scores over all scored reviews; `chosen_name` joins the names if parts chose differently."""

    models: Mapping[str, RecallScores]
    chosen_name: str
    chosen: RecallScores


def evaluate(reviews: Reviews) -> RecallEvaluation:
    """Fit on what came before, predict what came next, five times; the first sixth is not scored.

    Raises:
        ValueError: if there are fewer than `LEAST_REVIEWS` reviews to predict.
    """
    rows = np.flatnonzero(reviews.scored())
    rows = rows[np.argsort(reviews.time[rows], kind="stable")]
    if len(rows) < LEAST_REVIEWS:
        raise ValueError(
            f"at least {LEAST_REVIEWS} reviews on a later day than the one before are expected, not {len(rows)}"
        )
    size = len(rows) // (_PARTS + 1)
    first = len(rows) - _PARTS * size
    unfitted = _unfitted(reviews)
    said: dict[str, list[Floats]] = {}
    chosen = []
    for begin in range(first, len(rows), size):
        end = begin + size
        serving = _choice(reviews, rows[:begin], unfitted)
        for name, chances in _predictions(reviews, rows[:end], begin, unfitted).items():
            said.setdefault(name, []).append(chances[begin:])
        said.setdefault("", []).append(said[serving][-1])
        chosen.append(serving)
    found = {name: _scores(reviews, rows[first:], np.concatenate(parts)) for name, parts in said.items()}
    serves = found.pop("")
    return RecallEvaluation(found, "+".join(name for name, _ in Counter(chosen).most_common()), serves)


def _unfitted(reviews: Reviews) -> dict[str, Floats]:
    """What those say of every review, (n,), whom nothing is fitted for; meaningless at a card's first."""
    weights = np.array(DEFAULT_WEIGHTS)
    return {
        "sm2": RECALL_AT_STABILITY ** (reviews.elapsed / sm2_intervals(reviews)),
        "fsrs_default": fsrs_fit.memory_before(reviews, weights).recall(reviews.elapsed, weights),
    }


def _choice(reviews: Reviews, rows: Ints, unfitted: Mapping[str, Floats]) -> str:
    """Who predicts the last of these reviews best from those before; the floor if they are too few to say."""
    begin = int(len(rows) * (1.0 - _CHOOSING))
    recalled = reviews.recalled()[rows[begin:]]
    said = _predictions(reviews, rows, begin, unfitted)
    return min(_SERVING, key=lambda name: log_loss(recalled, said[name][begin:]))


def _predictions(reviews: Reviews, rows: Ints, begin: int, unfitted: Mapping[str, Floats]) -> dict[str, Floats]:
    """What each predictor says of the reviews, (len(rows),), fitted to those before `begin` alone.

    Those that follow the learner see every review before the one they predict.
    """
    trained: Bools = np.zeros(len(reviews.card), dtype=bool)
    trained[rows[:begin]] = True
    recalled = reviews.recalled()[rows]
    weights = fsrs_fit.fit(reviews, trained)
    by_fitted = fsrs_fit.memory_before(reviews, weights).recall(reviews.elapsed, weights)[rows]
    return {
        "average": np.full(len(rows), recalled[:begin].mean()),
        "recent": _recent(recalled),
        "sm2": unfitted["sm2"][rows],
        "half_life": half_life.predict(reviews, half_life.fit(reviews, trained))[rows],
        "fsrs_default": unfitted["fsrs_default"][rows],
        "fsrs": by_fitted,
        "fsrs_recalibrated": recalibrated(by_fitted, recalled),
    }


def _recent(recalled: Floats) -> Floats:
    """A moving average of what was recalled before."""
    average, averages = _USUAL, np.empty(len(recalled))
    for row, happened in enumerate(recalled.tolist()):
        averages[row] = average
        average += _RECENT * (happened - average)
    return averages


def recalibrated(predicted: Floats, recalled: Floats) -> Floats:
    """Each prediction as it should be taken after the reviews before it, (n,); both (n,), in the order of time."""
    belief = Recalibration()
    taken = np.empty(len(predicted))
    for row, (chance, happened) in enumerate(zip(predicted.tolist(), recalled.tolist(), strict=True)):
        taken[row] = belief.recall(chance)
        belief = belief.after(chance, recalled=happened > 0.5)
    return taken


def sm2_intervals(reviews: Reviews) -> Floats:
    """The interval, in days of at least 1, that SM-2 has set before each review; (n,). It counts one review a day."""
    intervals = np.ones(len(reviews.card))
    state = sm2.NEVER_REVIEWED
    rows = zip(reviews.place.tolist(), reviews.elapsed.tolist(), reviews.rating.tolist(), strict=True)
    for row, (place, elapsed, rating) in enumerate(rows):
        state = sm2.NEVER_REVIEWED if place == 0 else state
        intervals[row] = max(state.interval_days, 1)
        if place == 0 or elapsed > 0:
            state = sm2.review(state, _QUALITY[rating - 1])
    return intervals


def _scores(reviews: Reviews, rows: Ints, chances: Floats) -> RecallScores:
    recalled = reviews.recalled()[rows]
    forgotten = ((reviews.rating == 1) & reviews.scored()).astype(np.float64)
    lapses = reviews.histories().total(forgotten)[rows]
    bins = rmse_bins(recalled, chances, reviews.elapsed[rows], reviews.place[rows] + 1.0, lapses)
    return RecallScores(log_loss(recalled, chances), bins, auc(recalled, chances))


def rmse_bins(recalled: Floats, chances: Floats, elapsed: Floats, count: Floats, lapses: Floats) -> float:
    """How far predictions are off on average in bins of like reviews, weighted by their number; in [0, 1].

    Args:
        recalled: (n,) what happened.
        chances: (n,) what was said.
        elapsed: (n,) days since the review before; the bins of this and the next two grow by a factor.
        count: (n,) which review of its card it is, the first being 1.
        lapses: (n,) how often it was forgotten before.

    Source: the metric "RMSE (bins)" of the open-spaced-repetition benchmark.
    """
    scales = ((elapsed, 2.48, 3.62), (count, 1.99, 1.89), (lapses, 1.65, 1.73))
    keys = np.stack([_binned(*scale) for scale in scales], axis=1)
    place = np.unique(keys, axis=0, return_inverse=True)[1].ravel()
    off = np.bincount(place, chances - recalled)
    return float(np.sqrt((off**2 / np.bincount(place)).sum() / len(recalled)))


def _binned(values: Floats, start: float, growth: float) -> Floats:
    step = np.floor(np.log(np.maximum(values, 1e-9)) / np.log(growth))
    binned: Floats = np.where(values > 0, np.round(start * growth**step, 2), 0.0)
    return binned
