"""One learner's answers so far, as much of them as the next one's numbers need; taken in one by one.

The numbers are those of `features.describe`, by the same definitions, so that a model is served what it was trained on.
A memory grows with the items and skills that were asked for, not with the answers.
"""

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.tracing.features import (
    DECAYS,
    ITEM_DECAY,
    ITEM_SHRINKAGE,
    LAGS,
    LEARNER_SHRINKAGE,
    LOGIT_BOUNDS,
    SKILL_LAGS,
    SKILL_SHRINKAGE,
    Rates,
)

# What JSON can hold.
Plain = dict[str, Any]
# Of the plain form: a change of what is remembered is a new one.
VERSION = 1
_ONE_AGO = math.log(2.0)
_HOUR_S, _DAY_S = 3_600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an item and its skills, by the numbers they have in a model.

    Attributes:
        item: 0-based; a number the model does not reach is an item it has not seen.
        skills: likewise, at least one, each once.
        skill_set: the same for all that ask for the same skills.
    """

    item: int
    skills: tuple[int, ...]
    skill_set: Hashable


@dataclass(slots=True)
class _Past:
    """What happened with one item, one skill or one set of skills, no more of it than is asked for later.

    `decayed` weighs as `DECAYS` or `ITEM_DECAY` say, `last` has the newest first; both are empty before an answer.
    """

    count: int = 0
    right: float = 0.0
    surprise: float = 0.0
    decayed: tuple[float, ...] = ()
    last: tuple[float, ...] = ()
    place: int = -1
    second: float = math.nan


@dataclass(slots=True)
class Memory:
    """What one learner's answers so far come to; empty before the first.

    Attributes:
        learner: over all answers.
        rates: the learner's decayed answers, less the usual rate.
        items, skills, sets: each that was asked for.
    """

    learner: _Past = field(default_factory=_Past)
    rates: list[float] = field(default_factory=lambda: [0.0] * len(DECAYS))
    items: dict[int, _Past] = field(default_factory=dict)
    skills: dict[int, _Past] = field(default_factory=dict)
    sets: dict[Hashable, _Past] = field(default_factory=dict)

    def numbers(self, asked: Question, known: Rates, second: float | None) -> list[float]:
        """The numbers about an answer before it is given, in the order of `features.describe`.

        Args:
            asked: the question.
            known: how the training learners answered.
            second: when it is asked, on the clock the answers before had; None if the model was trained without time.
        """
        skill_rate, item_rate, item_seen = _expected(asked, known)
        found = [_logit(item_rate), _logit(skill_rate), math.log1p(item_seen), math.log(len(asked.skills))]
        found += self._of_learner()
        item = self.items.get(asked.item) or _NOTHING
        found += [math.log1p(item.right), math.log1p(item.count - item.right)]
        found += [*_lagged(item, 1), *_decayed(item, 1), self._gap(item)]
        found += self._of_skills(asked)
        common = self.sets.get(asked.skill_set) or _NOTHING
        gap = self._gap(common)
        found += [gap, float(gap == _ONE_AGO)]
        if second is not None:
            for past in (self.learner, common, item):
                found += _since(past, second)
        return found

    def take(self, asked: Question, known: Rates, *, correct: bool, second: float | None) -> None:
        """Take in an answer; in place. Arguments as for `numbers`."""
        answer = float(correct)
        surprise = answer - _expected(asked, known)[1]
        when = math.nan if second is None else second
        place = self.learner.count
        self.rates = [decay * held + answer - known.usual for decay, held in zip(DECAYS, self.rates, strict=True)]
        _take(self.learner, DECAYS, len(LAGS), answer, surprise, surprise, place, when)
        item = self.items.setdefault(asked.item, _Past())
        _take(item, (ITEM_DECAY,), 1, answer, answer - 0.5, answer - 0.5, place, when)
        for skill in asked.skills:
            past = self.skills.setdefault(skill, _Past())
            _take(past, DECAYS, len(SKILL_LAGS), answer, surprise, answer - 0.5, place, when)
        _take(self.sets.setdefault(asked.skill_set, _Past()), (), 0, answer, 0.0, 0.0, place, when)

    def to_plain(self) -> Plain:
        """The memory as numbers, lists and texts, which `json` writes and reads without losing a bit.

        Raises:
            TypeError: if a set of skills goes by anything but a number, a text or a tuple of numbers.
        """
        for each in self.sets:
            numbers = each if isinstance(each, tuple) else (each,)
            if not all(isinstance(number, int | str) for number in numbers):
                raise TypeError(f"a set of skills must go by a number, a text or a tuple of those, got {each!r}")
        return {
            "version": VERSION,
            "learner": _plain(self.learner),
            "rates": self.rates,
            "items": [[item, *_plain(past)] for item, past in self.items.items()],
            "skills": [[skill, *_plain(past)] for skill, past in self.skills.items()],
            "sets": [
                [list(each) if isinstance(each, tuple) else each, *_plain(past)] for each, past in self.sets.items()
            ],
        }

    @classmethod
    def from_plain(cls, plain: Plain) -> "Memory":
        """The memory that `to_plain` gave.

        Raises:
            ValueError: if it is of another version. What can be folded again should then be folded again.
        """
        if plain.get("version") != VERSION:
            raise ValueError(f"expected a memory of version {VERSION}, got {plain.get('version')!r}: fold it again")
        return cls(
            learner=_past(plain["learner"]),
            rates=list(plain["rates"]),
            items={item: _past(past) for item, *past in plain["items"]},
            skills={skill: _past(past) for skill, *past in plain["skills"]},
            sets={tuple(each) if isinstance(each, list) else each: _past(past) for each, *past in plain["sets"]},
        )

    def _of_learner(self) -> list[float]:
        past = self.learner
        found = [math.log1p(past.right), math.log1p(past.count - past.right)]
        found.append(past.surprise / (past.count + LEARNER_SHRINKAGE))
        for decay, surprise, rate in zip(DECAYS, _decayed(past, len(DECAYS)), self.rates, strict=True):
            found += [surprise * (1.0 - decay), rate * (1.0 - decay)]
        return [*found, *_lagged(past, len(LAGS))]

    def _of_skills(self, asked: Question) -> list[float]:
        share = 1.0 / len(asked.skills)
        found = [0.0] * (4 + len(DECAYS) + len(SKILL_LAGS))
        for skill in asked.skills:
            past = self.skills.get(skill) or _NOTHING
            told = [
                math.log1p(past.right),
                math.log1p(past.count - past.right),
                past.surprise / (past.count + LEARNER_SHRINKAGE),
                float(past.count == 0),
                *(held * (1.0 - decay) for decay, held in zip(DECAYS, _decayed(past, len(DECAYS)), strict=True)),
                *_lagged(past, len(SKILL_LAGS)),
            ]
            found = [total + share * number for total, number in zip(found, told, strict=True)]
        return found

    def _gap(self, past: _Past) -> float:
        """Log of how many answers ago the same was asked, plus 1; 0 if never."""
        return 0.0 if past.place < 0 else math.log1p(self.learner.count - past.place)


_NOTHING = _Past()


def _plain(past: _Past) -> list[Any]:
    second = None if math.isnan(past.second) else past.second
    return [past.count, past.right, past.surprise, list(past.decayed), list(past.last), past.place, second]


def _past(plain: list[Any]) -> _Past:
    count, right, surprise, decayed, last, place, second = plain
    return _Past(count, right, surprise, tuple(decayed), tuple(last), place, math.nan if second is None else second)


def _take(
    past: _Past,
    decays: tuple[float, ...],
    lags: int,
    answer: float,
    weighed: float,
    kept: float,
    place: int,
    second: float,
) -> None:
    """Add an answer: `weighed` to what decays and sums up, `kept` to so many that are remembered as they are."""
    past.count += 1
    past.right += answer
    past.surprise += weighed
    held = _decayed(past, len(decays))
    past.decayed = tuple([decay * each + weighed for decay, each in zip(decays, held, strict=True)])
    past.last = (kept, *past.last)[:lags]
    past.place, past.second = place, second


def _decayed(past: _Past, count: int) -> tuple[float, ...]:
    return past.decayed or (0.0,) * count


def _lagged(past: _Past, count: int) -> tuple[float, ...]:
    """The last answers, the newest first; 0 where there was none."""
    return past.last + (0.0,) * (count - len(past.last))


def _expected(asked: Question, known: Rates) -> tuple[float, float, float]:
    """The rate of the skills, that of the item, and how often the item was seen, among the training learners."""
    usual = known.usual
    skill_rate = 0.0
    for skill in asked.skills:
        right, seen = _counts(known.skill_right, known.skill_seen, skill)
        skill_rate += (right + SKILL_SHRINKAGE * usual) / (seen + SKILL_SHRINKAGE)
    skill_rate /= len(asked.skills)
    right, seen = _counts(known.item_right, known.item_seen, asked.item)
    return skill_rate, (right + ITEM_SHRINKAGE * skill_rate) / (seen + ITEM_SHRINKAGE), seen


def _counts(right: Floats, seen: Floats, number: int) -> tuple[float, float]:
    return (float(right[number]), float(seen[number])) if number < len(seen) else (0.0, 0.0)


def _since(past: _Past, second: float) -> list[float]:
    if math.isnan(past.second):
        return [0.0, 0.0, 0.0]
    since = max(second - past.second, 0.0)
    return [math.log1p(since), float(since > _HOUR_S), float(since > _DAY_S)]


def _logit(chance: float) -> float:
    low, high = LOGIT_BOUNDS
    held = min(max(chance, low), high)
    return math.log(held / (1.0 - held))
