"""What to ask next, and why: a skill worth practising, then the item inside it that fits the learner.

A skill is chosen by expected gain with a mastery stop, plus the urgency of what is due, plus exploration. The
difficulty target only chooses the item inside the skill: as a term of one weighted sum it lets a mastered skill with
slip 0.25 sit at the target for ever (99.5% of simulated learners never finished).
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

_DAY = timedelta(days=1)
# Seeds' ADP-03: sigmoid(days overdue / 2), so that an item due now has urgency 0.5 and one four days late 0.88.
URGENCY_SCALE_DAYS = 2.0
# Ours: an item answered and not yet due counts fully again after this time; one asked a moment ago hardly counts.
REST = timedelta(minutes=10)


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


class ReasonCode(StrEnum):
    """Why this item, for a person; words are made elsewhere. Comments name the numbers each carries."""

    REVIEW_DUE = "review_due"  # days_overdue
    SKILL_TO_LEARN = "skill_to_learn"  # mastery, expected_gain
    NEW_ITEM = "new_item"  # none
    MORE_PRACTICE = "more_practice"  # times_asked
    RIGHT_CHALLENGE = "right_challenge"  # p_correct, target


@dataclass(frozen=True, slots=True)
class SkillState:
    """What is believed of one skill: `mastery` P(L) and `learn` P(T), both in [0, 1]."""

    skill: Hashable
    mastery: float
    learn: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item that may be asked. An item never asked has no due date, zero `times_asked` and no `last_asked_at`."""

    item: Hashable
    skills: tuple[Hashable, ...]
    p_correct: float
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


@dataclass(frozen=True, slots=True)
class Policy:
    """How to choose. Defaults: mastery at 0.95 (Corbett & Anderson 1995), target 0.75 with width 0.1 (seeds' ADP-05)."""

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


def urgency(due_at: datetime | None, now: datetime) -> float:
    """How pressing a review is, in [0, 1): 0 before it is due, 0.5 when due, towards 1 as it gets late.

    Source: the seeds' sigmoid(days since due / 2); unlike theirs, an item that is not due has no urgency at all.
    """
    if due_at is None or due_at > now:
        return 0.0
    return 1.0 / (1.0 + math.exp(-((now - due_at) / _DAY) / URGENCY_SCALE_DAYS))


def next_item(
    candidates: Sequence[Candidate],
    skills: Iterable[SkillState],
    *,
    now: datetime,
    rng: Dice,
    policy: Policy = DEFAULT_POLICY,
    just_answered: Hashable | None = None,
) -> Choice | None:
    """The item to ask now, with its reasons; O(number of candidates).

    Args:
        candidates: the items that may be asked; those whose skills are all unknown to `skills` are ignored.
        skills: beliefs about the skills of the candidates.
        now: aware time, the same zone rules as `due_at`.
        rng: decides between what is equally worth asking.
        policy: weights, mastery stop and difficulty target.
        just_answered: the item asked last; it is not repeated while another is worth asking.

    Returns:
        The choice, or None when nothing is worth asking: every skill is mastered and nothing is due.
    """
    chooser = _Chooser({state.skill: state for state in skills}, now, rng, policy)
    others = [candidate for candidate in candidates if candidate.item != just_answered]
    choice = chooser.choose(others)
    if choice is None and len(others) < len(candidates):
        choice = chooser.choose(candidates)
    return choice
