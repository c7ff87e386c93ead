"""Fits FSRS's weights to evidence and measures them on what came later; loaded on first use, because numpy is."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.scheduling import fsrs_fit
from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS
from lyceum.algorithms.scheduling.review_log import Reviews
from lyceum.practice.fold import Evidence

_MILLISECOND = timedelta(milliseconds=1)
_DAY_MS = 86_400_000
# Of the reviews in order of time, the last quarter tells which weights are better.
_EARLIER = 0.75


def fit(history: Sequence[Evidence], least: int) -> dict[str, object] | None:
    """`{weights, reviews, log_loss, log_loss_default}`; None with fewer than `least` reviews that tell something.

    Args:
        history: of one learner, in canonical order.
        least: reviews on a later day than the one before, without help.
    """
    reviews, unaided = _columns(history)
    rows = np.flatnonzero(reviews.scored() & unaided)
    rows = rows[np.argsort(reviews.time[rows], kind="stable")]
    if len(rows) < least:
        return None
    later = rows[int(len(rows) * _EARLIER) :]
    recalled = reviews.recalled()[later]
    by_earlier = fsrs_fit.fit(reviews, _chosen(reviews, rows[: -len(later)]))
    return {
        "weights": fsrs_fit.fit(reviews, _chosen(reviews, rows)).tolist(),
        "reviews": len(rows),
        "log_loss": log_loss(recalled, _recall(reviews, by_earlier)[later]),
        "log_loss_default": log_loss(recalled, _recall(reviews, np.array(DEFAULT_WEIGHTS))[later]),
    }


def _columns(history: Sequence[Evidence]) -> tuple[Reviews, Bools]:
    """The evidence card by card, with the time between reviews as the fold takes it; and which of it is unaided."""
    numbers: dict[UUID, int] = {}
    for each in history:
        numbers.setdefault(each.item_id, len(numbers))
    # Stable, so that the attempts of an item stay in their order.
    ordered = sorted(history, key=lambda each: numbers[each.item_id])
    elapsed: list[float] = []
    place: list[int] = []
    before: Evidence | None = None
    for each in ordered:
        is_first = before is None or before.item_id != each.item_id
        place.append(0 if is_first else place[-1] + 1)
        elapsed.append(0.0 if is_first or before is None else _days_between(before, each))
        before = each
    origin = history[0].effective_at if history else None
    time = [(each.effective_at - origin) / _MILLISECOND for each in ordered] if origin else []
    reviews = Reviews(
        np.array([numbers[each.item_id] for each in ordered], dtype=np.int64),
        np.array(time).astype(np.int64),
        np.array([int(each.rating) for each in ordered], dtype=np.int64),
        np.array(elapsed, dtype=np.float64),
        np.array(place, dtype=np.int64),
    )
    return reviews, np.array([not each.assisted for each in ordered], dtype=bool)


def _days_between(before: Evidence, after: Evidence) -> float:
    """Real days; none on the same day of the learner, and what the fit takes for another day if it is one."""
    if after.day <= before.day:
        return 0.0
    return max((after.effective_at - before.effective_at) / _MILLISECOND / _DAY_MS, 1.0)


def _chosen(reviews: Reviews, rows: Ints) -> Bools:
    chosen: Bools = np.zeros(len(reviews.card), dtype=bool)
    chosen[rows] = True
    return chosen


def _recall(reviews: Reviews, weights: Floats) -> Floats:
    return fsrs_fit.memory_before(reviews, weights).recall(reviews.elapsed, weights)
