"""Item parameters from answers, without knowing anybody's ability: marginal maximum likelihood with priors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.irt.three_pl import ItemCurve

Model = Literal["1PL", "2PL", "3PL"]

# Abilities are standard normal: the sum over these nodes is exact to what the answers can tell.
_NODES = 21
_REACH = 4.0
# Ours: normal priors on log a, b and logit c; those of c mean a guess between one in ten and one in two. Without them
# 3PL has no single answer (Mislevy 1986).
_USUAL = np.array([(0.0,), (0.0,), (-1.1,)])
_SPREAD = np.array([(0.35,), (1.5,), (0.5,)])
# Ours: no step changes a parameter by more than this.
_LONGEST_STEP = 0.7
_STEPS = 40
_NEWTON_STEPS = 2
_ENOUGH = 5e-3
# A logit of a chance that is nought to the last bit.
_NEVER = -100.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Parameters of J items, as `ItemCurve` has them.

    Attributes:
        a, b, c: (J,) float64; a is 1 for 1PL, c is 0 but for 3PL.
        steps: of EM that were taken.
        is_settled: whether the last changed nothing that matters.
    """

    a: Floats
    b: Floats
    c: Floats
    steps: int
    is_settled: bool

    def curve(self, item: int) -> ItemCurve:
        """One item's curve."""
        return ItemCurve(float(self.a[item]), float(self.b[item]), float(self.c[item]))


def calibrate(answers: Ints, model: Model = "3PL", made_with: Sequence[ItemCurve] | None = None) -> Calibration:
    """Parameters of every item, with abilities standard normal.

    Args:
        answers: (N, J) int; 1 right, 0 wrong, -1 not asked.
        model: which parameters are free. In 1PL the spread of abilities is fixed at 1, so a is not.
        made_with: what each item was taken for before it was asked, which few answers change little; None for the same
            of all. With c = 0 an item cannot be guessed, and stays so.

    Returns:
        The mode of the posterior. An item nobody was asked has the priors' means.

    Raises:
        ValueError: if there is anything but 1, 0 and -1.

    Source: Bock & Aitkin 1981 (EM over nodes of ability), with priors as Mislevy 1986; the M-step is Fisher scoring on
        log a, b and logit c of all items at once.
    """
    if answers.ndim != 2 or not np.isin(answers, (-1, 0, 1)).all():
        raise ValueError("answers must be a table of 1 (right), 0 (wrong) and -1 (not asked)")
    right = (answers == 1).astype(np.float32)
    asked = (answers >= 0).astype(np.float32)
    free = {"1PL": [1], "2PL": [0, 1], "3PL": [0, 1, 2]}[model]
    nodes = np.linspace(-_REACH, _REACH, _NODES)
    weight = np.exp(-nodes * nodes / 2.0)
    prior = _priors(made_with, model, answers.shape[1])
    point = _beginning(right, asked, prior)
    steps, moved = 0, np.inf
    while steps < _STEPS and moved > _ENOUGH:
        expected_right, expected_asked = _expected(right, asked, _chances(point, nodes)[0], weight)
        before = point
        for _ in range(_NEWTON_STEPS):
            point = point + _scoring_step(point, nodes, (expected_right, expected_asked), prior, free)
        steps, moved = steps + 1, float(np.abs(point - before).max(initial=0.0))
    return Calibration(np.exp(point[0]), point[1], _logistic(point[2]), steps, moved <= _ENOUGH)


def _priors(made_with: Sequence[ItemCurve] | None, model: Model, count: int) -> Floats:
    """(3, J): the means of log a, b and logit c."""
    prior = np.repeat(_USUAL, count, axis=1)
    if made_with is not None:
        chances = np.array([each.c for each in made_with])
        guess = np.full(count, _NEVER)
        guess[chances > 0] = np.log(chances[chances > 0] / (1.0 - chances[chances > 0]))
        prior = np.stack([np.log([each.a for each in made_with]), np.array([each.b for each in made_with]), guess])
    if model != "3PL":
        prior[2] = _NEVER
    if model == "1PL":
        prior[0] = 0.0
    return prior


def _beginning(right: Floats, asked: Floats, prior: Floats) -> Floats:
    """(3, J): log a as usual, b from how often an item is answered right, logit c as usual."""
    rate = (right.sum(0, dtype=np.float64) + 1.0) / (asked.sum(0, dtype=np.float64) + 2.0)
    guess = _logistic(prior[2])
    known = np.clip((rate - guess) / (1.0 - guess), 0.05, 0.95)
    return np.stack([prior[0], -np.log(known / (1.0 - known)), prior[2]])


def _expected(right: Floats, asked: Floats, chances: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """How many of those at each node were right about each item, and were asked it: (Q, J) twice."""
    ones = np.log(chances).astype(np.float32)
    noughts = np.log1p(-chances).astype(np.float32)
    # What is not asked adds nothing: ones * right + noughts * (asked - right).
    likely = right @ (ones - noughts).T + asked @ noughts.T + np.log(weight).astype(np.float32)
    likely -= likely.max(axis=1, keepdims=True)
    np.exp(likely, out=likely)
    likely /= likely.sum(axis=1, keepdims=True)
    return (likely.T @ right).astype(np.float64), (likely.T @ asked).astype(np.float64)


def _chances(point: Floats, nodes: Floats) -> tuple[Floats, Floats]:
    """P of each node and item, and the steep part of it: (Q, J) twice."""
    log_a, b, logit_c = point
    steep = _logistic(np.exp(log_a) * (nodes[:, None] - b))
    guess = _logistic(logit_c)
    return np.clip(guess + (1.0 - guess) * steep, 1e-6, 1.0 - 1e-6), steep


def _scoring_step(
    point: Floats, nodes: Floats, expected: tuple[Floats, Floats], prior: Floats, free: list[int]
) -> Floats:
    """(3, J): the step of Fisher scoring, nought where a parameter is not free."""
    expected_right, expected_asked = expected
    log_a, b, logit_c = point
    chances, steep = _chances(point, nodes)
    slope, guess = np.exp(log_a), _logistic(logit_c)
    spread = chances * (1.0 - chances)
    bent = (1.0 - guess) * steep * (1.0 - steep) * slope
    by_parameter = np.stack([bent * (nodes[:, None] - b), -bent, (1.0 - steep) * guess * (1.0 - guess)])[free]
    surprise = (expected_right - expected_asked * chances) / spread
    precision = 1.0 / _SPREAD[free] ** 2
    gradient = (by_parameter * surprise).sum(1) - (point - prior)[free] * precision
    weighed = by_parameter * (expected_asked / spread)
    information = np.einsum("iqj,kqj->jik", weighed, by_parameter) + np.diag(precision[:, 0])
    step = np.zeros_like(point)
    step[free] = np.linalg.solve(information, gradient.T[..., None])[..., 0].T
    return np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)


def _logistic(logits: Floats) -> Floats:
    chances: Floats = 0.5 * np.tanh(0.5 * logits) + 0.5
    return chances
