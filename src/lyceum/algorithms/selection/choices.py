"""The words of selection: candidates, skills, policy, and a choice with its reasons."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class Dice(Protocol):
    """A source of chance; `random.Random` is one."""

    def random(self) -> float:
        """A number in [0, 1)."""
        ...


class ComponentName(StrEnum):
    """The parts a score is the sum of."""

    DUE = "due"
    GAP = "gap"
    CHALLENGE = "challenge"
    EXPLORATION = "exploration"
    VARIETY = "variety"
    INFORMATION = "information"


class ReasonCode(StrEnum):
    """Why this item, for a person; words are made elsewhere. Comments name the numbers each carries."""

    REVIEW_DUE = "review_due"  # days_overdue
    SKILL_TO_LEARN = "skill_to_learn"  # mastery, expected_gain
    NEW_ITEM = "new_item"  # none
    MORE_PRACTICE = "more_practice"  # times_asked
    RIGHT_CHALLENGE = "right_challenge"  # p_correct, target
    PREREQUISITE_FIRST = "prerequisite_first"  # mastery, waiting (how many skills)
    ANOTHER_KIND = "another_kind"  # none
    YOUR_MIX = "your_mix"  # share (of the session, that was wanted)
    FINDS_LEVEL = "finds_level"  # ability, standard_error, information


# A tuple and not a frozen dataclass, which takes three times as long to make: there is one for each skill and choice.
class SkillState(NamedTuple):
    """What is believed of one skill: `mastery` P(L) and `learn` P(T), both in [0, 1], and what to learn before it.

    `has_new`: there are items of it that were never asked.
    """

    skill: Hashable
    mastery: float
    learn: float
    prerequisites: tuple[Hashable, ...] = ()
    has_new: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item that may be asked. An item never asked has no due date, zero `times_asked` and no `last_asked_at`.

    `kind` is the way it asks, such as by options or by a gap.
    """

    item: Hashable
    skills: tuple[Hashable, ...]
    kind: Hashable | None = None
    due_at: datetime | None = None
    times_asked: int = 0
    last_asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What each component counts; they need not sum to one."""

    due: float = 0.4
    gap: float = 0.3
    challenge: float = 0.2
    exploration: float = 0.1
    variety: float = 0.1


@dataclass(frozen=True, slots=True)
class Policy:
    """How to choose. Mastery at 0.95: Corbett & Anderson 1995; target 0.75 with width 0.1: the seeds' ADP-05."""

    weights: Weights = Weights()
    mastery_stop: float = 0.95
    target_p_correct: float = 0.75
    target_width: float = 0.1


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a score: `contribution` = weight * `measure`, and `measure` is in [0, 1]."""

    name: ComponentName
    measure: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as data: a code and the numbers that belong to it."""

    code: ReasonCode
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """The item to ask. `score` is the sum of the components' contributions; reasons come strongest first."""

    item: Hashable
    skill: Hashable
    score: float
    components: tuple[Component, ...]
    reasons: tuple[Reason, ...]
