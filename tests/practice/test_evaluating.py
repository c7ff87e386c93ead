"""Figures of predictors: what comes out of bins is what comes out of every single answer."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.measures.scores import auc as exact_auc
from lyceum.practice.evaluating import auc
from lyceum.practice.rules import confidence_of, is_among
from lyceum.practice.store.predictions import BINS, Bin
from tests.practice.answer_log import people

answers = st.lists(st.tuples(st.integers(0, BINS - 1), st.booleans()), min_size=1, max_size=200)


def binned(given_answers: list[tuple[int, bool]]) -> list[Bin]:
    counts = Counter(number for number, _ in given_answers)
    right = Counter(number for number, correct in given_answers if correct)
    return [Bin(number, counts[number], right[number], 0.0, 0.0, 0.0) for number in counts]


@given(answers)
def test_the_area_over_bins_is_that_over_answers_that_are_rounded_to_them(
    given_answers: list[tuple[int, bool]],
) -> None:
    said, happened = zip(*given_answers, strict=True)

    exact = exact_auc(np.array(happened, dtype=np.float64), np.array(said, dtype=np.float64))

    assert auc(binned(given_answers)) == pytest.approx(exact)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_whoever_is_among_a_share_is_among_every_larger_one(one: float, other: float) -> None:
    for who in people(20):
        assert is_among(who.id, max(one, other), "stack 1") >= is_among(who.id, min(one, other), "stack 1")


def test_nobody_is_among_none_everybody_among_all_and_each_trial_draws_anew() -> None:
    everybody = [who.id for who in people(200)]

    drawn = [[is_among(each, 0.5, trial) for each in everybody] for trial in ("stack 1", "stack 2")]

    assert not any(is_among(each, 0.0, "stack 1") for each in everybody)
    assert all(is_among(each, 1.0, "stack 1") for each in everybody)
    assert drawn[0] != drawn[1]
    assert all(60 < sum(each) < 140 for each in drawn)


@given(st.floats(0.0, 1e6))
def test_confidence_grows_with_answers_and_is_never_certainty(count: float) -> None:
    assert 0.0 <= confidence_of(count) < confidence_of(count + 1.0) < 1.0
