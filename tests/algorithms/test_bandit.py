"""The bandit: against a ridge regression, its bounds, and its regret among simulated learners."""

import random
from collections.abc import Hashable
from statistics import mean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import ways
from lyceum.algorithms.selection import bandit
from lyceum.algorithms.selection.bandit import Arm, bonus, choose, observed, untried

numbers = st.floats(-3, 3)
contexts = st.lists(numbers, min_size=3, max_size=3)
observations = st.lists(st.tuples(contexts, numbers, st.integers(1, 4)), max_size=12)


def told(history: list[tuple[list[float], float, int]]) -> Arm:
    arm = untried(3)
    for context, reward, times in history:
        arm = observed(arm, context, reward, times)
    return arm


def test_one_observation_gives_the_values_worked_by_hand() -> None:
    # A = 1 + 2 * 2 = 5, b = 2 * 3: the mean at 1 is 6/5, its error 1/sqrt 5.
    found = bandit.expected(observed(untried(1), [2.0], 3.0), [1.0])

    assert found.mean == pytest.approx(1.2)
    assert found.error == pytest.approx(1.0 / np.sqrt(5.0))


@given(observations, contexts)
def test_what_is_expected_is_what_a_ridge_regression_gives(
    history: list[tuple[list[float], float, int]], context: list[float]
) -> None:
    rows = [each for each, _, times in history for _ in range(times)]
    rewards = [reward for _, reward, times in history for _ in range(times)]
    inputs = np.array(rows).reshape(len(rows), 3)
    matrix = np.eye(3) + inputs.T @ inputs

    found = bandit.expected(told(history), context)

    solved = np.linalg.solve(matrix, np.array(context))
    assert found.mean == pytest.approx(float(np.array(rewards) @ inputs @ solved), abs=1e-6)
    assert found.error == pytest.approx(float(np.sqrt(np.array(context) @ solved)), abs=1e-6)


@given(observations, st.randoms(use_true_random=False))
def test_the_order_of_observations_does_not_matter(
    history: list[tuple[list[float], float, int]], shuffler: random.Random
) -> None:
    one, other = told(history), told(sorted(history, key=lambda _: shuffler.random()))

    assert np.array(one.inverse) == pytest.approx(np.array(other.inverse), abs=1e-9)
    assert one.weighted == pytest.approx(other.weighted, abs=1e-9)
    assert one.times == other.times == sum(times for *_, times in history)


@given(observations, contexts, contexts, numbers)
def test_the_bonus_is_one_at_first_and_never_grows(
    history: list[tuple[list[float], float, int]], context: list[float], further: list[float], reward: float
) -> None:
    before = bonus(told(history), context)

    assert bonus(untried(3), context) == pytest.approx(1.0)
    assert 0.0 <= before <= 1.0
    assert bonus(observed(told(history), further, reward), context) <= before + 1e-9


def test_what_was_observed_in_one_context_leaves_the_bonus_of_another() -> None:
    arm = observed(untried(2), [1.0, 0.0], 1.0, times=100)

    assert bonus(arm, [1.0, 0.0]) < 0.1
    assert bonus(arm, [0.0, 1.0]) == 1.0
    assert bonus(arm, [0.0, 0.0]) == 1.0


def test_before_anything_is_known_chance_decides_and_then_what_brought_most() -> None:
    rng = random.Random(5)
    arms: dict[Hashable, Arm] = {name: untried(1) for name in "abc"}
    at_first = {choose(arms, [1.0], rng).arm for _ in range(50)}
    arms["b"] = observed(arms["b"], [1.0], 1.0, times=50)
    arms["a"] = observed(arms["a"], [1.0], 0.2, times=50)
    arms["c"] = observed(arms["c"], [1.0], 0.1, times=50)

    decision = choose(arms, [1.0], rng)

    assert at_first == {"a", "b", "c"}
    assert decision.arm == "b"
    assert decision.expected["b"].mean > decision.expected["a"].mean


def test_what_cannot_be_observed_or_chosen_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 2 numbers above 0 times, got 1"):
        observed(untried(2), [1.0], 0.0)
    with pytest.raises(ValueError, match="0 times"):
        observed(untried(1), [1.0], 0.0, times=0)
    with pytest.raises(ValueError, match="at least one arm"):
        choose({}, [], random.Random(1))


def test_the_bandit_beats_the_best_fixed_way_and_its_regret_fades() -> None:
    rounds, seeds = 1_500, range(3)
    best_fixed = max(mean(ways.fixed(way, rounds, seed).mean for seed in seeds) for way in ways.TRUTH)
    found = [ways.learning(rounds, seed) for seed in seeds]

    assert mean(each.mean for each in found) > best_fixed + 0.05
    first, *_, last = (sum(each.regrets[quarter] for each in found) for quarter in range(4))
    assert last < first / 3.0


def test_without_optimism_it_settles_for_less() -> None:
    keen = mean(ways.learning(1_500, seed).mean for seed in range(3))

    assert keen > mean(ways.learning(1_500, seed, optimism=0.0).mean for seed in range(3))
