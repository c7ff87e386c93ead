"""Several predictors as one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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

    stack = stacking.fit(chances, correct, np.arange(4_000), rng)

    assert stack.weights == pytest.approx([1.0, 1.0], abs=0.15)
    assert stack.intercept == pytest.approx(0.0, abs=0.1)
    together = stacking.expected_loss(chances, correct, np.arange(4_000), parts=4, rng=rng)
    assert together < min(log_loss(correct, chances[:, column]) for column in (0, 1)) - 0.03


def test_one_who_only_throws_dice_gets_no_weight() -> None:
    rng = np.random.default_rng(2)
    known = rng.uniform(0.1, 0.9, 3_000)
    correct = (rng.random(3_000) < known).astype(float)

    stack = stacking.fit(np.stack([known, rng.uniform(0.1, 0.9, 3_000)], axis=1), correct, np.arange(3_000), rng)

    assert stack.weights == pytest.approx([1.0, 0.0], abs=0.12)


def test_a_stack_is_judged_by_those_its_weights_were_not_learnt_from() -> None:
    rng = np.random.default_rng(3)
    chances = rng.uniform(0.2, 0.8, (40, 12))
    correct = rng.integers(0, 2, 40).astype(float)

    # With twelve dice for forty answers the weights fit what they have seen, and nothing else.
    judged = stacking.expected_loss(chances, correct, np.arange(40), parts=4, rng=rng)

    assert log_loss(correct, stacking.fit(chances, correct, np.arange(40), rng).combined(chances)) < judged


@pytest.mark.parametrize("right", [0.0, 1.0])
def test_answers_that_are_all_alike_lead_to_no_end_of_certainty(right: float) -> None:
    rng = np.random.default_rng(4)

    stack = stacking.fit(rng.uniform(0.2, 0.8, (30, 2)), np.full(30, right), np.arange(30), rng)

    assert np.abs([*stack.weights, stack.intercept]).max() < 2.0


def test_a_share_is_how_often_one_would_be_the_best_had_other_learners_come() -> None:
    rng = np.random.default_rng(5)
    # The second is right about one learner alone, who has as many answers as all others together.
    learner = np.repeat([0, 1, 2, 3], [300, 100, 100, 100])
    correct = rng.integers(0, 2, 600).astype(float)
    told = np.where(correct == 1.0, 0.6, 0.4)
    chances = np.stack([np.where(learner == 0, 0.5, told), np.where(learner == 0, told, 0.5)], axis=1)

    first, second = stacking.shares(chances, correct, learner, rng)

    # Three times one exponential draw is more than the sum of three others in (3/4)^3 of all cases.
    assert (first, second) == (pytest.approx(37 / 64, abs=0.1), pytest.approx(27 / 64, abs=0.1))


def test_few_answers_are_predicted_by_the_shares_and_many_by_what_fits_them() -> None:
    rng = np.random.default_rng(6)
    first, second = rng.normal(0.0, 1.0, (2, 20_000))
    correct = (rng.random(20_000) < 1.0 / (1.0 + np.exp(-(first + 0.2 * second)))).astype(float)
    chances = 1.0 / (1.0 + np.exp(-np.stack([first, second], axis=1)))
    few, learner = slice(0, 20), np.arange(20_000) // 5

    share = stacking.shares(chances[few], correct[few], learner[few], rng)

    assert stacking.fit(chances[few], correct[few], learner[few], rng).weights == pytest.approx(share, abs=0.15)
    assert stacking.fit(chances, correct, learner, rng).weights == pytest.approx([1.0, 0.2], abs=0.05)


@given(st.integers(2, 60), st.integers(1, 4), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_shares_are_a_division_of_one_and_predictions_are_chances(
    answers: int, predictors: int, learners: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    chances = rng.uniform(0.0, 1.0, (answers, predictors))
    correct, learner = rng.integers(0, 2, answers).astype(float), rng.integers(0, learners, answers)

    share = stacking.shares(chances, correct, learner, rng)
    said = stacking.fit(chances, correct, learner, rng).combined(chances)

    assert share.sum() == pytest.approx(1.0)
    assert (share >= 0.0).all()
    assert ((said >= 0.0) & (said <= 1.0)).all()


def test_one_answer_unlike_all_others_leads_to_no_end_of_certainty() -> None:
    chances = np.full((3_000, 3), 1e-6)
    correct = np.zeros(3_000)
    correct[7] = 1.0
    chances[7] = 1.0 - 1e-6

    said = stacking.fit(chances, correct, np.arange(3_000) // 10, np.random.default_rng(7)).combined(chances)

    assert np.isfinite(said).all()
    assert log_loss(correct, said) < 0.01
