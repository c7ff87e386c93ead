"""FSRS-6: worked values, agreement with the reference implementation, and what must hold for any history."""

from datetime import UTC, datetime, timedelta

import fsrs as reference
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.scheduling.fsrs import (
    DEFAULT_PARAMS,
    DEFAULT_WEIGHTS,
    HIGHEST_DIFFICULTY,
    LONGEST_INTERVAL_DAYS,
    LOWEST_DIFFICULTY,
    FsrsParams,
    FsrsState,
    Rating,
    first_review,
    interval_days,
    retrievability,
    review,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOUNDS = [
    (round(lowest, 3), highest)
    for lowest, highest in zip(
        reference.scheduler.LOWER_BOUNDS_PARAMETERS, reference.scheduler.UPPER_BOUNDS_PARAMETERS, strict=True
    )
]

ratings = st.sampled_from(Rating)
# The reference counts whole days; within a day it takes no time to have passed.
gaps = st.one_of(st.just(0), st.integers(0, 5), st.integers(0, 800))
reviews = st.lists(st.tuples(ratings, gaps), min_size=1, max_size=30)
stabilities = st.floats(0.001, 36_500)
weights = st.one_of(st.just(DEFAULT_WEIGHTS), st.tuples(*(st.floats(*bounds) for bounds in BOUNDS)))


def remember(history: list[tuple[Rating, int]], params: FsrsParams) -> list[FsrsState]:
    state = first_review(history[0][0], params)
    states = [state]
    for rating, days in history[1:]:
        state = review(state, rating, float(days), params, is_same_day=days == 0)
        states.append(state)
    return states


@given(reviews, weights)
def test_any_history_is_remembered_as_the_reference_implementation_does(
    history: list[tuple[Rating, int]], drawn: tuple[float, ...]
) -> None:
    scheduler = reference.Scheduler(
        drawn, learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_INTERVAL_DAYS, enable_fuzzing=False
    )
    card, now = reference.Card(), START
    ours = remember(history, FsrsParams(drawn))

    for (rating, days), state in zip(history, ours, strict=True):
        # The first review has nothing before it; the reference knows no bound above, where ours stops at 36,500 days.
        now += timedelta(days=days if card.last_review else 0)
        card, _ = scheduler.review_card(card, reference.Rating(rating), now)
        assert card.stability is not None
        if card.stability > LONGEST_INTERVAL_DAYS:
            return
        assert state.stability == pytest.approx(card.stability, rel=1e-9)
        assert state.difficulty == pytest.approx(card.difficulty, rel=1e-9)
        assert interval_days(state.stability, 0.9, FsrsParams(drawn)) == (card.due - now).days


@given(stabilities, st.integers(0, 3000), st.floats(0.7, 0.97))
def test_recall_and_intervals_are_those_of_the_reference_implementation(
    stability: float, days: int, retention: float
) -> None:
    scheduler = reference.Scheduler(desired_retention=retention, maximum_interval=LONGEST_INTERVAL_DAYS)
    card = reference.Card(stability=stability, difficulty=5.0, last_review=START)

    theirs = scheduler.get_card_retrievability(card, START + timedelta(days=days))

    assert retrievability(stability, float(days)) == pytest.approx(theirs, rel=1e-9)
    assert interval_days(stability, retention) == scheduler._next_interval(stability=stability)  # noqa: SLF001  no public way to ask


def test_the_published_weights_give_these_first_reviews() -> None:
    states = [first_review(rating) for rating in Rating]

    assert [state.stability for state in states] == [0.212, 1.2931, 2.3065, 8.2956]
    # D0(good) = 6.4133 - e^(0.8334 * 2) + 1; easy would be negative, and is bounded.
    assert [round(state.difficulty, 6) for state in states] == [6.4133, 5.112171, 2.118104, 1.0]


def test_the_example_of_the_documents() -> None:
    first = first_review(Rating.GOOD)
    second = review(first, Rating.GOOD, 2.0, is_same_day=False)
    forgotten = review(second, Rating.AGAIN, 11.0, is_same_day=False)

    assert retrievability(first.stability, 2.0) == pytest.approx(0.9095, abs=5e-5)
    assert second.stability == pytest.approx(10.9643, abs=5e-5)
    assert second.difficulty == pytest.approx(2.1112, abs=5e-5)
    assert forgotten.stability == pytest.approx(1.5383, abs=5e-5)
    assert [interval_days(each.stability, 0.9) for each in (first, second, forgotten)] == [2, 11, 2]
    assert [interval_days(second.stability, each) for each in (0.97, 0.8, 0.7)] == [2, 36, 102]


def test_a_history_of_six_reviews_gives_the_value_its_publishers_test_for() -> None:
    history = list(zip([Rating.AGAIN, *[Rating.GOOD] * 5], [0, 0, 1, 3, 8, 21], strict=True))

    last = remember(history, DEFAULT_PARAMS)[-1]

    assert last.stability == pytest.approx(53.62691, abs=1e-4)
    assert last.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_recall_is_nine_in_ten_when_the_stability_has_passed() -> None:
    assert retrievability(12.5, 12.5) == pytest.approx(0.9)
    assert retrievability(12.5, 0.0) == 1.0


@given(stabilities, st.floats(0, 1e5), st.floats(0, 1e5))
def test_recall_is_a_probability_that_falls_with_time(stability: float, one: float, other: float) -> None:
    sooner, later = sorted((one, other))

    assert 0.0 < retrievability(stability, later) <= retrievability(stability, sooner) <= 1.0


@given(stabilities, stabilities, st.floats(0.7, 0.97), st.floats(0.7, 0.97))
def test_intervals_grow_with_stability_and_shrink_with_what_is_wanted(
    one: float, other: float, first: float, second: float
) -> None:
    assert interval_days(min(one, other), first) <= interval_days(max(one, other), first)
    assert interval_days(one, max(first, second)) <= interval_days(one, min(first, second))


@given(reviews, weights)
def test_memory_stays_inside_its_bounds(history: list[tuple[Rating, int]], drawn: tuple[float, ...]) -> None:
    params = FsrsParams(drawn)

    for state in remember(history, params):
        assert LOWEST_DIFFICULTY <= state.difficulty <= HIGHEST_DIFFICULTY
        assert 1 <= interval_days(state.stability, 0.9, params) <= LONGEST_INTERVAL_DAYS


@given(reviews, ratings, st.floats(0, 400), st.booleans())
def test_a_better_rating_never_leaves_a_weaker_memory(
    history: list[tuple[Rating, int]],
    rating: Rating,
    elapsed: float,
    same_day: bool,  # noqa: FBT001  drawn by Hypothesis
) -> None:
    state = remember(history, DEFAULT_PARAMS)[-1]
    better = Rating(min(rating + 1, 4))

    after = [review(state, each, elapsed, is_same_day=same_day) for each in (rating, better)]

    assert after[0].stability <= after[1].stability
    assert after[0].difficulty >= after[1].difficulty


@given(reviews, st.floats(0, 400), st.floats(0, 400))
def test_recalling_later_strengthens_more(history: list[tuple[Rating, int]], one: float, other: float) -> None:
    state = remember(history, DEFAULT_PARAMS)[-1]
    sooner, later = (review(state, Rating.GOOD, days, is_same_day=False) for days in sorted((one, other)))

    assert state.stability <= sooner.stability <= later.stability


@pytest.mark.parametrize("elapsed", [-0.1, float("nan"), float("inf")])
def test_time_that_cannot_have_passed_is_refused(elapsed: float) -> None:
    with pytest.raises(ValueError, match="elapsed_days"):
        review(FsrsState(3.0, 5.0), Rating.GOOD, elapsed, is_same_day=True)
    with pytest.raises(ValueError, match="elapsed_days"):
        retrievability(3.0, elapsed)


@pytest.mark.parametrize("retention", [0.0, 1.0, -1.0, float("nan")])
def test_a_retention_that_no_interval_gives_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="desired_retention"):
        interval_days(3.0, retention)


def test_weights_outside_their_bounds_and_states_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="21 weights, got 20"):
        FsrsParams(DEFAULT_WEIGHTS[:-1])
    with pytest.raises(ValueError, match="w20 must be in"):
        FsrsParams((*DEFAULT_WEIGHTS[:-1], 0.05))
    with pytest.raises(ValueError, match="stability"):
        FsrsState(0.0, 5.0)
    with pytest.raises(ValueError, match="difficulty"):
        FsrsState(1.0, float("nan"))
