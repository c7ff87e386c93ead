"""Training predictors on the installation's own answers: read, trained apart from the server, kept, registered."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from lyceum.platform import jobs
from lyceum.platform.confinement import Allowance, TooDemanding, confined
from lyceum.platform.jobs import JobCancelled, JobStatus
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.workflow import WorkflowContext
from lyceum.practice import registry, rules
from lyceum.practice.contracts.predictors import TrainingTooLarge
from lyceum.practice.store import answer_log, predictions, predictor_files, predictors
from lyceum.practice.trained import apart
from lyceum.practice.trained.log import Log, LogBuilder

log = get_logger(__name__)

# Ours: many times what a million answers with networks take by the figures of docs/algorithms/knowledge-tracing.md.
_ALLOWANCE: Final = Allowance(cpu_s=3 * 3600, memory_mb=8192)
# Ours: what a process holds while it reads so many is some 300 MB; more would make no predictor better.
MOST_ANSWERS: Final = 1_000_000
# One at a time trains, or deletes what trainings left.
TURN: Final = "practice.train_predictors"
_WAITING: Final = "practice.note.training_waits"
_OCTETS: Final = "application/octet-stream"


async def is_worth_it(uow: UnitOfWork) -> bool:
    """Whether enough answers came since the last training."""
    moments = (each.trained_until for each in await predictors.list_all(uow))
    until = max((each for each in moments if each is not None), default=None)
    return await answer_log.count_after(uow, until) >= rules.JUDGED_AFTER


async def train(kernel: Kernel, job_id: UUID, *, networks: bool) -> dict[str, Any] | None:
    """Train on the answers there are, up to `MOST_ANSWERS`, and keep the file.

    Safe to repeat: the same job writes the same file.

    Returns:
        What was made, as `registry.register` takes it; None if there are no answers.

    Raises:
        TrainingTooLarge: if it took more time or memory than it may.
    """
    answers = await _read_log(kernel)
    if not answers.learners:
        return None
    try:
        made = await confined(_ALLOWANCE, apart.train, answers, networks=networks)
    except TooDemanding as error:
        raise TrainingTooLarge("Training took more time or memory than it may. Try it without networks.") from error
    content: bytes = made.pop("content")
    artefact = f"practice/predictors/{job_id}.npz"
    async with unit_of_work(kernel) as uow:
        await predictor_files.note(uow, artefact)
    await kernel.objects.put(artefact, content, content_type=_OCTETS)
    digest = hashlib.sha256(content).hexdigest()
    log.info("predictors_trained", answers=made["answers"], learners=made["learners"], size_bytes=len(content))
    until = datetime.fromtimestamp(max(answers.seconds), UTC).isoformat()
    return {**made, "artefact": artefact, "digest": digest, "until": until}


async def _forget_old_predictions(uow: UnitOfWork) -> None:
    """What was said long ago is compared with nothing any more."""
    await predictions.prune(uow, uow.clock.now() - rules.PREDICTIONS_KEPT)


async def settle(uow: UnitOfWork) -> dict[str, Any]:
    """Judge the candidate, and tidy up."""
    await _forget_old_predictions(uow)
    return await registry.judge(uow)


async def wait_turn(context: WorkflowContext) -> None:
    """What a training does while another one runs: say so, and end if nobody wants it any more."""
    async with unit_of_work(context.kernel) as uow:
        status, note = await jobs.standing(uow, context.job_id)
    if status is JobStatus.CANCELLED:
        raise JobCancelled("The job was cancelled.")
    if note != _WAITING:
        await context.progress(0, _WAITING)


async def delete_files(kernel: Kernel, keys: Sequence[str]) -> None:
    """Delete files that `registry.discard` chose."""
    for key in keys:
        await kernel.objects.delete(key)
    log.info("predictor_files_deleted", files=len(keys))


async def strike_files(uow: UnitOfWork, keys: Sequence[str]) -> int:
    """Take note that files are gone."""
    return await predictor_files.strike(uow, keys)


async def _read_log(kernel: Kernel) -> Log:
    """The answers to train on."""
    builder = LogBuilder()
    async with unit_of_work(kernel) as uow:
        async for each in answer_log.stream(uow, most=MOST_ANSWERS):
            builder.add(each)
    return builder.log
