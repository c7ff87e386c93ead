"""What to ask next, and why: a skill worth practising, then the item inside it that fits the learner.

A skill is chosen by expected gain with a mastery stop, plus the urgency of what is due, plus exploration. The
difficulty target only chooses the item inside the skill: as a term of one weighted sum it lets a mastered skill with
slip 0.25 sit at the target for ever (99.5% of simulated learners never finished). A skill is held back by what is
missing in its prerequisites, but never shut out: cycles, and prerequisites without items, lock nothing.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from lyceum.algorithms.selection.choices import (
    DEFAULT_POLICY,
    Candidate,
    Choice,
    Component,
    ComponentName,
    Dice,
    Policy,
    Reason,
    ReasonCode,
    SkillState,
)
from lyceum.algorithms.selection.scoring import CandidateColumns, components, novelty, score_all, urgency

_DAY = timedelta(days=1)
# Ours: an item answered and not yet due counts fully again after some ten minutes; one asked a moment ago hardly does.
REST = timedelta(minutes=10)
# Ours: a component this small is no reason a person should hear about.
_TELLING = 0.05
# Whether an item is new is always told; that it is of another kind only when all the last ones were not of its own; and
# that it is as hard as it should be only within one width of the target.
_TELLING_OF = {ComponentName.CHALLENGE: 0.6, ComponentName.EXPLORATION: 0.0, ComponentName.VARIETY: 1.0}


def next_item(
    asked: Iterable[Candidate],
    skills: Iterable[SkillState],
    *,
    new_items: Callable[[Hashable], Sequence[Candidate]],
    chance: Callable[[Candidate], float],
    now: datetime,
    rng: Dice,
    policy: Policy = DEFAULT_POLICY,
    just_answered: Hashable | None = None,
    recent_kinds: Sequence[Hashable] = (),
    unknown: Callable[[Candidate], float] = lambda _: 1.0,
) -> Choice | None:
    """The item to ask now, with its reasons; O(skills + items asked before + items of the chosen skill).

    Args:
        asked: the items that were asked before and may be asked again; those whose skills are all unknown to `skills`
            are ignored.
        skills: beliefs about the skills of the candidates; prerequisites that are not among them are ignored.
        new_items: the items of a skill that were never asked; asked of the chosen skill only, if it `has_new`.
        chance: the probability that this learner answers a candidate right; asked of the chosen skill's items only.
        now: aware time, the same zone rules as `due_at`.
        rng: decides between what is equally worth asking.
        policy: weights, mastery stop and difficulty target.
        just_answered: the item asked last; it is not repeated while another is worth asking. Not a new one.
        recent_kinds: the kinds of the items asked last; another kind is welcome.
        unknown: how little is known of such questions to this learner, in [0, 1], as `bandit.bonus` says; asked of the
            chosen skill's items only. Chance has more to say where less is known.

    Returns:
        The choice, or None when nothing is worth asking: every skill is mastered and nothing is due.
    """
    beliefs = {state.skill: state for state in skills}
    pools = _pools(asked, beliefs, now, policy)
    best = _best_skill(pools, beliefs, now, rng, policy, leaving_out=just_answered)
    if best is None and just_answered is not None:
        best = _best_skill(pools, beliefs, now, rng, policy, leaving_out=None)
    if best is None:
        return None
    items = [*best.items, *new_items(best.state.skill)] if best.offers_new else best.items
    told = [chance(item) for item in items], [unknown(item) for item in items]
    columns = _columns(items, best, *told, recent_kinds, now, rng)
    row = int(score_all(columns, policy).argmax())
    return _choice(items[row], components(columns, row, policy), best, float(columns.p_correct[row]), now, policy)


@dataclass(slots=True)
class _Pool:
    """The items of one skill that were asked before and may be asked again, by how welcome they are."""

    due: list[Candidate] = field(default_factory=list)
    resting: list[Candidate] = field(default_factory=list)

    def askable(self, leaving_out: Hashable | None, *, offers_new: bool) -> list[Candidate]:
        """What is due; an item answered and not yet due only when its skill has nothing else to offer."""
        due = [candidate for candidate in self.due if candidate.item != leaving_out]
        if due or offers_new:
            return due
        return [candidate for candidate in self.resting if candidate.item != leaving_out]


def _pools(
    asked: Iterable[Candidate], beliefs: Mapping[Hashable, SkillState], now: datetime, policy: Policy
) -> dict[Hashable, _Pool]:
    """A pool for each skill of which something was asked."""
    pools: dict[Hashable, _Pool] = {}
    for candidate in asked:
        for skill in candidate.skills:
            state = beliefs.get(skill)
            if state is None:
                continue
            pool = pools.setdefault(skill, _Pool())
            if candidate.due_at is not None and candidate.due_at <= now:
                pool.due.append(candidate)
            elif state.mastery < policy.mastery_stop:
                pool.resting.append(candidate)
    return pools


class _Offer(NamedTuple):
    """A skill that has something to ask, and what that is worth.

    `days_late` is that of its most urgent review, NaN if it has none; `throw` is of the dice, as open as the skill is.
    """

    state: SkillState
    items: Sequence[Candidate]
    offers_new: bool
    gap: float
    days_late: float
    least_asked: int
    throw: float


@dataclass(frozen=True, slots=True)
class _Best:
    """The skill that was chosen: its asked items to choose among, its gap, and how many skills wait for it."""

    state: SkillState
    items: Sequence[Candidate]
    offers_new: bool
    gap: float
    waiting: int


def _best_skill(
    pools: Mapping[Hashable, _Pool],
    beliefs: Mapping[Hashable, SkillState],
    now: datetime,
    rng: Dice,
    policy: Policy,
    *,
    leaving_out: Hashable | None,
) -> _Best | None:
    offers = list(_offers(pools, beliefs, now, rng, policy, leaving_out))
    if not offers:
        return None
    weights = policy.weights
    worth = weights.gap * np.array([offer.gap for offer in offers])
    worth += weights.due * urgency(np.array([offer.days_late for offer in offers]))
    new = novelty(np.array([offer.least_asked for offer in offers]))
    worth += weights.exploration * np.array([offer.throw for offer in offers]) * new
    best = offers[int(worth.argmax())]
    is_mastered = best.state.mastery >= policy.mastery_stop
    waiting = 0 if is_mastered else _waiting_for(best.state.skill, beliefs, policy)
    return _Best(best.state, best.items, best.offers_new, best.gap, waiting)


def _offers(
    pools: Mapping[Hashable, _Pool],
    beliefs: Mapping[Hashable, SkillState],
    now: datetime,
    rng: Dice,
    policy: Policy,
    leaving_out: Hashable | None,
) -> Iterator[_Offer]:
    # Most skills of a large subject were never touched: what they cost is what this costs.
    steepest = max((state.learn for state in beliefs.values()), default=0.0)
    for skill, state in beliefs.items():
        offers_new = state.has_new and state.mastery < policy.mastery_stop
        pool = pools.get(skill)
        items: Sequence[Candidate] = pool.askable(leaving_out, offers_new=offers_new) if pool else ()
        if not (items or offers_new):
            continue
        open_to = _openness(state, beliefs, policy) if state.prerequisites else 1.0
        # A new item is ready, novel, and never due.
        ready = 1.0 if offers_new else max(_readiness(item, now) for item in items)
        yield _Offer(
            state,
            items,
            offers_new,
            gap=_expected_gain(state, steepest, policy) * open_to * ready,
            days_late=max((_days_late(item, now) for item in items if item.due_at is not None), default=math.nan),
            least_asked=0 if offers_new else min(item.times_asked for item in items),
            throw=rng.random() * open_to,
        )


def _days_late(item: Candidate, now: datetime) -> float:
    """Days since it was due, negative before that; NaN if it has no date."""
    return (now - item.due_at) / _DAY if item.due_at is not None else math.nan


def _openness(state: SkillState, beliefs: Mapping[Hashable, SkillState], policy: Policy) -> float:
    """How ready a learner is for a skill: the square of the least mastered prerequisite's share of the mastery stop.

    Squared, so that a prerequisite halfway to mastery goes before what builds on it, and one nearly there does not.
    """
    known = [beliefs[each].mastery for each in state.prerequisites if each in beliefs and each != state.skill]
    least = min(known, default=policy.mastery_stop)
    return min(least / policy.mastery_stop, 1.0) ** 2 if policy.mastery_stop > 0.0 else 1.0


def _waiting_for(skill: Hashable, beliefs: Mapping[Hashable, SkillState], policy: Policy) -> int:
    return sum(skill in each.prerequisites and each.mastery < policy.mastery_stop for each in beliefs.values())


def _expected_gain(state: SkillState, steepest: float, policy: Policy) -> float:
    """(1 - P(L)) P(T), relative to the skill that is learnt fastest; 0 once mastered."""
    if state.mastery >= policy.mastery_stop:
        return 0.0
    relative = state.learn / steepest if steepest > 0.0 else 1.0
    return (1.0 - state.mastery) * relative


def _readiness(item: Candidate, now: datetime) -> float:
    """1 for what is new or due, near 0 just after an item was asked, back to 1 with rest."""
    if item.last_asked_at is None or (item.due_at is not None and item.due_at <= now):
        return 1.0
    return 1.0 - math.exp(-max((now - item.last_asked_at) / REST, 0.0))


def _share(kind: Hashable | None, recent_kinds: Sequence[Hashable]) -> float:
    """How much of what was asked last is of this kind."""
    return sum(each == kind for each in recent_kinds) / len(recent_kinds) if recent_kinds else 1.0


def _columns(
    items: Sequence[Candidate],
    best: _Best,
    p_correct: Sequence[float],
    unknown: Sequence[float],
    recent_kinds: Sequence[Hashable],
    now: datetime,
    rng: Dice,
) -> CandidateColumns:
    shares = {kind: _share(kind, recent_kinds) for kind in {item.kind for item in items}}
    return CandidateColumns(
        days_late=np.array([_days_late(item, now) for item in items]),
        gap=best.gap,
        p_correct=np.array(p_correct),
        times_asked=np.array([item.times_asked for item in items]),
        others=np.array([1.0 - shares[item.kind] for item in items]),
        dice=np.array([rng.random() for _ in items]),
        unknown=np.array(unknown),
    )


def _choice(
    item: Candidate, parts: tuple[Component, ...], best: _Best, p_correct: float, now: datetime, policy: Policy
) -> Choice:
    return Choice(
        item=item.item,
        skill=best.state.skill,
        score=sum(part.contribution for part in parts),
        components=parts,
        reasons=_reasons(parts, _told(item, best, p_correct, now, policy), best),
    )


def _told(item: Candidate, best: _Best, p_correct: float, now: datetime, policy: Policy) -> dict[ComponentName, Reason]:
    """What each component would be told as."""
    state = best.state
    days_overdue = _days_late(item, now) if item.due_at is not None else 0.0
    repeated = Reason(ReasonCode.MORE_PRACTICE, {"times_asked": float(item.times_asked)})
    expected_gain = (1.0 - state.mastery) * state.learn
    return {
        ComponentName.DUE: Reason(ReasonCode.REVIEW_DUE, {"days_overdue": days_overdue}),
        ComponentName.GAP: Reason(
            ReasonCode.SKILL_TO_LEARN, {"mastery": state.mastery, "expected_gain": expected_gain}
        ),
        ComponentName.CHALLENGE: Reason(
            ReasonCode.RIGHT_CHALLENGE, {"p_correct": p_correct, "target": policy.target_p_correct}
        ),
        ComponentName.EXPLORATION: repeated if item.times_asked else Reason(ReasonCode.NEW_ITEM, {}),
        ComponentName.VARIETY: Reason(ReasonCode.ANOTHER_KIND, {}),
    }


def _reasons(parts: tuple[Component, ...], told: Mapping[ComponentName, Reason], best: _Best) -> tuple[Reason, ...]:
    """One reason for each component that counts, strongest first, and always whether the item is new.

    That others build on the skill is told right after what there is to gain in it.
    """
    found: list[Reason] = []
    for component in sorted(parts, key=lambda component: -component.contribution):
        if component.measure >= _TELLING_OF.get(component.name, _TELLING):
            found.append(told[component.name])
            if component.name is ComponentName.GAP and best.waiting:
                numbers = {"mastery": best.state.mastery, "waiting": float(best.waiting)}
                found.append(Reason(ReasonCode.PREREQUISITE_FIRST, numbers))
    return tuple(found)
