"""Fitting FSRS and predicting recall: against the update of one card, and from learners whose memory is known."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lyceum.algorithms.arrays import Bools, Floats
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.scheduling import evaluation, fsrs, fsrs_fit, review_log
from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS, FsrsParams, Rating
from lyceum.algorithms.scheduling.recalibration import Recalibration
from lyceum.algorithms.scheduling.review_log import Reviews

DAY_MS = 86_400_000
USUAL = np.array(DEFAULT_WEIGHTS)
chances = st.floats(0.0, 1.0)


def made_of(cards: list[list[tuple[int, int]]]) -> Reviews:
    """From each card's days and ratings."""
    rows = [(card, day * DAY_MS + DAY_MS // 2, rating) for card, each in enumerate(cards) for day, rating in each]
    which, when, rated = (list(column) for column in zip(*rows, strict=True))
    return review_log.collect(which, when, rated, [0] * len(rows))


def remembered(rng: np.random.Generator, weights: Floats, cards: int, each: int) -> Reviews:
    """Reviews of somebody whose memory follows these weights."""
    params, made = FsrsParams(tuple(weights)), []
    for _ in range(cards):
        day, rating = int(rng.integers(300)), Rating(int(rng.choice([1, 3, 3, 4])))
        state, history = fsrs.first_review(rating, params), [(day, int(rating))]
        for _ in range(each - 1):
            elapsed = int(rng.integers(1, 2 + int(3.0 * min(state.stability, 60.0))))
            day += elapsed
            is_recalled = rng.random() < fsrs.retrievability(state.stability, elapsed, params)
            rating = Rating.GOOD if is_recalled else Rating.AGAIN
            state = fsrs.review(state, rating, elapsed, params, is_same_day=False)
            history.append((day, int(rating)))
        made.append(history)
    return made_of(made)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), min_size=1, max_size=6), min_size=1, max_size=5)
)
def test_many_cards_together_are_remembered_as_each_alone(gaps: list[list[tuple[int, int]]]) -> None:
    cards = []
    for each in gaps:
        days = np.cumsum([gap for gap, _ in each])
        cards.append([(int(day), rating) for day, (_, rating) in zip(days, each, strict=True)])
    reviews = made_of(cards)

    memory = fsrs_fit.memory_before(reviews, USUAL)

    recall = memory.recall(reviews.elapsed, USUAL)
    row = 0
    for card in cards:
        state, before = fsrs.first_review(Rating(card[0][1])), card[0][0]
        assert np.isnan(memory.stability[row])
        row += 1
        for day, rating in card[1:]:
            elapsed = day - before
            assert memory.stability[row] == pytest.approx(state.stability)
            assert memory.difficulty[row] == pytest.approx(state.difficulty)
            assert recall[row] == pytest.approx(fsrs.retrievability(state.stability, elapsed))
            state, before = fsrs.review(state, Rating(rating), elapsed, is_same_day=elapsed == 0), day
            row += 1


def test_cards_whose_beginning_is_not_known_are_left_out_and_a_day_ends_at_four() -> None:
    hour = 3_600_000

    reviews = review_log.collect(
        ["b", "a", "b", "b", "a"], [29 * hour, 0, 26 * hour, 5 * hour, hour], [3, 3, 1, 4, 3], [1, 1, 1, 0, 0]
    )

    assert reviews.rating.tolist() == [4, 1, 3]
    # At five, at two of the next night (the same day), and at five in the morning.
    assert reviews.elapsed.tolist() == [0.0, 0.0, 1.0]
    assert reviews.scored().tolist() == [False, False, True]
    assert reviews.recalled().tolist() == [1.0, 0.0, 1.0]


def test_weights_of_somebody_who_forgets_fast_are_found_and_predict_them_better() -> None:
    rng = np.random.default_rng(1)
    truth = USUAL.copy()
    truth[:4], truth[8] = truth[:4] / 4.0, 1.2
    seen, later = (remembered(rng, truth, cards=300, each=6) for _ in range(2))

    fitted = fsrs_fit.fit(seen, seen.scored())

    scored, recalled = later.scored(), later.recalled()[later.scored()]
    losses = [
        log_loss(recalled, fsrs_fit.memory_before(later, weights).recall(later.elapsed, weights)[scored])
        for weights in (truth, fitted, USUAL)
    ]
    assert losses[1] < losses[0] + 0.01
    assert losses[1] < losses[2] - 0.02


def test_without_reviews_to_explain_the_weights_are_the_published_ones() -> None:
    reviews = made_of([[(0, 3), (3, 3)]])

    assert fsrs_fit.fit(reviews, np.zeros(2, bool)).tolist() == list(DEFAULT_WEIGHTS)


def test_fitted_weights_are_such_as_fsrs_takes() -> None:
    rng = np.random.default_rng(2)
    dice = made_of([[(day * 3, int(rng.integers(1, 5))) for day in range(8)] for _ in range(30)])

    FsrsParams(tuple(fsrs_fit.fit(dice, dice.scored())))


def test_what_happens_later_does_not_change_the_fit() -> None:
    rng = np.random.default_rng(3)
    cards = [[(day * 2, int(rng.integers(1, 5))) for day in range(8)] for _ in range(10)]
    changed = [[*card[:4], *((day, 5 - rating) for day, rating in card[4:])] for card in cards]
    reviews, otherwise = made_of(cards), made_of(changed)
    early: Bools = (reviews.place > 0) & (reviews.place < 4)

    assert np.array_equal(fsrs_fit.fit(reviews, early), fsrs_fit.fit(otherwise, early))


def test_before_the_first_review_a_prediction_is_taken_as_it_is() -> None:
    assert Recalibration().recall(0.8) == pytest.approx(0.8)
    assert Recalibration().recall(0.999) == pytest.approx(0.999)


@given(st.lists(st.tuples(chances, st.booleans()), max_size=60))
def test_a_recalibrated_prediction_is_a_chance_whatever_has_happened(pairs: list[tuple[float, bool]]) -> None:
    belief = Recalibration()
    for chance, recalled in pairs:
        before, belief = belief.recall(chance), belief.after(chance, recalled=recalled)
        assert 0.0 < before < 1.0
        assert belief.offset_variance > 0.0
        assert belief.slope_variance > 0.0
        # What happened is expected more than before.
        assert (belief.recall(chance) - before) * (1 if recalled else -1) >= -1e-12


@given(
    st.sampled_from([(0.9, 0.99), (0.96, 0.98), (0.2, 0.6), (0.001, 0.999)]),
    st.floats(0.05, 0.95),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=40)
def test_more_recall_is_expected_where_more_was_predicted(
    told: tuple[float, float], recalled: float, seed: int
) -> None:
    """Of a learner who keeps to a narrow range of predictions and recalls something else."""
    rng = np.random.default_rng(seed)
    belief = Recalibration()
    for _ in range(300):
        belief = belief.after(float(rng.uniform(*told)), recalled=bool(rng.random() < recalled))

        expected = [belief.recall(chance) for chance in (0.05, 0.3, 0.7, 0.9, 0.97)]
        assert all(less < more for less, more in itertools.pairwise(expected))


def test_one_lapse_after_ten_thousand_reviews_does_not_overturn_what_is_believed() -> None:
    belief = Recalibration()
    for _ in range(10_000):
        belief = belief.after(0.999, recalled=True)

    lapsed = belief.after(0.999, recalled=False)

    assert lapsed.recall(0.999) > 0.9
    assert lapsed.slope > 0.5


def test_who_is_always_told_too_much_is_soon_told_the_truth() -> None:
    rng = np.random.default_rng(4)
    true = rng.uniform(0.6, 0.95, 1_500)
    told = 1.0 / (1.0 + np.exp(-(np.log(true / (1.0 - true)) + 1.0)))
    recalled = (rng.random(1_500) < true).astype(float)

    taken = evaluation.recalibrated(told, recalled)

    assert abs(taken[750:] - true[750:]).mean() < 0.3 * abs(told[750:] - true[750:]).mean()


def test_the_intervals_of_sm2_are_those_of_its_rule_with_one_review_a_day() -> None:
    # Good, again on the same day (not counted), then after one day, six days, and a lapse.
    reviews = made_of([[(0, 3), (0, 1), (1, 3), (7, 1), (9, 3)], [(0, 3)]])

    assert evaluation.sm2_intervals(reviews).tolist() == [1.0, 1.0, 1.0, 6.0, 1.0, 1.0]


def test_calibration_is_judged_in_bins_of_like_reviews() -> None:
    recalled, said = np.array([1.0, 0.0, 1.0]), np.array([0.5, 0.5, 0.9])
    same, other = np.array([1.0, 1.0, 20.0]), np.ones(3)

    # The first bin is right on average, the second is a tenth off: the root of a third of a hundredth.
    assert evaluation.rmse_bins(recalled, said, same, other, 0.0 * other) == pytest.approx(0.1 / 3**0.5)


def test_the_second_and_third_review_of_a_card_are_alike_and_the_first_is_not() -> None:
    recalled, said = np.array([1.0, 0.0, 1.0]), np.array([0.5, 0.5, 0.9])

    # As before, by number: round(1.99 * 1.89 ** floor(log(i) / log(1.89)), 2) is 3.76 for the second and the third.
    assert evaluation.rmse_bins(recalled, said, np.ones(3), np.array([2.0, 3.0, 1.0]), np.zeros(3)) == pytest.approx(
        0.1 / 3**0.5
    )
    reviews = made_of([[(0, 3), (2, 3), (4, 1)], [(1, 3), (3, 3)]])
    rows = np.flatnonzero(reviews.scored())
    halves = np.full(len(rows), 0.5)
    assert evaluation._scores(reviews, rows, halves).rmse_bins == pytest.approx(  # noqa: SLF001  the number it passes on
        evaluation.rmse_bins(
            reviews.recalled()[rows], halves, reviews.elapsed[rows], np.array([2.0, 3.0, 2.0]), 0 * halves
        )
    )


def test_each_part_is_predicted_from_what_came_before_and_the_later_ones_change_nothing() -> None:
    rng = np.random.default_rng(5)
    reviews = remembered(rng, USUAL, cards=60, each=6)
    rows = np.flatnonzero(reviews.scored())
    rows = rows[np.argsort(reviews.time[rows], kind="stable")]
    half = len(rows) // 2
    last = reviews.time > reviews.time[rows[half]]
    turned = np.where(last, 5 - reviews.rating, reviews.rating)
    changed = Reviews(reviews.card, reviews.time, turned, reviews.elapsed, reviews.place)

    def said_of(each: Reviews) -> dict[str, Floats]:
        return evaluation._predictions(each, rows, half, evaluation._unfitted(each))  # noqa: SLF001  see below

    before, after = said_of(reviews), said_of(changed)

    # The predictions themselves are compared, which scores would blur.
    for name, said in before.items():
        assert np.array_equal(said[: half + 1], after[name][: half + 1]), name
    chosen = {
        evaluation._choice(each, rows[:half], evaluation._unfitted(each))  # noqa: SLF001  as above
        for each in (reviews, changed)
    }
    assert len(chosen) == 1


def test_of_more_reviews_than_a_fit_needs_some_cards_are_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    reviews = remembered(np.random.default_rng(8), USUAL, cards=90, each=6)
    third = reviews.card % 3 == 0
    few = Reviews(*(getattr(reviews, name)[third] for name in ("card", "time", "rating", "elapsed", "place")))
    monkeypatch.setattr(fsrs_fit, "MOST_FITTED", int(reviews.scored().sum()) // 3 + 1)

    assert fsrs_fit.fit(reviews, reviews.scored()) == pytest.approx(fsrs_fit.fit(few, few.scored()))


def test_a_card_with_very_many_reviews_is_fitted_to_its_first_ones() -> None:
    long = made_of([[(2 * day, 3 if day % 5 else 1) for day in range(400)]])
    early = made_of([[(2 * day, 3 if day % 5 else 1) for day in range(100)]])

    assert fsrs_fit.fit(long, long.scored()) == pytest.approx(fsrs_fit.fit(early, early.scored()))


def test_an_evaluation_chooses_among_what_may_serve() -> None:
    found = evaluation.evaluate(remembered(np.random.default_rng(6), USUAL, cards=80, each=6))

    assert set(found.chosen_name.split("+")) <= {"fsrs_default", "fsrs", "fsrs_recalibrated"}
    assert found.models["fsrs"].log_loss < found.models["sm2"].log_loss
    assert found.chosen.log_loss < found.models["fsrs_default"].log_loss + 0.01
