"""Fitting knowledge tracing: against the forward-backward recursion, and from answers of known learners."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.tracing import bkt, bkt_fit
from lyceum.algorithms.tracing.answers import Answers, collect
from lyceum.algorithms.tracing.bkt import BktParams
from tests.algorithms.cohorts import cohort, places, with_other_answers

histories = st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=8), min_size=1, max_size=6)


def of_one_skill(sequences: list[list[int]]) -> Answers:
    who = [number for number, sequence in enumerate(sequences) for _ in sequence]
    return collect(who, who, [("s",)] * len(who), correct=[right for sequence in sequences for right in sequence])[0]


def simulated(rng: np.random.Generator, truth: BktParams, learners: int, each: int) -> list[list[int]]:
    sequences = []
    for _ in range(learners):
        knows = rng.random() < truth.prior
        sequence = []
        for _ in range(each):
            sequence.append(int(rng.random() < (1.0 - truth.slip if knows else truth.guess)))
            knows = knows or rng.random() < truth.learn
        sequences.append(sequence)
    return sequences


def one_step_of_the_recursion(sequences: list[list[int]], params: BktParams) -> tuple[list[float], float]:
    """The textbook's E-step (Rabiner 1989), and the M-step with the fit's prior counts."""
    counts = {"prior": [1.0, 2.0], "learn": [1.0, 5.0], "guess": [1.0, 5.0], "slip": [1.0, 10.0]}
    likelihood = 0.0
    step = np.array([[1.0 - params.learn, params.learn], [0.0, 1.0]])
    for sequence in sequences:
        emitted = [
            np.array([params.guess, 1.0 - params.slip] if right else [1.0 - params.guess, params.slip])
            for right in sequence
        ]
        forwards = [np.array([1.0 - params.prior, params.prior]) * emitted[0]]
        for each in emitted[1:]:
            forwards.append((forwards[-1] @ step) * each)
        backwards = [np.ones(2)]
        for each in reversed(emitted[1:]):
            backwards.insert(0, step @ (each * backwards[0]))
        total = forwards[-1].sum()
        likelihood += float(np.log(total))
        for place, right in enumerate(sequence):
            unknown, known = forwards[place] * backwards[place] / total
            if place == 0:
                counts["prior"][0] += known
                counts["prior"][1] += 1.0
            if place + 1 < len(sequence):
                after = emitted[place + 1] * backwards[place + 1]
                counts["learn"][0] += forwards[place][0] * step[0, 1] * after[1] / total
                counts["learn"][1] += unknown
            counts["guess"][0] += unknown * right
            counts["guess"][1] += unknown
            counts["slip"][0] += known * (1 - right)
            counts["slip"][1] += known
    return [happened / chances for happened, chances in counts.values()], likelihood


@given(histories, st.floats(0.05, 0.9), st.floats(0.05, 0.6), st.floats(0.05, 0.5), st.floats(0.05, 0.4))
def test_the_sum_over_moments_of_learning_is_what_the_recursion_gives(
    sequences: list[list[int]], prior: float, learn: float, guess: float, slip: float
) -> None:
    start = BktParams(prior, learn, guess, slip)
    values = np.array([[prior], [learn], [guess], [slip]])

    stepped = bkt_fit._step(bkt_fit._Sequences(of_one_skill(sequences)), values)  # noqa: SLF001  one step is what is compared

    expected, likelihood = one_step_of_the_recursion(sequences, start)
    highest = [1.0 - 1e-4, 1.0 - 1e-4, bkt.HIGHEST_GUESS, bkt.HIGHEST_SLIP]
    assert stepped.values[:, 0] == pytest.approx(np.clip(expected, 1e-4, highest), rel=1e-9)
    log_prior = sum(
        right * np.log(value) + wrong * np.log1p(-value)
        for (right, wrong), value in zip(((1, 1), (1, 4), (1, 4), (1, 9)), (prior, learn, guess, slip), strict=True)
    )
    assert stepped.log_posterior[0] == pytest.approx(likelihood + log_prior, rel=1e-9)


def test_the_parameters_of_many_simulated_learners_are_found_again() -> None:
    truth = BktParams(prior=0.3, learn=0.15, guess=0.2, slip=0.08)
    rng = np.random.default_rng(4)

    found = bkt_fit.fit(of_one_skill(simulated(rng, truth, learners=3_000, each=10))).params(0)

    assert found.prior == pytest.approx(truth.prior, abs=0.04)
    assert found.learn == pytest.approx(truth.learn, abs=0.03)
    assert found.guess == pytest.approx(truth.guess, abs=0.03)
    assert found.slip == pytest.approx(truth.slip, abs=0.02)


def test_each_skill_is_fitted_by_itself() -> None:
    rng = np.random.default_rng(5)
    easy = simulated(rng, BktParams(prior=0.9, learn=0.3, guess=0.3, slip=0.05), learners=300, each=6)
    hard = simulated(rng, BktParams(prior=0.1, learn=0.05, guess=0.1, slip=0.2), learners=300, each=6)
    who = [number for number in range(300) for _ in range(12)]
    which: list[tuple[object, ...]] = [(("easy",), ("hard",))[step % 2] for _ in range(300) for step in range(12)]
    correct = [(easy, hard)[step % 2][number][step // 2] for number in range(300) for step in range(12)]

    together = bkt_fit.fit(collect(who, which, which, correct=correct)[0])

    alone = bkt_fit.fit(of_one_skill(easy))
    assert together.params(0).prior == pytest.approx(alone.params(0).prior, abs=1e-3)
    assert together.params(1).prior < 0.4 < together.params(0).prior
    assert together.answers.tolist() == [1_800, 1_800]


def test_a_skill_nobody_was_asked_for_has_the_usual_parameters() -> None:
    answers = of_one_skill([[1, 0]]).of(np.array([False, False]))

    assert bkt_fit.fit(answers).params(0).prior == pytest.approx(0.5)


def test_answers_that_two_explanations_fit_are_reported() -> None:
    # Coins: most know it and slip, or most do not and guess.
    rng = np.random.default_rng(1)
    coins = [[int(rng.random() < 0.5) for _ in range(4)] for _ in range(100)]

    found = bkt_fit.fit(of_one_skill(coins))

    assert np.isfinite(found.runner_up[0])
    assert found.log_posterior[0] - 0.5 < found.runner_up[0] <= found.log_posterior[0]


@given(histories)
def test_whatever_was_answered_the_parameters_stay_within_their_bounds(sequences: list[list[int]]) -> None:
    found = bkt_fit.fit(of_one_skill(sequences)).params(0)

    assert 0.0 < found.prior < 1.0
    assert 0.0 < found.learn < 1.0
    assert found.guess <= bkt.HIGHEST_GUESS
    assert found.slip <= bkt.HIGHEST_SLIP


def test_predictions_are_those_of_one_update_after_the_other() -> None:
    answers = cohort(np.random.default_rng(7), learners=6, each=15)
    fitted = bkt_fit.fit(answers)

    said = bkt_fit.predict(answers, fitted)

    states: dict[tuple[int, int], bkt.BktState] = {}
    for row in range(answers.size):
        learner, correct = int(answers.learner[row]), answers.correct[row] == 1.0
        asked = [int(skill) for skill in answers.skill[answers.asked_by == row]]
        before = [states.get((learner, skill), bkt.initial(fitted.params(skill))) for skill in asked]
        chances = [bkt.predict_correct(state, fitted.params(skill)) for skill, state in zip(asked, before, strict=True)]
        assert said[row] == pytest.approx(sum(chances) / len(chances))
        for skill, state in zip(asked, before, strict=True):
            states[learner, skill] = bkt.update(state, fitted.params(skill), correct=correct)


def test_what_is_answered_later_changes_no_earlier_prediction() -> None:
    rng = np.random.default_rng(8)
    answers = cohort(rng, learners=6, each=15)
    fitted = bkt_fit.fit(answers)

    said, otherwise = (bkt_fit.predict(each, fitted) for each in (answers, with_other_answers(answers, 7, rng)))

    assert np.array_equal(said[places(answers) <= 7], otherwise[places(answers) <= 7])
