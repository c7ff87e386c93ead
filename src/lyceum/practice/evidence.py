"""What speaks for a belief: the attempts behind it, and what each of them did to it.

Invariant: what is shown here is what the fold gives. An attempt keeps what was told around it when it arrived, and that
is the fold's as long as every attempt on its skills arrived in the order in which it counts; where one came late, or
another model judged, the skill is folded again.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, fold
from lyceum.practice.contracts.attempts import Attempt
from lyceum.practice.contracts.beliefs import MasteryPoint, SkillStep
from lyceum.practice.store import attempts
from lyceum.practice.store import evidence as store
from lyceum.practice.store.evidence import Told

Steps = dict[UUID, SkillStep]


async def steps_of(uow: UnitOfWork, learner_id: UUID, given: Sequence[Told]) -> dict[UUID, Steps]:
    """What each of some attempts of a learner did to the skills it asked for, by attempt and by skill."""
    skill_ids = list({skill_id for each in given for skill_id in each.skill_ids})
    retold = await store.retold_among(uow, learner_id, skill_ids, model_version=fold.MODEL_VERSION)
    anew = await _folded(uow, learner_id, retold)
    return {
        each.id: {
            skill_id: anew[skill_id, each.id] if skill_id in retold else _as_told(each, skill_id)
            for skill_id in each.skill_ids
        }
        for each in given
    }


async def series_of(uow: UnitOfWork, learner: Principal, skill_id: UUID) -> list[MasteryPoint]:
    """What was believed of a skill at the end of each day of the learner on which they practised it."""
    history = await attempts.skill_evidence(uow, learner.user_id, [skill_id])
    points: dict[object, MasteryPoint] = {}
    for evidence, _, after in fold.trail(history, skill_id):
        day = dating.day_of(evidence.effective_at, learner.time_zone)
        earlier = points[day].attempts if day in points else 0
        points[day] = MasteryPoint(day, after.mastery, earlier + 1)
    return list(points.values())


def told_by(attempt: Attempt) -> Told:
    """What an attempt was told of its skills."""
    before, after = attempt.before["skills"], attempt.after["skills"]
    return Told(id=attempt.id, skill_ids=attempt.skill_ids, before=before, after=after)


async def _folded(
    uow: UnitOfWork, learner_id: UUID, skill_ids: Iterable[UUID]
) -> Mapping[tuple[UUID, UUID], SkillStep]:
    wanted = list(skill_ids)
    history = await attempts.skill_evidence(uow, learner_id, wanted) if wanted else []
    return {
        (skill_id, evidence.attempt_id): SkillStep(before.mastery, after.mastery, after.correct_streak)
        for skill_id in wanted
        for evidence, before, after in fold.trail(history, skill_id)
    }


def _as_told(attempt: Told, skill_id: UUID) -> SkillStep:
    before, after = attempt.before[str(skill_id)], attempt.after[str(skill_id)]
    return SkillStep(before["mastery"], after["mastery"], after["correct_streak"])
