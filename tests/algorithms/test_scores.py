"""Scores of predictions: values worked by hand, bounds, and what they must not depend on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.measures.scores import auc, log_loss, rmse, scores

outcomes = st.lists(st.tuples(st.booleans(), st.floats(0.0, 1.0)), min_size=1, max_size=50)


def test_the_area_counts_pairs_put_in_the_right_order() -> None:
    # Ones at .8 and .3, zeros at .5 and .1: three of four pairs are in order.
    assert auc(np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.8, 0.5, 0.3, 0.1])) == 0.75


def test_a_tie_counts_half() -> None:
    assert auc(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == 0.5


def test_where_only_one_thing_ever_happens_the_area_says_nothing() -> None:
    assert auc(np.ones(3), np.array([0.1, 0.5, 0.9])) == 0.5


def test_loss_and_error_are_the_values_worked_by_hand() -> None:
    happened, expected = np.array([1.0, 0.0]), np.array([0.8, 0.4])

    assert log_loss(happened, expected) == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert rmse(happened, expected) == pytest.approx(math.sqrt((0.04 + 0.16) / 2))


def test_being_sure_and_wrong_costs_much_but_not_everything() -> None:
    assert log_loss(np.array([1.0]), np.array([0.0])) == pytest.approx(-math.log(1e-6))


def test_nothing_to_judge_is_refused() -> None:
    with pytest.raises(ValueError, match="as many predictions as outcomes"):
        scores(np.array([]), np.array([]))
    with pytest.raises(ValueError, match="got 2 and 1"):
        scores(np.array([1.0]), np.array([0.5, 0.5]))


@given(outcomes)
def test_the_area_is_that_of_all_pairs(pairs: list[tuple[bool, float]]) -> None:
    happened = np.array([float(right) for right, _ in pairs])
    expected = np.array([chance for _, chance in pairs])
    ones, zeros = expected[happened == 1], expected[happened == 0]

    ordered = [(one > zero) + (one == zero) / 2 for one in ones for zero in zeros]

    assert auc(happened, expected) == pytest.approx(sum(ordered) / len(ordered) if ordered else 0.5)


@given(outcomes)
def test_scores_are_within_their_bounds(pairs: list[tuple[bool, float]]) -> None:
    found = scores(np.array([float(right) for right, _ in pairs]), np.array([chance for _, chance in pairs]))

    assert 0.0 <= found.auc <= 1.0
    assert 0.0 <= found.rmse <= 1.0
    assert 0.0 <= found.log_loss <= -math.log(1e-6) + 1e-9
