"""What to ask next, and why: a skill worth practising, then the item inside it that fits the learner.

A skill is chosen by expected gain with a mastery stop, plus the urgency of what is due, plus exploration. The
difficulty target only chooses the item inside the skill: as a term of one weighted sum it lets a mastered skill with
slip 0.25 sit at the target for ever (99.5% of simulated learners never finished).
"""

import math
from collections.abc import Hashable, Iterable, Sequence
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


def urgency(due_at: datetime | None, now: datetime) -> float:
    """How pressing a review is, in [0, 1]: 0 before it is due, 0.5 when due, towards 1 as it gets late.

    Source: the seeds' sigmoid(days since due / 2); unlike theirs, an item that is not due has no urgency at all.
    """
    if due_at is None or due_at > now:
        return 0.0
    scales_late = min((now - due_at) / _DAY / URGENCY_SCALE_DAYS, _SATURATED)
    return 1.0 / (1.0 + math.exp(-scales_late))


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
    pools = _pools(candidates, {state.skill: state for state in skills}, now, policy)
    choice = _choose(pools, now, rng, policy, leaving_out=just_answered)
    if choice is None and just_answered is not None:
        choice = _choose(pools, now, rng, policy, leaving_out=None)
    return choice


@dataclass(slots=True)
class _Pool:
    """The items of one skill that may be asked, by how welcome they are."""

    state: SkillState
    is_mastered: bool
    due: list[Candidate] = field(default_factory=list)
    fresh: list[Candidate] = field(default_factory=list)
    resting: list[Candidate] = field(default_factory=list)

    def askable(self, leaving_out: Hashable | None) -> list[Candidate]:
        """Due and new items; an item answered and not yet due only when its skill has nothing else to offer."""
        welcome = [candidate for candidate in (*self.due, *self.fresh) if candidate.item != leaving_out]
        return welcome or [candidate for candidate in self.resting if candidate.item != leaving_out]


def _pools(
    candidates: Sequence[Candidate], skills: dict[Hashable, SkillState], now: datetime, policy: Policy
) -> list[_Pool]:
    pools = {key: _Pool(state, state.mastery >= policy.mastery_stop) for key, state in skills.items()}
    for candidate in candidates:
        for skill in candidate.skills:
            pool = pools.get(skill)
            if pool is None:
                continue
            if candidate.due_at is not None and candidate.due_at <= now:
                pool.due.append(candidate)
            elif not pool.is_mastered:
                (pool.resting if candidate.times_asked else pool.fresh).append(candidate)
    return list(pools.values())


def _choose(
    pools: list[_Pool], now: datetime, rng: Dice, policy: Policy, *, leaving_out: Hashable | None
) -> Choice | None:
    steepest = max((pool.state.learn for pool in pools), default=0.0)
    best: tuple[float, float, _Pool, list[Candidate]] | None = None
    for pool in pools:
        items = pool.askable(leaving_out)
        if not items:
            continue
        gap = _expected_gain(pool, steepest) * max(_readiness(item, now) for item in items)
        worth = (
            policy.weights.due * max(urgency(item.due_at, now) for item in items)
            + policy.weights.gap * gap
            + policy.weights.exploration * rng.random() * max(_novelty(item) for item in items)
        )
        if best is None or worth > best[0]:
            best = worth, gap, pool, items
    if best is None:
        return None
    _, gap, pool, items = best
    return max((_weigh(item, pool, gap, now, rng, policy) for item in items), key=lambda choice: choice.score)


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


def _weigh(item: Candidate, pool: _Pool, gap: float, now: datetime, rng: Dice, policy: Policy) -> Choice:
    weights = policy.weights
    measured = (
        (ComponentName.DUE, weights.due, urgency(item.due_at, now)),
        (ComponentName.GAP, weights.gap, gap),
        (ComponentName.CHALLENGE, weights.challenge, _challenge(item.p_correct, policy)),
        (ComponentName.EXPLORATION, weights.exploration, rng.random() * _novelty(item)),
    )
    components = tuple(Component(name, measure, weight * measure) for name, weight, measure in measured)
    return Choice(
        item=item.item,
        skill=pool.state.skill,
        score=sum(component.contribution for component in components),
        components=components,
        reasons=_reasons(item, pool, components, now, policy),
    )


def _reasons(
    item: Candidate, pool: _Pool, components: tuple[Component, ...], now: datetime, policy: Policy
) -> tuple[Reason, ...]:
    """One reason for each component that counts, strongest first, and always whether the item is new."""
    state = pool.state
    days_overdue = (now - item.due_at) / _DAY if item.due_at is not None else 0.0
    repeated = Reason(ReasonCode.MORE_PRACTICE, {"times_asked": float(item.times_asked)})
    wording = {
        ComponentName.DUE: Reason(ReasonCode.REVIEW_DUE, {"days_overdue": days_overdue}),
        ComponentName.GAP: Reason(
            ReasonCode.SKILL_TO_LEARN,
            {"mastery": state.mastery, "expected_gain": (1.0 - state.mastery) * state.learn},
        ),
        ComponentName.CHALLENGE: Reason(
            ReasonCode.RIGHT_CHALLENGE, {"p_correct": item.p_correct, "target": policy.target_p_correct}
        ),
        ComponentName.EXPLORATION: repeated if item.times_asked else Reason(ReasonCode.NEW_ITEM, {}),
    }
    strongest_first = sorted(components, key=lambda component: -component.contribution)
    return tuple(
        wording[component.name]
        for component in strongest_first
        if component.measure >= _TELLING or component.name is ComponentName.EXPLORATION
    )
