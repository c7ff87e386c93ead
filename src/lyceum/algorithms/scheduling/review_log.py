"""Reviews of one learner as columns, and which of them tell something about remembering."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints
from lyceum.algorithms.tracing.answers import Histories

_MILLISECONDS_PER_DAY = 86_400_000
# As in the published benchmarks: a learner's day ends at four in the morning.
_DAY_STARTS_MS = 4 * 3_600_000
_NEW = 0


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews, each card's together and in the order they were made; n of them.

    Attributes:
        card: (n,) int, not falling.
        time: (n,) int, milliseconds.
        rating: (n,) int, 1 again to 4 easy.
        elapsed: (n,) float64, days since the card's review before, counted by the learner's days; 0 for its first.
        place: (n,) int, which of its card's reviews it is, from 0.
    """

    card: Ints
    time: Ints
    rating: Ints
    elapsed: Floats
    place: Ints

    def histories(self) -> Histories:
        """What came before each review of the same card."""
        return Histories(self.card)

    def scored(self) -> Bools:
        """Those that tell whether something was remembered: not a card's first, not the second on one day."""
        chosen: Bools = (self.place > 0) & (self.elapsed > 0)
        return chosen

    def recalled(self) -> Floats:
        """(n,) 1 where it was remembered: anything but "again"."""
        return (self.rating > 1).astype(np.float64)


def collect(
    cards: Sequence[object], milliseconds: Sequence[int], ratings: Sequence[int], kinds: Sequence[int]
) -> Reviews:
    """Columns from the rows of a log, in any order.

    Args:
        cards: which card, of anything hashable.
        milliseconds: when, by the learner's clock.
        ratings: 1 to 4.
        kinds: 0 where the card was new or being learnt. A card whose first review is something else is left out: nobody
            knows what was before.
    """
    numbers: dict[object, int] = {}
    card = np.fromiter((numbers.setdefault(each, len(numbers)) for each in cards), np.int64, len(cards))
    time = np.asarray(milliseconds, dtype=np.int64)
    order = np.lexsort((time, card))
    card, time = card[order], time[order]
    rating, kind = np.asarray(ratings)[order], np.asarray(kinds)[order]
    place = Histories(card).count()
    is_known = np.isin(card, card[(place == 0) & (kind == _NEW)])
    card, time, rating, place = card[is_known], time[is_known], rating[is_known], place[is_known]
    day = (time - _DAY_STARTS_MS) // _MILLISECONDS_PER_DAY
    elapsed = np.where(place > 0, day - Histories(card).lagged(day.astype(np.float64), 1, 0.0), 0.0)
    return Reviews(card, time, rating, np.maximum(elapsed, 0.0), place)
