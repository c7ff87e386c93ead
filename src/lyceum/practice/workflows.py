"""Durable work of practice."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from lyceum.platform.turns import turn
from lyceum.platform.workflow import JsonObject, Schedule, Workflow, WorkflowContext
from lyceum.practice import calibrating, fitting, item_counting, registry, training
from lyceum.practice.partitions import make_partitions

_BEFORE_ALL = UUID(int=0)
_DAILY, _WEEKLY = timedelta(days=1), timedelta(weeks=1)


async def _make_partitions(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    return {"made": await context.step("make partitions", make_partitions)}


async def _calibrate(context: WorkflowContext, payload: JsonObject) -> JsonObject:
    """Of one subject if the payload names it, else of every one that has new answers."""
    number = 0
    while not (await context.step(f"gather {number}", item_counting.gather_next))["done"]:
        number += 1
    if named := payload.get("subject_id"):
        return {"subjects": 1, **await _calibrate_subject(context, UUID(named))}
    totals = {"subjects": 0, "items": 0, "calibrated": 0}
    after = _BEFORE_ALL
    while stale := await context.step(f"after {after}", partial(item_counting.next_subject, after=after)):
        after = UUID(stale["subject_id"])
        done = await _calibrate_subject(context, after)
        await context.step(f"finish {after}", partial(calibrating.finish, subject_id=after, changes=stale["changes"]))
        totals = {
            "subjects": totals["subjects"] + 1,
            "items": totals["items"] + done["items"],
            "calibrated": totals["calibrated"] + done["calibrated"],
        }
    return dict[str, Any](totals)


async def _calibrate_subject(context: WorkflowContext, subject_id: UUID) -> dict[str, int]:
    items = await context.step(f"count {subject_id}", partial(item_counting.count_subject, subject_id=subject_id))
    measured = await context.call(
        f"measure {subject_id}", partial(calibrating.measure, context.kernel, subject_id), attempts=2
    )
    changed = await context.step(
        f"keep {subject_id}", partial(calibrating.keep, subject_id=subject_id, measured=measured)
    )
    return {"items": items, "calibrated": changed}


async def _fit_weights(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    """Of every learner who has answered since, if there is enough to fit to."""
    number = 0
    while not (await context.step(f"gather {number}", fitting.gather_next))["done"]:
        number += 1
    learners = serving = 0
    after = _BEFORE_ALL
    while stale := await context.step(f"after {after}", partial(fitting.next_learner, after=after)):
        after = UUID(stale["learner_id"])
        fitted = await context.call(f"fit {after}", partial(fitting.measure, context.kernel, after), attempts=2)
        keep = partial(fitting.keep, learner_id=after, fitted=fitted, changes=stale["changes"])
        serving += await context.step(f"keep {after}", keep)
        learners += fitted is not None
    return {"fitted": learners, "serving": serving}


async def _train_predictors(context: WorkflowContext, payload: JsonObject) -> JsonObject:
    """With `only_if_worth_it`, nothing is done until enough answers have come since the last time."""
    judged = await context.step("judge", training.settle)
    # Until what was trained is registered, so that who comes second sees whether it is still worth it.
    async with _turn(context):
        await context.progress(1)
        if payload["only_if_worth_it"] and not await context.step("look", training.is_worth_it):
            return {**judged, "trained": None}
        made = await context.call(
            "train", partial(training.train, context.kernel, context.job_id, networks=payload["networks"]), attempts=2
        )
        if made is None:
            return {**judged, "trained": None}
        registered = await context.step("register", partial(registry.register, made=made))
    told = {name: made[name] for name in ("answers", "learners", "losses", "chosen", "believed")}
    return {**judged, "trained": {**registered, **told}}


async def _judge_predictors(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    judged = await context.step("judge", training.settle)
    async with _turn(context):
        keys = await context.step("discard", registry.discard)
        await context.call("delete files", partial(training.delete_files, context.kernel, keys))
        await context.step("strike files", partial(training.strike_files, keys=keys))
    return {**judged, "files_deleted": len(keys)}


def _turn(context: WorkflowContext) -> AbstractAsyncContextManager[None]:
    return turn(context.kernel, training.TURN, partial(training.wait_turn, context))


MAKE_PARTITIONS = Workflow("practice.make_partitions", _make_partitions, waited_for=False)
CALIBRATE = Workflow("practice.calibrate", _calibrate, waited_for=False)
FIT_WEIGHTS = Workflow("practice.fit_weights", _fit_weights, waited_for=False)
TRAIN_PREDICTORS = Workflow("practice.train_predictors", _train_predictors, waited_for=False)
JUDGE_PREDICTORS = Workflow("practice.judge_predictors", _judge_predictors, waited_for=False)
WORKFLOWS = (MAKE_PARTITIONS, CALIBRATE, FIT_WEIGHTS, TRAIN_PREDICTORS, JUDGE_PREDICTORS)
SCHEDULES = (
    Schedule("practice.make_partitions", _DAILY, MAKE_PARTITIONS, {}),
    Schedule("practice.calibrate", _DAILY, CALIBRATE, {}),
    Schedule("practice.fit_weights", _DAILY, FIT_WEIGHTS, {}),
    Schedule("practice.judge_predictors", _DAILY, JUDGE_PREDICTORS, {}),
    Schedule("practice.train_predictors", _WEEKLY, TRAIN_PREDICTORS, {"networks": True, "only_if_worth_it": True}),
)
