"""What is believed of a learner's skills."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import fold, rules
from lyceum.practice.contracts.beliefs import SkillMastery
from lyceum.practice.store import attempts, states


async def mastery_of(uow: UnitOfWork, learner: Principal, skill_ids: Sequence[UUID]) -> list[SkillMastery]:
    """What is believed of each skill, in the order asked for; one never practised has the prior."""
    known = await states.load_skills(uow, learner.user_id, skill_ids)
    untouched = fold.new_skill(rules.TRACING)
    return [_mastery(skill_id, known.get(skill_id, untouched)) for skill_id in skill_ids]


async def first_mastered(uow: UnitOfWork, learner_id: UUID, skill_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each skill was first mastered, by the fold; those that never were are left out."""
    history = await attempts.skill_evidence(uow, learner_id, skill_ids)
    moments = {skill_id: fold.first_above(history, skill_id, rules.MASTERED_AT) for skill_id in skill_ids}
    return {skill_id: moment for skill_id, moment in moments.items() if moment is not None}


def _mastery(skill_id: UUID, state: fold.SkillState) -> SkillMastery:
    return SkillMastery(
        skill_id=skill_id,
        mastery=state.mastery,
        confidence=rules.confidence_in(state.mastery),
        ability=state.ability.mean,
        standard_error=state.ability.standard_error,
        practice_count=state.practice_count,
        correct_streak=state.correct_streak,
        longest_streak=state.longest_streak,
        last_practised_at=state.last[0] if state.last else None,
    )
