"""All predictors of one training, following one learner: they say what they say of whole histories, and why."""

import json
import math

import numpy as np
import pytest

from lyceum.algorithms.tracing import bkt_fit, choosing
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.choosing import CANDIDATES, Candidate, Fit, Predictor, Trained
from lyceum.algorithms.tracing.following import UNKNOWN_SKILL, Followed, Follower, Training, training_of
from lyceum.algorithms.tracing.memory import Question
from lyceum.algorithms.tracing.network import Shape, fit, predict
from tests.algorithms.cohorts import cohort
from tests.algorithms.test_serving import questions, second_of

SMALL = Shape(state=6, head=5, embedding=3, steps=7, batch=8)
NAMES = ("item_rate", "elo", "bkt", "logistic", "dkt", "stack")


def small_network(answers: Answers, rng: np.random.Generator) -> Predictor:
    return Fit([fit(answers, rng, epochs=1, shape=SMALL)], lambda asked, fitted: predict(asked, fitted[0]))


def trained(answers: Answers) -> Trained:
    ungated = {name: Candidate(each.train) for name, each in CANDIDATES.items()}
    return choosing.train(answers, np.random.default_rng(3), {**ungated, "dkt": Candidate(small_network)})


def followed_to(follower: Follower, answers: Answers, row: int) -> Followed:
    """The learner of an answer, as carried to the moment before it."""
    learner = follower.start()
    asked = questions(answers)
    for earlier in np.flatnonzero(answers.learner[:row] == answers.learner[row]).tolist():
        right, second = bool(answers.correct[earlier]), second_of(answers, earlier)
        follower.take(learner, asked[earlier], correct=right, second=second)
    return learner


@pytest.mark.parametrize("with_time", [True, False])
def test_every_predictor_says_of_one_answer_after_another_what_it_says_of_the_whole(*, with_time: bool) -> None:
    answers = cohort(np.random.default_rng(1), learners=24, each=25, with_time=with_time)
    # Some of the learners, items and skills are not among those it is trained on.
    seen = answers.of((answers.learner < 16) & (answers.item < 9))
    made = trained(seen)
    follower = Follower(training_of(seen, made))
    wanted = {name: predictor(answers) for name, predictor in made.predictors.items()}

    learner, whose = follower.start(), -1
    for row, asked in enumerate(questions(answers)):
        if answers.learner[row] != whose:
            learner, whose = follower.start(), answers.learner[row]
        second = second_of(answers, row)
        said = follower.chances(learner, [asked], second)
        assert said.keys() == wanted.keys() == set(NAMES)
        for name, (chance,) in said.items():
            # The numbers that the logistic model and the networks are told have single precision.
            exactly = name in ("item_rate", "elo", "bkt")
            assert chance == pytest.approx(wanted[name][row], abs=1e-9 if exactly else 5e-6), name
        follower.take(learner, asked, correct=bool(answers.correct[row]), second=second)


@pytest.mark.parametrize("with_network", [True, False])
def test_a_learner_kept_as_text_is_followed_on_as_if_never_put_away(*, with_network: bool) -> None:
    answers = cohort(np.random.default_rng(8), learners=20, each=20, with_time=True)
    training = training_of(answers, trained(answers))
    follower = Follower(training if with_network else Training(training.known, training.elo, training.bkt))
    learner, asked = followed_to(follower, answers, 39), questions(answers)

    again = Followed.from_plain(json.loads(json.dumps(learner.to_plain())))

    for each in (learner, again):
        follower.take(each, asked[39], correct=True, second=second_of(answers, 39))
    second = second_of(answers, 39)
    assert follower.chances(again, asked[:12], second) == follower.chances(learner, asked[:12], second)


@pytest.mark.parametrize("name", NAMES)
def test_what_moved_a_prediction_adds_up_to_it_from_the_same_base_for_all(name: str) -> None:
    answers = cohort(np.random.default_rng(2), learners=20, each=20, with_time=True)
    follower = Follower(training_of(answers, trained(answers)))

    bases = []
    for row in (5, 39, 141, 250):
        learner, asked, second = followed_to(follower, answers, row), questions(answers)[row], second_of(answers, row)
        chance = follower.chances(learner, [asked], second)[name][0]
        moved = follower.reasons(name, learner, asked, second)
        bases.append(math.log(chance / (1.0 - chance)) - sum(moved.values()))

    assert bases == pytest.approx([bases[0]] * len(bases), abs=1e-5)


def test_a_right_answer_speaks_for_the_next_one_and_a_wrong_one_against_it() -> None:
    answers = cohort(np.random.default_rng(4), learners=20, each=20)
    follower, asked = Follower(training_of(answers, trained(answers))), Question(1, (1,), "one")

    after = []
    for correct in (True, False):
        learner = follower.start()
        follower.take(learner, asked, correct=correct, second=None)
        after.append((follower.chances(learner, [asked], None), follower.reasons("elo", learner, asked, None)))

    (well, why_well), (badly, why_badly) = after
    assert well["elo"][0] > badly["elo"][0]
    assert why_well["own_record"] > 0.0 > why_badly["own_record"]


def test_what_was_never_seen_is_predicted_by_what_is_known_of_the_learner_alone() -> None:
    answers = cohort(np.random.default_rng(5), learners=20, each=20, with_time=True)
    follower, new = Follower(training_of(answers, trained(answers))), Question(900, (901, 902), "new")
    learner = follower.start()

    follower.take(learner, new, correct=True, second=5.0)
    said = follower.chances(learner, [new, Question(1, (1,), "one")], 60.0)

    assert all(0.0 < chance < 1.0 for chances in said.values() for chance in chances)
    assert follower.reasons("elo", learner, new, 60.0)["item_difficulty"] == 0.0


def test_a_skill_nobody_answered_has_the_parameters_that_fitting_gives_one() -> None:
    answers = cohort(np.random.default_rng(6), learners=10, each=10, skills=4)
    fitted = bkt_fit.fit(answers.of(answers.skill_set == 0))
    unanswered = int(np.flatnonzero(fitted.answers == 0)[0])

    got, wanted = fitted.params(unanswered), UNKNOWN_SKILL

    assert [got.prior, got.learn, got.guess, got.slip] == pytest.approx(
        [wanted.prior, wanted.learn, wanted.guess, wanted.slip]
    )


def test_a_training_without_a_network_asks_none() -> None:
    answers = cohort(np.random.default_rng(7), learners=12, each=10)
    few = answers.of(answers.learner < 5)
    made = choosing.train(few, np.random.default_rng(8), {"elo": CANDIDATES["elo"]})
    follower = Follower(training_of(few, made))

    assert follower.names == ("item_rate", "elo")
    assert set(follower.chances(follower.start(), [Question(0, (0,), 0)], None)) == {"item_rate", "elo"}
    with pytest.raises(ValueError, match="no 'dkt'"):
        follower.reasons("dkt", follower.start(), Question(0, (0,), 0), None)
