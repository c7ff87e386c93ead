"""The one door to DBOS: a durable queue per domain, workers that run from it, and nothing lost on the way.

DBOS keeps the queue, dispatches, and knows which process runs what. What a workflow did is kept in `journal`, in the
transaction that did it. `takeover` brings a dead process's workflows back to the queue.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy.engine import make_url

from lyceum.platform.errors import LyceumError
from lyceum.platform.jobs import JobCancelled, JobChanges, JobStatus, change_job
from lyceum.platform.journal import JournaledContext, recall
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import WORKFLOWS_ENDED
from lyceum.platform.tracing import continued_span
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import APPLICATION_VERSION, JsonObject, Workflow

log = get_logger(__name__)

_APPLICATION = "lyceum"
_SERIALIZER = DBOSPortableJSONSerializer()
# Steps of every workflow, besides its own.
_BEGIN, _COMPLETE, _FAIL = "job: begin", "job: complete", "job: fail"
# A lonely queue is looked at this seldom, for who waits there has seen processes die; and one nobody waits for. Each
# look is three transactions.
_SELDOM_S = 1.0
# What DBOS calls the threads that take from queues.
_TAKERS = "queue-worker-"


def lonely_queue(queue: str) -> str:
    """The queue beside a domain's queue from which a process runs one workflow at a time."""
    return queue if queue.endswith("/alone") else f"{queue}/alone"


def parking_queue(workflow: str) -> str:
    """Where a workflow waits that reached a version which does not know it; nobody takes from such a queue."""
    return f"unknown/{workflow}"


def open_client(database_url: str) -> DBOSClient:
    """The client that enqueues; connects when first used for anything but a transaction of ours."""
    return DBOSClient(
        system_database_url=_psycopg(database_url),
        serializer=_SERIALIZER,
        application_name=_APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


def migrate(database_url: str) -> None:
    """Create or update DBOS's own tables."""
    DBOS.migrate(_psycopg(database_url))


class WorkflowEngine:
    """Runs the workflows of some domains in this process.

    Args:
        kernel: the process's resources.
        workflows: of the domains served here; others' queues are left to others.
        executor_id: this process's name among all, held with a lock by `takeover`.
        database_url: over TCP: over a Unix socket DBOS does not recognise a restarting server as such.

    Attributes:
        names: of the workflows that are known here.
        running: the tasks of those that run here now, by workflow id.
    """

    def __init__(self, kernel: Kernel, workflows: Iterable[Workflow], executor_id: str, database_url: str) -> None:
        self._kernel = kernel
        self._workflows = tuple(workflows)
        self._executor_id = executor_id
        self._database_url = database_url
        self.names = frozenset(workflow.name for workflow in self._workflows)
        self.running: dict[str, asyncio.Task[Any]] = {}
        self._dbos: DBOS | None = None

    async def launch(self) -> None:
        """Register the workflows and start to take from their queues."""
        config = DBOSConfig(
            name=_APPLICATION,
            system_database_url=_psycopg(self._database_url),
            serializer=_SERIALIZER,
            executor_id=self._executor_id,
            application_version=APPLICATION_VERSION,
            run_migrations=False,
            use_listen_notify=False,
            log_level="WARNING",
            sys_db_pool_size=4,
        )
        self._dbos = DBOS(config=config)
        for workflow in self._workflows:
            # Recovery is counted by `takeover`, which can tell the owner why it gave up.
            DBOS.workflow(name=workflow.name, max_recovery_attempts=None)(self._body(workflow))
        queues = sorted({workflow.domain for workflow in self._workflows})
        DBOS.listen_queues([*queues, *map(lonely_queue, queues)])
        DBOS.launch()
        settings = self._kernel.settings
        seldom_s = max(settings.workflow_poll_s, _SELDOM_S)
        hurried = {workflow.domain for workflow in self._workflows if workflow.waited_for}
        for queue in queues:
            for name, slots, poll_s in (
                (queue, settings.workflow_slots, settings.workflow_poll_s if queue in hurried else seldom_s),
                (lonely_queue(queue), 1, seldom_s),
            ):
                await DBOS.register_queue_async(
                    name, worker_concurrency=slots, polling_interval_sec=poll_s, on_conflict="always_update"
                )

    async def close(self, drain_s: int) -> None:
        """Stop taking work, wait for what runs, and stop the rest between two commits, for others to go on with."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as executor:
            await loop.run_in_executor(executor, self._take_no_more, drain_s)
            # What was taken last has its task, and has not begun before the loop has gone round.
            await asyncio.sleep(0)
            if self.running:
                await asyncio.wait(list(self.running.values()), timeout=drain_s)
            # DBOS's own drain sleeps a whole second before it looks.
            await loop.run_in_executor(executor, partial(DBOS.destroy, destroy_registry=True))
        # While the database is still open: a step that fails for want of it would wait for it.
        unfinished = list(self.running.values())
        for task in unfinished:
            task.cancel()
        await asyncio.wait(unfinished, timeout=drain_s) if unfinished else None
        # DBOS made its own executor the loop's default and has shut it down.
        loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="lyceum"))

    def _take_no_more(self, within_s: int) -> None:
        """DBOS has no call for this: its `destroy` sets these events too, but stops what runs in the same breath."""
        for event in self._dbos.background_thread_stop_events if self._dbos else ():
            event.set()
        for thread in threading.enumerate():
            if thread.name.startswith(_TAKERS):
                thread.join(within_s)

    def _body(self, workflow: Workflow) -> Callable[[JsonObject, str | None], Coroutine[Any, Any, None]]:
        async def body(payload: JsonObject, trace: str | None = None) -> None:
            workflow_id = str(DBOS.workflow_id)
            if (task := asyncio.current_task()) is not None:
                self.running[workflow_id] = task
                # With the task and not before: DBOS writes down in it how this ended, and would find itself shut down.
                task.add_done_callback(lambda _ended: self.running.pop(workflow_id, None))
            with continued_span(trace, f"workflow {workflow.name}"):
                await run_to_end(self._kernel, workflow, UUID(workflow_id), payload)

        # DBOS keeps one origin per name and warns of two; closures over the loop variable all look alike to it.
        body.__qualname__ = workflow.name
        return body


async def run_to_end(kernel: Kernel, workflow: Workflow, job_id: UUID, payload: JsonObject) -> None:
    """Run a workflow, or what is left of it, and write down how it ended."""
    remembered = await recall(kernel, job_id)
    if remembered.keys() & {_COMPLETE, _FAIL}:
        return
    context = JournaledContext(kernel, job_id, remembered)
    status = JobStatus.COMPLETED
    try:
        await context.step(_BEGIN, lambda uow: _mark(uow, job_id, {"status": JobStatus.RUNNING}))
        result = await workflow.run(context, payload)
        changes: JobChanges = {"status": status, "progress": 100.0, "note": "", "result": result or {}}
        await context.step(_COMPLETE, lambda uow: _mark(uow, job_id, changes))
    except JobCancelled:
        status = JobStatus.CANCELLED
    except Exception as error:  # noqa: BLE001  one of the loops that must survive anything
        status = JobStatus.FAILED
        await _fail(context, error)
    WORKFLOWS_ENDED.labels(workflow.name, status.value).inc()
    log.info("workflow_ended", workflow=workflow.name, job_id=str(job_id), status=status.value)


async def _fail(context: JournaledContext, error: Exception) -> None:
    if isinstance(error, LyceumError):
        told: dict[str, Any] = {"code": error.code, "message": error.message}
        told |= {"details": error.details} if error.details else {}
        log.info("workflow_refused", job_id=str(context.job_id), code=error.code)
    else:
        told = {"code": "INTERNAL_ERROR", "message": "Something failed on our side. It has been logged under this job."}
        log.error("workflow_failed", job_id=str(context.job_id), exc_info=error)
    with contextlib.suppress(JobCancelled):
        changes: JobChanges = {"status": JobStatus.FAILED, "note": "", "error": told}
        await context.step(_FAIL, lambda uow: _mark(uow, context.job_id, changes))


async def _mark(uow: UnitOfWork, job_id: UUID, changes: JobChanges) -> None:
    await change_job(uow, job_id, changes)


def _psycopg(database_url: str) -> str:
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)
