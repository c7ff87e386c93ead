"""The one update kernel: what an attempt does to what is believed. A request, a replay and a merge all go through it.

Pure: evidence in, new state out. Everything that decides is in the evidence, pinned when the attempt was received, so
that folding the same attempts again gives the same state. When an item comes back is not folded: `dating` derives it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from lyceum.algorithms.folding import kernel
from lyceum.algorithms.folding.kernel import ItemMemory, SkillBelief, Traced
from lyceum.algorithms.irt import ability
from lyceum.algorithms.irt.ability import Ability
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling import fsrs, sm2
from lyceum.algorithms.scheduling.fsrs import DEFAULT_PARAMS, FsrsParams, FsrsState, Rating
from lyceum.algorithms.scheduling.sm2 import Sm2State
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams

# Named on every attempt. A change that would fold the same evidence to another state is a new version. FSRS-6's weights
# are evidence: fitted to a learner, they are pinned on the attempt.
MODEL_VERSION = "sm2+fsrs6+bkt+3pl/2"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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
        weights: FSRS's, that it was judged with.
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
    weights: FsrsParams = DEFAULT_PARAMS

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
    after = kernel.after_item(
        _memory(state),
        _microseconds(evidence.effective_at),
        evidence.day.toordinal(),
        evidence.quality,
        int(evidence.rating),
        int(evidence.correct),
        evidence.weights.weights,
    )
    return ItemState(
        sm2=Sm2State(after.easiness, after.interval_days, after.repetitions),
        sm2_day=date.fromordinal(after.sm2_day),
        fsrs=FsrsState(after.stability, after.difficulty),
        day=evidence.day,
        is_recalled=bool(after.recalled),
        attempts=after.attempts,
        correct=after.correct,
        lapses=after.lapses,
        last=evidence.place,
    )


def _memory(state: ItemState) -> ItemMemory:
    """The state in the kernel's numbers."""
    return ItemMemory(
        state.sm2.easiness,
        state.sm2.interval_days,
        state.sm2.repetitions,
        state.sm2_day.toordinal() if state.sm2_day else kernel.NEVER,
        state.fsrs.stability if state.fsrs else 0.0,
        state.fsrs.difficulty if state.fsrs else 0.0,
        state.day.toordinal() if state.day else kernel.NEVER,
        _microseconds(state.last[0]) if state.last else kernel.NEVER,
        int(state.is_recalled),
        state.attempts,
        state.correct,
        state.lapses,
    )


def predicted_recall(state: ItemState, evidence: Evidence) -> float | None:
    """The probability of recall that FSRS gave a review right before it.

    None where it says nothing about remembering: at an item's first attempt, at one on the same day as the last, when
    it comes late, and when the answer was in sight.
    """
    if state.fsrs is None or state.last is None or state.day is None or evidence.assisted:
        return None
    if evidence.day <= state.day or evidence.place < state.last:
        return None
    return fsrs.retrievability(state.fsrs.stability, (evidence.effective_at - state.last[0]) / _DAY, evidence.weights)


def _microseconds(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def new_skill(params: BktParams) -> SkillState:
    """The state before the first attempt."""
    return SkillState(mastery=bkt.initial(params).mastery)


def after_skill(state: SkillState | None, evidence: Evidence, skill_id: UUID) -> SkillState:
    """The state of one of the attempt's skills after it; None is a skill never practised."""
    params, curve = evidence.skills[skill_id], evidence.curve
    before = state or new_skill(params)
    after = kernel.after_skill(
        SkillBelief(
            before.mastery,
            before.ability.mean,
            before.ability.variance,
            before.practice_count,
            before.correct_count,
            before.correct_streak,
            before.longest_streak,
        ),
        Traced(params.learn, params.guess, params.slip, params.forget, curve.a, curve.b, curve.c),
        int(evidence.shows_knowledge),
    )
    return SkillState(
        mastery=after.mastery,
        ability=Ability(after.ability, after.variance),
        practice_count=after.practised,
        correct_count=after.correct,
        correct_streak=after.streak,
        longest_streak=after.longest_streak,
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
