"""Why an item was asked and what was believed around its attempt, as plain data: for who asks why, and for training."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lyceum.algorithms.selection.choices import Choice
from lyceum.practice import dating
from lyceum.practice.contracts.reviews import DueReason
from lyceum.practice.contracts.settings import ReviewSetting
from lyceum.practice.fold import ItemState, SkillState


def around(
    item: ItemState,
    skills: Mapping[UUID, SkillState],
    setting: ReviewSetting,
    time_zone: str,
    *,
    reason: DueReason | None = None,
    recall: float | None = None,
) -> dict[str, Any]:
    """A snapshot on one side of an attempt: `{item: {…}, skills: {id: {…}}}`.

    Args:
        item: its state; `sm2` and `fsrs` in the snapshot are both schedulers' memories of it.
        skills: their states; `mastery` is BKT's, `ability` IRT's.
        setting: how the learner wanted to review, which gives the date.
        time_zone: where the learner's days begin.
        reason: why the item is due when it is; None before the attempt.
        recall: the probability of recall that was predicted; None after the attempt, and where there is none.
    """
    due = dating.due(item, setting)
    plain: dict[str, Any] = {
        "due_at": dating.start_of(due.day, time_zone).isoformat() if due else None,
        "interval_days": due.interval_days if due else 0,
        "sm2": [item.sm2.easiness, item.sm2.interval_days, item.sm2.repetitions],
        "fsrs": [item.fsrs.stability, item.fsrs.difficulty] if item.fsrs else None,
        "attempts": item.attempts,
        "lapses": item.lapses,
    }
    if recall is not None:
        plain["recall"] = recall
    if reason is not None:
        plain["reason"] = reason.value
    return {"item": plain, "skills": {str(skill_id): _skill(state) for skill_id, state in skills.items()}}


def chosen(choice: Choice) -> dict[str, Any]:
    """A choice as it is kept with the serving and the attempt."""
    return {
        "skill_id": str(choice.skill),
        "score": choice.score,
        "components": {component.name.value: component.contribution for component in choice.components},
        "reasons": [{"code": reason.code.value, "numbers": dict(reason.numbers)} for reason in choice.reasons],
    }


def _skill(state: SkillState) -> dict[str, Any]:
    return {
        "mastery": state.mastery,
        "ability": state.ability.mean,
        "ability_variance": state.ability.variance,
        "practice_count": state.practice_count,
        "correct_streak": state.correct_streak,
    }
