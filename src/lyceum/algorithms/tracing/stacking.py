"""Several predictors as one: a weighted mean of their logits, with weights learnt where none of them was trained."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.measures.scores import log_loss

# Ours: so many squared logits a weight of 1 costs; holds predictors apart that say the same.
_RIDGE = 1.0
_STEPS = 30
# Ours: no predictor is surer than this, so that one who is wrong for once cannot outvote the rest.
_SUREST = 1e-4


@dataclass(frozen=True, slots=True)
class Stack:
    """Weights of k predictors' logits: `weights` (k,) and `intercept`."""

    weights: Floats
    intercept: float

    def combined(self, chances: Floats) -> Floats:
        """One probability of k: (n, k) gives (n,)."""
        logits = _logits(chances) @ self.weights + self.intercept
        return 1.0 / (1.0 + np.exp(-logits))


def fit(chances: Floats, correct: Floats) -> Stack:
    """The weights under which the answers are likeliest.

    Args:
        chances: (n, k) what k predictors said of n answers of learners that none of them was trained on.
        correct: (n,) 0 or 1.

    Source: Wolpert 1992, with a logistic model of logits on the second level, by Newton's method.
    """
    inputs = np.hstack([_logits(chances), np.ones((len(correct), 1))])
    count = inputs.shape[1]
    ridge = np.full(count, _RIDGE)
    ridge[-1] = 0.0
    # From the plain mean, towards which the penalty draws too.
    middle = np.append(np.full(count - 1, 1.0 / (count - 1)), 0.0)
    weights = middle.copy()
    for _ in range(_STEPS):
        expected = 1.0 / (1.0 + np.exp(-(inputs @ weights)))
        slope = inputs.T @ (expected - correct) + ridge * (weights - middle)
        bend = (inputs * (expected * (1.0 - expected))[:, None]).T @ inputs + np.diag(ridge + 1e-9)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return Stack(weights[:-1], float(weights[-1]))


def mean(chances: Sequence[Floats]) -> Floats:
    """Predictions of equals as one: the probability whose logit is the mean of theirs; k of (n,) give (n,)."""
    even = Stack(np.full(len(chances), 1.0 / len(chances)), 0.0)
    return even.combined(np.stack(chances, axis=1))


def expected_loss(chances: Floats, correct: Floats, part: Ints) -> float:
    """Log loss of a stack on answers of learners that its weights were not learnt from.

    Args:
        chances: as for `fit`.
        correct: as for `fit`.
        part: (n,) int, to which of two or more parts an answer's learner belongs; each is judged by the others.
    """
    combined = np.empty(len(correct))
    for judged in np.unique(part):
        is_judged = part == judged
        combined[is_judged] = fit(chances[~is_judged], correct[~is_judged]).combined(chances[is_judged])
    return log_loss(correct, combined)


def _logits(chances: Floats) -> Floats:
    held = np.clip(chances, _SUREST, 1.0 - _SUREST)
    logits: Floats = np.log(held / (1.0 - held))
    return logits
