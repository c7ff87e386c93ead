"""A logistic model of the next answer: items, skills, and what came before, each with a weight of its own."""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.optimise.lbfgs import minimise
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.features import Rates, describe, rates

# Ours: an inverse variance; an item's own weight corrects what its rate among others does not tell.
_ITEM_RIDGE = 10.0
_SKILL_RIDGE = 20.0
_DENSE_RIDGE = 1.0
_STEPS = 80
_FARTHEST = 30.0
# The numbers whose weight may differ from skill to skill: how fast each is learnt, and how much an error says.
_BY_SKILL = ("skill_right", "skill_wrong", "skill_surprise", "learner_surprise")


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """Weights, in logits per unit.

    Attributes:
        names: of the numbers about an answer; `mean`, `scale`: (k,) as they were in training; `dense`: (k,) weights.
        intercept: logits of the usual answer.
        item: (n_items,) float64.
        skill: (1 + len(by skill), n_skills): an intercept, and the slope of each of these numbers.
        known: rates of the training learners.
    """

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    intercept: float
    dense: Floats
    item: Floats
    skill: Floats
    known: Rates


def fit(answers: Answers) -> LogisticFit:
    """The weights that make the answers most likely, less a penalty on their squares.

    Args:
        answers: whole histories of the learners to learn from.

    Source: additive factors with slopes per skill as Pavlik, Cen & Koedinger 2009 (PFA), items and recency as
        Choffin et al. 2019 (DAS3H) and Gervet et al. 2020 (Best-LR); decayed surprise as Pavlik et al. 2021 (LKT).
    """
    known = rates(answers)
    names, numbers = describe(answers, known, is_counted=True)
    mean, scale = numbers.mean(0), numbers.std(0) + 1e-6
    problem = _Problem(answers, (numbers - mean) / scale, names)
    weights = minimise(problem.loss, problem.start(known.usual), steps=_STEPS, tolerance=1e-6)
    intercept, dense, item, skill = problem.parts(weights)
    return LogisticFit(tuple(names), mean, scale, float(intercept[0]), dense, item, skill, known)


def predict(answers: Answers, fitted: LogisticFit) -> Floats:
    """Probability that each answer is right, from the same learner's answers before it; (n,) float64."""
    names, numbers = describe(answers, fitted.known, is_counted=False)
    problem = _Problem(answers, (numbers - fitted.mean) / fitted.scale, names)
    weights = np.concatenate([[fitted.intercept], fitted.dense, fitted.item, fitted.skill.ravel()])
    return 1.0 / (1.0 + np.exp(-problem.logits(weights)))


class _Problem:
    """The penalised likelihood of answers, as a function of one vector of all weights."""

    def __init__(self, answers: Answers, numbers: Floats, names: list[str]) -> None:
        self.answers = answers
        # What hardly varied in training may be far from its mean later, and must not decide alone.
        self.numbers = np.clip(numbers, -_FARTHEST, _FARTHEST).astype(np.float32)
        chosen = [names.index(name) for name in _BY_SKILL]
        share = 1.0 / answers.skills_asked()[answers.asked_by]
        inputs = np.hstack([np.ones((answers.size, 1), np.float32), self.numbers[:, chosen]])
        self.by_skill = (inputs[answers.asked_by] * share[:, None]).T.astype(np.float64)
        sizes = [1, self.numbers.shape[1], answers.n_items, len(self.by_skill) * answers.n_skills]
        self.bounds = np.cumsum(sizes)
        ridges = (0.0, _DENSE_RIDGE, _ITEM_RIDGE, _SKILL_RIDGE)
        self.ridge = np.repeat(ridges, sizes)

    def start(self, usual: float) -> Floats:
        weights = np.zeros(self.bounds[-1])
        weights[0] = np.log(usual / (1.0 - usual))
        return weights

    def parts(self, weights: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        intercept, dense, item, skill = np.split(weights, self.bounds[:-1])
        return intercept, dense, item, skill.reshape(len(self.by_skill), -1)

    def logits(self, weights: Floats) -> Floats:
        intercept, dense, item, skill = self.parts(weights)
        answers = self.answers
        logits = intercept[0] + self.numbers @ dense.astype(np.float32) + item[answers.item]
        per_skill = (skill[:, answers.skill] * self.by_skill).sum(0)
        total: Floats = logits + np.bincount(answers.asked_by, per_skill, answers.size)
        return total

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        answers = self.answers
        logits = self.logits(weights)
        missed = 1.0 / (1.0 + np.exp(-logits)) - answers.correct
        value = float(np.logaddexp(0.0, logits).sum() - answers.correct @ logits + self.ridge @ weights**2 / 2.0)
        of_skill = missed[answers.asked_by]
        slope: list[Floats] = [
            missed.sum(keepdims=True),
            missed.astype(np.float32) @ self.numbers,
            np.bincount(answers.item, missed, answers.n_items),
            *(np.bincount(answers.skill, of_skill * row, answers.n_skills) for row in self.by_skill),
        ]
        return value, np.concatenate(slope) + self.ridge * weights
