"""Adam with weight decay: many small noisy steps down."""

from dataclasses import dataclass, field

import numpy as np

from lyceum.algorithms.arrays import Floats

_FIRST = 0.9
_SECOND = 0.999
_TINY = 1e-8


@dataclass(slots=True)
class Adam:
    """Moves named weights in place.

    Attributes:
        weights: arrays of any shape, by name; they are changed.
        decay: by name, the share of a weight that is lost per unit of rate; 0 for those that are not named.

    Source: Kingma & Ba 2015, algorithm 1; decay apart from the gradient as Loshchilov & Hutter 2019, algorithm 2.
    """

    weights: dict[str, Floats]
    decay: dict[str, float] = field(default_factory=dict)
    _mean: dict[str, Floats] = field(default_factory=dict)
    _square: dict[str, Floats] = field(default_factory=dict)
    _steps: int = 0

    def step(self, slopes: dict[str, Floats], rate: float) -> None:
        """Move every weight against its gradient; `slopes` has the names and shapes of the weights."""
        self._steps += 1
        scale = rate * np.sqrt(1.0 - _SECOND**self._steps) / (1.0 - _FIRST**self._steps)
        for name, slope in slopes.items():
            weight = self.weights[name]
            mean = self._mean.setdefault(name, np.zeros_like(weight))
            square = self._square.setdefault(name, np.zeros_like(weight))
            mean += (1.0 - _FIRST) * (slope - mean)
            square += (1.0 - _SECOND) * (slope * slope - square)
            if decay := self.decay.get(name):
                weight *= 1.0 - rate * decay
            weight -= (scale * mean / (np.sqrt(square) + _TINY)).astype(weight.dtype)


def clipped(slopes: dict[str, Floats], longest: float) -> dict[str, Floats]:
    """The same gradient, no longer than this."""
    length = float(np.sqrt(sum(float(np.vdot(slope, slope)) for slope in slopes.values())))
    return slopes if length <= longest else {name: slope * (longest / length) for name, slope in slopes.items()}
