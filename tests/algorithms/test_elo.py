"""Elo: values worked by hand, what it learns, and that it never looks ahead."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.measures.scores import auc
from lyceum.algorithms.tracing import elo
from lyceum.algorithms.tracing.answers import collect
from lyceum.algorithms.tracing.elo import EloParams
from tests.algorithms.cohorts import cohort, places, with_other_answers


def test_ratings_move_by_the_surprise_as_worked_by_hand() -> None:
    answers, _ = collect(["ann", "ann"], ["x", "x"], [("s",), ("s",)], correct=[1, 0])
    params = EloParams(learner=0.4, skill=0.2, item=0.3, learner_slowing=1.0, skill_slowing=0.0, item_slowing=0.0)
    ratings = elo.EloRatings(np.array([0.5]), 0.0, params)

    said = elo.predict(answers, ratings)

    first = 1.0 / (1.0 + math.exp(0.5))
    assert said[0] == pytest.approx(first)
    assert said[1] == pytest.approx(1.0 / (1.0 + math.exp(0.5 - 0.6 * (1.0 - first))))


def test_training_moves_the_difficulty_the_other_way() -> None:
    answers, _ = collect([1, 2], ["x", "x"], [("s",), ("s",)], correct=[1, 1])
    params = EloParams(learner=0.0, skill=0.0, item=0.3, item_slowing=1.0)

    ratings = elo.fit(answers, params)

    start = math.log(3.0)
    first = 1.0 / (1.0 + math.exp(-start))
    after_one = -0.3 * (1.0 - first)
    second = 1.0 / (1.0 + math.exp(-(start - after_one)))
    assert ratings.start == pytest.approx(start)
    assert ratings.difficulty[0] == pytest.approx(after_one - 0.15 * (1.0 - second))


def test_a_rating_that_has_seen_more_moves_less() -> None:
    assert elo.step(0.0, 1.0, gain=0.5, slowing=0.1, seen=0) == 0.5
    assert elo.step(0.0, 1.0, gain=0.5, slowing=0.1, seen=10) == 0.25


def test_harder_items_are_found_to_be_harder_and_new_learners_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    answers = cohort(rng, learners=250, each=20)
    is_new = answers.learner >= 200

    ratings = elo.fit_best(answers.of(~is_new))

    rate = np.bincount(answers.item, answers.correct) / np.bincount(answers.item)
    assert np.corrcoef(ratings.difficulty, rate)[0, 1] < -0.9
    assert auc(answers.correct[is_new], elo.predict(answers.of(is_new), ratings)) > 0.62


def test_the_variant_that_judges_best_is_taken_and_one_learner_is_enough() -> None:
    rng = np.random.default_rng(2)
    few = cohort(rng, learners=2, each=5)

    assert elo.fit_best(few).params == elo.VARIANTS["learner and skill"]
    assert elo.fit_best(cohort(rng, learners=60, each=10)).params in elo.VARIANTS.values()


def test_what_is_answered_later_changes_no_earlier_prediction() -> None:
    rng = np.random.default_rng(3)
    answers = cohort(rng, learners=6, each=12)
    ratings = elo.fit(answers)

    said, otherwise = (elo.predict(each, ratings) for each in (answers, with_other_answers(answers, 6, rng)))

    assert np.array_equal(said[places(answers) <= 6], otherwise[places(answers) <= 6])
    assert not np.array_equal(said, otherwise)


@pytest.mark.parametrize("name", EloParams.__slots__)
def test_a_speed_that_is_no_number_of_at_least_nought_is_refused(name: str) -> None:
    for value in (-0.1, math.nan, math.inf):
        with pytest.raises(ValueError, match=name):
            EloParams(**{name: value})


@given(st.lists(st.integers(0, 1), min_size=1, max_size=30), st.floats(-2_000.0, 2_000.0))
def test_chances_are_chances_however_far_the_ratings_are(correct: list[int], difficulty: float) -> None:
    answers, _ = collect([1] * len(correct), [1] * len(correct), [("s",)] * len(correct), correct=correct)

    said = elo.predict(answers, elo.EloRatings(np.array([difficulty]), 0.0, EloParams()))

    assert ((said >= 0.0) & (said <= 1.0)).all()
