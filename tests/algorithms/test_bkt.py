"""Knowledge tracing: worked values, bounds, and the cases where its formula has no value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.tracing.bkt import BktParams, BktState, for_item, initial, predict_correct, update

probability = st.floats(0.0, 1.0)
params = st.builds(
    BktParams,
    prior=probability,
    learn=probability,
    guess=st.floats(0.0, 0.5),
    slip=st.floats(0.0, 0.4),
    forget=probability,
)
states = st.builds(BktState, probability)


def test_one_right_answer_gives_the_value_worked_by_hand() -> None:
    # P(L|right) = .4*.9/(.4*.9+.6*.2) = .75; then .75 + .25*.1 = .775
    after = update(BktState(0.4), BktParams(learn=0.1, guess=0.2, slip=0.1), correct=True)

    assert after.mastery == pytest.approx(0.775)


def test_one_wrong_answer_gives_the_value_worked_by_hand() -> None:
    # P(L|wrong) = .4*.1/(.4*.1+.6*.8) = 1/13; then 1/13 + 12/13*.1
    after = update(BktState(0.4), BktParams(learn=0.1, guess=0.2, slip=0.1), correct=False)

    assert after.mastery == pytest.approx(1 / 13 + 1.2 / 13)


def test_the_prediction_mixes_knowing_and_guessing() -> None:
    assert predict_correct(BktState(0.4), BktParams(guess=0.2, slip=0.1)) == pytest.approx(0.48)


def test_a_learner_starts_at_the_prior() -> None:
    assert initial(BktParams(prior=0.3)) == BktState(0.3)


def test_an_answer_that_could_not_happen_only_makes_the_learning_step() -> None:
    assert update(BktState(0.0), BktParams(guess=0.0, learn=0.25), correct=True).mastery == 0.25
    assert update(BktState(1.0), BktParams(slip=0.0, forget=0.25), correct=False).mastery == 0.75


def test_what_chance_gives_right_half_the_time_says_less_than_what_must_be_typed() -> None:
    skill = BktParams(learn=0.15, guess=0.2, slip=0.1)
    typed, chosen, verdict = (
        update(BktState(0.2), for_item(skill, chance), correct=True).mastery for chance in (0.0, 0.25, 0.5)
    )

    # P(L|right) = .2*.9/(.2*.9 + .8*guess), then the learning step.
    assert typed == pytest.approx(0.6)
    assert chosen == pytest.approx(0.5526316)
    assert verdict == pytest.approx(0.4137931)


@given(params, probability)
def test_the_guess_of_an_item_is_never_below_its_chance_nor_above_what_tracing_bears(
    given_params: BktParams, chance: float
) -> None:
    asked = for_item(given_params, chance)

    assert asked.guess == min(0.5, max(given_params.guess, chance))
    assert (asked.prior, asked.learn, asked.slip) == (given_params.prior, given_params.learn, given_params.slip)


@given(states, params, st.booleans())
def test_mastery_and_prediction_stay_probabilities(state: BktState, given_params: BktParams, correct: bool) -> None:  # noqa: FBT001  drawn by Hypothesis
    after = update(state, given_params, correct=correct)

    assert 0.0 <= after.mastery <= 1.0
    assert 0.0 <= predict_correct(after, given_params) <= 1.0


@given(states, params)
def test_a_right_answer_never_leaves_less_mastery_than_a_wrong_one(state: BktState, given_params: BktParams) -> None:
    # Where forgetting and learning together exceed one, the learning step inverts the order.
    if given_params.forget + given_params.learn > 1.0:
        return
    right = update(state, given_params, correct=True).mastery
    wrong = update(state, given_params, correct=False).mastery

    assert right >= wrong - 1e-12


@pytest.mark.parametrize(
    ("name", "value"), [("guess", 0.51), ("slip", 0.41), ("prior", -0.1), ("learn", 1.1), ("forget", float("nan"))]
)
def test_a_parameter_outside_its_range_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        BktParams(**{name: value})


def test_a_mastery_that_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="mastery"):
        BktState(1.5)
