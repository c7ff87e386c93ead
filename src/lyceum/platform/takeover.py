"""Whatever dies, its workflows go on: every process holds a lock in its name, and the living look after the dead.

PostgreSQL frees a session's advisory lock the moment its process is gone, so "I could take your lock" means "you are
dead". A process that finds its own lock lost must stop, for others already run what was its own.
"""

import asyncio
import os
import socket
from typing import Any
from uuid import UUID

import asyncpg
from dbos import DBOS
from sqlalchemy import text

from lyceum.platform.database import unavailable
from lyceum.platform.jobs import JobStatus, change_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import WorkflowEngine

log = get_logger(__name__)

# The first of two numbers of an advisory lock in the two-number space, which is apart from `locks.lock_key`'s.
_LOCK_SPACE = 7002
_LOOK_EVERY_S = 1.0
# A workflow that outlived this many processes is taken for the cause of their deaths.
MAX_TAKEOVERS = 5

_ENROL = (
    "insert into platform.executor (id, host, pid, started_at) values ($1, $2, $3, $4)"
    " on conflict (id) do update set started_at = excluded.started_at returning lock_key"
)
_OTHERS = "select id, lock_key from platform.executor where id <> $1"
_COUNT = text("update platform.job set takeovers = takeovers + 1 where id = :id returning takeovers")


class Fenced(Exception):
    """This process lost its lock, and another has begun to take its work over: it must stop."""


class Takeover:
    """Holds this process's lock, and recovers the workflows of dead ones and its own lost ones.

    Args:
        kernel: the process's resources.
        engine: what runs here.
        executor_id: this process's name.
    """

    def __init__(self, kernel: Kernel, engine: WorkflowEngine, executor_id: str) -> None:
        self._kernel = kernel
        self._engine = engine
        self._id = executor_id
        self._connection: asyncpg.Connection[Any] | None = None
        self._missing_since: dict[str, float] = {}

    async def enrol(self) -> "asyncpg.Connection[Any]":
        """Take the lock in this process's name; before the engine is launched. Returns the connection that holds it.

        Raises:
            Fenced: if another process holds it.
        """
        connection = await self._kernel.database.dial()
        who = (self._id, socket.gethostname(), os.getpid(), self._kernel.clock.now())
        key = await connection.fetchval(_ENROL, *who)
        if not await connection.fetchval("select pg_try_advisory_lock($1, $2)", _LOCK_SPACE, key):
            await connection.close()
            raise Fenced(f"another process holds the name {self._id}")
        self._connection = connection
        return connection

    async def run(self) -> None:
        """Look after the dead until cancelled.

        Raises:
            Fenced: if this process's lock was lost and somebody else has it now.
        """
        while True:
            try:
                await self._look_around()
            except Fenced:
                raise
            except Exception as error:
                if not unavailable(error):
                    log.exception("takeover_failed")
            await asyncio.sleep(_LOOK_EVERY_S)

    async def resign(self) -> None:
        """Give the lock back; what is unfinished goes to whoever looks next, be it this installation's next start."""
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close()

    async def _look_around(self) -> None:
        connection = self._connection
        if connection is None or connection.is_closed():
            connection = await self.enrol()
            log.warning("takeover_lock_renewed")
        for executor_id, key in await connection.fetch(_OTHERS, self._id):
            if await connection.fetchval("select pg_try_advisory_lock($1, $2)", _LOCK_SPACE, key):
                try:
                    await self._recover(executor_id)
                    await connection.execute("delete from platform.executor where id = $1", executor_id)
                finally:
                    await connection.execute("select pg_advisory_unlock($1, $2)", _LOCK_SPACE, key)
        await self._recover_lost()

    async def _recover(self, executor_id: str) -> None:
        for workflow in await self._pending(executor_id):
            if workflow.workflow_id not in self._engine.running:
                await self._resume(workflow.workflow_id, workflow.queue_name)

    async def _recover_lost(self) -> None:
        """What the books say runs here but does not: its body ended while the database was away."""
        pending = {w.workflow_id: w for w in await self._pending(self._id)}
        now = asyncio.get_running_loop().time()
        lost = {i for i in pending if i not in self._engine.running}
        self._missing_since = {i: self._missing_since.get(i, now) for i in lost}
        for workflow_id, since in list(self._missing_since.items()):
            if now - since > self._kernel.settings.takeover_after_s:
                await self._resume(workflow_id, pending[workflow_id].queue_name)
                del self._missing_since[workflow_id]

    async def _pending(self, executor_id: str) -> list[Any]:
        return await DBOS.list_workflows_async(
            executor_id=executor_id, status="PENDING", load_input=False, load_output=False
        )

    async def _resume(self, workflow_id: str, queue: str | None) -> None:
        async with unit_of_work(self._kernel) as uow:
            takeovers = (await uow.execute(_COUNT, {"id": UUID(workflow_id)})).scalar_one()
            if takeovers > MAX_TAKEOVERS:
                message = f"This job was given up: {takeovers} processes stopped while they worked on it."
                error = {"code": "JOB_KEEPS_CRASHING", "message": message}
                await change_job(uow, UUID(workflow_id), {"status": JobStatus.FAILED, "note": "", "error": error})
        if takeovers > MAX_TAKEOVERS:
            await DBOS.cancel_workflow_async(workflow_id)
            log.error("workflow_given_up", job_id=workflow_id, takeovers=takeovers)
            return
        await DBOS.resume_workflow_async(workflow_id, queue_name=queue)
        log.warning("workflow_taken_over", job_id=workflow_id, takeovers=takeovers)
