"""Which predictor serves: trained ones are tried beside it, and serve once they have erred less on what came.

    trained -> candidate (told to some) -> serving -> retired
            -> shadow (told to nobody)  -> retired

What a training chose is tried only if it beat what is believed without training, on learners it had not seen; a cohort
too small to be split measures nothing, and then nothing is tried. Everything that is not retired predicts every answer,
so that all are compared on the same ones.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lyceum.platform.logs import get_logger
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import rules
from lyceum.practice.contracts.predictors import ArtefactUnusable, NothingToRollBack, PredictorNotFound, PredictorState
from lyceum.practice.store import predictions, predictor_files, predictors
from lyceum.practice.store.predictors import Registered

log = get_logger(__name__)

BELIEFS = "bkt+irt"
MANAGE = "models:manage"
# How many of the newest answers are compared.
NEWEST = 50_000


async def list_predictors(uow: UnitOfWork, who: Principal) -> list[Registered]:
    """Every predictor there ever was, the newest first; for administrators."""
    who.require(MANAGE)
    return await predictors.list_all(uow)


async def told_to(uow: UnitOfWork, learner_id: UUID) -> list[Registered]:
    """The predictor whose chances this learner is told; behind it what serves, if that one cannot be asked."""
    active = {each.state: each for each in await predictors.list_active(uow)}
    candidate, serving = active.get(PredictorState.CANDIDATE), active[PredictorState.SERVING]
    if candidate and rules.is_among(learner_id, candidate.share, f"{candidate.name} {candidate.version}"):
        return [candidate, serving]
    return [serving]


async def beliefs(uow: UnitOfWork) -> Registered:
    """The predictor that needs no training."""
    return next(each for each in await predictors.list_active(uow) if each.name == BELIEFS)


async def register(uow: UnitOfWork, made: Mapping[str, Any]) -> dict[str, Any]:
    """Enter what a training has made, once; what is tried of it, or None.

    Args:
        uow: the transaction.
        made: plain data, as `training.train` gives it.

    Raises:
        ArtefactUnusable: if nobody registered it for so long that its file is gone.
    """
    await predictors.lock(uow)
    if await predictors.is_registered(uow, made["artefact"]):
        return {"tried": None}
    if made["artefact"] not in await predictor_files.usable(uow):
        raise ArtefactUnusable(
            "What was trained was not registered for so long that its file was deleted. Train anew: `lyceum train`.",
            details={"why": "deleted"},
        )
    for each in await predictors.list_active(uow):
        if each.state is not PredictorState.SERVING and each.name != BELIEFS:
            await predictors.retire(uow, each.id)
    tried = _worth_trying(made)
    version = await predictors.latest_version(uow) + 1
    await predictors.add(uow, [_row(uow, made, name, version, is_tried=name == tried) for name in made["names"]])
    await _share_out(uow)
    log.info("predictors_registered", version=version, answers=made["answers"], tried=tried)
    return {"version": version, "tried": tried}


async def judge(uow: UnitOfWork) -> dict[str, Any]:
    """Let the candidate serve, or retire it, once enough answers are there to tell; how it was judged."""
    await predictors.lock(uow)
    active = {each.state: each for each in await predictors.list_active(uow)}
    candidate, serving = active.get(PredictorState.CANDIDATE), active[PredictorState.SERVING]
    if candidate is None:
        return {"judged": None}
    did = await predictions.binned(uow, [candidate.id, serving.id], newest=NEWEST)
    answers = sum(each.answers for each in did[candidate.id])
    is_early = answers < rules.JUDGED_AFTER
    if is_early and serving.name != BELIEFS and await _has_fallen_silent(uow, serving, beside=candidate):
        # Its file cannot be used: learners are told the beliefs already, and the candidate is compared with them.
        await _let_serve(uow, await beliefs(uow), instead_of=serving)
        return await judge(uow)
    if is_early:
        return {"judged": None, "waiting_for": rules.JUDGED_AFTER - answers}
    losses = {key: sum(each.loss for each in bins) / answers for key, bins in did.items()}
    is_better = losses[candidate.id] < losses[serving.id]
    if is_better:
        await _let_serve(uow, candidate, instead_of=serving)
    else:
        await predictors.retire(uow, candidate.id)
    await _share_out(uow)
    log.info("predictor_judged", name=candidate.name, version=candidate.version, better=is_better, answers=answers)
    return {"judged": candidate.name, "serves": is_better, "answers": answers}


async def roll_back_as(uow: UnitOfWork, who: Principal, name: str) -> Registered:
    """Take a predictor back; see `roll_back`. For administrators."""
    who.require(MANAGE)
    return await roll_back(uow, name)


async def roll_back(uow: UnitOfWork, name: str) -> Registered:
    """Take a predictor back that is told to somebody: on trial, it is tried no more; serving, what did before it does.

    Returns:
        What serves now.

    Raises:
        PredictorNotFound: if there never was one of this name.
        NothingToRollBack: if it is told to nobody, or nothing served before it.
    """
    await predictors.lock(uow)
    known = await predictors.list_all(uow)
    if name not in {each.name for each in known}:
        raise PredictorNotFound(f"There is no predictor {name!r}.")
    told = {each.state: each for each in known if each.name == name}
    if candidate := told.get(PredictorState.CANDIDATE):
        await predictors.retire(uow, candidate.id)
    elif (serving := told.get(PredictorState.SERVING)) and serving.name != BELIEFS:
        before = _served_before(known, serving, await predictor_files.usable(uow))
        await _let_serve(uow, before, instead_of=serving, is_return=True)
    else:
        raise NothingToRollBack(f"{name!r} is told to nobody, or nothing served before it.")
    await _share_out(uow)
    log.info("predictor_rolled_back", name=name)
    return next(each for each in await predictors.list_active(uow) if each.state is PredictorState.SERVING)


async def discard(uow: UnitOfWork) -> list[str]:
    """Choose the files that nothing will serve from any more; from now on nothing can be rolled back to them.

    What all predictors of a file are retired for is kept for `rules.RETIRED_KEPT`, and the one that a rollback would
    return to for as long as it would. A file that nobody registered is what a training left that did not end.

    Returns:
        Their keys, and those that were chosen before and are still there.
    """
    await predictors.lock(uow)
    known, now = await predictors.list_all(uow), uow.clock.now()
    serving = next(each for each in known if each.state is PredictorState.SERVING)
    back = _served_before(known, serving, await predictor_files.usable(uow)).artefact
    await predictor_files.doom(
        uow, retired_before=now - rules.RETIRED_KEPT, left_before=now - rules.UNREGISTERED_KEPT, spared=back
    )
    return await predictor_files.doomed(uow)


async def _has_fallen_silent(uow: UnitOfWork, serving: Registered, *, beside: Registered) -> bool:
    """Whether what serves has said nothing of so many answers in a row that the candidate could be judged by them."""
    answers, of_both = await predictions.count_beside(uow, beside.id, serving.id, newest=rules.JUDGED_AFTER)
    return answers >= rules.JUDGED_AFTER and of_both == 0


def _worth_trying(made: Mapping[str, Any]) -> str | None:
    """What a training chose, if it was measured and beat the beliefs."""
    chosen: str | None = made["chosen"]
    if chosen is None:
        return None
    to_beat: float | None = made["believed"]
    return chosen if to_beat is None or made["losses"][chosen] < to_beat else None


def _row(uow: UnitOfWork, made: Mapping[str, Any], name: str, version: int, *, is_tried: bool) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "state": (PredictorState.CANDIDATE if is_tried else PredictorState.SHADOW).value,
        "share": rules.TRIED_ON if is_tried else 0.0,
        "artefact": made["artefact"],
        "digest": made["digest"],
        "answers": made["answers"],
        "learners": made["learners"],
        "trained_until": datetime.fromisoformat(made["until"]),
        "loss": made["losses"].get(name),
        "loss_to_beat": made["believed"],
        "trained_at": uow.clock.now(),
    }


async def _let_serve(uow: UnitOfWork, new: Registered, *, instead_of: Registered, is_return: bool = False) -> None:
    """One serves and the other does not; who was rolled back is not returned to."""
    if is_return:
        await predictors.change(uow, instead_of.id, served_from=None)
    if instead_of.name == BELIEFS:
        await predictors.change(uow, instead_of.id, state=PredictorState.SHADOW.value, share=0.0)
    else:
        await predictors.retire(uow, instead_of.id)
    began = new.served_from if is_return else uow.clock.now()
    await predictors.change(uow, new.id, state=PredictorState.SERVING.value, served_from=began, retired_at=None)


def _served_before(known: Sequence[Registered], serving: Registered, usable: Collection[str]) -> Registered:
    """The last trained one that served before and still has its file, or the one that needs no training."""
    earlier = [
        each
        for each in known
        if each.served_from is not None and each.id != serving.id and (each.artefact is None or each.artefact in usable)
    ]
    beliefs = next(each for each in known if each.name == BELIEFS)
    return max(earlier, key=lambda each: (each.served_from, each.id), default=beliefs)


async def _share_out(uow: UnitOfWork) -> None:
    """What serves is told to all but those whom the candidate is told to."""
    active = {each.state: each for each in await predictors.list_active(uow)}
    candidate, serving = active.get(PredictorState.CANDIDATE), active[PredictorState.SERVING]
    await predictors.change(uow, serving.id, share=1.0 - (candidate.share if candidate else 0.0))
