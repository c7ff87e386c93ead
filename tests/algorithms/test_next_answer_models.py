"""The logistic model and the network: they learn, say the same twice, and never look ahead."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import features, gru, logistic, network
from lyceum.algorithms.tracing.answers import Answers, collect
from lyceum.algorithms.tracing.network import Shape
from tests.algorithms.cohorts import cohort, places, with_other_answers

SMALL = Shape(state=6, head=5, embedding=3, steps=7, batch=8, dropout=0.2)
Predict = Callable[[Answers], Floats]


def trained_logistic(answers: Answers) -> Predict:
    fitted = logistic.fit_best(answers)
    return lambda asked: logistic.predict(asked, fitted)


def trained_network(answers: Answers) -> Predict:
    fitted = network.fit(answers, np.random.default_rng(9), epochs=3, shape=SMALL)
    return lambda asked: network.predict(asked, fitted)


MODELS = pytest.mark.parametrize("train", [trained_logistic, trained_network])


@MODELS
def test_it_predicts_new_learners_better_than_how_hard_the_items_are(train: Callable[[Answers], Predict]) -> None:
    answers = cohort(np.random.default_rng(1), learners=400, each=20)
    is_new = answers.learner >= 300
    known = features.rates(answers.of(~is_new))

    said = train(answers.of(~is_new))(answers.of(is_new))

    rate = (known.item_right / known.item_seen)[answers.item[is_new]]
    assert log_loss(answers.correct[is_new], said) < log_loss(answers.correct[is_new], rate) - 0.02


@MODELS
def test_what_is_answered_later_changes_no_earlier_prediction(train: Callable[[Answers], Predict]) -> None:
    rng = np.random.default_rng(2)
    answers = cohort(rng, learners=30, each=20, with_time=True)
    predict = train(answers)

    said, otherwise = predict(answers), predict(with_other_answers(answers, 9, rng))

    assert np.array_equal(said[places(answers) <= 9], otherwise[places(answers) <= 9])
    assert not np.array_equal(said, otherwise)


@MODELS
def test_a_learner_is_predicted_alike_alone_and_among_others(train: Callable[[Answers], Predict]) -> None:
    answers = cohort(np.random.default_rng(3), learners=20, each=12)
    predict = train(answers)
    alone = answers.learner == 4

    assert predict(answers.of(alone)) == pytest.approx(predict(answers)[alone], abs=1e-5)


@MODELS
def test_items_and_skills_nobody_has_answered_are_predicted_too(train: Callable[[Answers], Predict]) -> None:
    answers = cohort(np.random.default_rng(4), learners=20, each=12, items=8)

    said = train(answers.of(answers.item < 6))(answers)

    assert ((said > 0.0) & (said < 1.0)).all()


def test_a_dozen_learners_are_enough_for_the_logistic_model_to_know_more_than_how_hard_the_items_are() -> None:
    lost = []
    for seed in range(4):
        answers = cohort(np.random.default_rng(seed), learners=72, each=40)
        few, others = answers.of(answers.learner < 12), answers.of(answers.learner >= 12)
        rates = features.rates(few)
        by_items = (rates.item_right + 1.0) / (rates.item_seen + 2.0)
        said = logistic.predict(others, logistic.fit_best(few))
        lost.append(log_loss(others.correct, said) - log_loss(others.correct, by_items[others.item]))

    assert max(lost) < -0.02


def test_items_that_tell_much_may_say_more_than_items_that_tell_nothing() -> None:
    rng = np.random.default_rng(5)
    telling = cohort(rng, learners=60, each=60, items=4)
    silent = replace(telling, correct=rng.integers(0, 2, telling.size).astype(np.float64))

    weights = [logistic.fit_best(each).item for each in (telling, silent)]

    assert np.array_equal(weights[0], logistic.fit(telling, logistic.STRENGTHS[0]).item)
    assert np.array_equal(weights[1], logistic.fit(silent, logistic.STRENGTHS[-1]).item)


def test_of_one_learner_little_is_believed() -> None:
    answers = cohort(np.random.default_rng(6), learners=1, each=60)

    assert np.array_equal(logistic.fit_best(answers).skill, logistic.fit(answers, logistic.STRENGTHS[-1]).skill)


def test_the_logistic_gradient_is_that_of_its_loss() -> None:
    answers = cohort(np.random.default_rng(5), learners=8, each=6)
    names, numbers = features.describe(answers, features.rates(answers), is_counted=True)
    problem = logistic._Problem(answers, numbers, names)  # noqa: SLF001  the gradient is what is compared
    weights = np.random.default_rng(6).normal(0.0, 0.1, len(problem.ridge))

    slope = problem.loss(weights)[1]

    for place in range(0, len(weights), 7):
        nudge = np.zeros(len(weights))
        nudge[place] = 1e-2
        measured = (problem.loss(weights + nudge)[0] - problem.loss(weights - nudge)[0]) / 2e-2
        assert slope[place] == pytest.approx(measured, rel=0.02, abs=0.02)


def test_the_gated_unit_gives_the_states_of_its_equations() -> None:
    rng = np.random.default_rng(7)
    inputs, recurrent = rng.normal(size=(5, 6)).astype(np.float32), rng.normal(size=(2, 6)).astype(np.float32)
    bias = np.array([0.3, -0.2], np.float32)

    # Two histories: one of three steps, one of two.
    trace = gru.forward(inputs, recurrent, bias, [2, 2, 1], np.zeros((2, 2), np.float32))

    def after(state: Floats, row: int) -> Floats:
        reset, update = (
            1.0 / (1.0 + np.exp(-(inputs[row] + state @ recurrent)[part])) for part in (slice(2), slice(2, 4))
        )
        new = np.tanh(inputs[row, 4:] + reset * (state @ recurrent[:, 4:] + bias))
        mixed: Floats = (1.0 - update) * new + update * state
        return mixed

    first = after(np.zeros(2), 0)
    assert trace.before[2] == pytest.approx(first, abs=1e-6)
    assert trace.last[0] == pytest.approx(after(after(first, 2), 4), abs=1e-6)
    assert trace.last[1] == pytest.approx(after(after(np.zeros(2), 1), 3), abs=1e-6)


def test_every_gradient_of_the_network_is_that_of_its_loss() -> None:
    rng = np.random.default_rng(8)
    answers = cohort(rng, learners=5, each=4)
    still = Shape(state=4, head=6, embedding=3, steps=9, batch=8, dropout=0.0, forgotten=0.0, least=1)
    fitted = network.fit(answers, rng, epochs=1, shape=still)
    _, numbers = features.describe(answers, fitted.known, is_counted=True)
    tried = network._Network(fitted, answers, (numbers - fitted.mean) / fitted.scale)  # noqa: SLF001  see the name
    steps = next(tried.batches(8, None))
    rows, sizes = np.concatenate(steps), [len(step) for step in steps]

    def start() -> Floats:
        return np.repeat(fitted.weights["start"][None], 5, axis=0)

    slopes, _ = tried.slopes(rows, sizes, start(), rng)

    def loss() -> float:
        logits, _ = tried.logits(rows, sizes, start())
        return log_loss(answers.correct[rows], 1.0 / (1.0 + np.exp(-logits)))

    assert set(slopes) == set(fitted.weights)
    for name, weight in fitted.weights.items():
        slope, flat = slopes[name].ravel(), weight.reshape(-1)
        place = int(np.abs(slope).argmax())
        kept = flat[place]
        flat[place] = kept + 2e-2
        above = loss()
        flat[place] = kept - 2e-2
        below = loss()
        flat[place] = kept
        assert slope[place] == pytest.approx((above - below) / 4e-2, rel=0.1, abs=1e-4), name


def test_the_same_chance_trains_the_same_network() -> None:
    answers = cohort(np.random.default_rng(10), learners=20, each=12)

    assert np.array_equal(trained_network(answers)(answers), trained_network(answers)(answers))


def test_training_can_be_watched_and_ended() -> None:
    answers = cohort(np.random.default_rng(11), learners=20, each=12)
    seen: list[int] = []

    def watch(_: network.NetworkFit, epoch: int) -> bool:
        seen.append(epoch)
        return epoch < 1

    network.fit(answers, np.random.default_rng(0), epochs=9, shape=SMALL, watch=watch)

    assert seen == [0, 1]


def test_numbers_about_answers_are_those_counted_by_hand() -> None:
    answers, _ = collect(
        [1] * 4,
        ["x", "y", "x", "y"],
        [("s",), ("t",), ("s",), ("t", "s")],
        correct=[1, 0, 1, 1],
        seconds=[0, 5, 9, 99_999],
    )
    known = features.Rates(0.5, np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(2))

    names, numbers = features.describe(answers, known, is_counted=False)

    told = dict(zip(names, numbers.T, strict=True))
    assert told["learner_right"] == pytest.approx(np.log1p([0, 1, 1, 2]))
    assert told["learner_wrong"] == pytest.approx(np.log1p([0, 0, 1, 1]))
    assert told["item_right"] == pytest.approx(np.log1p([0, 0, 1, 0]))
    # The last asks for two skills: t was wrong once, s right twice.
    assert told["skill_right"] == pytest.approx([0.0, 0.0, np.log(2), np.log(3) / 2])
    assert told["item_gap"] == pytest.approx([0.0, 0.0, np.log(3), np.log(3)])
    assert told["learner_last_1"] == pytest.approx([0.0, 0.5, -0.5, 0.5])
    assert told["item_day_ago"].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert told["learner_seconds"] == pytest.approx([0.0, np.log(6), np.log(5), np.log(99_991)])


def test_in_training_no_number_holds_the_learners_own_answers_about_an_item() -> None:
    answers, _ = collect([1, 2], ["x", "x"], [("s",), ("s",)], correct=[1, 0])
    known = features.rates(answers)

    names, numbers = features.describe(answers, known, is_counted=True)

    told = dict(zip(names, numbers.T, strict=True))
    assert told["item_seen"] == pytest.approx(np.log1p([1, 1]))
    assert told["item_logit"][0] < 0.0 < told["item_logit"][1]
