"""Half-life regression: the worked curve, its bounds, and weights found again in simulated reviews."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.scheduling import review_log
from lyceum.algorithms.scheduling.half_life import (
    LONGEST_DAYS,
    SHORTEST_DAYS,
    HalfLifeWeights,
    fit,
    half_life,
    predict,
    recall,
)
from lyceum.algorithms.scheduling.review_log import Reviews

DAY_MS = 86_400_000
counts = st.integers(0, 1_000)
weights = st.builds(HalfLifeWeights, *[st.floats(-10, 10)] * 3)


def simulated(truth: HalfLifeWeights, cards: int, rng: np.random.Generator) -> Reviews:
    """Cards that are reviewed at any time, and recalled as the weights say."""
    rows = []
    for card in range(cards):
        day, right, wrong = 100, 1, 0
        rows.append((card, day * DAY_MS, 3, 0))
        for _ in range(6):
            gap = int(rng.integers(1, 12))
            day += gap
            is_recalled = rng.random() < recall(half_life(right, wrong, truth), gap)
            right, wrong = right + is_recalled, wrong + (not is_recalled)
            rows.append((card, day * DAY_MS, 3 if is_recalled else 1, 1))
    return review_log.collect(*zip(*rows, strict=True))


@pytest.mark.parametrize(("elapsed", "expected"), [(0.0, 1.0), (1.0, 0.5), (2.0, 0.25), (0.5, math.sqrt(0.5))])
def test_after_a_half_life_a_half_is_recalled(elapsed: float, expected: float) -> None:
    assert recall(1.0, elapsed) == pytest.approx(expected)


def test_the_half_life_is_a_power_of_two_of_weighted_roots() -> None:
    # 2^(1 + 0.5 * sqrt 4 - 1 * sqrt 1) = 2
    assert half_life(4, 1, HalfLifeWeights(1.0, 0.5, -1.0)) == pytest.approx(2.0)


@given(counts, counts, weights)
def test_a_half_life_stays_inside_the_published_bounds(right: int, wrong: int, drawn: HalfLifeWeights) -> None:
    # The bounds are powers of logarithms here, which may be off in the last bit.
    assert SHORTEST_DAYS * (1 - 1e-12) <= half_life(right, wrong, drawn) <= LONGEST_DAYS * (1 + 1e-12)


@given(counts, counts, st.floats(0, 10), st.floats(0, 400))
def test_another_success_never_makes_an_item_less_likely_to_be_recalled(
    right: int, wrong: int, weight: float, elapsed: float
) -> None:
    drawn = HalfLifeWeights(0.0, weight, -1.0)

    assert recall(half_life(right + 1, wrong, drawn), elapsed) >= recall(half_life(right, wrong, drawn), elapsed)


@pytest.mark.parametrize(("days", "elapsed"), [(0.0, 1.0), (math.nan, 1.0), (1.0, -1.0), (1.0, math.inf)])
def test_a_time_that_cannot_be_is_refused(days: float, elapsed: float) -> None:
    with pytest.raises(ValueError, match="expected a half-life above 0"):
        recall(days, elapsed)


def test_the_weights_a_learner_has_are_found_in_their_reviews() -> None:
    truth = HalfLifeWeights(0.5, 1.2, -0.6)
    reviews = simulated(truth, 1_500, np.random.default_rng(3))

    found = fit(reviews, reviews.scored())

    assert (found.constant, found.right, found.wrong) == pytest.approx((0.5, 1.2, -0.6), abs=0.15)


def test_many_reviews_at_once_are_predicted_as_one_by_one() -> None:
    reviews = simulated(HalfLifeWeights(), 20, np.random.default_rng(4))
    right = wrong = 0
    said = predict(reviews, HalfLifeWeights())

    for row in range(len(said)):
        if reviews.place[row] == 0:
            right = wrong = 0
        assert said[row] == pytest.approx(recall(half_life(right, wrong), float(reviews.elapsed[row])))
        right, wrong = right + bool(reviews.rating[row] > 1), wrong + bool(reviews.rating[row] == 1)


def test_without_reviews_the_usual_weights_stay() -> None:
    reviews = simulated(HalfLifeWeights(), 3, np.random.default_rng(5))

    assert fit(reviews, np.zeros(len(reviews.card), dtype=bool)) == HalfLifeWeights()
