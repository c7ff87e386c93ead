"""Answers as columns, for training: small, and quickly handed to another process, which knows no database."""

import math
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from lyceum.practice.store.answer_log import Logged


@dataclass(slots=True)
class Log:
    """Answers of all learners; each learner's together, in canonical order. Numbers are given by first appearance.

    Attributes:
        learners, items: numbers; `asked` the number of the skills an answer asked for together.
        correct: 1 for right without having been shown the answer, else 0.
        seconds: since 1970, when it counts.
        believed: the chance that the beliefs gave it right before; not a number where that is not known.
        item_ids, skill_ids: by their numbers.
        skill_sets: numbers of skills, at least one each.
    """

    learners: "array[int]" = field(default_factory=lambda: array("q"))
    items: "array[int]" = field(default_factory=lambda: array("q"))
    asked: "array[int]" = field(default_factory=lambda: array("q"))
    correct: "array[int]" = field(default_factory=lambda: array("b"))
    seconds: "array[float]" = field(default_factory=lambda: array("d"))
    believed: "array[float]" = field(default_factory=lambda: array("d"))
    item_ids: list[UUID] = field(default_factory=list)
    skill_ids: list[UUID] = field(default_factory=list)
    skill_sets: list[tuple[int, ...]] = field(default_factory=list)


class LogBuilder:
    """Puts answers, as they are read, into columns."""

    def __init__(self) -> None:
        self.log = Log()
        self._learners: dict[UUID, int] = {}
        self._items: dict[UUID, int] = {}
        self._skills: dict[UUID, int] = {}
        self._sets: dict[tuple[UUID, ...], int] = {}

    def add(self, each: "Logged") -> None:
        """One more answer."""
        log, asked = self.log, each.outcome.question
        log.learners.append(self._learners.setdefault(each.learner_id, len(self._learners)))
        log.items.append(self._item(asked.item_id))
        log.asked.append(self._skill_set(asked.skill_ids))
        log.correct.append(each.outcome.correct)
        log.seconds.append(each.outcome.place[0].timestamp())
        log.believed.append(math.nan if each.believed is None else each.believed)

    def _item(self, item_id: UUID) -> int:
        if (number := self._items.get(item_id)) is None:
            number = self._items[item_id] = len(self._items)
            self.log.item_ids.append(item_id)
        return number

    def _skill_set(self, skill_ids: tuple[UUID, ...]) -> int:
        if (number := self._sets.get(skill_ids)) is None:
            number = self._sets[skill_ids] = len(self._sets)
            self.log.skill_sets.append(tuple(self._skill(each) for each in skill_ids))
        return number

    def _skill(self, skill_id: UUID) -> int:
        if (number := self._skills.get(skill_id)) is None:
            number = self._skills[skill_id] = len(self._skills)
            self.log.skill_ids.append(skill_id)
        return number
