"""Many learners' answers as columns, and what had happened before each of them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats, Ints

# A decayed sum stops where what is older weighs less than this.
_NEGLIGIBLE = 1e-7


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of learners, each learner's together and in the order they were given; n answers, m asked skills.

    Attributes:
        learner: (n,) int, not falling; 0-based.
        item: (n,) int in 0..n_items-1.
        asked_by: (m,) int, not falling: the answer that a skill was asked for by; every answer asks for at least one.
        skill: (m,) int in 0..n_skills-1.
        skill_set: (n,) int: answers that ask for the same skills have the same.
        correct: (n,) float64, 0 or 1.
        seconds: (n,) float64, not falling for one learner; None if nobody knows when an answer was given.
        n_items: how many items there are, asked or not.
        n_skills: how many skills there are, asked for or not.
    """

    learner: Ints
    item: Ints
    asked_by: Ints
    skill: Ints
    skill_set: Ints
    correct: Floats
    seconds: Floats | None
    n_items: int
    n_skills: int

    @property
    def size(self) -> int:
        """How many answers."""
        return len(self.learner)

    def of(self, chosen: Bools) -> "Answers":
        """The chosen answers alone, in the same order; `chosen` (n,) bool. Items and skills keep their numbers."""
        place = np.cumsum(chosen) - 1
        asked = chosen[self.asked_by]
        return replace(
            self,
            learner=self.learner[chosen],
            item=self.item[chosen],
            asked_by=place[self.asked_by[asked]],
            skill=self.skill[asked],
            skill_set=self.skill_set[chosen],
            correct=self.correct[chosen],
            seconds=None if self.seconds is None else self.seconds[chosen],
        )

    def mean_over_skills(self, values: Floats) -> Floats:
        """Mean of a value over the skills of each answer; (m,) float gives (n,) float64."""
        return np.bincount(self.asked_by, values, self.size) / self.skills_asked()

    def skills_asked(self) -> Ints:
        """How many skills each answer asks for, (n,) int."""
        return np.bincount(self.asked_by, minlength=self.size)


def collect(
    learners: Sequence[object],
    items: Sequence[object],
    skills: Sequence[tuple[object, ...]],
    *,
    correct: Sequence[int],
    seconds: Sequence[float] | None = None,
) -> tuple[Answers, Ints]:
    """Columns from rows; each learner's in the order of `seconds`, and where it says nothing as they were given.

    Args:
        learners: who answered, n of anything hashable.
        items: what was asked.
        skills: what each asked for; at least one each.
        correct: 0 or 1.
        seconds: when, on any clock; None if the rows are in the order of time.

    Returns:
        The columns, and (n,) int: the row each of the answers was.

    Raises:
        ValueError: if an answer asks for no skill.
    """
    if not all(skills):
        raise ValueError(
            f"every answer must ask for a skill; number {[not each for each in skills].index(True)} asks for none"
        )
    who = _numbered(learners)[0]
    when = np.zeros(len(who)) if seconds is None else np.asarray(seconds, dtype=np.float64)
    rows = np.lexsort((when, who))
    sets, kinds = _numbered(skills)
    numbers: dict[object, int] = {}
    members = [np.array([numbers.setdefault(skill, len(numbers)) for skill in dict.fromkeys(kind)]) for kind in kinds]
    sets = sets[rows]
    counts = np.array([len(each) for each in members], dtype=np.int64)[sets]
    item, all_items = _numbered(items)
    answers = Answers(
        learner=who[rows],
        item=item[rows],
        asked_by=np.repeat(np.arange(len(rows)), counts),
        skill=np.concatenate([members[each] for each in sets]) if len(rows) else np.zeros(0, np.int64),
        skill_set=sets,
        correct=np.asarray(correct, dtype=np.float64)[rows],
        seconds=None if seconds is None else when[rows],
        n_items=len(all_items),
        n_skills=len(numbers),
    )
    return answers, rows


def _numbered(values: Sequence[object]) -> tuple[Ints, list[Any]]:
    """Numbers by first appearance, and what they stand for."""
    numbers: dict[object, int] = {}
    coded = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int64, len(values))
    return coded, list(numbers)


class Histories:
    """What came before each row among the rows with the same key: counts, sums, the value some rows ago.

    Args:
        keys: (n,) int; rows of one history, in the order of time, share a key.
    """

    def __init__(self, keys: Ints) -> None:
        self._order = np.argsort(keys, kind="stable")
        ordered = keys[self._order]
        is_first = np.ones(len(keys), dtype=bool)
        is_first[1:] = ordered[1:] != ordered[:-1]
        starts = np.flatnonzero(is_first)
        self._start = np.repeat(starts, np.diff(np.append(starts, len(keys))))
        self._place = np.arange(len(keys)) - self._start

    def count(self) -> Ints:
        """How many rows came before, (n,) int."""
        return self._back(self._place)

    def total(self, values: Floats) -> Floats:
        """Sum of the rows before, (n,)."""
        ordered = values[self._order]
        running = np.cumsum(ordered) - ordered
        return self._back(running - running[self._start])

    def lagged(self, values: Floats, rows: int, default: float) -> Floats:
        """The value that many rows before, (n,); `default` where there is none."""
        ordered = values[self._order]
        gone = np.full(len(ordered), default)
        known = np.flatnonzero(self._place >= rows)
        gone[known] = ordered[known - rows]
        return self._back(gone)

    def decayed(self, values: Floats, decay: float) -> Floats:
        """Sum of the rows before, the last with weight 1, the one before with `decay`, then its square, and so on."""
        running = self.lagged(values, 1, 0.0)[self._order]
        step, weight = 1, decay
        while weight > _NEGLIGIBLE:
            # Twice as far each time: after k rounds a row holds what 2^k rows before it bring.
            known = np.flatnonzero(self._place >= step)
            addition = running[known - step] * weight
            running[known] += addition
            step, weight = 2 * step, weight * weight
        return self._back(running)

    def steps(self) -> Iterator[tuple[Ints, Ints]]:
        """Rows in step: those second in their history with the rows before them, then the third, and so on."""
        by_place = np.argsort(self._place, kind="stable")
        bounds = np.searchsorted(self._place[by_place], np.arange(1, int(self._place.max(initial=0)) + 2))
        for begin, end in itertools.pairwise(bounds):
            ordered = by_place[begin:end]
            yield self._order[ordered - 1], self._order[ordered]

    def _back(self, ordered: Floats) -> Floats:
        original: Floats = np.empty_like(ordered)
        original[self._order] = ordered
        return original
