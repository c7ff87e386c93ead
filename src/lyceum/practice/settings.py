"""How a learner wants to review. A change dates every item anew, from what is remembered, and changes nothing else."""

from dataclasses import dataclass, replace

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.settings import Fit, ReviewSetting, Scheduler, Weights
from lyceum.practice.store import fits, sessions, states


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner asks for; `weights` None: as before."""

    scheduler: Scheduler
    desired_retention: float
    weights: Weights | None = None

    def on(self, setting: ReviewSetting) -> ReviewSetting:
        """The setting with this wish; which fitted weights there are is no wish."""
        weights = self.weights or setting.weights
        return replace(setting, scheduler=self.scheduler, desired_retention=self.desired_retention, weights=weights)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a learner reviews, and what the last fit of FSRS's weights to them came to."""

    setting: ReviewSetting
    fit: Fit | None


async def read_setting(uow: UnitOfWork, learner: Principal) -> Chosen:
    """How the learner wants to review; the default until they say otherwise."""
    setting = await states.find_setting(uow, learner.user_id)
    return Chosen(setting, await fits.find_latest(uow, learner.user_id))


async def change_setting(uow: UnitOfWork, learner: Principal, wish: Wish) -> Chosen:
    """Review in another way from now on: whatever has been attempted comes back when the new setting says."""
    # Not beside an answer, which would be dated by the old setting.
    await sessions.lock_learner(uow, learner.user_id)
    setting = wish.on(await states.find_setting(uow, learner.user_id))
    await states.put_setting(uow, learner.user_id, setting)
    items = await states.load_all_items(uow, learner.user_id)
    await states.save(uow, learner.user_id, items, {}, setting)
    return Chosen(setting, await fits.find_latest(uow, learner.user_id))
