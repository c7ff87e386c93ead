"""The memory of running workflows: a step's effects and its result commit together, so no step takes effect twice."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from lyceum.platform.database import unavailable
from lyceum.platform.errors import LyceumError
from lyceum.platform.jobs import JobCancelled, JobChanges, JobStatus, change_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.tables import job as jobs
from lyceum.platform.tables import workflow_step
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

log = get_logger(__name__)
R = TypeVar("R")

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 10.0


class JournaledContext:
    """The `WorkflowContext` of one run.

    Args:
        kernel: the process's resources.
        job_id: of the job, which is also the workflow's id.
        remembered: outputs of the steps that ran before, by name.
    """

    def __init__(self, kernel: Kernel, job_id: UUID, remembered: dict[str, Any]) -> None:
        self.kernel = kernel
        self.job_id = job_id
        self._remembered = remembered

    async def step(self, name: str, action: Callable[[UnitOfWork], Awaitable[R]], *, attempts: int = 5) -> R:
        """See `WorkflowContext.step`."""
        if name in self._remembered:
            return cast("R", self._remembered[name])
        output = await _patiently(lambda: self._once(name, action), attempts)
        self._remembered[name] = output
        return output

    async def call(self, name: str, action: Callable[[], Awaitable[R]], *, attempts: int = 5) -> R:
        """See `WorkflowContext.call`."""
        if name in self._remembered:
            return cast("R", self._remembered[name])
        # Out there a refused connection is a failure like any other; it says nothing about our database.
        answer = await _patiently(action, attempts, waits_for_database=False)

        async def record(_uow: UnitOfWork) -> R:
            return answer

        return await self.step(name, record)

    async def progress(self, percent: float, note: str = "", values: Mapping[str, Any] | None = None) -> None:
        """See `WorkflowContext.progress`."""

        async def tell() -> None:
            async with unit_of_work(self.kernel) as uow:
                share = min(max(percent, 0.0), 100.0)
                told: JobChanges = {"progress": share, "note": note, "note_values": dict(values or {})}
                await change_job(uow, self.job_id, told)

        await _patiently(tell, attempts=1)

    async def _once(self, name: str, action: Callable[[UnitOfWork], Awaitable[R]]) -> R:
        try:
            async with unit_of_work(self.kernel) as uow:
                job = (await uow.execute(select(jobs.c.status, jobs.c.takeovers).where(jobs.c.id == self.job_id))).one()
                if job.status == JobStatus.CANCELLED:
                    raise JobCancelled("The job was cancelled.")
                # Through JSON and back, so that the first run sees what a replay would.
                output = json.loads(json.dumps(await action(uow)))
                entry = {"workflow_id": self.job_id, "step": name, "output": output, "ended_at": uow.clock.now()}
                await uow.execute(insert(workflow_step).values(entry))
                if job.takeovers:
                    # It gets on, so it is not what its processes died of.
                    await uow.execute(update(jobs).where(jobs.c.id == self.job_id).values(takeovers=0))
        except IntegrityError as error:
            # Another process took this workflow over and was faster: its effects count, ours were rolled back.
            kept = (await recall(self.kernel, self.job_id)).get(name, error)
            if kept is error:
                raise
            return cast("R", kept)
        return cast("R", output)


async def recall(kernel: Kernel, job_id: UUID) -> dict[str, Any]:
    """The outputs of the steps a workflow has ended, by name."""
    query = select(workflow_step.c.step, workflow_step.c.output).where(workflow_step.c.workflow_id == job_id)

    async def read() -> dict[str, Any]:
        async with unit_of_work(kernel) as uow:
            return {row.step: row.output for row in (await uow.execute(query)).all()}

    return await _patiently(read, attempts=5)


async def _patiently(action: Callable[[], Awaitable[R]], attempts: int, *, waits_for_database: bool = True) -> R:
    """Try again what may pass: any failure `attempts` times in all; an absent database is waited for.

    However long it is away: without it nobody could be told that the workflow failed.
    """
    pause, failures = _FIRST_PAUSE_S, 0
    while True:
        try:
            return await action()
        except Exception as error:
            away = waits_for_database and unavailable(error) is not None
            failures += not away
            final = isinstance(error, LyceumError) and not error.retryable
            if final or failures >= attempts:
                raise
            log.warning("step_failed", error=type(error).__name__, failures=failures, away=away)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)
