"""The three-parameter logistic model: how likely an answer is right, and how much it would tell about the learner."""

import math
from dataclasses import dataclass

# Ours: far outside what calibration gives, and far inside what exp can take.
HIGHEST_A = 10.0
HIGHEST_B = 20.0
# Beyond this many logits the curve is flat to the last bit, and exp would overflow.
_FLAT = 700.0


@dataclass(frozen=True, slots=True)
class ItemCurve:
    """One item: discrimination a in (0, 10], difficulty b in -20..20 logits, chance of guessing c in [0, 1).

    a = 1 and c = 0 make it 1PL, the Rasch model.
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 < self.a <= HIGHEST_A:
            raise ValueError(f"a must be in 0..{HIGHEST_A} and not 0, got {self.a!r}")
        if not -HIGHEST_B <= self.b <= HIGHEST_B:
            raise ValueError(f"b must be in -{HIGHEST_B}..{HIGHEST_B}, got {self.b!r}")
        if not 0.0 <= self.c < 1.0:
            raise ValueError(f"c must be in 0..1 and less than 1, got {self.c!r}")


def p_correct(theta: float, item: ItemCurve) -> float:
    """Probability of a right answer: c + (1 - c) / (1 + e^(-a (theta - b))), in [c, 1].

    Args:
        theta: the learner's ability, in logits.
        item: the item's parameters.

    Source: Birnbaum 1968, eq. 17.2.1, without the scaling constant 1.7.
    """
    return item.c + (1.0 - item.c) * _logistic(item.a * (theta - item.b))


def information(theta: float, item: ItemCurve) -> float:
    """Fisher information of one answer about the ability, in 1 / logits^2.

    Args:
        theta: the ability at which it is asked for.
        item: the item's parameters.

    Returns:
        I = a^2 (Q / P) ((P - c) / (1 - c))^2; at most a^2 / 4, which it reaches at theta = b where c = 0.

    Source: Birnbaum 1968, eq. 20.4.5.
    """
    steep = _logistic(item.a * (theta - item.b))
    right = item.c + (1.0 - item.c) * steep
    # Q / P * ((P - c) / (1 - c))^2, with P - c = (1 - c) * steep and Q = (1 - c)(1 - steep) so that nothing cancels.
    return item.a**2 * (1.0 - item.c) * (1.0 - steep) * steep * (steep / right) if right > 0.0 else 0.0


def _logistic(logits: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-_FLAT, min(_FLAT, logits))))
