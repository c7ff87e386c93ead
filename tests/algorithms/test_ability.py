"""Ability and its error: worked values, a numerical posterior, bounds."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.irt.ability import HIGHEST_ABILITY, PRIOR, Ability, drifted, estimate, update
from lyceum.algorithms.irt.three_pl import ItemCurve, information, p_correct

curves = st.builds(ItemCurve, a=st.floats(0.2, 2.5), b=st.floats(-4, 4), c=st.floats(0, 0.5))
abilities = st.builds(Ability, st.floats(-4, 4), st.floats(0.02, 1.0))
thetas = st.floats(-6, 6)


def posterior(prior: Ability, answers: list[tuple[ItemCurve, bool]]) -> tuple[float, float]:
    """Mean and variance of the whole posterior, on a grid of its own."""
    nodes = [-9.0 + 0.005 * step for step in range(3601)]
    weights = [math.exp(-((node - prior.mean) ** 2) / (2.0 * prior.variance)) for node in nodes]
    for item, correct in answers:
        for place, node in enumerate(nodes):
            right = item.c + (1.0 - item.c) / (1.0 + math.exp(-item.a * (node - item.b)))
            weights[place] *= right if correct else 1.0 - right
    total = sum(weights)
    mean = sum(weight * node for weight, node in zip(weights, nodes, strict=True)) / total
    square = sum(weight * node * node for weight, node in zip(weights, nodes, strict=True)) / total
    return mean, square - mean * mean


@pytest.mark.parametrize(
    ("theta", "item", "expected"),
    [
        (0.0, ItemCurve(), 0.5),
        (1.0, ItemCurve(), 0.7310585786),
        (0.5, ItemCurve(a=2.0, b=0.5, c=0.2), 0.6),
        (-900.0, ItemCurve(a=1.0, b=0.0, c=0.25), 0.25),
        (900.0, ItemCurve(), 1.0),
    ],
)
def test_the_curve_gives_the_values_worked_by_hand(theta: float, item: ItemCurve, expected: float) -> None:
    assert p_correct(theta, item) == pytest.approx(expected)


def test_information_is_what_its_formula_gives_and_its_peak_is_where_it_should_be() -> None:
    # P = .6, Q = .4: 4 * .4/.6 * (.4/.8)^2 = 2/3
    assert information(0.5, ItemCurve(a=2.0, b=0.5, c=0.2)) == pytest.approx(2.0 / 3.0)
    assert information(0.7, ItemCurve(b=0.7)) == pytest.approx(0.25)
    # Birnbaum: an item that can be guessed tells most to somebody somewhat better than its difficulty.
    a, b, c = 1.3, 0.4, 0.25
    best = b + math.log((1.0 + math.sqrt(1.0 + 8.0 * c)) / 2.0) / a
    item = ItemCurve(a, b, c)
    assert information(best, item) > max(information(best - 0.01, item), information(best + 0.01, item))


@given(thetas, curves)
def test_information_is_the_squared_slope_over_the_variance_of_an_answer(theta: float, item: ItemCurve) -> None:
    step = 1e-5
    slope = (p_correct(theta + step, item) - p_correct(theta - step, item)) / (2.0 * step)
    right = p_correct(theta, item)

    assert information(theta, item) == pytest.approx(slope**2 / (right * (1.0 - right)), rel=1e-4, abs=1e-9)
    assert 0.0 <= information(theta, item) <= item.a**2 / 4.0 + 1e-12


def test_the_example_of_the_documents() -> None:
    after = [update(PRIOR, ItemCurve(), correct=True)]
    after.append(update(after[0], ItemCurve(b=1.0), correct=False))
    guessed = update(PRIOR, ItemCurve(c=0.5), correct=True)

    assert [round(each.mean, 3) for each in (*after, guessed)] == [0.413, 0.146, 0.138]
    assert [round(each.standard_error, 3) for each in (*after, guessed)] == [0.911, 0.846, 0.99]


@pytest.mark.parametrize("correct", [True, False])
@pytest.mark.parametrize("item", [ItemCurve(), ItemCurve(1.7, -1.2, 0.25), ItemCurve(0.6, 2.5, 0.5)])
@pytest.mark.parametrize("prior", [PRIOR, Ability(-1.5, 0.4), Ability(2.0, 0.05)])
def test_one_answer_leaves_the_mean_and_the_variance_of_the_posterior(
    prior: Ability,
    item: ItemCurve,
    correct: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    mean, variance = posterior(prior, [(item, correct)])

    after = update(prior, item, correct=correct)

    assert after.mean == pytest.approx(mean, abs=1e-6)
    assert after.variance == pytest.approx(min(variance, 1.0), abs=1e-6)


@pytest.mark.parametrize("theta", [-1.5, 0.0, 1.5])
def test_after_a_whole_test_the_estimate_is_close_to_the_posterior_of_all_answers(theta: float) -> None:
    rng = random.Random(3)
    items = [ItemCurve(b=rng.gauss(0.0, 1.0), c=0.2 * (number % 2)) for number in range(20)]
    answers = [(item, rng.random() < p_correct(theta, item)) for item in items]
    mean, variance = posterior(PRIOR, answers)

    after = estimate(answers)

    assert after.mean == pytest.approx(mean, abs=0.1)
    assert after.standard_error == pytest.approx(math.sqrt(variance), rel=0.1)


@given(abilities, curves)
def test_a_right_answer_never_lowers_ability_and_a_wrong_one_never_raises_it(state: Ability, item: ItemCurve) -> None:
    assert update(state, item, correct=False).mean <= state.mean <= update(state, item, correct=True).mean


@given(abilities, st.builds(ItemCurve, a=st.floats(0.2, 2.5), b=st.floats(-4, 4)), st.booleans())
def test_an_answer_that_cannot_be_guessed_never_makes_the_estimate_less_certain(
    state: Ability,
    item: ItemCurve,
    correct: bool,  # noqa: FBT001  drawn by Hypothesis
) -> None:
    assert update(state, item, correct=correct).variance <= state.variance + 1e-12


@given(st.lists(st.tuples(curves, st.booleans()), max_size=60))
def test_any_answers_leave_an_ability_on_the_scale_no_less_certain_than_the_prior(
    answers: list[tuple[ItemCurve, bool]],
) -> None:
    state = estimate(answers)

    assert -HIGHEST_ABILITY <= state.mean <= HIGHEST_ABILITY
    assert 0.0 < state.standard_error <= 1.0


@given(abilities, curves, st.floats(0.1, 2))
def test_a_right_answer_to_a_harder_item_says_more(state: Ability, item: ItemCurve, harder: float) -> None:
    # Where the item can be guessed a right answer to one far too hard is a guess, and says less.
    open_item = ItemCurve(item.a, item.b)
    hard_item = ItemCurve(item.a, item.b + harder)

    assert update(state, hard_item, correct=True).mean >= update(state, open_item, correct=True).mean - 1e-9


def test_an_answer_that_can_hardly_happen_leaves_an_ability_on_the_scale() -> None:
    after = update(Ability(6.0, 0.01), ItemCurve(a=10.0, b=-20.0), correct=False)

    assert after.mean < 6.0
    assert 0.0 < after.variance <= 0.01


def test_who_goes_on_learning_is_less_certain_but_never_less_than_at_the_start() -> None:
    assert drifted(Ability(1.0, 0.3)) == Ability(1.0, 0.32)
    assert drifted(Ability(1.0, 0.99)) == Ability(1.0, 1.0)


def test_parameters_that_cannot_be_are_refused() -> None:
    for parameters, named in (({"a": 0.0}, "a must"), ({"b": 21.0}, "b must"), ({"c": 1.0}, "c must")):
        with pytest.raises(ValueError, match=named):
            ItemCurve(**parameters)
    with pytest.raises(ValueError, match="mean"):
        Ability(6.5)
    with pytest.raises(ValueError, match="variance"):
        Ability(0.0, 0.0)
