"""BM25 and the fusion of words and meaning: values worked out by hand, then what must always hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.retrieval.bm25 import SATURATION, impact, rarity
from lyceum.algorithms.retrieval.fusion import fused

scores = st.floats(0, 100)
cosines = st.floats(-1, 1)


def test_rarity_is_the_logarithm_of_the_odds_of_not_meeting_a_word() -> None:
    assert rarity(2, 10) == pytest.approx(math.log(4.4))
    assert rarity(10, 10) == pytest.approx(math.log(11 / 10.5))


def test_impact_is_what_the_formula_says() -> None:
    # Of average length, once: 1 · 2.2 / (1 + 1.2) = 1; twice: 4.4 / 3.2; twice as long: 2.2 / (1 + 1.2 · 1.2)
    assert impact(1, 100, 100.0) == pytest.approx(1.0)
    assert impact(2, 100, 100.0) == pytest.approx(1.375)
    assert impact(1, 200, 100.0) == pytest.approx(2.2 / 2.44)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_rarer_word_never_counts_less(few: int, more: int) -> None:
    rare, common = sorted((few, more))

    assert rarity(rare, 1000) >= rarity(common, 1000) > 0


@given(st.integers(1, 50), st.integers(1, 500), st.floats(1, 500))
def test_an_impact_grows_with_the_word_and_is_bounded(times: int, length: int, mean: float) -> None:
    assert impact(times, length, mean) < impact(times + 1, length, mean) < SATURATION + 1
    assert impact(times, length + 1, mean) < impact(times, length, mean)


def test_words_and_meaning_count_the_same() -> None:
    assert fused([4.0, 2.0, 0.0], [0.3, 0.6, -0.2]) == pytest.approx([0.75, 0.75, 0.0])


@pytest.mark.parametrize(
    ("words", "meaning", "expected"),
    [([4.0, 2.0], [0.0, 0.0], [1.0, 0.5]), ([0.0, 0.0], [0.2, 0.4], [0.5, 1.0]), ([0.0], [-0.5], [0.0]), ([], [], [])],
)
def test_where_one_kind_of_evidence_is_absent_the_other_decides(
    words: list[float], meaning: list[float], expected: list[float]
) -> None:
    assert fused(words, meaning) == pytest.approx(expected)


@given(st.lists(st.tuples(scores, cosines), min_size=1))
def test_a_fused_score_is_between_0_and_1_and_never_prefers_the_worse_by_both(pairs: list[tuple[float, float]]) -> None:
    found = fused([words for words, _ in pairs], [meaning for _, meaning in pairs])

    assert all(0 <= score <= 1 + 1e-9 for score in found)
    for (words, meaning), score in zip(pairs, found, strict=True):
        for (other_words, other_meaning), other in zip(pairs, found, strict=True):
            if words >= other_words and meaning >= other_meaning:
                assert score >= other - 1e-9
