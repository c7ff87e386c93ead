"""Fits Bayesian knowledge tracing to answers: one set of parameters per skill, by expectation maximisation.

Without forgetting, all that is hidden of one learner and skill is *when* it was learnt: before the first answer, after
one of them, or not yet. The likelihood of each such moment needs only how many answers were right before it, so a step
of EM is a few cumulative sums over all answers of all skills, with no walk through time and nothing to underflow.
"""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.tracing.answers import Answers, Histories
from lyceum.algorithms.tracing.bkt import HIGHEST_GUESS, HIGHEST_SLIP, BktParams

# Ours: three corners of what is published for tutors. EM finds a local optimum, so the best of them counts.
STARTS = (
    BktParams(prior=0.4, learn=0.1, guess=0.2, slip=0.1),
    BktParams(prior=0.7, learn=0.05, guess=0.3, slip=0.2),
    BktParams(prior=0.2, learn=0.3, guess=0.1, slip=0.05),
)
# Ours: as if so many (happened, did not happen) had been seen besides; keeps rare skills near the usual, off 0 and 1.
_PRIOR_COUNTS = {"prior": (1.0, 1.0), "learn": (1.0, 4.0), "guess": (1.0, 4.0), "slip": (1.0, 9.0)}
_LEAST = 1e-4
_STEPS = 60
# Ours: parameters this far apart tell another story.
_ELSEWHERE = 0.1
_ENOUGH = 1e-5


@dataclass(frozen=True, slots=True)
class BktFit:
    """Parameters of every skill.

    Attributes:
        prior, learn, guess, slip: (n_skills,) float64, each within the bounds of `BktParams`.
        log_posterior: (n_skills,) log-likelihood of the skill's answers plus the log prior, up to a constant.
        runner_up: (n_skills,) the log posterior of the best start that ended elsewhere (a parameter 0.1 off or more);
            -inf if none did. Near `log_posterior`, two explanations fit alike and neither should be believed alone.
        answers: (n_skills,) int, what the fit rests on.
    """

    prior: Floats
    learn: Floats
    guess: Floats
    slip: Floats
    log_posterior: Floats
    runner_up: Floats
    answers: Ints

    def params(self, skill: int) -> BktParams:
        """The parameters of one skill."""
        return BktParams(
            float(self.prior[skill]), float(self.learn[skill]), float(self.guess[skill]), float(self.slip[skill])
        )


class _Sequences:
    """Answers of one learner to one skill after another; equal ones are kept once, with how often they occur."""

    def __init__(self, answers: Answers) -> None:
        learner = answers.learner[answers.asked_by]
        order = np.lexsort((learner, answers.skill))
        skill, learner = answers.skill[order], learner[order]
        right = answers.correct[answers.asked_by][order]
        first = np.ones(len(skill), dtype=bool)
        first[1:] = (skill[1:] != skill[:-1]) | (learner[1:] != learner[:-1])
        start = np.flatnonzero(first)
        length = np.diff(np.append(start, len(skill)))
        kept, times = _distinct(skill[start], right.astype(np.uint8), start, length)
        start, length = start[kept], length[kept]
        self.times = times.astype(np.float64)
        self.skill = skill[start]
        self.length = length
        self.start = np.append(0, np.cumsum(length))[:-1]
        rows = np.repeat(start - self.start, length) + np.arange(int(length.sum()))
        self.sequence = np.repeat(np.arange(len(length)), length)
        self.place = (np.arange(len(rows)) - self.start[self.sequence]).astype(np.float64)
        self.right = right[rows]
        running = np.cumsum(self.right)
        self.right_before = running - self.right - (running - self.right)[self.start][self.sequence]
        self.rights = np.add.reduceat(self.right, self.start) if len(rows) else np.zeros(0)
        self.n_skills = answers.n_skills
        self.wrong_before = self.place - self.right_before


def _distinct(skill: Ints, right: Ints, start: Ints, length: Ints) -> tuple[Ints, Ints]:
    """Of equal sequences the first, and how many there are of it."""
    numbers: dict[tuple[int, bytes], int] = {}
    kept: list[int] = []
    times: list[int] = []
    raw = right.tobytes()
    for place, (which, begin, size) in enumerate(zip(skill.tolist(), start.tolist(), length.tolist(), strict=True)):
        known = numbers.setdefault((which, raw[begin : begin + size]), len(kept))
        if known == len(kept):
            kept.append(place)
            times.append(0)
        times[known] += 1
    return np.array(kept, dtype=np.int64), np.array(times, dtype=np.int64)


@dataclass(slots=True)
class _Point:
    """Where EM has come to: (4, n_skills) prior, learn, guess, slip, and the log posterior of the step before."""

    values: Floats
    log_posterior: Floats


def fit(answers: Answers) -> BktFit:
    """Parameters of every skill that fit the answers best, of several starts; without forgetting.

    Args:
        answers: of any number of learners; each answer counts once for every skill it asks for.

    Returns:
        The fit. A skill without answers has the mode of the prior.

    Source: maximum a posteriori by EM, as Beck & Chang 2007 argue for priors and Baker, Corbett & Aleven 2008 for the
        bounds on guess and slip. The E-step in closed form over the moment of learning is ours; it gives what the
        forward-backward recursion gives.
    """
    sequences = _Sequences(answers)
    tried = [_climbed(sequences, _started(start, answers.n_skills)) for start in STARTS]
    heights = np.stack([each.log_posterior for each in tried])
    values = np.stack([each.values for each in tried])
    skills = np.arange(answers.n_skills)
    highest = heights.argmax(0)
    best = values[highest, :, skills].T
    is_other = np.abs(values - best).max(1) >= _ELSEWHERE
    prior, learn, guess, slip = best
    return BktFit(
        prior,
        learn,
        guess,
        slip,
        log_posterior=heights[highest, skills],
        runner_up=np.where(is_other, heights, -np.inf).max(0),
        answers=np.bincount(answers.skill, minlength=answers.n_skills),
    )


def predict(answers: Answers, fitted: BktFit) -> Floats:
    """Probability that each answer is right, from the same learner's answers before it; (n,) float64.

    An answer that asks for several skills has the mean of their probabilities, and is evidence for each.

    Source: Corbett & Anderson 1995, eqs. 1-4; the mean over skills as in Pardos et al. 2008.
    """
    mastery = _mastery(answers, fitted)
    guess, slip = fitted.guess[answers.skill], fitted.slip[answers.skill]
    return answers.mean_over_skills(mastery * (1.0 - slip) + (1.0 - mastery) * guess)


def _mastery(answers: Answers, fitted: BktFit) -> Floats:
    """P(L) of each asked skill before its answer, (m,): all histories take their k-th step together."""
    histories = Histories(answers.learner[answers.asked_by] * np.int64(answers.n_skills) + answers.skill)
    mastery = fitted.prior[answers.skill]
    right = answers.correct[answers.asked_by] > 0.5
    for before, now in histories.steps():
        skill, known = answers.skill[now], mastery[before]
        guess, slip, learn = fitted.guess[skill], fitted.slip[skill], fitted.learn[skill]
        was_right = right[before]
        if_known = known * np.where(was_right, 1.0 - slip, slip)
        if_unknown = (1.0 - known) * np.where(was_right, guess, 1.0 - guess)
        posterior = if_known / (if_known + if_unknown)
        mastery[now] = posterior + (1.0 - posterior) * learn
    return mastery


def _started(start: BktParams, n_skills: int) -> _Point:
    values = np.array([start.prior, start.learn, start.guess, start.slip])
    return _Point(np.repeat(values[:, None], n_skills, axis=1), np.full(n_skills, -np.inf))


def _climbed(sequences: _Sequences, point: _Point) -> _Point:
    for _ in range(_STEPS):
        before = point.log_posterior
        point = _step(sequences, point.values)
        if np.all(point.log_posterior - before <= _ENOUGH * np.abs(point.log_posterior)):
            break
    return point


def _step(sequences: _Sequences, values: Floats) -> _Point:
    """One step of EM for every skill at once; the log posterior is that of the values given."""
    logs, inverse = np.log(values), np.log1p(-values)
    prior, learn, guess, slip = (row[sequences.skill] for row in logs)
    not_prior, not_learn, not_guess, not_slip = (row[sequences.skill] for row in inverse)
    rights, wrongs = sequences.rights, sequences.length - sequences.rights
    # The log-likelihood of never having learnt it, and of each moment of learning against that of knowing all along.
    never = not_prior + (sequences.length - 1) * not_learn + rights * guess + wrongs * not_guess
    always = rights * not_slip + wrongs * slip
    each = sequences.sequence
    at = (
        (always + not_prior + learn - not_learn)[each]
        + sequences.right_before * (guess - not_slip)[each]
        + sequences.wrong_before * (not_guess - slip)[each]
        + sequences.place * not_learn[each]
    )
    at[sequences.start] = always + prior
    top = np.maximum(np.maximum.reduceat(at, sequences.start), never)
    at = np.exp(at - top[each])
    never = np.exp(never - top)
    total = np.add.reduceat(at, sequences.start) + never
    weight = sequences.times / total
    at *= weight[each]
    never *= weight
    likelihood = np.bincount(sequences.skill, sequences.times * (top + np.log(total)), sequences.n_skills)

    def per_skill(over_moments: Floats, if_never: Floats) -> Floats:
        summed = np.add.reduceat(over_moments, sequences.start) + if_never
        return np.bincount(sequences.skill, summed, sequences.n_skills)

    first = at[sequences.start]
    known_first = np.bincount(sequences.skill, first, sequences.n_skills)
    started = np.bincount(sequences.skill, sequences.times, sequences.n_skills)
    unlearnt = per_skill(at * sequences.place, never * sequences.length)
    never_learnt = np.bincount(sequences.skill, never, sequences.n_skills)
    guessed = per_skill(at * sequences.right_before, never * rights)
    lucky = np.bincount(sequences.skill, sequences.times * rights, sequences.n_skills)
    asked = np.bincount(sequences.skill, sequences.times * sequences.length, sequences.n_skills)
    slipped = (asked - lucky) - (unlearnt - guessed)
    happened = np.stack([known_first, started - known_first - never_learnt, guessed, slipped])
    chances = np.stack([started, unlearnt - never_learnt, unlearnt, asked - unlearnt])
    counts = np.array(list(_PRIOR_COUNTS.values()))
    log_prior = (counts[:, :1] * logs + counts[:, 1:] * inverse).sum(0)
    new = (happened + counts[:, :1]) / (chances + counts.sum(1, keepdims=True))
    highest = np.array([[1.0 - _LEAST], [1.0 - _LEAST], [HIGHEST_GUESS], [HIGHEST_SLIP]])
    return _Point(np.clip(new, _LEAST, highest), likelihood + log_prior)
