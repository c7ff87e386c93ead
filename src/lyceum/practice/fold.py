"""The one update kernel: what an attempt does to what is believed. A request, a replay and a merge all go through it.

Pure: evidence in, new state out. Everything that decides is in the evidence, pinned when the attempt was received, so
that folding the same attempts again gives the same state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from lyceum.algorithms.scheduling import sm2
from lyceum.algorithms.scheduling.sm2 import Sm2State
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams, BktState

# Named on every attempt. A change that would fold the same evidence to another state is a new version.
MODEL_VERSION = "sm2-published+bkt/1"
# Ours: an item due tomorrow at ten may be reviewed in the morning. What is recalled earlier than this says nothing
# about remembering, so the schedule stays (as with Wozniak's repetitions inside one session).
EARLY_BY = timedelta(hours=12)

Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The part of an attempt that changes beliefs; `skills` are the parameters each skill was traced with."""

    attempt_id: UUID
    effective_at: datetime
    item_id: UUID
    skills: Mapping[UUID, BktParams]
    correct: bool
    quality: int
    assisted: bool

    @property
    def place(self) -> Place:
        """Where it stands in the canonical order of one learner's attempts."""
        return self.effective_at, self.attempt_id

    @property
    def shows_knowledge(self) -> bool:
        """Right, and without having been shown the answer."""
        return self.correct and not self.assisted


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """What is remembered of one learner and one item; `last` is the place of the newest attempt folded in."""

    schedule: Sm2State = sm2.NEVER_REVIEWED
    due_at: datetime | None = None
    reviewed_at: datetime | None = None
    attempts: int = 0
    correct: int = 0
    last: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillState:
    """What is believed of one learner and one skill; `last` is the place of the newest attempt folded in."""

    mastery: float
    practice_count: int = 0
    correct_count: int = 0
    correct_streak: int = 0
    longest_streak: int = 0
    last: Place | None = None


NEW_ITEM = ItemState()


def after_item(state: ItemState, evidence: Evidence) -> ItemState:
    """The item's state after one attempt."""
    counted = replace(state, attempts=state.attempts + 1, correct=state.correct + evidence.correct, last=evidence.place)
    if is_too_early(state, evidence):
        return counted
    schedule = sm2.review(state.schedule, evidence.quality)
    due_at = sm2.due_at(schedule, evidence.effective_at)
    return replace(counted, schedule=schedule, due_at=due_at, reviewed_at=evidence.effective_at)


def is_too_early(state: ItemState, evidence: Evidence) -> bool:
    """Whether the item was recalled so long before it was due that this says nothing about remembering it."""
    recalled = evidence.quality >= sm2.LOWEST_SUCCESS
    return recalled and state.due_at is not None and evidence.effective_at < state.due_at - EARLY_BY


def new_skill(params: BktParams) -> SkillState:
    """The state before the first attempt."""
    return SkillState(mastery=bkt.initial(params).mastery)


def after_skill(state: SkillState | None, evidence: Evidence, skill_id: UUID) -> SkillState:
    """The state of one of the attempt's skills after it; None is a skill never practised."""
    params = evidence.skills[skill_id]
    before = state or new_skill(params)
    knows = evidence.shows_knowledge
    streak = before.correct_streak + 1 if knows else 0
    return SkillState(
        mastery=bkt.update(BktState(before.mastery), params, correct=knows).mastery,
        practice_count=before.practice_count + 1,
        correct_count=before.correct_count + knows,
        correct_streak=streak,
        longest_streak=max(before.longest_streak, streak),
        last=evidence.place,
    )


def comes_last(last: Place | None, evidence: Evidence) -> bool:
    """Whether the attempt follows all that a state has seen, so that it can be folded in as it comes."""
    return last is None or evidence.place > last


def fold_item(history: Iterable[Evidence]) -> ItemState:
    """The state of the one item that all of `history` is about, in whatever order it is given."""
    state = NEW_ITEM
    for evidence in _in_order(history):
        state = after_item(state, evidence)
    return state


def fold_skill(history: Iterable[Evidence], skill_id: UUID) -> SkillState:
    """The state of a skill from the attempts in `history` that asked for it, in whatever order they are given.

    Raises:
        ValueError: if there is none: without evidence there is no state.
    """
    state: SkillState | None = None
    for evidence in _in_order(history):
        if skill_id in evidence.skills:
            state = after_skill(state, evidence, skill_id)
    if state is None:
        raise ValueError(f"no attempt of the history asks for the skill {skill_id}")
    return state


def first_above(history: Iterable[Evidence], skill_id: UUID, threshold: float) -> datetime | None:
    """When the mastery of a skill first came up to a threshold; None if it never did."""
    state: SkillState | None = None
    for evidence in _in_order(history):
        if skill_id in evidence.skills:
            state = after_skill(state, evidence, skill_id)
            if state.mastery >= threshold:
                return evidence.effective_at
    return None


def fold_all(history: Iterable[Evidence]) -> tuple[dict[UUID, ItemState], dict[UUID, SkillState]]:
    """Every state of one learner, from all their attempts."""
    items: dict[UUID, ItemState] = {}
    skills: dict[UUID, SkillState] = {}
    for evidence in _in_order(history):
        items[evidence.item_id] = after_item(items.get(evidence.item_id, NEW_ITEM), evidence)
        for skill_id in evidence.skills:
            skills[skill_id] = after_skill(skills.get(skill_id), evidence, skill_id)
    return items, skills


def _in_order(history: Iterable[Evidence]) -> list[Evidence]:
    return sorted(history, key=lambda evidence: evidence.place)
