"""Follows one learner with all predictors of one training: what each says of the next answer, and what moved it.

One answer is taken in at a time and no history is read again; what is said is what the same predictors say of whole
histories. A reason is a number of logits: a predictor's logit is its base plus the reasons it gives.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lyceum.algorithms.tracing import bkt, elo, features
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.bkt import BktParams, BktState
from lyceum.algorithms.tracing.bkt_fit import BktFit
from lyceum.algorithms.tracing.choosing import STACK, Fit, Stacked, Trained, item_rates
from lyceum.algorithms.tracing.elo import EloRatings
from lyceum.algorithms.tracing.features import Rates
from lyceum.algorithms.tracing.logistic import LogisticFit, OneAnswer
from lyceum.algorithms.tracing.memory import Memory, Plain, Question
from lyceum.algorithms.tracing.network import NetworkFit
from lyceum.algorithms.tracing.serving import Carried, NetworkServer
from lyceum.algorithms.tracing.stacking import Stack

# What `bkt_fit.fit` gives a skill that nobody has answered: the mode of its prior.
UNKNOWN_SKILL = BktParams(prior=0.5, learn=0.2, guess=0.2, slip=0.1)
_SUREST = 1e-9

Reasons = dict[str, float]


@dataclass(frozen=True, slots=True)
class Training:
    """What one training has left; `None` and empty what the cohort was too small for.

    Attributes:
        known: how the cohort answered.
        elo, bkt, logistic, networks: what was learnt.
        stack: with a weight for each of `stacked`.
        stacked: names of predictors, in the order of the weights.
        has_time: whether it was known when the cohort answered.
    """

    known: Rates
    elo: EloRatings
    bkt: BktFit | None = None
    logistic: LogisticFit | None = None
    networks: tuple[NetworkFit, ...] = ()
    stack: Stack | None = None
    stacked: tuple[str, ...] = ()
    has_time: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The predictors there are, by their names in `choosing`; the stack last, which is made of the others."""
        there = {"bkt": self.bkt, "logistic": self.logistic, "dkt": self.networks or None, "stack": self.stack}
        return ("item_rate", "elo", *(name for name, fitted in there.items() if fitted is not None))


def training_of(answers: Answers, made: Trained) -> Training:
    """What can be kept of the predictors that were trained on these answers."""
    learnt = {name: each.learnt for name, each in made.predictors.items() if isinstance(each, Fit)}
    together = made.predictors.get(STACK)
    return Training(
        known=features.rates(answers),
        elo=learnt["elo"],
        bkt=learnt.get("bkt"),
        logistic=learnt.get("logistic"),
        networks=tuple(learnt.get("dkt", ())),
        stack=together.stack if isinstance(together, Stacked) else None,
        stacked=tuple(together.parts) if isinstance(together, Stacked) else (),
        has_time=answers.seconds is not None,
    )


@dataclass(slots=True)
class Followed:
    """What is carried of one learner from answer to answer.

    Attributes:
        ability: Elo's, in logits; `skills` what it adds for each, and after how many answers.
        mastery: BKT's P(L) of each skill that was asked for.
        carried: the networks' state; None without networks.
        memory: of the answers, which all numbers are counted from.
    """

    ability: float
    memory: Memory
    carried: Carried | None
    skills: dict[int, tuple[float, int]] = field(default_factory=dict)
    mastery: dict[int, float] = field(default_factory=dict)

    def to_plain(self) -> Plain:
        """As numbers, lists and texts, which `json` writes and reads without losing a bit; some kB.

        Raises:
            TypeError: as `Memory.to_plain`.
        """
        return {
            "ability": self.ability,
            "skills": [[skill, *told] for skill, told in self.skills.items()],
            "mastery": list(self.mastery.items()),
            "memory": self.memory.to_plain() if self.carried is None else None,
            "carried": None if self.carried is None else self.carried.to_plain(),
        }

    @classmethod
    def from_plain(cls, plain: Plain) -> "Followed":
        """What `to_plain` gave.

        Raises:
            ValueError: if its memory is of another version.
        """
        carried = None if plain["carried"] is None else Carried.from_plain(plain["carried"])
        return cls(
            ability=plain["ability"],
            # The networks' memory is the one that all count from.
            memory=carried.memory if carried else Memory.from_plain(plain["memory"]),
            carried=carried,
            skills={skill: (rating, times) for skill, rating, times in plain["skills"]},
            mastery=dict(plain["mastery"]),
        )


class Follower:
    """The predictors of one training."""

    def __init__(self, training: Training) -> None:
        self._training = training
        self._rates = item_rates(training.known).tolist()
        self._difficulty: list[float] = training.elo.difficulty.tolist()
        self._params: dict[int, BktParams] = {}
        self._logistic = OneAnswer(training.logistic) if training.logistic else None
        self._server = NetworkServer(training.networks, has_time=training.has_time) if training.networks else None
        self.names = training.names

    def start(self) -> Followed:
        """A learner nobody has seen yet."""
        carried = self._server.start() if self._server else None
        return Followed(self._training.elo.start, carried.memory if carried else Memory(), carried)

    def take(self, learner: Followed, asked: Question, *, correct: bool, second: float | None) -> None:
        """Take in an answer; in place.

        Args:
            learner: as carried to the moment before it.
            asked: what was asked.
            correct: as graded.
            second: when, on any clock that does not run backwards.
        """
        surprise = float(correct) - _chance(self._elo_logit(learner, asked))
        params, seen = self._training.elo.params, learner.memory.learner.count
        learner.ability = elo.step(learner.ability, surprise, params.learner, params.learner_slowing, seen)
        for skill in asked.skills:
            rating, times = learner.skills.get(skill, (0.0, 0))
            rating = elo.step(rating, surprise, params.skill, params.skill_slowing, times)
            learner.skills[skill] = (rating, times + 1)
            traced = bkt.update(self._belief(learner, skill), self._params_of(skill), correct=correct)
            learner.mastery[skill] = traced.mastery
        if self._server is not None and learner.carried is not None:
            learner.carried = self._server.step(learner.carried, asked, correct=correct, second=second)
        else:
            now = second if self._training.has_time else None
            learner.memory.take(asked, self._training.known, correct=correct, second=now)

    def chances(self, learner: Followed, asked: Sequence[Question], second: float | None) -> dict[str, list[float]]:
        """Probability by each predictor that each question would be answered right now; the learner is not changed."""
        said: dict[str, list[float]] = {
            "item_rate": [self._rate(each) for each in asked],
            "elo": [_chance(self._elo_logit(learner, each)) for each in asked],
        }
        if self._training.bkt is not None:
            said["bkt"] = [self._traced(learner, each) for each in asked]
        if self._logistic is not None:
            logits = (self._logistic.logit(each, self._numbers(learner, each, second)) for each in asked)
            said["logistic"] = [_chance(logit) for logit in logits]
        if self._server is not None and learner.carried is not None:
            said["dkt"] = self._server.chances(learner.carried, asked, second).tolist()
        if self._training.stack is not None:
            together = np.array([said[name] for name in self._training.stacked]).T
            said["stack"] = self._training.stack.combined(together).tolist()
        return said

    def reasons(self, name: str, learner: Followed, asked: Question, second: float | None) -> Reasons:
        """What moved one predictor's logit away from its base, in logits by feature.

        Of Elo and the logistic model these are the very terms of the sum, gathered by what they tell of; of BKT and the
        network the difference that the learner's answers make; of the stack those of its parts by their weights.

        Args:
            name: one of `names`.
            learner: not changed.
            asked: the question.
            second: now.

        Returns:
            By `item_difficulty`, `skill_difficulty`, `own_record`, `item_history`, `skill_history` and `time`; what
            says nothing is left out.
        """
        usual = _logit(self._training.known.usual)
        match name:
            case "item_rate":
                return {"item_difficulty": _logit(self._rate(asked)) - usual}
            case "elo":
                return {
                    "own_record": learner.ability - self._training.elo.start,
                    "skill_history": self._rating(learner, asked),
                    "item_difficulty": -self._item_difficulty(asked),
                }
            case "bkt":
                untouched = self._traced(None, asked)
                grown = _logit(self._traced(learner, asked)) - _logit(untouched)
                return {"skill_difficulty": _logit(untouched) - usual, "skill_history": grown}
            case "logistic" if self._logistic is not None:
                return self._logistic.terms(asked, self._numbers(learner, asked, second))
            case "dkt" if self._server is not None and learner.carried is not None:
                fresh = float(self._server.chances(self._server.start(), [asked], second)[0])
                now = float(self._server.chances(learner.carried, [asked], second)[0])
                return {"item_difficulty": _logit(fresh) - usual, "own_record": _logit(now) - _logit(fresh)}
            case "stack" if self._training.stack is not None:
                return self._stacked(self._training.stack, learner, asked, second)
        raise ValueError(f"this training has {', '.join(self.names)}, but no {name!r}")

    def _stacked(self, stack: Stack, learner: Followed, asked: Question, second: float | None) -> Reasons:
        summed: Reasons = {}
        for name, weight in zip(self._training.stacked, stack.weights.tolist(), strict=True):
            for feature, part in self.reasons(name, learner, asked, second).items():
                summed[feature] = summed.get(feature, 0.0) + weight * part
        return summed

    def _numbers(self, learner: Followed, asked: Question, second: float | None) -> list[float]:
        return learner.memory.numbers(asked, self._training.known, second if self._training.has_time else None)

    def _rate(self, asked: Question) -> float:
        return self._rates[asked.item] if asked.item < len(self._rates) else self._training.known.usual

    def _item_difficulty(self, asked: Question) -> float:
        return self._difficulty[asked.item] if asked.item < len(self._difficulty) else 0.0

    def _elo_logit(self, learner: Followed, asked: Question) -> float:
        return learner.ability + self._rating(learner, asked) - self._item_difficulty(asked)

    @staticmethod
    def _rating(learner: Followed, asked: Question) -> float:
        return sum(learner.skills.get(skill, (0.0, 0))[0] for skill in asked.skills) / len(asked.skills)

    def _traced(self, learner: Followed | None, asked: Question) -> float:
        """BKT's mean over the skills; None: of somebody who has answered nothing yet."""
        chances = (bkt.predict_correct(self._belief(learner, each), self._params_of(each)) for each in asked.skills)
        return sum(chances) / len(asked.skills)

    def _belief(self, learner: Followed | None, skill: int) -> BktState:
        known = learner.mastery.get(skill) if learner else None
        return bkt.initial(self._params_of(skill)) if known is None else BktState(known)

    def _params_of(self, skill: int) -> BktParams:
        fitted = self._training.bkt
        if fitted is None or skill >= len(fitted.prior):
            return UNKNOWN_SKILL
        if (params := self._params.get(skill)) is None:
            params = self._params[skill] = fitted.params(skill)
        return params


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(logit, 700.0), -700.0)))


def _logit(chance: float) -> float:
    held = min(max(chance, _SUREST), 1.0 - _SUREST)
    return math.log(held / (1.0 - held))
