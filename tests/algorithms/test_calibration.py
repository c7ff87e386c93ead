"""Calibrating items and simulating adaptive tests: known items are found again, caps hold, precision is as promised."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.irt import adaptive_test, marginal
from lyceum.algorithms.irt.adaptive_test import Bank, Rules
from lyceum.algorithms.irt.three_pl import ItemCurve, information, p_correct


def bank_of(rng: np.random.Generator, items: int) -> Bank:
    return Bank(rng.lognormal(0.0, 0.3, items), rng.normal(0.0, 1.2, items), rng.beta(5, 17, items))


def answered(rng: np.random.Generator, bank: Bank, people: int) -> Ints:
    ability = rng.normal(size=(people, 1))
    chance = bank.c + (1.0 - bank.c) / (1.0 + np.exp(-bank.a * (ability - bank.b)))
    return (rng.random(chance.shape) < chance).astype(np.int8)


def error(found: Floats, truth: Floats) -> float:
    return float(np.sqrt(np.mean((found - truth) ** 2)))


def test_items_of_three_parameters_are_found_again() -> None:
    rng = np.random.default_rng(1)
    errors = []
    for _ in range(3):
        bank = bank_of(rng, 40)
        truth = Bank(bank.a.clip(0.5, 2.5), rng.normal(size=40).clip(-2.5, 2.5), bank.c)

        found = marginal.calibrate(answered(rng, truth, 2_000))

        assert found.is_settled
        errors.append((error(found.b, truth.b), error(found.a, truth.a), error(found.c, truth.c)))

    assert (np.mean(errors, axis=0) <= (0.32, 0.25, 0.1)).all()


def test_of_items_that_nobody_can_guess_difficulty_and_discrimination_are_found_more_exactly() -> None:
    rng = np.random.default_rng(2)
    truth = Bank(rng.lognormal(0.0, 0.3, 30), rng.normal(size=30), np.zeros(30))

    found = marginal.calibrate(answered(rng, truth, 3_000), "2PL")

    assert error(found.b, truth.b) <= 0.1
    assert error(found.a, truth.a) <= 0.1
    assert found.c.tolist() == [0.0] * 30


def test_with_one_parameter_only_difficulty_is_free() -> None:
    rng = np.random.default_rng(3)
    truth = Bank(np.ones(20), rng.normal(size=20), np.zeros(20))

    found = marginal.calibrate(answered(rng, truth, 3_000), "1PL")

    assert error(found.b, truth.b) <= 0.08
    assert found.a.tolist() == [1.0] * 20
    assert found.curve(3) == ItemCurve(1.0, float(found.b[3]), 0.0)


def test_people_need_not_be_asked_everything() -> None:
    rng = np.random.default_rng(4)
    truth = Bank(np.ones(30), rng.normal(size=30), np.zeros(30))
    answers = np.where(rng.random((4_000, 30)) < 0.5, answered(rng, truth, 4_000), -1)

    assert error(marginal.calibrate(answers, "1PL").b, truth.b) <= 0.12


def test_an_item_nobody_was_asked_has_what_is_usual() -> None:
    answers = np.array([[1, -1], [0, -1], [1, -1]])

    found = marginal.calibrate(answers, "3PL")

    assert found.a[1] == pytest.approx(1.0, abs=1e-3)
    assert found.b[1] == pytest.approx(0.0, abs=1e-3)
    assert found.c[1] == pytest.approx(0.25, abs=1e-2)


def test_few_answers_change_little_of_what_an_item_was_made_with() -> None:
    made_with = [ItemCurve(1.4, -1.2, 0.5), ItemCurve(0.8, 1.1, 0.0), ItemCurve(1.0, 0.0, 0.25)]
    few = np.array([[0, 1, -1]] * 2)

    found = marginal.calibrate(few, made_with=made_with)

    assert found.a[2] == pytest.approx(1.0, abs=1e-3)
    assert found.b[2] == pytest.approx(0.0, abs=1e-3)
    assert found.c == pytest.approx([0.5, 0.0, 0.25], abs=0.08)
    many = marginal.calibrate(np.repeat(few, 50, axis=0), made_with=made_with)
    assert -1.2 < found.b[0] < many.b[0] - 0.5
    assert many.b[1] + 0.5 < found.b[1] < 1.1


def test_many_answers_are_believed_whatever_an_item_was_made_with() -> None:
    rng = np.random.default_rng(12)
    truth = Bank(np.ones(20), rng.normal(size=20), np.zeros(20))
    wrong = [ItemCurve(1.0, float(-b)) for b in truth.b]

    assert error(marginal.calibrate(answered(rng, truth, 3_000), made_with=wrong).b, truth.b) <= 0.15


@pytest.mark.parametrize("answers", [np.array([[2]]), np.array([1, 0])])
def test_a_table_of_something_else_is_refused(answers: Ints) -> None:
    with pytest.raises(ValueError, match="1 \\(right\\), 0 \\(wrong\\)"):
        marginal.calibrate(answers)


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(-1, 1), min_size=3, max_size=3), min_size=1, max_size=12))
def test_whatever_was_answered_every_curve_is_one(rows: list[list[int]]) -> None:
    found = marginal.calibrate(np.array(rows))

    for item in range(3):
        curve = found.curve(item)
        assert 0.1 < curve.a < 10.0
        assert -8.0 < curve.b < 8.0


def test_an_item_answered_right_more_often_is_found_easier() -> None:
    answers = np.array([[1, 1, 0]] * 20 + [[1, 0, 0]] * 20 + [[0, 0, 1]] * 5)

    b = marginal.calibrate(answers, "1PL").b

    assert b[0] < b[1] < b[2]


def test_curves_of_a_bank_are_those_of_its_items() -> None:
    bank = bank_of(np.random.default_rng(5), 6)
    thetas = np.array([-1.0, 0.5])

    chances, worth = adaptive_test._curves(bank, thetas)  # noqa: SLF001  the two forms of one formula are compared

    for row, theta in enumerate(thetas):
        for item in range(6):
            curve = ItemCurve(float(bank.a[item]), float(bank.b[item]), float(bank.c[item]))
            assert chances[row, item] == pytest.approx(p_correct(float(theta), curve))
            assert worth[row, item] == pytest.approx(information(float(theta), curve))


def test_a_test_ends_when_enough_is_known_and_its_error_is_true() -> None:
    rng = np.random.default_rng(6)
    abilities = rng.normal(size=400)

    found = adaptive_test.simulate(bank_of(rng, 300), abilities, rng, Rules(enough=0.35, longest=80))

    assert (found.error[found.length < 80] < 0.35).all()
    assert error(found.estimate, abilities) == pytest.approx(0.35, abs=0.04)
    assert found.exposure.sum() == pytest.approx(found.length.mean())


def test_a_test_is_no_longer_than_it_may_be_nor_than_there_are_items() -> None:
    rng = np.random.default_rng(7)
    short = adaptive_test.simulate(bank_of(rng, 50), np.zeros(5), rng, Rules(longest=4))
    few = adaptive_test.simulate(bank_of(rng, 3), np.zeros(5), rng)

    assert short.length.tolist() == [4] * 5
    assert few.length.tolist() == [3] * 5


def test_the_most_telling_items_make_a_shorter_test_than_any_items() -> None:
    rng = np.random.default_rng(8)
    bank, abilities = bank_of(rng, 200), rng.normal(size=200)
    anything = Rules(prices=rng.uniform(0.0, 50.0, 200))

    telling, any_items = (adaptive_test.simulate(bank, abilities, rng, rules) for rules in (Rules(), anything))

    assert telling.length.mean() < 0.8 * any_items.length.mean()


def test_no_item_is_shown_to_more_people_than_the_cap_and_prices_make_it_cheaper() -> None:
    rng = np.random.default_rng(9)
    bank, abilities = bank_of(rng, 200), rng.normal(size=300)
    rules = Rules(enough=0.4)

    free = adaptive_test.simulate(bank, abilities, rng, rules)
    capped = adaptive_test.simulate(bank, abilities, rng, Rules(enough=0.4, cap=0.3))
    priced = adaptive_test.simulate(bank, abilities, rng, adaptive_test.priced(bank, 0.3, rng, rules))

    assert free.exposure.max() == 1.0
    assert max(capped.exposure.max(), priced.exposure.max()) <= 0.3
    assert free.length.mean() < priced.length.mean() < 1.01 * capped.length.mean()


def test_when_every_item_has_been_shown_to_as_many_as_may_be_tests_end() -> None:
    rng = np.random.default_rng(10)

    found = adaptive_test.simulate(bank_of(rng, 4), np.zeros(10), rng, Rules(cap=0.2))

    assert found.length.sum() == 8
    assert found.exposure.tolist() == [0.2] * 4


@pytest.mark.parametrize("cap", [0.0, 1.1])
def test_a_cap_that_is_no_share_is_refused(cap: float) -> None:
    with pytest.raises(ValueError, match="cap must be"):
        adaptive_test.priced(bank_of(np.random.default_rng(11), 3), cap, np.random.default_rng(0))
