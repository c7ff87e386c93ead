"""A learner who is simulated, for the demonstration: when they sit down, what they recall, how long they take.

The model is none of those that judge them. Memory of an item fades with a half-life in days, h: after d days it is
recalled with probability 2^(-d/h). A first right answer leaves h at 4, a wrong one at 1.5, for the answer is shown.
Recalling an item multiplies h by 1 + 1.5 min(1, d/h), so that repeating it at once is worth little; forgetting it
takes two fifths of h, down to 1.5. An item never seen is known with a probability that grows from 0.35 to 0.75 with
the answers given to its skill. One answer in twenty is a slip, and one in twenty a lucky guess. All numbers are ours,
chosen to look like somebody who studies on four days in five.

Source: the form of the curve is that of half-life regression (Settles & Meeder 2016, eq. 1); nothing is fitted.
"""

import math
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.library.contracts import Item, ItemType
from lyceum.practice.contracts.attempts import Response

_AFTER_RIGHT, _AFTER_WRONG = 4.0, 1.5
_GROWTH, _LOSS = 1.5, 0.6
_NEW_LEAST, _NEW_MORE, _NEW_PACE = 0.35, 0.4, 5.0
_SLIP = _GUESS = 0.05
_STUDIES = 0.8
_EASILY = 0.3
# Of the last days none is left out, so that a streak is there to be seen.
_STREAK = 5
_EVENING = time(17, 30)
_SHORTEST_S, _LONGEST_S = 2.0, 120.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sitting:
    """When the learner sits down, and for how many answers."""

    begins_at: datetime
    answers: int


def sittings(rng: random.Random, today: date, zone: ZoneInfo, *, days: int) -> Iterator[Sitting]:
    """The evenings on which they study, up to yesterday's."""
    for ago in range(days, 0, -1):
        chance, minutes, answers = rng.random(), rng.randrange(180), rng.randint(9, 14)
        if chance < _STUDIES or ago <= _STREAK or ago == days:
            evening = datetime.combine(today - ago * _DAY, _EVENING, zone) + timedelta(minutes=minutes)
            yield Sitting(evening.astimezone(UTC), answers)


@dataclass(slots=True)
class _Memory:
    half_life: float
    since: datetime


@dataclass(slots=True)
class SimulatedLearner:
    """What they remember; every throw of the dice is `rng`'s."""

    rng: random.Random
    memories: dict[UUID, _Memory] = field(default_factory=dict)
    answers_to: dict[UUID, int] = field(default_factory=dict)

    def knows(self, item_id: UUID, skills: Collection[UUID], now: datetime) -> float:
        """The probability that they know an item now, before slips and guesses."""
        if memory := self.memories.get(item_id):
            return float(2.0 ** (-((now - memory.since) / _DAY) / memory.half_life))
        seen = sum(self.answers_to.get(skill, 0) for skill in skills) / max(len(skills), 1)
        return _NEW_LEAST + _NEW_MORE * (1 - math.exp(-seen / _NEW_PACE))

    def answers_right(self, item_id: UUID, skills: Collection[UUID], now: datetime) -> bool:
        """Whether they answer an item right, which they remember from now on."""
        known = self.knows(item_id, skills, now)
        is_right = self.rng.random() < _GUESS + (1 - _GUESS - _SLIP) * known
        self.memories[item_id] = _after(self.memories.get(item_id), now, is_right=is_right)
        for skill in skills:
            self.answers_to[skill] = self.answers_to.get(skill, 0) + 1
        return is_right

    def takes(self, *, is_right: bool) -> timedelta:
        """How long an answer takes: eight seconds or so, and longer for what is not known."""
        seconds = self.rng.lognormvariate(math.log(8 if is_right else 14), 0.45)
        return timedelta(milliseconds=round(1000 * min(max(seconds, _SHORTEST_S), _LONGEST_S)))

    def says(self, item: Item, *, is_right: bool) -> Response:
        """Their answer, in the shape the item's type takes."""
        match item.type:
            case ItemType.FLASHCARD:
                return (4 if self.rng.random() < _EASILY else 3) if is_right else 1
            case ItemType.TRUE_FALSE:
                return item.key is is_right
            case ItemType.MULTIPLE_CHOICE:
                ids = [option["id"] for option in item.options or ()]
                return str(item.key) if is_right else self.rng.choice([each for each in ids if each != item.key])
            case ItemType.SHORT_ANSWER:
                return str(item.key) if is_right else ""
            case ItemType.CLOZE:
                return [str(text) for text in item.key] if is_right and isinstance(item.key, list) else _blanks(item)


def _after(memory: _Memory | None, now: datetime, *, is_right: bool) -> _Memory:
    """What is remembered of an item once it was answered."""
    if memory is None:
        return _Memory(_AFTER_RIGHT if is_right else _AFTER_WRONG, now)
    if not is_right:
        return _Memory(max(_AFTER_WRONG, memory.half_life * _LOSS), now)
    spacing = min(1.0, (now - memory.since) / _DAY / memory.half_life)
    return _Memory(memory.half_life * (1 + _GROWTH * spacing), now)


def _blanks(item: Item) -> list[str]:
    return [""] * len(item.accepted)
