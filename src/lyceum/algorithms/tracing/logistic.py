"""A logistic model of the next answer: items, skills, and what came before, each with a weight of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.optimise.lbfgs import minimise
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.features import Rates, describe, rates
from lyceum.algorithms.tracing.memory import Question

# Ours: an inverse variance. With fewer than fifty learners 1 was seen to lose to Elo; with a thousand both do alike.
_DENSE_RIDGE = 100.0
# Ours: the same for what items, and skills with their slopes, add. Which is best depends on how many learners there are
# for each, so that learners choose; an item's own weight corrects what its rate among others does not tell.
STRENGTHS = ((10.0, 20.0), (30.0, 60.0), (100.0, 200.0))
# Ours: every fifth learner judges what the others have taught; where a fifth is few, every learner does in turn.
_JUDGES = 5
_FEW_ANSWERS = 5_000
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


def fit_best(answers: Answers) -> LogisticFit:
    """The weights under the penalty that predicts unseen learners best; where none can be spared, the strongest one."""
    judge = np.unique(answers.learner, return_inverse=True)[1] % _JUDGES
    rounds = range(_JUDGES) if answers.size < _FEW_ANSWERS else range(_JUDGES - 1, _JUDGES)
    there = [number for number in rounds if (judge == number).any() and (judge != number).any()]
    if not there:
        return fit(answers, STRENGTHS[-1])
    lost = np.zeros(len(STRENGTHS))
    for number in there:
        judges, others = answers.of(judge == number), answers.of(judge != number)
        fits = _fits(others, STRENGTHS)
        # What the judges' answers look like depends on the others alone, not on the penalty.
        names, numbers = describe(judges, fits[0].known, is_counted=False)
        said = [_said(judges, names, numbers, each) for each in fits]
        lost += [judges.size * log_loss(judges.correct, each) for each in said]
    return fit(answers, STRENGTHS[int(lost.argmin())])


def fit(answers: Answers, strength: tuple[float, float] = STRENGTHS[0]) -> LogisticFit:
    """The weights that make the answers most likely, less a penalty on their squares.

    Args:
        answers: whole histories of the learners to learn from.
        strength: of the penalty on items' weights, and on those of skills.

    Source: additive factors with slopes per skill as Pavlik, Cen & Koedinger 2009 (PFA), items and recency as
        Choffin et al. 2019 (DAS3H) and Gervet et al. 2020 (Best-LR); decayed surprise as Pavlik et al. 2021 (LKT).
    """
    return _fits(answers, [strength])[0]


def predict(answers: Answers, fitted: LogisticFit) -> Floats:
    """Probability that each answer is right, from the same learner's answers before it; (n,) float64."""
    return _said(answers, *describe(answers, fitted.known, is_counted=False), fitted)


def _fits(answers: Answers, strengths: Sequence[tuple[float, float]]) -> list[LogisticFit]:
    known = rates(answers)
    names, numbers = describe(answers, known, is_counted=True)
    mean, scale = numbers.mean(0), numbers.std(0) + 1e-6
    scaled = (numbers - mean) / scale
    found = []
    for strength in strengths:
        problem = _Problem(answers, scaled, names, strength)
        weights = minimise(problem.loss, problem.start(known.usual), steps=_STEPS, tolerance=1e-6)
        intercept, dense, item, skill = problem.parts(weights)
        found.append(LogisticFit(tuple(names), mean, scale, float(intercept[0]), dense, item, skill, known))
    return found


def _said(answers: Answers, names: list[str], numbers: Floats, fitted: LogisticFit) -> Floats:
    problem = _Problem(answers, (numbers - fitted.mean) / fitted.scale, names)
    weights = np.concatenate([[fitted.intercept], fitted.dense, fitted.item, fitted.skill.ravel()])
    return 1.0 / (1.0 + np.exp(-problem.logits(weights)))


class OneAnswer:
    """The fitted model, asked about one answer at a time.

    Args:
        fitted: items and skills it does not reach have no weight of their own.
    """

    def __init__(self, fitted: LogisticFit) -> None:
        self._fitted = fitted
        self._by_skill = [fitted.names.index(name) for name in _BY_SKILL]
        self._told = [_tells_of(name) for name in fitted.names]
        self._untouched = np.zeros(len(fitted.skill))

    def logit(self, asked: Question, numbers: Sequence[float]) -> float:
        """The logit of the answer's probability; `numbers` as `Memory.numbers` gives them."""
        scaled = self._scaled(numbers)
        slopes = self._slopes(asked)
        total = self._fitted.intercept + scaled @ self._fitted.dense + self._item(asked)
        return float(total + slopes[0] + slopes[1:] @ scaled[self._by_skill])

    def terms(self, asked: Question, numbers: Sequence[float]) -> dict[str, float]:
        """The terms of the same sum but for the intercept, gathered by what they tell of."""
        scaled = self._scaled(numbers)
        slopes = self._slopes(asked)
        parts = scaled * self._fitted.dense
        parts[self._by_skill] += slopes[1:] * scaled[self._by_skill]
        found = {"item_difficulty": self._item(asked), "skill_difficulty": float(slopes[0])}
        for told, part in zip(self._told, parts.tolist(), strict=True):
            found[told] = found.get(told, 0.0) + part
        return found

    def _scaled(self, numbers: Sequence[float]) -> Floats:
        scaled: Floats = ((np.asarray(numbers) - self._fitted.mean) / self._fitted.scale).clip(-_FARTHEST, _FARTHEST)
        return scaled

    def _item(self, asked: Question) -> float:
        return float(self._fitted.item[asked.item]) if asked.item < len(self._fitted.item) else 0.0

    def _slopes(self, asked: Question) -> Floats:
        """Mean over the skills of what is the skill's own: an intercept, and slopes."""
        known = [skill for skill in asked.skills if skill < self._fitted.skill.shape[1]]
        if not known:
            return self._untouched
        slopes: Floats = self._fitted.skill[:, known].sum(axis=1) / len(asked.skills)
        return slopes


def _tells_of(name: str) -> str:
    """What one of the numbers about an answer tells of."""
    if name.endswith(("_seconds", "_hour_ago", "_day_ago")):
        return "time"
    if name in ("item_logit", "item_seen"):
        return "item_difficulty"
    if name in ("skill_logit", "skills_asked"):
        return "skill_difficulty"
    return {"learner": "own_record", "item": "item_history"}.get(name.partition("_")[0], "skill_history")


class _Problem:
    """The penalised likelihood of answers, as a function of one vector of all weights."""

    def __init__(
        self, answers: Answers, numbers: Floats, names: list[str], strength: tuple[float, float] = STRENGTHS[0]
    ) -> None:
        self.answers = answers
        # What hardly varied in training may be far from its mean later, and must not decide alone.
        self.numbers = np.clip(numbers, -_FARTHEST, _FARTHEST).astype(np.float32)
        chosen = [names.index(name) for name in _BY_SKILL]
        share = 1.0 / answers.skills_asked()[answers.asked_by]
        inputs = np.hstack([np.ones((answers.size, 1), np.float32), self.numbers[:, chosen]])
        self.by_skill = (inputs[answers.asked_by] * share[:, None]).T.astype(np.float64)
        sizes = [1, self.numbers.shape[1], answers.n_items, len(self.by_skill) * answers.n_skills]
        self.bounds = np.cumsum(sizes)
        self.ridge = np.repeat((0.0, _DENSE_RIDGE, *strength), sizes)

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
