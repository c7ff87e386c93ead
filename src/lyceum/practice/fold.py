"""The one update kernel: what an attempt does to what is believed. A request, a replay and a merge all go through it.

Pure: evidence in, new state out. Everything that decides is in the evidence, pinned when the attempt was received, so
that folding the same attempts again gives the same state. When an item comes back is not folded: `dating` derives it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lyceum.algorithms.irt import ability
from lyceum.algorithms.irt.ability import Ability
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling import fsrs, sm2
from lyceum.algorithms.scheduling.fsrs import FsrsState, Rating
from lyceum.algorithms.scheduling.sm2 import Sm2State
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams, BktState

# Named on every attempt. A change that would fold the same evidence to another state is a new version; FSRS-6's weights
# are part of it while everybody has the published ones.
MODEL_VERSION = "sm2+fsrs6+bkt+3pl/2"
_DAY = timedelta(days=1)

Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The part of an attempt that changes beliefs.

    Attributes:
        attempt_id: orders attempts of the same moment.
        effective_at: when it counts.
        day: the day that was in the learner's zone.
        item_id: what was answered.
        curve: how hard the item was taken to be.
        skills: the parameters each skill was traced with.
        correct: as graded. `quality` the same on SM-2's scale, `rating` on FSRS's.
        assisted: the answer was in sight.
    """

    attempt_id: UUID
    effective_at: datetime
    day: date
    item_id: UUID
    curve: ItemCurve
    skills: Mapping[UUID, BktParams]
    correct: bool
    quality: int
    rating: Rating
    assisted: bool

    @property
    def place(self) -> Place:
        """Where it stands in the canonical order of one learner's attempts."""
        return self.effective_at, self.attempt_id

    @property
    def shows_knowledge(self) -> bool:
        """Right, and without having been shown the answer."""
        return self.correct and not self.assisted

    @property
    def is_recalled(self) -> bool:
        """Whether it was remembered, well or barely."""
        return self.quality >= sm2.LOWEST_SUCCESS


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """What is remembered of one learner and one item, as either scheduler sees it.

    Attributes:
        sm2: SM-2's memory; `sm2_day` the day of the last review it counted.
        fsrs: FSRS's memory, which counts every attempt; None before the first.
        day: of the newest attempt.
        is_recalled: whether it was remembered then.
        attempts, correct: how many there were, and right ones.
        lapses: how often it was forgotten after having been remembered.
        last: the place of the newest attempt folded in.
    """

    sm2: Sm2State = sm2.NEVER_REVIEWED
    sm2_day: date | None = None
    fsrs: FsrsState | None = None
    day: date | None = None
    is_recalled: bool = False
    attempts: int = 0
    correct: int = 0
    lapses: int = 0
    last: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillState:
    """What is believed of one learner and one skill; `last` is the place of the newest attempt folded in."""

    mastery: float
    ability: Ability = ability.PRIOR
    practice_count: int = 0
    correct_count: int = 0
    correct_streak: int = 0
    longest_streak: int = 0
    last: Place | None = None


NEW_ITEM = ItemState()


def after_item(state: ItemState, evidence: Evidence) -> ItemState:
    """The item's state after one attempt."""
    schedule, sm2_day = state.sm2, state.sm2_day
    if not _is_too_early_for_sm2(state, evidence):
        schedule, sm2_day = sm2.review(state.sm2, evidence.quality), evidence.day
    return ItemState(
        sm2=schedule,
        sm2_day=sm2_day,
        fsrs=_fsrs_after(state, evidence),
        day=evidence.day,
        is_recalled=evidence.is_recalled,
        attempts=state.attempts + 1,
        correct=state.correct + evidence.correct,
        lapses=state.lapses + (state.is_recalled and not evidence.is_recalled),
        last=evidence.place,
    )


def _is_too_early_for_sm2(state: ItemState, evidence: Evidence) -> bool:
    """Whether the item was recalled before the day SM-2 would have asked for it.

    SM-2 takes every success for a review in time. What is recalled earlier says nothing it could use, so its memory
    stays (as with Wozniak's repetitions inside one session); FSRS knows how much time has passed, and needs no such
    rule.
    """
    if not evidence.is_recalled or state.sm2_day is None:
        return False
    return evidence.day < state.sm2_day + timedelta(days=state.sm2.interval_days)


def _fsrs_after(state: ItemState, evidence: Evidence) -> FsrsState:
    if state.fsrs is None or state.last is None or state.day is None:
        return fsrs.first_review(evidence.rating)
    elapsed_days = (evidence.effective_at - state.last[0]) / _DAY
    # Who travels west may live a day twice.
    return fsrs.review(state.fsrs, evidence.rating, elapsed_days, is_same_day=evidence.day <= state.day)


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
        ability=ability.update(ability.drifted(before.ability), evidence.curve, correct=knows),
        practice_count=before.practice_count + 1,
        correct_count=before.correct_count + knows,
        correct_streak=streak,
        longest_streak=max(before.longest_streak, streak),
        last=evidence.place,
    )


def follows(state: ItemState | SkillState | None, evidence: Evidence) -> bool:
    """Whether the attempt can be folded into a state as it comes: it follows all that the state has seen.

    Nothing follows a state that was folded before there was FSRS and ability: the log makes it anew. That a state of
    this model looks like one of those is next to impossible, and folding it again would do no harm.
    """
    if state is None or state.last is None:
        return True
    is_old = state.fsrs is None if isinstance(state, ItemState) else state.ability == ability.PRIOR
    return not is_old and evidence.place > state.last


def fold_item(history: Iterable[Evidence]) -> ItemState:
    """The state of the one item that all of `history` is about, in whatever order it is given."""
    state = NEW_ITEM
    for evidence in _in_order(history):
        state = after_item(state, evidence)
    return state


def trail(history: Iterable[Evidence], skill_id: UUID) -> Iterator[tuple[Evidence, SkillState, SkillState]]:
    """Each attempt in `history` that asked for a skill, in canonical order, with the states before and after it."""
    state: SkillState | None = None
    for evidence in _in_order(history):
        if skill_id in evidence.skills:
            before = state or new_skill(evidence.skills[skill_id])
            state = after_skill(state, evidence, skill_id)
            yield evidence, before, state


def fold_skill(history: Iterable[Evidence], skill_id: UUID) -> SkillState:
    """The state of a skill from the attempts in `history` that asked for it, in whatever order they are given.

    Raises:
        ValueError: if there is none: without evidence there is no state.
    """
    state: SkillState | None = None
    for _, _, after in trail(history, skill_id):
        state = after
    if state is None:
        raise ValueError(f"no attempt of the history asks for the skill {skill_id}")
    return state


def first_above(history: Iterable[Evidence], skill_id: UUID, threshold: float) -> datetime | None:
    """When the mastery of a skill first came up to a threshold; None if it never did."""
    reached = (evidence for evidence, _, after in trail(history, skill_id) if after.mastery >= threshold)
    first = next(reached, None)
    return first.effective_at if first else None


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
