"""SM-2 against its published values and the seed's variant."""

import math
from datetime import UTC, datetime, timedelta
from functools import partial, reduce

import pytest

from lyceum.algorithms.scheduling.sm2 import LONGEST_INTERVAL_DAYS, NEVER_REVIEWED, Sm2State, due_at, review


def intervals(grades: list[int], start: Sm2State = NEVER_REVIEWED) -> list[int]:
    found = []
    for grade in grades:
        start = review(start, grade)
        found.append(start.interval_days)
    return found


@pytest.mark.parametrize(("quality", "easiness"), [(5, 2.6), (4, 2.5), (3, 2.36), (2, 2.5), (1, 2.5), (0, 2.5)])
def test_easiness_after_the_first_review_is_the_published_one(quality: int, easiness: float) -> None:
    assert review(NEVER_REVIEWED, quality).easiness == pytest.approx(easiness)


def test_perfect_recall_gives_the_published_intervals() -> None:
    assert intervals([5] * 6) == [1, 6, 17, 50, 150, 465]


def test_steady_recall_multiplies_by_two_and_a_half_without_rounding_error() -> None:
    assert intervals([4] * 5) == [1, 6, 15, 38, 95]


def test_hard_recall_at_the_lowest_easiness_still_grows() -> None:
    assert intervals([3] * 4, Sm2State(1.3, 1, 2)) == [2, 3, 4, 6]


def test_twelve_perfect_answers_stay_within_a_lifetime() -> None:
    assert intervals([5] * 12)[-1] == LONGEST_INTERVAL_DAYS


def test_the_seed_variant_truncates_and_lowers_easiness_on_failure() -> None:
    seed = partial(review, variant="seed3")

    failed = seed(NEVER_REVIEWED, 0)
    grown = reduce(seed, [3, 3, 3, 3], NEVER_REVIEWED)

    assert failed.easiness == pytest.approx(1.7)
    assert grown.interval_days == 23
    assert seed(Sm2State(1.3, 3, 5), 3).interval_days == 3


def test_an_item_is_due_after_its_interval() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    assert due_at(Sm2State(2.5, 6, 2), now) == now + timedelta(days=6)


@pytest.mark.parametrize("quality", [-1, 6, 99])
def test_a_quality_outside_the_scale_is_refused(quality: int) -> None:
    with pytest.raises(ValueError, match="0 to 5"):
        review(NEVER_REVIEWED, quality)


@pytest.mark.parametrize(
    "values",
    [(1.2, 0, 0), (math.nan, 0, 0), (math.inf, 1, 1), (2.5, -1, 0), (2.5, LONGEST_INTERVAL_DAYS + 1, 3), (2.5, 1, -1)],
)
def test_an_impossible_state_is_refused(values: tuple[float, int, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        Sm2State(*values)
