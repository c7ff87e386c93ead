"""Folding again: all that is believed of a learner, from their attempts and nothing else.

Dates follow from what is believed and from the setting the learner has now.
"""

from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import fold
from lyceum.practice.store import attempts, sessions, states


async def replay(uow: UnitOfWork, learner_id: UUID) -> int:
    """Throw a learner's states away and fold their attempts again; how many attempts there were."""
    await sessions.lock_learner(uow, learner_id)
    history = await attempts.all_evidence(uow, learner_id)
    items, skills = fold.fold_all(history)
    await states.forget(uow, learner_id)
    await states.save(uow, learner_id, items, skills, await states.find_setting(uow, learner_id))
    return len(history)
