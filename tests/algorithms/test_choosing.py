"""Which predictor serves, and the protocol: chosen without the tested learners, judged on nobody it was trained on."""

from dataclasses import replace

import numpy as np
import pytest

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import choosing, evaluation
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.choosing import CANDIDATES, FLOOR, STACK, Candidate, Predictor, Stacked, with_networks
from lyceum.algorithms.tracing.evaluation import Predicted, Split, networks_for, pooled, predicted, without_overlap
from tests.algorithms.cohorts import cohort, places, with_other_answers

FAST = {name: CANDIDATES[name] for name in ("item_rate", FLOOR, "bkt", "logistic")}


def dice(_: Answers, rng: np.random.Generator) -> Predictor:
    return lambda asked: rng.uniform(0.05, 0.95, asked.size)


def test_a_few_learners_have_the_floor_and_nobody_is_judged() -> None:
    made = choosing.train(cohort(np.random.default_rng(1), learners=6, each=5), np.random.default_rng(0))

    assert made.chosen == FLOOR
    assert made.losses == {}
    assert set(made.predictors) == {"item_rate", FLOOR}


@pytest.mark.parametrize(("learners", "chosen"), [(4, FLOOR), (6, STACK)])
def test_a_few_learners_with_very_many_answers_can_be_measured_on(learners: int, chosen: str) -> None:
    answers = cohort(np.random.default_rng(1), learners=learners, each=400)

    assert choosing.train(answers, np.random.default_rng(0), FAST).chosen == chosen


def test_what_the_cohort_is_too_small_for_is_not_tried() -> None:
    answers = cohort(np.random.default_rng(2), learners=12, each=5)

    assert set(choosing.train(answers, np.random.default_rng(0)).losses) == {"item_rate", FLOOR, STACK}


def test_all_that_were_tried_serve_together_but_for_what_knows_no_learner() -> None:
    answers = cohort(np.random.default_rng(3), learners=80, each=20)

    made = choosing.train(answers, np.random.default_rng(0), {**FAST, "dice": Candidate(dice)})

    together = made.predictors[STACK]
    assert made.chosen == STACK
    assert isinstance(together, Stacked)
    assert set(together.parts) == {FLOOR, "bkt", "logistic", "dice"}
    assert abs(dict(zip(together.parts, together.stack.weights, strict=True))["dice"]) < 0.1
    assert made.losses["dice"] == max(made.losses.values())
    assert made.losses[STACK] <= min(made.losses[name] for name in (FLOOR, "bkt", "logistic")) + 0.002


def test_in_the_mean_what_serves_is_as_good_as_the_best_of_hindsight_though_cohorts_are_small() -> None:
    lost = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        answers = cohort(rng, learners=64, each=8, items=(6, 40)[seed % 2])
        later = answers.learner >= 24
        found = predicted(answers, Split(later, ~later), rng, FAST)
        losses = {name: log_loss(found.correct, said) for name, said in found.by_name.items()}
        lost.append(losses[found.chosen] - min(losses[name] for name in (FLOOR, "bkt")))

    # Where whatever had the least loss in the cohort served, it was .0115.
    assert np.mean(lost) < 0.002


@pytest.mark.parametrize("right", [0.0, 1.0])
def test_a_cohort_whose_answers_are_all_alike_has_the_floor_and_nobody_is_surer_than_so_few_learners_allow(
    right: float,
) -> None:
    answers = cohort(np.random.default_rng(12), learners=18, each=30)

    made = choosing.train(replace(answers, correct=np.full(answers.size, right)), np.random.default_rng(0), FAST)

    assert (made.chosen, made.losses) == (FLOOR, {})
    for each in made.predictors.values():
        assert each(answers).min() >= 1 / 20 - 1e-12
        assert each(answers).max() <= 19 / 20 + 1e-12


def test_of_a_large_cohort_one_part_in_four_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_FEW_ANSWERS", 50)
    monkeypatch.setattr(choosing, "_MANY_ANSWERS", 100)
    trained_on: list[int] = []

    def counting(answers: Answers, rng: np.random.Generator) -> Predictor:
        trained_on.append(len(np.unique(answers.learner)))
        return dice(answers, rng)

    answers = cohort(np.random.default_rng(4), learners=40, each=5)
    made = choosing.train(
        answers, np.random.default_rng(0), {FLOOR: CANDIDATES[FLOOR], "counting": Candidate(counting)}
    )

    assert trained_on == [40, 30]
    assert np.bincount(answers.learner[made.judged]).tolist().count(5) == 10


def test_of_a_small_cohort_nine_learners_in_ten_are_trained_on_and_one_is_judged() -> None:
    trained_on: list[int] = []

    def counting(answers: Answers, rng: np.random.Generator) -> Predictor:
        trained_on.append(len(np.unique(answers.learner)))
        return dice(answers, rng)

    choosing.train(
        cohort(np.random.default_rng(4), learners=40, each=5),
        np.random.default_rng(0),
        {FLOOR: CANDIDATES[FLOOR], "counting": Candidate(counting)},
    )

    assert trained_on == [40, *[36] * 10]


def test_networks_from_other_beginnings_speak_with_one_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_EPOCHS", 1)
    answers = cohort(np.random.default_rng(11), learners=20, each=5)

    def said(networks: int) -> Floats:
        return with_networks(networks)["dkt"].train(answers, np.random.default_rng(0))(answers)

    assert ((said(2) > 0.0) & (said(2) < 1.0)).all()
    assert not np.allclose(said(1), said(2))
    assert np.array_equal(said(3), CANDIDATES["dkt"].train(answers, np.random.default_rng(0))(answers))


def split(answers: Answers, rng: np.random.Generator) -> Predicted:
    return predicted(answers, Split(answers.learner >= 40, answers.learner < 40), rng, FAST)


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


def test_what_a_learner_answered_outside_of_the_test_is_known_in_it() -> None:
    answers = cohort(np.random.default_rng(9), learners=60, each=15)
    whole, late = answers.learner >= 40, (answers.learner >= 40) & (places(answers) >= 9)

    found, again = (
        predicted(answers, Split(tested, ~whole), np.random.default_rng(0), FAST) for tested in (whole, late)
    )

    for name, said in found.by_name.items():
        assert np.array_equal(said[late[whole]], again.by_name[name]), name


def test_learners_with_answers_on_both_sides_are_divided_and_nobody_is_tested_by_what_they_taught() -> None:
    answers = cohort(np.random.default_rng(9), learners=10, each=10)
    tested = np.random.default_rng(3).random(answers.size) < 0.2

    splits = without_overlap(answers, tested, ~tested, np.random.default_rng(0))

    assert len(splits) == 4
    assert np.array_equal(sum(split.tested.astype(int) for split in splits), tested.astype(int))
    for split in splits:
        assert not set(answers.learner[split.tested]) & set(answers.learner[split.trained])
        assert not (split.trained & tested).any()
        assert len(np.unique(answers.learner[split.trained])) >= 7


def test_learners_of_a_large_log_are_divided_into_fewer_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "_MANY_ANSWERS", 100)
    answers = cohort(np.random.default_rng(9), learners=10, each=10)
    tested = np.random.default_rng(3).random(answers.size) < 0.2

    assert len(without_overlap(answers, tested, ~tested, np.random.default_rng(0))) == 2


@pytest.mark.parametrize(("folds", "networks"), [(1, 3), (4, 3), (5, 3), (10, 1), (40, 1)])
def test_the_more_splits_of_a_million_answers_the_fewer_networks(folds: int, networks: int) -> None:
    fold = np.arange(1_000_000) % max(folds, 2)
    splits = [Split(fold == number, fold != number) for number in range(folds)]

    assert networks_for(splits) == networks


def test_a_few_learners_on_both_sides_are_left_out_of_the_training() -> None:
    answers = cohort(np.random.default_rng(9), learners=60, each=15)
    tested = (answers.learner >= 40) | ((answers.learner == 3) & (places(answers) > 10))

    (split,) = without_overlap(answers, tested, ~tested, np.random.default_rng(0))

    assert np.array_equal(split.tested, tested)
    assert np.array_equal(split.trained, (answers.learner < 40) & (answers.learner != 3))


def test_one_learner_alone_has_nobody_to_learn_from() -> None:
    answers = cohort(np.random.default_rng(9), learners=1, each=15)
    tested = places(answers) > 9

    assert without_overlap(answers, tested, ~tested, np.random.default_rng(0)) == []


def test_a_learner_on_both_sides_is_refused() -> None:
    answers = cohort(np.random.default_rng(9), learners=20, each=5)
    tested = places(answers) > 2

    with pytest.raises(ValueError, match="without_overlap"):
        predicted(answers, Split(tested, ~tested), np.random.default_rng(0), FAST)


def test_without_learners_to_train_on_nothing_is_said() -> None:
    answers = cohort(np.random.default_rng(10), learners=3, each=3)
    everybody = np.ones(answers.size, bool)

    with pytest.raises(ValueError, match="one of them is missing"):
        predicted(answers, Split(everybody, ~everybody), np.random.default_rng(0))


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
