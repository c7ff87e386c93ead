"""Elo for learning: after each answer learner, skills and item all move by how surprising it was."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing.answers import Answers


@dataclass(frozen=True, slots=True)
class EloParams:
    """How fast ratings move, in logits per unit of surprise at the first answer.

    A rating that has seen n answers moves by gain / (1 + slowing n): fast while nothing is known, slower later.
    """

    learner: float = 0.1
    skill: float = 0.6
    item: float = 0.4
    learner_slowing: float = 0.02
    skill_slowing: float = 0.06
    item_slowing: float = 0.05

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value: float = getattr(self, name)
            if not 0.0 <= value < math.inf:
                raise ValueError(f"{name} must be a number of at least 0, got {value!r}")


# The variants of the literature: one ability per learner; one per learner and skill; both; both, never slowing, for
# those who practise the same items for weeks.
VARIANTS = {
    "learner": EloParams(learner=0.6, skill=0.0, learner_slowing=0.05),
    "skill": EloParams(learner=0.0, skill=1.0),
    "learner and skill": EloParams(learner=0.3, skill=0.3, learner_slowing=0.02, skill_slowing=0.02),
    "steady": EloParams(learner=0.3, skill=0.3, item=1.0, learner_slowing=0.0, skill_slowing=0.0),
}
# Ours: every fifth learner judges the variants that the others have trained.
_JUDGES = 5


@dataclass(frozen=True, slots=True)
class EloRatings:
    """What is known before a new learner's first answer: (n_items,) difficulty in logits, and how sure that is.

    Attributes:
        difficulty: of each item; `start` for one that was never asked.
        start: the ability of a learner nobody knows yet, less the usual difficulty: the usual answer's logit.
        params: how fast a new learner's ratings move.
    """

    difficulty: Floats
    start: float
    params: EloParams


def fit(answers: Answers, params: EloParams = VARIANTS["learner and skill"]) -> EloRatings:
    """Difficulties from one pass over the answers, learner after learner.

    Source: Pelanek 2016 ("Applications of the Elo rating system in adaptive educational systems"), eqs. 3-5, whose
        K falls as 1 / (1 + b n); Pelanek et al. 2017 add a skill's ability to the learner's.
    """
    usual = (answers.correct.sum() + 1.0) / (answers.size + 2.0)
    start = math.log(usual / (1.0 - usual))
    difficulty = [0.0] * answers.n_items
    _pass(answers, params, start, difficulty, is_learning=True)
    return EloRatings(np.array(difficulty), start, params)


def predict(answers: Answers, ratings: EloRatings) -> Floats:
    """Probability that each answer is right, from the same learner's answers before it; (n,) float64.

    Items keep their difficulty, so that no answer tells anything about another learner's.
    """
    return _pass(answers, ratings.params, ratings.start, ratings.difficulty.tolist(), is_learning=False)


def fit_best(answers: Answers) -> EloRatings:
    """The ratings of the variant that predicts every fifth learner best when it has seen the others."""
    judging = np.unique(answers.learner, return_inverse=True)[1] % _JUDGES == _JUDGES - 1
    if not judging.any():
        return fit(answers)
    others, judges = answers.of(~judging), answers.of(judging)
    best = min(VARIANTS.values(), key=lambda params: log_loss(judges.correct, predict(judges, fit(others, params))))
    return fit(answers, best)


def step(rating: float, surprise: float, gain: float, slowing: float, seen: int) -> float:
    """A rating after one answer.

    Args:
        rating: before, in logits.
        surprise: answer (0 or 1) less its probability; negate it for a difficulty.
        gain: how far a first answer moves it, in logits.
        slowing: how much slower each answer makes it.
        seen: answers it has seen.
    """
    return rating + gain / (1.0 + slowing * seen) * surprise


def _pass(answers: Answers, params: EloParams, start: float, difficulty: list[float], *, is_learning: bool) -> Floats:
    """One walk over all answers; `difficulty` is moved in place while learning."""
    expected = [0.0] * answers.size
    item_seen = [0] * answers.n_items
    now, theta, seen = -1, start, 0
    by_skill: dict[int, tuple[float, int]] = {}
    rows = zip(answers.learner.tolist(), answers.item.tolist(), _skills(answers), answers.correct.tolist(), strict=True)
    for row, (learner, item, skills, correct) in enumerate(rows):
        if learner != now:
            now, theta, seen, by_skill = learner, start, 0, {}
        known = [by_skill.get(skill, (0.0, 0)) for skill in skills]
        logit = theta + sum(rating for rating, _ in known) / len(known) - difficulty[item]
        chance = 1.0 / (1.0 + math.exp(-logit)) if logit > -700.0 else 0.0
        expected[row] = chance
        surprise = correct - chance
        theta = step(theta, surprise, params.learner, params.learner_slowing, seen)
        seen += 1
        for skill, (rating, times) in zip(skills, known, strict=True):
            by_skill[skill] = (step(rating, surprise, params.skill, params.skill_slowing, times), times + 1)
        if is_learning:
            difficulty[item] = step(difficulty[item], -surprise, params.item, params.item_slowing, item_seen[item])
            item_seen[item] += 1
    return np.array(expected)


def _skills(answers: Answers) -> Sequence[list[int]]:
    bounds = np.searchsorted(answers.asked_by, np.arange(answers.size + 1)).tolist()
    skill = answers.skill.tolist()
    return [skill[begin:end] for begin, end in itertools.pairwise(bounds)]
