"""Finding the lowest point: known valleys, and that it never goes up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.optimise.adam import Adam, clipped
from lyceum.algorithms.optimise.lbfgs import minimise


def rosenbrock(point: Floats) -> tuple[float, Floats]:
    x, y = point
    value = (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2
    return float(value), np.array([-2.0 * (1.0 - x) - 400.0 * x * (y - x * x), 200.0 * (y - x * x)])


def test_the_bent_valley_of_rosenbrock_is_walked_to_its_end() -> None:
    found = minimise(rosenbrock, np.array([-1.2, 1.0]), steps=200, tolerance=1e-14)

    assert found == pytest.approx([1.0, 1.0], abs=1e-4)


def test_no_step_is_no_move() -> None:
    assert minimise(rosenbrock, np.array([-1.2, 1.0]), steps=0).tolist() == [-1.2, 1.0]


def test_at_the_lowest_point_it_stays() -> None:
    assert minimise(rosenbrock, np.array([1.0, 1.0]), steps=5).tolist() == [1.0, 1.0]


def test_a_gradient_that_lies_ends_the_search() -> None:
    assert minimise(lambda point: (float(point[0]), np.array([-1.0])), np.array([3.0]), steps=5).tolist() == [3.0]


@given(st.lists(st.floats(-50.0, 50.0), min_size=2, max_size=2), st.integers(1, 20))
def test_it_never_ends_higher_than_it_began(start: list[float], steps: int) -> None:
    begun = np.array(start)

    assert rosenbrock(minimise(rosenbrock, begun, steps=steps))[0] <= rosenbrock(begun)[0]


def test_the_first_step_of_adam_has_the_length_of_its_rate() -> None:
    weights = {"w": np.array([1.0, -2.0])}

    Adam(weights).step({"w": np.array([0.3, -40.0])}, 0.1)

    assert weights["w"] == pytest.approx([0.9, -1.9], abs=1e-6)


def test_adam_goes_down_a_bowl_and_decay_draws_what_nobody_asks_for_to_nothing() -> None:
    weights = {"asked": np.array([5.0]), "idle": np.array([5.0])}
    adam = Adam(weights, {"idle": 1.0})

    for _ in range(300):
        adam.step({"asked": 2.0 * (weights["asked"] - 1.0), "idle": np.zeros(1)}, 0.05)

    assert weights["asked"] == pytest.approx([1.0], abs=0.05)
    assert abs(weights["idle"][0]) < 0.01


def test_a_long_gradient_is_shortened_and_a_short_one_is_not() -> None:
    long, short = {"a": np.array([3.0]), "b": np.array([4.0])}, {"a": np.array([0.3])}

    assert {name: value.tolist() for name, value in clipped(long, 1.0).items()} == {
        "a": pytest.approx([0.6]),
        "b": pytest.approx([0.8]),
    }
    assert clipped(short, 1.0) is short
