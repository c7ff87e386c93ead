"""Several predictors as one."""

import numpy as np
import pytest

from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import stacking
from lyceum.algorithms.tracing.stacking import Stack


def test_weights_and_intercept_act_on_logits() -> None:
    stack = Stack(np.array([0.5, 0.5]), 0.0)

    # The logits of .8 and .2 cancel; those of .9 and .5 have the mean of 3's.
    assert stack.combined(np.array([[0.8, 0.2], [0.9, 0.5]])) == pytest.approx([0.5, 0.75])


def test_equals_are_averaged_on_the_scale_of_logits() -> None:
    assert stacking.mean([np.array([0.9]), np.array([0.5])]) == pytest.approx([0.75])


def test_nobody_is_so_sure_that_the_others_do_not_count() -> None:
    assert 0.05 < stacking.mean([np.array([0.0]), np.array([0.999])])[0] < 0.5


def test_two_that_know_different_things_are_better_together() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.normal(0.0, 1.0, (2, 4_000))
    correct = (rng.random(4_000) < 1.0 / (1.0 + np.exp(-(first + second)))).astype(float)
    chances = 1.0 / (1.0 + np.exp(-np.stack([first, second], axis=1)))

    stack = stacking.fit(chances, correct)

    assert stack.weights == pytest.approx([1.0, 1.0], abs=0.15)
    assert stack.intercept == pytest.approx(0.0, abs=0.1)
    together = stacking.expected_loss(chances, correct, np.arange(4_000) % 4)
    assert together < min(log_loss(correct, chances[:, column]) for column in (0, 1)) - 0.03


def test_one_who_only_throws_dice_gets_no_weight() -> None:
    rng = np.random.default_rng(2)
    known = rng.uniform(0.1, 0.9, 3_000)
    correct = (rng.random(3_000) < known).astype(float)

    stack = stacking.fit(np.stack([known, rng.uniform(0.1, 0.9, 3_000)], axis=1), correct)

    assert stack.weights == pytest.approx([1.0, 0.0], abs=0.12)


def test_a_stack_is_judged_by_those_its_weights_were_not_learnt_from() -> None:
    rng = np.random.default_rng(3)
    chances = rng.uniform(0.2, 0.8, (40, 12))
    correct = rng.integers(0, 2, 40).astype(float)

    # With twelve dice for forty answers the weights fit what they have seen, and nothing else.
    judged = stacking.expected_loss(chances, correct, np.arange(40) % 4)

    assert log_loss(correct, stacking.fit(chances, correct).combined(chances)) < judged
