"""Which predictor serves, and the protocol: chosen without the tested learners, judged on nobody it was trained on."""

from dataclasses import replace

import numpy as np
import pytest

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.tracing import choosing
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.choosing import CANDIDATES, FLOOR, STACK, Candidate, Predictor
from lyceum.algorithms.tracing.evaluation import Predicted, pooled, predicted
from tests.algorithms.cohorts import cohort, places, with_other_answers

FAST = {name: CANDIDATES[name] for name in ("item_rate", FLOOR, "bkt", "logistic")}


def dice(_: Answers, rng: np.random.Generator) -> Predictor:
    return lambda asked: rng.uniform(0.05, 0.95, asked.size)


def test_a_few_learners_have_the_floor_and_nobody_is_judged() -> None:
    made = choosing.train(cohort(np.random.default_rng(1), learners=6, each=5), np.random.default_rng(0))

    assert made.chosen == FLOOR
    assert made.losses == {}
    assert set(made.predictors) == {"item_rate", FLOOR}


def test_what_the_cohort_is_too_small_for_is_not_tried() -> None:
    answers = cohort(np.random.default_rng(2), learners=12, each=5)

    assert set(choosing.train(answers, np.random.default_rng(0)).losses) == {"item_rate", FLOOR, STACK}


def test_the_least_loss_on_unseen_learners_serves() -> None:
    answers = cohort(np.random.default_rng(3), learners=80, each=20)

    made = choosing.train(answers, np.random.default_rng(0), {**FAST, "dice": Candidate(dice)})

    assert made.losses[made.chosen] == min(made.losses.values())
    assert made.losses["dice"] == max(made.losses.values())
    assert made.losses[STACK] <= min(made.losses[name] for name in (FLOOR, "bkt", "logistic")) + 0.005


def test_of_a_large_cohort_one_part_in_four_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_MANY_ANSWERS", 100)
    trained_on: list[int] = []

    def counting(answers: Answers, rng: np.random.Generator) -> Predictor:
        trained_on.append(len(np.unique(answers.learner)))
        return dice(answers, rng)

    choosing.train(
        cohort(np.random.default_rng(4), learners=40, each=5),
        np.random.default_rng(0),
        {FLOOR: CANDIDATES[FLOOR], "counting": Candidate(counting)},
    )

    assert trained_on == [40, 30]


def test_networks_from_other_beginnings_speak_with_one_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_EPOCHS", 1)
    answers = cohort(np.random.default_rng(11), learners=20, each=5)

    def said(networks: int) -> Floats:
        monkeypatch.setattr(choosing, "_NETWORKS", networks)
        return CANDIDATES["dkt"].train(answers, np.random.default_rng(0))(answers)

    assert ((said(2) > 0.0) & (said(2) < 1.0)).all()
    assert not np.allclose(said(1), said(2))


def split(answers: Answers, rng: np.random.Generator) -> Predicted:
    return predicted(answers, answers.learner >= 40, answers.learner < 40, rng, FAST)


def test_the_tested_learners_answers_change_neither_the_choice_nor_what_was_learnt() -> None:
    answers = cohort(np.random.default_rng(5), learners=60, each=15)
    tested = answers.learner >= 40
    others = with_other_answers(answers, 0, np.random.default_rng(6))
    changed = replace(answers, correct=np.where(tested, others.correct, answers.correct))

    found, again = (split(each, np.random.default_rng(0)) for each in (answers, changed))

    first = places(answers)[tested] == 0
    assert found.chosen == again.chosen
    for name, said in found.by_name.items():
        assert np.array_equal(said[first], again.by_name[name][first]), name


def test_the_future_of_a_tested_learner_changes_nothing_before_it() -> None:
    answers = cohort(np.random.default_rng(7), learners=60, each=15)
    tested = answers.learner >= 40
    others = with_other_answers(answers, 8, np.random.default_rng(8))
    changed = replace(answers, correct=np.where(tested, others.correct, answers.correct))

    found, again = (split(each, np.random.default_rng(0)) for each in (answers, changed))

    before = places(answers)[tested] <= 8
    for name, said in found.by_name.items():
        assert np.array_equal(said[before], again.by_name[name][before]), name


def test_a_learner_who_is_tested_is_not_trained_on_even_if_asked_to() -> None:
    answers = cohort(np.random.default_rng(9), learners=60, each=15)

    asked_to = predicted(answers, answers.learner >= 40, np.ones(answers.size, bool), np.random.default_rng(0), FAST)

    found = split(answers, np.random.default_rng(0))
    assert all(np.array_equal(said, asked_to.by_name[name]) for name, said in found.by_name.items())


def test_without_learners_to_train_on_nothing_is_said() -> None:
    answers = cohort(np.random.default_rng(10), learners=3, each=3)
    everybody = np.ones(answers.size, bool)

    with pytest.raises(ValueError, match="one of them is missing"):
        predicted(answers, everybody, everybody, np.random.default_rng(0))


def test_scores_are_over_all_answers_of_all_splits() -> None:
    right, wrong = np.array([1.0, 1.0]), np.array([0.0])
    splits = [
        Predicted(right, {"elo": np.array([0.9, 0.8]), "bkt": np.array([0.5, 0.5])}, "elo"),
        Predicted(wrong, {"elo": np.array([0.2])}, "elo"),
    ]

    found = pooled(splits)

    assert set(found.models) == {"elo"}
    assert found.chosen_name == "elo"
    assert found.chosen == found.models["elo"]
    assert found.chosen.auc == 1.0
    assert found.chosen.log_loss == pytest.approx(-np.log([0.9, 0.8, 0.8]).mean())


def test_splits_that_choose_differently_are_named_together_and_each_serves_its_own() -> None:
    splits = [
        Predicted(np.array([1.0]), {"elo": np.array([0.9]), "bkt": np.array([0.1])}, "elo"),
        Predicted(np.array([0.0]), {"elo": np.array([0.9]), "bkt": np.array([0.1])}, "bkt"),
    ]

    found = pooled(splits)

    assert found.chosen_name == "elo+bkt"
    assert found.chosen.rmse == pytest.approx(0.1)
