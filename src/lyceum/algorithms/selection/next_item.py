"""What to ask next, and why: a skill worth practising, then the item inside it that fits the learner.

A skill is chosen by expected gain with a mastery stop, plus the urgency of what is due, plus exploration. The
difficulty target only chooses the item inside the skill: as a term of one weighted sum it lets a mastered skill with
slip 0.25 sit at the target for ever (99.5% of simulated learners never finished). A skill is held back by what is
missing in its prerequisites, but never shut out: cycles, and prerequisites without items, lock nothing.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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

_DAY = timedelta(days=1)
# Seeds' ADP-03: sigmoid(days overdue / 2), so that an item due now has urgency 0.5 and one four days late 0.88.
URGENCY_SCALE_DAYS = 2.0
# Beyond this many scales the sigmoid is 1 to the last bit, and exp would overflow on absurd dates.
_SATURATED = 40.0
# Ours: an item answered and not yet due counts fully again after some ten minutes; one asked a moment ago hardly does.
REST = timedelta(minutes=10)
# Ours: a component this small is no reason a person should hear about.
_TELLING = 0.05
# Whether an item is new is always told; that it is of another kind only when all the last ones were not of its own.
_TELLING_OF = {ComponentName.EXPLORATION: 0.0, ComponentName.VARIETY: 1.0}


def urgency(due_at: datetime | None, now: datetime) -> float:
    """How pressing a review is, in [0, 1]: 0 before it is due, 0.5 when due, towards 1 as it gets late.

    Source: the seeds' sigmoid(days since due / 2); unlike theirs, an item that is not due has no urgency at all.
    """
    if due_at is None or due_at > now:
        return 0.0
    scales_late = min((now - due_at) / _DAY / URGENCY_SCALE_DAYS, _SATURATED)
    return 1.0 / (1.0 + math.exp(-scales_late))


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

    Returns:
        The choice, or None when nothing is worth asking: every skill is mastered and nothing is due.
    """
    beliefs = {state.skill: state for state in skills}
    pools = _pools(asked, beliefs, now, policy)
    best = _best_pool(pools, beliefs, now, rng, policy, leaving_out=just_answered)
    if best is None and just_answered is not None:
        best = _best_pool(pools, beliefs, now, rng, policy, leaving_out=None)
    if best is None:
        return None
    items = [*best.items, *new_items(best.pool.state.skill)] if best.pool.offers_new else best.items
    weighed = (_weigh(item, best, chance(item), recent_kinds, now, rng, policy) for item in items)
    return max(weighed, key=lambda choice: choice.score)


@dataclass(slots=True)
class _Pool:
    """The items of one skill that were asked before and may be asked again, by how welcome they are."""

    state: SkillState
    is_mastered: bool
    offers_new: bool
    due: list[Candidate] = field(default_factory=list)
    resting: list[Candidate] = field(default_factory=list)

    def askable(self, leaving_out: Hashable | None) -> list[Candidate]:
        """What is due; an item answered and not yet due only when its skill has nothing else to offer."""
        due = [candidate for candidate in self.due if candidate.item != leaving_out]
        if due or self.offers_new:
            return due
        return [candidate for candidate in self.resting if candidate.item != leaving_out]


def _pools(
    asked: Iterable[Candidate], skills: dict[Hashable, SkillState], now: datetime, policy: Policy
) -> list[_Pool]:
    pools = {}
    for key, state in skills.items():
        is_mastered = state.mastery >= policy.mastery_stop
        pools[key] = _Pool(state, is_mastered, state.has_new and not is_mastered)
    for candidate in asked:
        for skill in candidate.skills:
            pool = pools.get(skill)
            if pool is None:
                continue
            if candidate.due_at is not None and candidate.due_at <= now:
                pool.due.append(candidate)
            elif not pool.is_mastered:
                pool.resting.append(candidate)
    return list(pools.values())


@dataclass(frozen=True, slots=True)
class _Best:
    """The skill that was chosen: its asked items to choose among, its gap, and how many skills wait for it."""

    pool: _Pool
    items: list[Candidate]
    gap: float
    waiting: int


def _best_pool(
    pools: list[_Pool],
    beliefs: Mapping[Hashable, SkillState],
    now: datetime,
    rng: Dice,
    policy: Policy,
    *,
    leaving_out: Hashable | None,
) -> _Best | None:
    steepest = max((pool.state.learn for pool in pools), default=0.0)
    best: tuple[float, float, _Pool, list[Candidate]] | None = None
    for pool in pools:
        items = pool.askable(leaving_out) if pool.due or pool.resting else []
        if not (items or pool.offers_new):
            continue
        open_to = _openness(pool.state, beliefs, policy)
        # A new item is ready, novel, and never due.
        ready = novel = 1.0
        if not pool.offers_new:
            ready, novel = max(_readiness(item, now) for item in items), max(map(_novelty, items))
        gap = _expected_gain(pool, steepest) * open_to * ready
        worth = (
            policy.weights.due * max((urgency(item.due_at, now) for item in items), default=0.0)
            + policy.weights.gap * gap
            + policy.weights.exploration * rng.random() * open_to * novel
        )
        if best is None or worth > best[0]:
            best = worth, gap, pool, items
    if best is None:
        return None
    _, gap, pool, items = best
    return _Best(pool, items, gap, 0 if pool.is_mastered else _waiting_for(pool.state.skill, pools))


def _openness(state: SkillState, beliefs: Mapping[Hashable, SkillState], policy: Policy) -> float:
    """How ready a learner is for a skill: the square of the least mastered prerequisite's share of the mastery stop.

    Squared, so that a prerequisite halfway to mastery goes before what builds on it, and one nearly there does not.
    """
    if not state.prerequisites:
        return 1.0
    known = [beliefs[each].mastery for each in state.prerequisites if each in beliefs and each != state.skill]
    least = min(known, default=policy.mastery_stop)
    return min(least / policy.mastery_stop, 1.0) ** 2 if policy.mastery_stop > 0.0 else 1.0


def _waiting_for(skill: Hashable, pools: list[_Pool]) -> int:
    return sum(skill in pool.state.prerequisites and not pool.is_mastered for pool in pools)


def _expected_gain(pool: _Pool, steepest: float) -> float:
    """(1 - P(L)) P(T), relative to the skill that is learnt fastest; 0 once mastered."""
    if pool.is_mastered:
        return 0.0
    relative = pool.state.learn / steepest if steepest > 0.0 else 1.0
    return (1.0 - pool.state.mastery) * relative


def _readiness(item: Candidate, now: datetime) -> float:
    """1 for what is new or due, near 0 just after an item was asked, back to 1 with rest."""
    if item.last_asked_at is None or (item.due_at is not None and item.due_at <= now):
        return 1.0
    return 1.0 - math.exp(-max((now - item.last_asked_at) / REST, 0.0))


def _novelty(item: Candidate) -> float:
    return 1.0 / (1.0 + item.times_asked)


def _challenge(p_correct: float, policy: Policy) -> float:
    """Gaussian closeness of P(correct) to the target, in [0, 1] (seeds' ADP-05)."""
    return math.exp(-0.5 * ((p_correct - policy.target_p_correct) / policy.target_width) ** 2)


def _share(kind: Hashable | None, recent_kinds: Sequence[Hashable]) -> float:
    """How much of what was asked last is of this kind."""
    return sum(each == kind for each in recent_kinds) / len(recent_kinds) if recent_kinds else 1.0


def _weigh(
    item: Candidate,
    best: _Best,
    p_correct: float,
    recent_kinds: Sequence[Hashable],
    now: datetime,
    rng: Dice,
    policy: Policy,
) -> Choice:
    weights = policy.weights
    measured = (
        (ComponentName.DUE, weights.due, urgency(item.due_at, now)),
        (ComponentName.GAP, weights.gap, best.gap),
        (ComponentName.CHALLENGE, weights.challenge, _challenge(p_correct, policy)),
        (ComponentName.EXPLORATION, weights.exploration, rng.random() * _novelty(item)),
        (ComponentName.VARIETY, weights.variety, 1.0 - _share(item.kind, recent_kinds)),
    )
    components = tuple(Component(name, measure, weight * measure) for name, weight, measure in measured)
    told = _told(item, best, p_correct, now, policy)
    return Choice(
        item=item.item,
        skill=best.pool.state.skill,
        score=sum(component.contribution for component in components),
        components=components,
        reasons=_reasons(components, told, best),
    )


def _told(item: Candidate, best: _Best, p_correct: float, now: datetime, policy: Policy) -> dict[ComponentName, Reason]:
    """What each component would be told as."""
    state = best.pool.state
    days_overdue = (now - item.due_at) / _DAY if item.due_at is not None else 0.0
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


def _reasons(
    components: tuple[Component, ...], told: Mapping[ComponentName, Reason], best: _Best
) -> tuple[Reason, ...]:
    """One reason for each component that counts, strongest first, and always whether the item is new.

    That others build on the skill is told right after what there is to gain in it.
    """
    found: list[Reason] = []
    for component in sorted(components, key=lambda component: -component.contribution):
        if component.measure >= _TELLING_OF.get(component.name, _TELLING):
            found.append(told[component.name])
            if component.name is ComponentName.GAP and best.waiting:
                numbers = {"mastery": best.pool.state.mastery, "waiting": float(best.waiting)}
                found.append(Reason(ReasonCode.PREREQUISITE_FIRST, numbers))
    return tuple(found)
