"""P49: SM-2 gives 1, 6, then ceil(previous * easiness) days; a failure restarts. States are reached by grades (C29)."""

import math
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.scheduling.sm2 import (
    LONGEST_INTERVAL_DAYS,
    LOWEST_EASINESS,
    LOWEST_SUCCESS,
    NEVER_REVIEWED,
    Sm2State,
    review,
)

qualities = st.integers(0, 5)
reached = st.lists(qualities, max_size=40).map(lambda grades: reduce(review, grades, NEVER_REVIEWED))


@given(reached, qualities)
def test_a_success_follows_one_six_then_the_easiness_and_a_failure_restarts(state: Sm2State, quality: int) -> None:
    after = review(state, quality)

    if quality < LOWEST_SUCCESS:
        assert (after.interval_days, after.repetitions) == (1, 0)
        assert after.easiness == state.easiness
    elif state.repetitions == 0:
        assert (after.interval_days, after.repetitions) == (1, 1)
    elif state.repetitions == 1:
        assert (after.interval_days, after.repetitions) == (6, 2)
    else:
        product = math.ceil(round(state.interval_days * after.easiness, 9))
        assert after.interval_days == min(LONGEST_INTERVAL_DAYS, max(product, state.interval_days + 1))
        assert after.repetitions == state.repetitions + 1


@given(reached, st.integers(3, 5))
def test_from_the_second_repetition_on_a_success_never_shortens_the_interval(state: Sm2State, quality: int) -> None:
    after = review(state, quality)

    if state.repetitions >= 2:
        assert after.interval_days >= state.interval_days


@given(reached, qualities)
def test_easiness_never_falls_below_its_floor(state: Sm2State, quality: int) -> None:
    assert review(state, quality).easiness >= LOWEST_EASINESS


@given(reached, qualities)
def test_easiness_rises_with_the_quality_of_recall(state: Sm2State, quality: int) -> None:
    better = min(quality + 1, 5)

    if quality >= LOWEST_SUCCESS:
        assert review(state, better).easiness >= review(state, quality).easiness
