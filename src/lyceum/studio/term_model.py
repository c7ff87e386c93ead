"""The linear model that ranks candidate terms; its weights are trained by `bench/train_terms.py`."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Logistic regression over named features; a feature without a weight is not used."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely a candidate is a key term, in (0, 1)."""
        logit = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-logit))


@cache
def term_model() -> LinearModel:
    """The model of English key terms, read once per process."""
    text = resources.files("lyceum.studio").joinpath("data/term_weights.json").read_text("utf-8")
    stored = json.loads(text)
    return LinearModel(stored["intercept"], stored["weights"])
