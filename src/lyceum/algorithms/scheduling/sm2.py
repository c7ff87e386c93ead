"""SM-2: when an item is due again, from how well it was recalled."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Variant = Literal["published", "seed3"]

# Wozniak 1990: every item starts at 2.5; below 1.3 items come back annoyingly often.
INITIAL_EASINESS = 2.5
LOWEST_EASINESS = 1.3
# Wozniak 1990: grades 0-2 are failures, 3-5 successes.
LOWEST_QUALITY = 0
LOWEST_SUCCESS = 3
HIGHEST_QUALITY = 5
FIRST_INTERVAL_DAYS = 1
SECOND_INTERVAL_DAYS = 6
# Ours, not the paper's: the rule has no ceiling and twelve perfect answers give 778,462 days. A hundred years is beyond
# any learner and far inside what a datetime can hold.
LONGEST_INTERVAL_DAYS = 36_500
# 6 * 2.5 may come out as 15.000000000000002, and a ceiling must not turn that into 16.
_ROUNDING_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Sm2State:
    """What SM-2 remembers of one learner and one item; the defaults are a never reviewed item."""

    easiness: float = INITIAL_EASINESS
    interval_days: int = 0
    repetitions: int = 0

    def __post_init__(self) -> None:
        if not LOWEST_EASINESS <= self.easiness < math.inf:
            raise ValueError(f"easiness must be at least {LOWEST_EASINESS}, got {self.easiness!r}")
        if not 0 <= self.interval_days <= LONGEST_INTERVAL_DAYS:
            raise ValueError(f"interval_days must be in 0..{LONGEST_INTERVAL_DAYS}, got {self.interval_days!r}")
        if self.repetitions < 0:
            raise ValueError(f"repetitions must not be negative, got {self.repetitions!r}")


NEVER_REVIEWED = Sm2State()


def review(state: Sm2State, quality: int, *, variant: Variant = "published") -> Sm2State:
    """State after one review.

    Args:
        state: the item before the review; it is not changed.
        quality: 0 (no idea) to 5 (perfect); 3 and above is a success.
        variant: "published", or "seed3", which moves the easiness on failures too and truncates intervals.

    Returns:
        The new state. A failure restarts the repetitions with an interval of one day; successes give 1, 6, then
        ceil(interval * easiness) days, at least one day more than before, at most `LONGEST_INTERVAL_DAYS`.

    Raises:
        ValueError: if the quality is not one of 0 to 5.

    Source: Wozniak 1990, algorithm SM-2, where the easiness is updated before the interval is multiplied by it.
        Growth by at least one day and the ceiling on the interval are ours.
    """
    if quality not in range(LOWEST_QUALITY, HIGHEST_QUALITY + 1):
        raise ValueError(f"quality must be a whole number from 0 to 5, got {quality!r}")
    if quality < LOWEST_SUCCESS:
        easiness = state.easiness if variant == "published" else _easiness_after(state.easiness, quality)
        return Sm2State(easiness, FIRST_INTERVAL_DAYS, 0)
    easiness = _easiness_after(state.easiness, quality)
    repetitions = state.repetitions + 1
    return Sm2State(easiness, _interval_after(state.interval_days, easiness, repetitions, variant), repetitions)


def due_at(state: Sm2State, reviewed_at: datetime) -> datetime:
    """When the item is due again, given when it was last reviewed.

    Args:
        state: the state *after* the review at `reviewed_at`.
        reviewed_at: aware time of that review.
    """
    return reviewed_at + timedelta(days=state.interval_days)


def _easiness_after(easiness: float, quality: int) -> float:
    """EF' = EF + (0.1 - (5 - q)(0.08 + (5 - q) 0.02)), with its floor."""
    missing = HIGHEST_QUALITY - quality
    return max(LOWEST_EASINESS, easiness + (0.1 - missing * (0.08 + missing * 0.02)))


def _interval_after(interval_days: int, easiness: float, repetitions: int, variant: Variant) -> int:
    if repetitions == 1:
        return FIRST_INTERVAL_DAYS
    if repetitions == 2:
        return SECOND_INTERVAL_DAYS
    product = interval_days * easiness
    if variant == "seed3":
        return min(int(product), LONGEST_INTERVAL_DAYS)
    grown = math.ceil(round(product, _ROUNDING_DIGITS))
    return min(max(grown, interval_days + 1), LONGEST_INTERVAL_DAYS)
