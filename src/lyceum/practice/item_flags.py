"""What the first answers to an item say about the item: figures for many, and words where something may be wrong.

Pure. Figures are shown from five learners on, so that nobody can be told from them; flags need more, so that they are
not chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lyceum.algorithms.measures.items import is_above_chance, point_biserial
from lyceum.library.contracts import Calibratable

# Fewer could be told from each other.
LEAST_LEARNERS = 5
# Ours: below, a share is off by more than ten in a hundred, and a correlation says next to nothing.
LEAST_FOR_FLAGS = 20
# Ours: an item that nearly all or hardly any get right tells little about either.
_TOO_EASY, _TOO_HARD = 0.95, 0.2


class FlagCode(StrEnum):
    """What may be wrong with an item."""

    TOO_FEW = "too_few"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    WRONG_KEY = "wrong_key"
    UNUSED_DISTRACTOR = "unused_distractor"
    STRONG_DISTRACTOR = "strong_distractor"


@dataclass(frozen=True, slots=True)
class Flag:
    """What may be wrong; `option_id` names the option it is about."""

    code: FlagCode
    option_id: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many chose an option, and the mean share they have right of what else they were asked."""

    learners: int
    mean_rest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """First answers to one version of an item, counted.

    Attributes:
        asked: answers of all kinds, by anybody.
        learners: whose first answer was unaided; the rest is about those.
        right: of them.
        compared: of them who answered enough else to be compared by it.
        mean_rest, deviation_rest: of the shares that those have right of what else they were asked.
        discrimination: corrected point-biserial correlation of being right with that share.
        timed: answers that have a time; `median_ms` of them.
        chosen: by option.
    """

    asked: int
    learners: int = 0
    right: int = 0
    compared: int = 0
    mean_rest: float | None = None
    deviation_rest: float | None = None
    discrimination: float | None = None
    timed: int = 0
    median_ms: float | None = None
    chosen: Mapping[str, Chosen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What may be told of an item; None where too few learners stand behind it."""

    asked: int
    learners: int
    correct_share: float | None
    discrimination: float | None
    median_ms: float | None
    option_shares: Mapping[str, float]
    flags: tuple[Flag, ...]

    @property
    def is_flagged(self) -> bool:
        """Whether anything but its having few answers is to be said of it."""
        return any(flag.code is not FlagCode.TOO_FEW for flag in self.flags)


def figures_of(counted: Counted, item: Calibratable) -> Figures:
    """What may be told of an item."""
    is_enough = counted.learners >= LEAST_LEARNERS
    return Figures(
        asked=counted.asked,
        learners=counted.learners,
        correct_share=counted.right / counted.learners if is_enough else None,
        discrimination=counted.discrimination if counted.compared >= LEAST_LEARNERS else None,
        median_ms=counted.median_ms if counted.timed >= LEAST_LEARNERS else None,
        option_shares={
            option_id: counted.chosen[option_id].learners / counted.learners if option_id in counted.chosen else 0.0
            for option_id in item.option_ids
        }
        if is_enough
        else {},
        flags=tuple(_flags(counted, item)) if is_enough else (Flag(FlagCode.TOO_FEW),),
    )


def _flags(counted: Counted, item: Calibratable) -> list[Flag]:
    if counted.learners < LEAST_FOR_FLAGS:
        return []
    flags = []
    share = counted.right / counted.learners
    if share > _TOO_EASY:
        flags.append(Flag(FlagCode.TOO_EASY))
    # Whoever only guesses is right that often.
    if share < max(_TOO_HARD, item.made_with.c):
        flags.append(Flag(FlagCode.TOO_HARD))
    if counted.discrimination is not None and _is_sure(-counted.discrimination, counted.compared):
        flags.append(Flag(FlagCode.WRONG_KEY))
    distractors = [option_id for option_id in item.option_ids if option_id != item.key]
    told = [(code, option_id) for option_id in distractors if (code := _flag_of_distractor(counted, option_id))]
    return [*flags, *(Flag(code, option_id) for code, option_id in told)]


def _flag_of_distractor(counted: Counted, option_id: str) -> FlagCode | None:
    chosen = counted.chosen.get(option_id)
    if chosen is None:
        return FlagCode.UNUSED_DISTRACTOR
    if chosen.learners < LEAST_LEARNERS or chosen.mean_rest is None or counted.mean_rest is None:
        return None
    found = point_biserial(
        chosen.learners / counted.learners,
        chosen.mean_rest,
        mean_of_all=counted.mean_rest,
        deviation=counted.deviation_rest or 0.0,
    )
    return FlagCode.STRONG_DISTRACTOR if found is not None and _is_sure(found, counted.compared) else None


def _is_sure(correlation: float, people: int) -> bool:
    return people >= LEAST_FOR_FLAGS and is_above_chance(correlation, people)
