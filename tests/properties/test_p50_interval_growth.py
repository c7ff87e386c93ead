"""P50: consistently good recall spaces reviews exponentially; poor recall brings them back. By either scheduler."""

from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.scheduling import fsrs
from lyceum.algorithms.scheduling.fsrs import FsrsState, Rating, first_review
from lyceum.algorithms.scheduling.sm2 import LONGEST_INTERVAL_DAYS, NEVER_REVIEWED, review


@given(st.sampled_from([4, 5]), st.integers(3, 12))
def test_good_recall_multiplies_the_interval_by_at_least_the_easiness(quality: int, reviews: int) -> None:
    states = [NEVER_REVIEWED]
    for _ in range(reviews):
        states.append(review(states[-1], quality))

    for before, after in pairwise(states[2:]):
        assert after.interval_days >= min(LONGEST_INTERVAL_DAYS, 2.4 * before.interval_days)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.integers(3, 5))
def test_better_grades_never_give_shorter_intervals(grades: list[int], repeated: int) -> None:
    worse = reduce(review, grades, NEVER_REVIEWED)
    better = reduce(review, [max(grade, repeated) for grade in grades], NEVER_REVIEWED)

    assert better.interval_days >= worse.interval_days


@given(st.lists(st.integers(3, 5), min_size=1, max_size=20), st.integers(0, 2))
def test_one_failure_brings_the_item_back_tomorrow(grades: list[int], failure: int) -> None:
    assert review(reduce(review, grades, NEVER_REVIEWED), failure).interval_days == 1


def reviewed_when_due(state: FsrsState, rating: Rating, retention: float) -> FsrsState:
    days = fsrs.interval_days(state.stability, retention)
    return fsrs.review(state, rating, float(days), is_same_day=False)


@given(st.sampled_from([Rating.GOOD, Rating.EASY]), st.floats(0.7, 0.95), st.integers(2, 8))
def test_fsrs_multiplies_the_interval_of_what_is_recalled_well(rating: Rating, retention: float, reviews: int) -> None:
    state = first_review(rating)
    for _ in range(reviews):
        after = reviewed_when_due(state, rating, retention)
        assert after.stability >= min(fsrs.LONGEST_STABILITY, 1.5 * state.stability)
        state = after


@given(st.lists(st.sampled_from([Rating.HARD, Rating.GOOD, Rating.EASY]), min_size=1, max_size=12))
def test_fsrs_brings_back_what_is_forgotten(ratings: list[Rating]) -> None:
    state = first_review(ratings[0])
    for rating in ratings[1:]:
        state = reviewed_when_due(state, rating, 0.9)

    forgotten = reviewed_when_due(state, Rating.AGAIN, 0.9)

    assert forgotten.stability < state.stability
    assert fsrs.interval_days(forgotten.stability, 0.9) <= fsrs.interval_days(state.stability, 0.9)
