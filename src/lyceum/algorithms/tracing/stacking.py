"""Several predictors as one: a weighted mean of their logits, with weights learnt where none of them was trained."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.measures.scores import log_loss

# Ours: an inverse variance of weights. Of 1 to 100, 30 lost least to the best single predictor on 36 logs of 200 to
# 3,000 answers; where answers are many it says nothing.
_RIDGE = 30.0
# Ours: a share is known to some hundredths.
_DRAWS = 200
_STEPS = 30
_MOST_HALVINGS = 20
# Beyond it a probability is 0 or 1 to the last bit.
_FARTHEST = 700.0
# Ours: no predictor is surer than this, so that one who is wrong for once cannot outvote the rest.
_SUREST = 1e-4


@dataclass(frozen=True, slots=True)
class Stack:
    """Weights of k predictors' logits: `weights` (k,) and `intercept`."""

    weights: Floats
    intercept: float

    def combined(self, chances: Floats) -> Floats:
        """One probability of k: (n, k) gives (n,)."""
        return _chance(_logits(chances) @ self.weights + self.intercept)


def fit(chances: Floats, correct: Floats, learner: Ints, rng: np.random.Generator) -> Stack:
    """The weights under which the answers are likeliest, less a penalty for leaving the `shares`.

    With few answers the stack is what would be chosen if one had to serve, mixed where that is not sure; with many, the
    weights are free.

    Args:
        chances: (n, k) what k predictors said of n answers of learners that none of them was trained on.
        correct: (n,) 0 or 1.
        learner: (n,) int, whose answers they are.
        rng: draws the learners again.

    Source: Wolpert 1992, with a logistic model of logits on the second level, by Newton's method; the penalty is ours.
    """
    inputs = np.hstack([_logits(chances), np.ones((len(correct), 1))])
    start = np.append(shares(chances, correct, learner, rng), 0.0)

    def cost(weights: Floats) -> float:
        logits = inputs @ weights
        unlikely = np.logaddexp(0.0, logits) - correct * logits
        return float(unlikely.sum() + 0.5 * _RIDGE * ((weights - start) ** 2).sum())

    weights = start.copy()
    for _ in range(_STEPS):
        expected = _chance(inputs @ weights)
        slope = inputs.T @ (expected - correct) + _RIDGE * (weights - start)
        bend = (inputs * (expected * (1.0 - expected))[:, None]).T @ inputs + _RIDGE * np.eye(len(start))
        step = np.linalg.solve(bend, slope)
        if np.abs(step).max() < 1e-8:
            weights = weights - step
            break
        # Where nearly all answers are alike, a whole step may lead far beyond the lowest point.
        before, halvings = cost(weights), 0
        while cost(weights - step) > before and halvings < _MOST_HALVINGS:
            step, halvings = step / 2.0, halvings + 1
        weights = weights - step
    return Stack(weights[:-1], float(weights[-1]))


def shares(chances: Floats, correct: Floats, learner: Ints, rng: np.random.Generator) -> Floats:
    """How often each predictor would have the least log loss, had other learners come; (k,), together 1.

    Learners, not answers, are drawn: one learner's answers err alike.

    Args:
        chances: as for `fit`.
        correct: as for `fit`.
        learner: as for `fit`.
        rng: draws the learners.

    Source: Rubin 1981, the Bayesian bootstrap; Yao, Vehtari, Simpson & Gelman 2018 weigh models by it (there softly, by
        their likelihoods; here each draw has one winner).
    """
    logits = _logits(chances)
    unlikely = np.logaddexp(0.0, logits) - correct[:, None] * logits
    _, place = np.unique(learner, return_inverse=True)
    count = int(place.max(initial=-1)) + 1
    lost = np.stack([np.bincount(place, column, count) for column in unlikely.T], axis=1)
    winners = [int((rng.exponential(size=count) @ lost).argmin()) for _ in range(_DRAWS)]
    share: Floats = np.bincount(winners, minlength=chances.shape[1]) / _DRAWS
    return share


def mean(chances: Sequence[Floats]) -> Floats:
    """Predictions of equals as one: the probability whose logit is the mean of theirs; k of (n,) give (n,)."""
    even = Stack(np.full(len(chances), 1.0 / len(chances)), 0.0)
    return even.combined(np.stack(chances, axis=1))


def expected_loss(chances: Floats, correct: Floats, learner: Ints, *, parts: int, rng: np.random.Generator) -> float:
    """Log loss of a stack on answers of learners that its weights were not learnt from.

    Args:
        chances: as for `fit`.
        correct: as for `fit`.
        learner: as for `fit`; of two or more.
        parts: into so many, or as many as there are, learners are divided; each is judged by what the others taught.
        rng: divides them, and is handed to `fit`.
    """
    names, place = np.unique(learner, return_inverse=True)
    part = (rng.permutation(len(names)) % min(parts, len(names)))[place]
    combined = np.empty(len(correct))
    for number in np.unique(part):
        judged = part == number
        stack = fit(chances[~judged], correct[~judged], learner[~judged], rng)
        combined[judged] = stack.combined(chances[judged])
    return log_loss(correct, combined)


def _chance(logits: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -_FARTHEST, _FARTHEST)))
    return chance


def _logits(chances: Floats) -> Floats:
    held = np.clip(chances, _SUREST, 1.0 - _SUREST)
    logits: Floats = np.log(held / (1.0 - held))
    return logits
