"""What is believed of a learner's skills."""

from collections.abc import Sequence
from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import fold, rules
from lyceum.practice.contracts import SkillMastery
from lyceum.practice.store import states


async def mastery_of(uow: UnitOfWork, learner: Principal, skill_ids: Sequence[UUID]) -> list[SkillMastery]:
    """What is believed of each skill, in the order asked for; one never practised has the prior."""
    known = await states.load_skills(uow, learner.user_id, skill_ids)
    untouched = fold.new_skill(rules.TRACING)
    return [_mastery(skill_id, known.get(skill_id, untouched)) for skill_id in skill_ids]


def _mastery(skill_id: UUID, state: fold.SkillState) -> SkillMastery:
    return SkillMastery(
        skill_id=skill_id,
        mastery=state.mastery,
        confidence=rules.confidence_in(state.mastery),
        practice_count=state.practice_count,
        correct_streak=state.correct_streak,
        longest_streak=state.longest_streak,
        last_practised_at=state.last[0] if state.last else None,
    )
