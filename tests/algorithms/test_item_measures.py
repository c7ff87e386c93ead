"""Point-biserial correlation is Pearson's of a 0/1 variable, and chance is told from more than chance."""

import math
import random
from statistics import correlation, fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.measures.items import is_above_chance, point_biserial


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=3, max_size=60))
def test_it_is_pearsons_correlation_with_a_variable_of_noughts_and_ones(people: list[tuple[bool, int]]) -> None:
    chosen, scores = [float(each) for each, _ in people], [float(score) for _, score in people]
    among = [score for each, score in people if each]

    found = point_biserial(
        fmean(chosen), fmean(among) if among else 0.0, mean_of_all=fmean(scores), deviation=pstdev(scores)
    )

    if len(set(chosen)) == 1 or len(set(scores)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(correlation(chosen, scores), abs=1e-9)


def test_a_published_example_is_found_again() -> None:
    # Students who got an item right have 6, 7, 8 of 10 elsewhere, the others 3, 4, 5: r = 1.5 / 1.7078 = 0.878.
    found = point_biserial(0.5, 7.0, mean_of_all=5.5, deviation=math.sqrt(35 / 12))

    assert found == pytest.approx(0.8783, abs=1e-4)


def test_of_chance_alone_one_in_twenty_passes() -> None:
    rng = random.Random(4)
    passed = 0
    for _ in range(2_000):
        chosen, scores = [rng.random() < 0.4 for _ in range(40)], [rng.gauss(0.0, 1.0) for _ in range(40)]
        passed += is_above_chance(correlation(chosen, scores), 40)

    assert 60 <= passed <= 140


@pytest.mark.parametrize(
    ("found", "people", "sure"), [(0.3, 40, True), (0.2, 40, False), (-0.9, 40, False), (1, 5, True)]
)
def test_little_is_believed_of_few(found: float, people: int, *, sure: bool) -> None:
    assert is_above_chance(found, people) is sure
    assert not is_above_chance(found, 2)
