"""The linear models that rank candidate terms and defining sentences, trained by the `train_` scripts in `bench/`."""

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
        """How likely it is what is looked for, in (0, 1)."""
        return 1.0 / (1.0 + math.exp(-self.log_odds(features)))

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The same on the logistic scale."""
        return self.intercept + sum(weight * features[name] for name, weight in self.weights.items())


@cache
def term_model() -> LinearModel:
    """The model of English key terms, read once per process."""
    return _read("term_weights.json")


@cache
def definition_model() -> LinearModel:
    """The model of English defining sentences, read once per process."""
    return _read("definition_weights.json")


def _read(name: str) -> LinearModel:
    stored = json.loads(resources.files("lyceum.studio").joinpath("data", name).read_text("utf-8"))
    return LinearModel(stored["intercept"], stored["weights"])
