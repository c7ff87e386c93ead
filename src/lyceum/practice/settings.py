"""How a learner wants to review. A change dates every item anew, from what is remembered, and changes nothing else."""

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts import ReviewSetting
from lyceum.practice.store import sessions, states


async def read_setting(uow: UnitOfWork, learner: Principal) -> ReviewSetting:
    """How the learner wants to review; the default until they say otherwise."""
    return await states.find_setting(uow, learner.user_id)


async def change_setting(uow: UnitOfWork, learner: Principal, setting: ReviewSetting) -> ReviewSetting:
    """Review in another way from now on: whatever has been attempted comes back when the new setting says."""
    # Not beside an answer, which would be dated by the old setting.
    await sessions.lock_learner(uow, learner.user_id)
    await states.put_setting(uow, learner.user_id, setting)
    items = await states.load_all_items(uow, learner.user_id)
    await states.save(uow, learner.user_id, items, {}, setting)
    return setting
