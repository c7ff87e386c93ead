"""Ridge logistic regression, for training; needs numpy, which running Lyceum does not."""

from collections.abc import Sequence
from typing import Any

import numpy as np

_NEWTON_STEPS = 30


def fitted(features: np.ndarray, labels: np.ndarray, names: Sequence[str], *, penalty: float) -> dict[str, Any]:
    """Intercept and weights for features as they come; the penalty is on standardised ones."""
    mean, deviation = features.mean(0), features.std(0)
    deviation[deviation == 0] = 1.0
    standard = np.hstack([np.ones((len(features), 1)), (features - mean) / deviation])
    ridge = np.full(standard.shape[1], penalty)
    ridge[0] = 0.0
    weights = np.zeros(standard.shape[1])
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-standard @ weights))
        slope = standard.T @ (labels - chance) - ridge * weights
        curve = (standard * (chance * (1 - chance))[:, None]).T @ standard + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights += step
        if abs(step).max() < 1e-6:
            break
    raw = weights[1:] / deviation
    named = {name: round(float(weight), 4) for name, weight in zip(names, raw, strict=True)}
    return {"intercept": round(float(weights[0] - raw @ mean), 4), "weights": named}
