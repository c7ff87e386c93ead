"""FSRS's weights for single learners: fitted when there is enough to fit to, used where they are measured to be better.

A fit changes how attempts are folded from then on, and the dates of what was attempted; attempts pin the version of the
weights they were judged with, so that what was folded before stays.
"""

import asyncio
import importlib
from dataclasses import replace
from typing import Any
from uuid import UUID

from lyceum.algorithms.scheduling.fsrs import FsrsParams
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.practice import rules
from lyceum.practice.contracts.settings import Fit, FittedWeights
from lyceum.practice.gathering import next_stretch
from lyceum.practice.store import attempts, fits, sessions, states

# Ours: a fit is made anew when there is a fifth more to fit to.
_GROWTH = 1.2
# Ours: some seconds of one processor; what came before hardly changes the weights any more.
_MOST_ATTEMPTS = 20_000
# numpy is loaded when something is to be fitted, not when a server starts.
_FITTING = "lyceum.practice.weight_fitting"


async def gather_next(uow: UnitOfWork) -> dict[str, Any]:
    """Note who has answered in the next stretch of time: `{done}`, whether it reaches until now."""
    stretch = await next_stretch(uow, "weights")
    await fits.mark_answering(uow, stretch.begin, stretch.end)
    return {"done": stretch.is_last}


async def next_learner(uow: UnitOfWork, after: UUID) -> dict[str, Any] | None:
    """The next learner, by id, who has answered since: `{learner_id, changes}`."""
    stale = await fits.next_stale(uow, after)
    return {"learner_id": str(stale.learner_id), "changes": stale.changes} if stale else None


async def measure(kernel: Kernel, learner_id: UUID) -> dict[str, Any] | None:
    """Weights fitted to a learner's reviews, with how good they are; None if there is too little that is new."""
    async with unit_of_work(kernel) as uow:
        history = await attempts.latest_evidence(uow, learner_id, _MOST_ATTEMPTS)
        latest = await fits.find_latest(uow, learner_id)
    least = max(rules.LEAST_TO_FIT, int(latest.reviews * _GROWTH) if latest and len(history) < _MOST_ATTEMPTS else 0)
    if len(history) < least:
        return None
    # In a thread, and outside the transaction: it takes up to some seconds.
    fitted: dict[str, Any] | None = await asyncio.to_thread(importlib.import_module(_FITTING).fit, history, least)
    return fitted


async def keep(uow: UnitOfWork, learner_id: UUID, fitted: dict[str, Any] | None, changes: int) -> bool:
    """Keep a fit, let it serve if it beats the published weights, and date every item anew; whether it serves."""
    await fits.mark_counted(uow, learner_id, changes)
    if fitted is None:
        return False
    # Not beside an answer, which would be judged by the old weights and dated by the new.
    await sessions.lock_learner(uow, learner_id)
    latest, setting = await fits.find_latest(uow, learner_id), await states.find_setting(uow, learner_id)
    fit = Fit(
        version=latest.version + 1 if latest else 1,
        reviews=fitted["reviews"],
        log_loss=fitted["log_loss"],
        log_loss_default=fitted["log_loss_default"],
        serves=fitted["log_loss"] < fitted["log_loss_default"],
        fitted_at=uow.clock.now(),
    )
    weights = tuple(fitted["weights"])
    await fits.add(uow, learner_id, fit, weights)
    changed = replace(setting, fitted=FittedWeights(fit.version, FsrsParams(weights)) if fit.serves else None)
    if changed != setting:
        await states.put_setting(uow, learner_id, changed)
        await states.save(uow, learner_id, await states.load_all_items(uow, learner_id), {}, changed)
    return fit.serves
