"""How well choosing something goes with knowing the rest: point-biserial correlation, and whether it is chance."""

import math

# One-sided, at 5%: of what is chance alone, one in twenty passes.
_SURE = 1.645


def point_biserial(share: float, mean: float, *, mean_of_all: float, deviation: float) -> float | None:
    """Correlation between being among some people and a score, in [-1, 1].

    Args:
        share: of all people that are among them, in [0, 1].
        mean: of their scores. For the corrected form the score leaves the item itself out.
        mean_of_all: of everybody's scores.
        deviation: of everybody's scores, dividing by their number.

    Returns:
        None where it has no value: all or none are among them, or all have the same score.

    Source: Lord & Novick 1968, section 15.5.
    """
    if not 0.0 < share < 1.0 or deviation <= 0.0:
        return None
    found = (mean - mean_of_all) / deviation * math.sqrt(share / (1.0 - share))
    return min(max(found, -1.0), 1.0)


def is_above_chance(correlation: float, people: int) -> bool:
    """Whether a correlation is larger than among people of whom it says nothing, by Student's t (normal from 20 on).

    Args:
        correlation: in [-1, 1]; give its negative to ask whether it is surely negative.
        people: it was found with.
    """
    if people < 3 or correlation <= 0.0:
        return False
    left = 1.0 - correlation * correlation
    return left <= 0.0 or correlation * math.sqrt((people - 2) / left) >= _SURE
