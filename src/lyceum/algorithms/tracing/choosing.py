"""Which predictor serves: all that were tried together, weighed by how they predict learners they have not seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import bkt_fit, elo, features, logistic, network, stacking
from lyceum.algorithms.tracing.answers import Answers

Predictor = Callable[[Answers], Floats]
Trainer = Callable[[Answers, np.random.Generator], Predictor]

STACK = "stack"
FLOOR = "elo"
NETWORK = "dkt"
# Knows nothing of the learner; with a weight in the stack it was seen to do harm in small cohorts.
_UNSTACKED = "item_rate"
# Ours: passes of the network; its rate falls by a seventh with each, so that later ones change little.
_EPOCHS = 8
# Ours: as many networks from other beginnings, whose logits are averaged: what only one of them believes is luck. Fewer
# where there are so many answers that each costs minutes, and believes less by luck.
NETWORKS = 3
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
        judged: (n,) bool: the answers that the losses are of; none if there are no losses.
    """

    predictors: Mapping[str, Predictor]
    losses: Mapping[str, float]
    chosen: str
    judged: Bools


@dataclass(frozen=True, slots=True)
class Fit:
    """A predictor that can be kept: what was learnt, and the function that reads it.

    Attributes:
        learnt: `EloRatings`, `BktFit`, and so on; plain data.
        reads: called with answers and `learnt`.
        surest: no probability is higher than this, or lower than 1 less this.
    """

    learnt: Any
    reads: Callable[[Answers, Any], Floats]
    surest: float = 1.0

    def __call__(self, asked: Answers) -> Floats:
        """Probability that each answer is right, (n,) float64."""
        said: Floats = np.clip(self.reads(asked, self.learnt), 1.0 - self.surest, self.surest)
        return said


@dataclass(frozen=True, slots=True)
class Stacked:
    """Several predictors as one: `stack` has a weight for each of `parts`, in their order."""

    parts: Mapping[str, Predictor]
    stack: stacking.Stack

    def __call__(self, asked: Answers) -> Floats:
        """Probability that each answer is right, (n,) float64."""
        return self.stack.combined(np.stack([each(asked) for each in self.parts.values()], axis=1))


def item_rates(known: features.Rates) -> Floats:
    """How often each item is answered right, (n_items,), as if two answers of the usual rate had been seen besides."""
    rate: Floats = (known.item_right + 2.0 * known.usual) / (known.item_seen + 2.0)
    return rate


def _item_rate(answers: Answers, _rng: np.random.Generator) -> Predictor:
    return Fit(item_rates(features.rates(answers)), lambda asked, rate: rate[asked.item])


def _elo(answers: Answers, _rng: np.random.Generator) -> Predictor:
    return Fit(elo.fit_best(answers), elo.predict)


def _bkt(answers: Answers, _rng: np.random.Generator) -> Predictor:
    return Fit(bkt_fit.fit(answers), bkt_fit.predict)


def _logistic(answers: Answers, _rng: np.random.Generator) -> Predictor:
    return Fit(logistic.fit_best(answers), logistic.predict)


def _network(answers: Answers, rng: np.random.Generator, most: int = NETWORKS) -> Predictor:
    count = min(max(_ANSWERS_TO_PASS // answers.size, 1), most)
    return Fit([network.fit(answers, chance, epochs=_EPOCHS) for chance in rng.spawn(count)], _mean_of_networks)


def _mean_of_networks(asked: Answers, fitted: list[network.NetworkFit]) -> Floats:
    return stacking.mean([network.predict(asked, each) for each in fitted])


# Elo has no gate: it is the floor, and needs no cohort. The others' are ours; below them they were seen to lose.
CANDIDATES: Mapping[str, Candidate] = {
    "item_rate": Candidate(_item_rate),
    FLOOR: Candidate(_elo),
    "bkt": Candidate(_bkt, least_learners=5, least_answers=100),
    "logistic": Candidate(_logistic, least_learners=5, least_answers=500),
    NETWORK: Candidate(_network, least_learners=20, least_answers=5_000),
}


def with_networks(most: int) -> Mapping[str, Candidate]:
    """The candidates, of no more networks than so many (at least 1)."""
    return {**CANDIDATES, NETWORK: replace(CANDIDATES[NETWORK], train=partial(_network, most=most))}


# Ours: fewer cannot be split into learners to train on and learners to judge by; half as many can if each has answered
# hundreds of times: of 7 learners with 20,000 answers in all, Elo lost .03 to what is chosen.
LEAST_COHORT, LEAST_TALKATIVE = 10, 5
_PARTS = 4
# Ours: what is trained on nine parts in ten is more like what serves than what is trained on three in four; training on
# so few answers costs next to nothing.
_FEW_ANSWERS, _MANY_PARTS = 1_500, 10
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
        its weights were not learnt from. The stack serves: it is a choice as firm as the evidence, and where one
        predictor is surely the best, it is little else. A cohort below `LEAST_COHORT` (of many
        answers: `LEAST_TALKATIVE`) has the floor. So has one whose
        answers are all right, or all wrong: it measures nothing, and of no answer its predictors are surer than it is
        that the next learner's are like these.
    """
    numbers, place = np.unique(answers.learner, return_inverse=True)
    able = {
        name: each
        for name, each in candidates.items()
        if name == FLOOR or (len(numbers) >= each.least_learners and answers.size >= each.least_answers)
    }
    predictors = {name: each.train(answers, rng) for name, each in able.items()}
    if answers.correct.min() == answers.correct.max():
        held = {name: _held(each, len(numbers)) for name, each in predictors.items()}
        return Trained(held, {}, FLOOR, np.zeros(answers.size, dtype=bool))
    is_measurable = len(numbers) >= (LEAST_COHORT if answers.size < _FEW_ANSWERS else LEAST_TALKATIVE)
    if not is_measurable:
        return Trained(predictors, {}, FLOOR, np.zeros(answers.size, dtype=bool))
    parts = _MANY_PARTS if answers.size < _FEW_ANSWERS else _PARTS
    part = rng.permutation(len(numbers))[place] % parts
    judged = part == 0 if answers.size >= _MANY_ANSWERS else np.ones(answers.size, dtype=bool)
    unseen = {name: _unseen(answers, part, judged, each.train, rng) for name, each in able.items()}
    correct, learner = answers.correct[judged], answers.learner[judged]
    losses = {name: log_loss(correct, said) for name, said in unseen.items()}
    stacked = [name for name in able if name != _UNSTACKED]
    chances = np.stack([unseen[name] for name in stacked], axis=1)
    losses[STACK] = stacking.expected_loss(chances, correct, learner, parts=_PARTS, rng=rng)
    stack = stacking.fit(chances, correct, learner, rng)
    predictors[STACK] = Stacked({name: predictors[name] for name in stacked}, stack)
    return Trained(predictors, losses, STACK, judged)


def _held(predictor: Predictor, learners: int) -> Predictor:
    """The same, never surer than that the next learner's answers are like those of so many: Laplace's rule."""
    return replace(predictor, surest=1.0 - 1.0 / (learners + 2.0)) if isinstance(predictor, Fit) else predictor


def _unseen(answers: Answers, part: Ints, judged: Bools, train_one: Trainer, rng: np.random.Generator) -> Floats:
    """What a predictor says of the judged answers, each time trained on the parts they are not in."""
    said = np.empty(answers.size)
    for number in np.unique(part[judged]):
        held = part == number
        said[held] = train_one(answers.of(~held), rng)(answers.of(held))
    return said[judged]
