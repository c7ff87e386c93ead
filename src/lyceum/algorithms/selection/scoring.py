"""How much each of many candidates is worth asking: columns in, columns out. The one place that weighs items."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.selection.choices import Component, ComponentName, Policy

# Seeds' ADP-03: sigmoid(days overdue / 2), so that an item due now has urgency 0.5 and one four days late 0.88.
URGENCY_SCALE_DAYS = 2.0
# Measured: of 100,000 rows, a third of the time that all at once take.
_BLOCK = 8_192


@dataclass(frozen=True, slots=True)
class CandidateColumns:
    """Candidates, one row each; n rows.

    Attributes:
        days_late: (n,) float64, days since it was due, negative before that; NaN if it has no date.
        gap: (n,) or one number for all: what there is to gain in the skill it is asked for, in [0, 1].
        p_correct: (n,) float64, the probability that this learner answers it right.
        times_asked: (n,) int.
        others: (n,) or one number: how much of what was asked last was of another kind, in [0, 1].
        dice: (n,) float64, a throw in [0, 1) for each.
        unknown: (n,) or one number: how little is known of such questions to such a learner, in [0, 1].
    """

    days_late: Floats
    gap: Floats | float
    p_correct: Floats
    times_asked: Ints
    others: Floats | float
    dice: Floats
    unknown: Floats | float = 1.0

    def of(self, rows: slice) -> "CandidateColumns":
        """Some of the candidates."""
        return CandidateColumns(
            self.days_late[rows],
            _some(self.gap, rows),
            self.p_correct[rows],
            self.times_asked[rows],
            _some(self.others, rows),
            self.dice[rows],
            _some(self.unknown, rows),
        )


def _some(column: Floats | float, rows: slice) -> Floats | float:
    return column[rows] if isinstance(column, np.ndarray) else column


def score_all(candidates: CandidateColumns, policy: Policy) -> Floats:
    """The score of every candidate, (n,): due, gap, challenge, exploration and variety, each by its weight.

    Args:
        candidates: any number of them.
        policy: weights and difficulty target.
    """
    scores = np.empty(len(candidates.dice))
    for rows in blocks(len(scores)):
        scores[rows] = sum(weight * measure for _, weight, measure in _measured(candidates.of(rows), policy))
    return scores


def components(candidates: CandidateColumns, row: int, policy: Policy) -> tuple[Component, ...]:
    """What the score of one candidate is the sum of."""
    measured = _measured(candidates.of(slice(row, row + 1)), policy)
    found = ((name, weight, float(np.ravel(measure)[0])) for name, weight, measure in measured)
    return tuple(Component(name, measure, weight * measure) for name, weight, measure in found)


def _measured(candidates: CandidateColumns, policy: Policy) -> list[tuple[ComponentName, float, Floats | float]]:
    """Each component with its weight, and what it measures of each candidate, in [0, 1]."""
    weights = policy.weights
    new = novelty(candidates.times_asked) * candidates.unknown
    fits = closeness(candidates.p_correct, policy.target_p_correct, policy.target_width)
    return [
        (ComponentName.DUE, weights.due, urgency(candidates.days_late)),
        (ComponentName.GAP, weights.gap, candidates.gap),
        (ComponentName.CHALLENGE, weights.challenge, fits),
        (ComponentName.EXPLORATION, weights.exploration, candidates.dice * new),
        (ComponentName.VARIETY, weights.variety, candidates.others),
    ]


def blocks(count: int) -> Iterator[slice]:
    """All rows, some at a time: what is worked out in between stays in memory that the processor has at hand."""
    for begin in range(0, count, _BLOCK):
        yield slice(begin, begin + _BLOCK)


def urgency(days_late: Floats) -> Floats:
    """How pressing reviews are, (n,) in [0, 1]: 0 before they are due, 0.5 when due, towards 1 as they get late.

    Args:
        days_late: (n,) float64, as in `CandidateColumns`.

    Source: the seeds' sigmoid(days since due / 2); unlike theirs, an item that is not due has no urgency at all.
    """
    due = days_late >= 0.0
    pressing: Floats = due / (1.0 + np.exp(np.where(due, days_late, 0.0) / -URGENCY_SCALE_DAYS))
    return pressing


def novelty(times_asked: Ints) -> Floats:
    """How new candidates are, (n,) in (0, 1]: 1 for what was never asked."""
    new: Floats = 1.0 / (1.0 + times_asked)
    return new


def closeness(p_correct: Floats, target: float, width: float) -> Floats:
    """Gaussian closeness of P(correct) to the target, in [0, 1] (seeds' ADP-05); any shape."""
    away = p_correct - target
    away *= away
    away *= -0.5 / (width * width)
    close: Floats = np.exp(away, out=away)
    return close
