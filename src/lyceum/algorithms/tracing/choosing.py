"""Which predictor serves: the one with the least loss on learners it has not seen, if the cohort is large enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import bkt_fit, elo, features, logistic, network, stacking
from lyceum.algorithms.tracing.answers import Answers

Predictor = Callable[[Answers], Floats]
Trainer = Callable[[Answers, np.random.Generator], Predictor]

STACK = "stack"
FLOOR = "elo"
# Ours: passes of the network; its rate falls by a seventh with each, so that later ones change little.
_EPOCHS = 8
# Ours: as many networks from other beginnings, whose logits are averaged: what only one of them believes is luck. Fewer
# where there are so many answers that each costs minutes, and believes less by luck.
_NETWORKS = 3
_ANSWERS_TO_PASS = 2_400_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to predict answers.

    Attributes:
        train: makes a predictor of answers; it must say the same whatever comes after the answer it predicts.
        least_learners, least_answers: the cohort below which it is not tried.
    """

    train: Trainer
    least_learners: int = 1
    least_answers: int = 1


@dataclass(frozen=True, slots=True)
class Trained:
    """What was made of a cohort.

    Attributes:
        predictors: by name, trained on the whole cohort; with the stack, if there is one.
        losses: by name, log loss on learners of the cohort that the predictor had not seen; empty if it is too small.
        chosen: the name of the one that serves.
    """

    predictors: Mapping[str, Predictor]
    losses: Mapping[str, float]
    chosen: str


def _item_rate(answers: Answers, _rng: np.random.Generator) -> Predictor:
    known = features.rates(answers)
    rate = (known.item_right + 2.0 * known.usual) / (known.item_seen + 2.0)
    return lambda asked: rate[asked.item]


def _elo(answers: Answers, _rng: np.random.Generator) -> Predictor:
    ratings = elo.fit_best(answers)
    return lambda asked: elo.predict(asked, ratings)


def _bkt(answers: Answers, _rng: np.random.Generator) -> Predictor:
    fitted = bkt_fit.fit(answers)
    return lambda asked: bkt_fit.predict(asked, fitted)


def _logistic(answers: Answers, _rng: np.random.Generator) -> Predictor:
    fitted = logistic.fit(answers)
    return lambda asked: logistic.predict(asked, fitted)


def _network(answers: Answers, rng: np.random.Generator) -> Predictor:
    count = min(max(_ANSWERS_TO_PASS // answers.size, 1), _NETWORKS)
    fitted = [network.fit(answers, chance, epochs=_EPOCHS) for chance in rng.spawn(count)]
    return lambda asked: stacking.mean([network.predict(asked, each) for each in fitted])


# Elo has no gate: it is the floor, and needs no cohort. The others' are ours; below them they were seen to lose.
CANDIDATES: Mapping[str, Candidate] = {
    "item_rate": Candidate(_item_rate),
    FLOOR: Candidate(_elo),
    "bkt": Candidate(_bkt, least_learners=5, least_answers=100),
    "logistic": Candidate(_logistic, least_learners=5, least_answers=500),
    "dkt": Candidate(_network, least_learners=20, least_answers=5_000),
}
# Ours: fewer cannot be split into learners to train on and learners to judge by.
LEAST_COHORT = 10
_PARTS = 4
# Ours: of a cohort this large, one part in four is enough to judge by, and training is dear.
_MANY_ANSWERS = 60_000


def train(answers: Answers, rng: np.random.Generator, candidates: Mapping[str, Candidate] = CANDIDATES) -> Trained:
    """Train every predictor the cohort is large enough for, and choose.

    Args:
        answers: whole histories of the cohort.
        rng: splits the cohort, and is handed to the candidates.
        candidates: by name; `FLOOR` must be one of them.

    Returns:
        Predictors and choice. Each is judged on parts of the cohort it was not trained on, the stack moreover on parts
        its weights were not learnt from; the least log loss serves. A cohort below `LEAST_COHORT` has the floor.
    """
    numbers, place = np.unique(answers.learner, return_inverse=True)
    able = {
        name: each
        for name, each in candidates.items()
        if name == FLOOR or (len(numbers) >= each.least_learners and answers.size >= each.least_answers)
    }
    predictors = {name: each.train(answers, rng) for name, each in able.items()}
    if len(numbers) < LEAST_COHORT:
        return Trained(predictors, {}, FLOOR)
    part = rng.permutation(len(numbers))[place] % _PARTS
    judged = part == 0 if answers.size >= _MANY_ANSWERS else np.ones(answers.size, dtype=bool)
    unseen = np.stack([_unseen(answers, part, judged, each.train, rng) for each in able.values()], axis=1)
    correct = answers.correct[judged]
    losses = {name: log_loss(correct, unseen[:, column]) for column, name in enumerate(able)}
    # The judges of the stack's weights are learners too: half of them, or one part in four, at a time.
    halves = (rng.permutation(len(numbers))[place] % _PARTS)[judged]
    losses[STACK] = stacking.expected_loss(unseen, correct, halves)
    stack = stacking.fit(unseen, correct)
    predictors[STACK] = _stacked(dict(predictors), stack)
    return Trained(predictors, losses, min(losses, key=losses.__getitem__))


def _stacked(predictors: Mapping[str, Predictor], stack: stacking.Stack) -> Predictor:
    return lambda asked: stack.combined(np.stack([each(asked) for each in predictors.values()], axis=1))


def _unseen(answers: Answers, part: Ints, judged: Bools, train_one: Trainer, rng: np.random.Generator) -> Floats:
    """What a predictor says of the judged answers, each time trained on the parts they are not in."""
    said = np.empty(answers.size)
    for number in np.unique(part[judged]):
        held = part == number
        said[held] = train_one(answers.of(~held), rng)(answers.of(held))
    return said[judged]
