"""P50: consistently good recall spaces reviews exponentially; poor recall brings them back."""

from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

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
