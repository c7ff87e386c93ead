"""How good probabilities are, against what happened: AUC, RMSE and log loss."""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats

# Nobody is punished without end for one answer: as scikit-learn and the published benchmarks clip.
SUREST = 1e-6


@dataclass(frozen=True, slots=True)
class Scores:
    """How good n predictions are: `auc` in [0, 1] (higher is better), `rmse` in [0, 1] and `log_loss` in nats."""

    auc: float
    rmse: float
    log_loss: float


def scores(happened: Floats, expected: Floats) -> Scores:
    """All three.

    Args:
        happened: (n,) 0 or 1.
        expected: (n,) probability of 1.

    Raises:
        ValueError: if there is nothing to judge.
    """
    return Scores(auc(happened, expected), rmse(happened, expected), log_loss(happened, expected))


def log_loss(happened: Floats, expected: Floats) -> float:
    """Mean negative log-likelihood in nats; probabilities are held within `SUREST` of 0 and 1."""
    _checked(happened, expected)
    sure = np.clip(expected, SUREST, 1.0 - SUREST)
    return float(-np.mean(happened * np.log(sure) + (1.0 - happened) * np.log1p(-sure)))


def rmse(happened: Floats, expected: Floats) -> float:
    """Root of the mean squared error (of the Brier score)."""
    _checked(happened, expected)
    return float(np.sqrt(np.mean((happened - expected) ** 2)))


def auc(happened: Floats, expected: Floats) -> float:
    """Probability that a 1 was given more than a 0, ties counting half; 0.5 where one of them never happened.

    Source: Hanley & McNeil 1982: the Mann-Whitney statistic over the number of pairs.
    """
    _checked(happened, expected)
    ones = float(happened.sum())
    zeros = len(happened) - ones
    if ones == 0.0 or zeros == 0.0:
        return 0.5
    _, place, counts = np.unique(expected, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    rank = (last - (counts - 1) / 2.0)[place]
    return float((rank[happened > 0.5].sum() - ones * (ones + 1.0) / 2.0) / (ones * zeros))


def _checked(happened: Floats, expected: Floats) -> None:
    if len(happened) == 0 or len(happened) != len(expected):
        raise ValueError(
            f"as many predictions as outcomes, and some, are expected; got {len(expected)} and {len(happened)}"
        )
