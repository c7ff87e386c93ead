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
_ROUNDING = 5e-10


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
    return Sm2State(*rescheduled(state.easiness, state.interval_days, state.repetitions, quality, variant == "seed3"))


def rescheduled(
    easiness: float,
    interval_days: int,
    repetitions: int,
    quality: int,
    truncates: bool,  # noqa: FBT001  a number like the others
) -> tuple[float, int, int]:
    """`review` in plain numbers, which `lyceum.algorithms.folding` compiles: the three of `Sm2State` after a review.

    Args:
        easiness: before it.
        interval_days: before it.
        repetitions: before it.
        quality: 0 to 5.
        truncates: as the variant "seed3" does, which moves the easiness on failures too.
    """
    missing = HIGHEST_QUALITY - quality
    # EF' = EF + (0.1 - (5 - q)(0.08 + (5 - q) 0.02)), with its floor.
    moved = max(LOWEST_EASINESS, easiness + (0.1 - missing * (0.08 + missing * 0.02)))
    if quality < LOWEST_SUCCESS:
        return (moved if truncates else easiness), FIRST_INTERVAL_DAYS, 0
    if repetitions == 0:
        return moved, FIRST_INTERVAL_DAYS, 1
    if repetitions == 1:
        return moved, SECOND_INTERVAL_DAYS, 2
    # No more is multiplied than gives the longest interval: what is larger would not fit into a whole number.
    product = min(interval_days * moved, LONGEST_INTERVAL_DAYS)
    grown = int(product) if truncates else max(math.ceil(product - _ROUNDING), interval_days + 1)
    return moved, min(grown, LONGEST_INTERVAL_DAYS), repetitions + 1


def due_at(state: Sm2State, reviewed_at: datetime) -> datetime:
    """When the item is due again, given when it was last reviewed.

    Args:
        state: the state *after* the review at `reviewed_at`.
        reviewed_at: aware time of that review.
    """
    return reviewed_at + timedelta(days=state.interval_days)
