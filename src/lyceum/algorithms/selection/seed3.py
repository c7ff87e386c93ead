"""The score of the source that Lyceum grew from: one weighted sum over all items. Kept to compare with, not to serve.

It stalls: a mastered skill with slip 0.25 sits at the difficulty target and wins for ever (`next_item` says more).
"""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.selection.scoring import URGENCY_SCALE_DAYS, blocks, closeness

TARGET, WIDTH = 0.75, 0.1
# Beyond this a sigmoid is 0 to the last bit, and exp would overflow on absurd numbers.
_FLAT = 700.0


@dataclass(frozen=True, slots=True)
class Seed3Weights:
    """What each part counts. The source names the parts and leaves the numbers open; these are ours."""

    urgency: float = 0.3
    mastery: float = 0.3
    difficulty: float = 0.3
    exploration: float = 0.1


DEFAULT_WEIGHTS = Seed3Weights()


@dataclass(frozen=True, slots=True)
class Seed3Columns:
    """Items, n rows, and the topics they are about, m rows.

    Attributes:
        days_late: (n,) float64, days since it was due, negative before that; NaN for an item never reviewed.
        difficulty: (n,) float64, b of the one-parameter model, in logits.
        bonus: (n,) float64, for exploration, in [0, 1].
        about: (m,) int, not falling: the item that a topic belongs to; an item may have none.
        mastery: (m,) float64, P(L) of that topic.
        ability: (m,) float64, theta of that topic, in logits.
    """

    days_late: Floats
    difficulty: Floats
    bonus: Floats
    about: Ints
    mastery: Floats
    ability: Floats


def score_all(items: Seed3Columns, weights: Seed3Weights = DEFAULT_WEIGHTS) -> Floats:
    """The score of every item, (n,).

    Args:
        items: any number of them.
        weights: of the parts.

    Returns:
        Urgency sigmoid(days / 2), before the due day too; the mean over topics of 1 - P(L); the mean over topics of
        how close 1 / (1 + e^(b - theta)) is to 0.75; and the bonus; each by its weight.

    Source: seed 3, `computeUnifiedScore`. Where it divides 0 by 0, for an item without topics, a part is 0 here; and an
        item never reviewed has no urgency, where it would have been due since the year 1.
    """
    scores = np.empty(len(items.days_late))
    for rows in blocks(len(scores)):
        topics = slice(*np.searchsorted(items.about, (rows.start, rows.stop)))
        about = items.about[topics] - rows.start
        late, b = items.days_late[rows], items.difficulty[rows]
        known = np.isfinite(late)
        urgent = known * _sigmoid(np.where(known, late, 0.0) / URGENCY_SCALE_DAYS)
        fits = closeness(_sigmoid(items.ability[topics] - b[about]), TARGET, WIDTH)
        parts = weights.mastery * (1.0 - items.mastery[topics]) + weights.difficulty * fits
        of_topics = np.bincount(about, parts, len(b)) / np.bincount(about, minlength=len(b)).clip(1)
        scores[rows] = weights.urgency * urgent + weights.exploration * items.bonus[rows] + of_topics
    return scores


def _sigmoid(logits: Floats) -> Floats:
    chances: Floats = 1.0 / (1.0 + np.exp(np.minimum(-logits, _FLAT)))
    return chances
