"""Whatever dies, its workflows go on: every process holds a lock in its name, and the living look after the dead.

PostgreSQL frees a session's advisory lock when its process is gone, so a lock nobody has held for a while means that
its owner is dead. For a while: a server that restarts frees everybody's lock at once, and the living need a moment to
take theirs again. Only one that ran on this machine, and is seen not to run any more, is not waited for. A process that
finds that others have begun to run what was its own must stop.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from dbos import DBOSClient
from sqlalchemy import text

from lyceum.platform.database import unavailable
from lyceum.platform.jobs import JobStatus, change_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import WorkflowEngine, lonely_queue, parking_queue

log = get_logger(__name__)

# The first of two numbers of an advisory lock in the two-number space, which is apart from `locks.lock_key`'s.
_LOCK_SPACE = 7002
_LOOK_EVERY_S = 1.0
_UNPARK_EVERY_S = 5.0
# After so many deaths a workflow runs alone, so that whoever happens to run beside the cause is not taken for it.
SUSPECT_AFTER = 2

_ENROL = "insert into platform.executor (id, host, pid, started_at) values ($1, $2, $3, $4) returning lock_key"
_ENROLLED = "select lock_key from platform.executor where id = $1"
_LOCK = "select pg_try_advisory_lock($1, $2)"
_UNLOCK = "select pg_advisory_unlock($1, $2)"
_FORGET = "delete from platform.executor where id = $1"
# Looked up and not tried: a lock that is tried is held for a moment, and its owner could not renew it in that moment.
_UNHELD = """
    select id, lock_key, host, pid from platform.executor where id <> $1 and not exists (
        select from pg_locks l where l.locktype = 'advisory' and l.classid = $2 and l.objid = lock_key::oid
        and l.objsubid = 2 and l.database = (select oid from pg_database where datname = current_database()))"""
_COUNT = text("update platform.job set takeovers = takeovers + 1 where id = :id returning takeovers")


@cache
def machine() -> str:
    """Where process numbers mean what they mean here: this boot of this machine, and this space of numbers on it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        numbers = Path("/proc/self/ns/pid").readlink()
    except OSError:
        # Then nothing can be known of other processes.
        return f"{socket.gethostname()} {uuid4()}"
    return f"{socket.gethostname()} {boot} {numbers}"


def has_ended(host: str, pid: int) -> bool:
    """Whether it is certain that a process does not run any more."""
    if host != machine():
        return False
    try:
        # Asked of the system and not of /proc, which may hide other people's processes (hidepid, ProtectProc).
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        # There is one, of somebody else.
        return False
    return False


@contextlib.contextmanager
def _ended_if_cut_off(connection: "asyncpg.Connection[Any]") -> Iterator[None]:
    """End a session that failed to answer: it may hold a lock that nobody knows of, and would hold it for ever."""
    try:
        yield
    except BaseException:
        connection.terminate()
        raise


class Fenced(Exception):
    """This process was taken for dead, and others have begun to take its work over: it must stop."""


class Takeover:
    """Holds this process's lock, and recovers the workflows of dead ones and its own lost ones.

    Args:
        kernel: the process's resources.
        client: of the workflow engine.
        engine: what runs here.
        executor_id: this process's name.
    """

    def __init__(self, kernel: Kernel, client: DBOSClient, engine: WorkflowEngine, executor_id: str) -> None:
        self._kernel = kernel
        self._client = client
        self._engine = engine
        self._id = executor_id
        self._connection: asyncpg.Connection[Any] | None = None
        # Since when an executor's lock has been free, and a workflow of ours not been running.
        self._silent_since: dict[str, float] = {}
        self._missing_since: dict[str, float] = {}
        self._unparked_at = -_UNPARK_EVERY_S

    async def enrol(self) -> None:
        """Take the lock in this process's name; before the engine is launched."""
        connection = await self._kernel.database.dial()
        who = (self._id, machine(), os.getpid(), self._kernel.clock.now())
        # Nobody sees the name before its lock is taken, and so takes it for a dead one's. The lock outlasts this.
        with _ended_if_cut_off(connection):
            async with connection.transaction():
                await connection.fetchval(_LOCK, _LOCK_SPACE, await connection.fetchval(_ENROL, *who))
        self._connection = connection

    async def run(self) -> None:
        """Look after the dead until cancelled.

        Raises:
            Fenced: if this process's lock was lost, and others have begun to take its work over.
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
        """Put what is unfinished back into the queues, and give the lock back; after the engine was closed."""
        connection, self._connection = self._connection, None
        if connection is None or connection.is_closed():
            return
        try:
            for workflow in await self._pending(self._id):
                await self._client.resume_workflow_async(workflow.workflow_id, queue_name=workflow.queue_name)
            await connection.execute(_FORGET, self._id)
        except Exception as error:  # noqa: BLE001  then it is taken over a little later, as after a crash
            log.warning("work_not_handed_back", error=type(error).__name__)
        with contextlib.suppress(Exception):
            await connection.close()

    async def _look_around(self) -> None:
        connection = await self._session()
        now = asyncio.get_running_loop().time()
        unheld = {row["id"]: row for row in await connection.fetch(_UNHELD, self._id, _LOCK_SPACE)}
        self._silent_since = {i: self._silent_since.get(i, now) for i in unheld}
        for executor_id, since in self._silent_since.items():
            row = unheld[executor_id]
            if now - since >= self._kernel.settings.takeover_after_s or has_ended(row["host"], row["pid"]):
                await self._replace(connection, executor_id, row["lock_key"])
        await self._recover_lost()
        if now - self._unparked_at >= _UNPARK_EVERY_S:
            self._unparked_at = now
            await self._unpark()

    async def _session(self) -> "asyncpg.Connection[Any]":
        """The connection that holds the lock; renewed if it was lost and nobody has noticed."""
        if self._connection is not None and not self._connection.is_closed():
            return self._connection
        connection = await self._kernel.database.dial()
        with _ended_if_cut_off(connection):
            key = await connection.fetchval(_ENROLLED, self._id)
            if key is None or not await connection.fetchval(_LOCK, _LOCK_SPACE, key):
                raise Fenced(
                    "The database lost sight of this process, and another has taken its work over. Start it again."
                )
        self._connection = connection
        # Whatever cut this connection may have cut the others'.
        self._silent_since.clear()
        log.warning("takeover_lock_renewed")
        return connection

    async def _replace(self, connection: "asyncpg.Connection[Any]", executor_id: str, key: int) -> None:
        with _ended_if_cut_off(connection):
            if not await connection.fetchval(_LOCK, _LOCK_SPACE, key):
                return
        try:
            for workflow in await self._pending(executor_id):
                await self._resume(workflow.workflow_id, workflow.queue_name)
            await connection.execute(_FORGET, executor_id)
        finally:
            with _ended_if_cut_off(connection):
                await connection.execute(_UNLOCK, _LOCK_SPACE, key)

    async def _recover_lost(self) -> None:
        """What the books say runs here but does not: it could not be begun, or this version does not know it."""
        pending = {w.workflow_id: w for w in await self._pending(self._id)}
        now = asyncio.get_running_loop().time()
        lost = {i for i in pending if i not in self._engine.running}
        self._missing_since = {i: self._missing_since.get(i, now) for i in lost}
        for workflow_id, since in list(self._missing_since.items()):
            workflow = pending[workflow_id]
            if workflow.name not in self._engine.names:
                await self._client.resume_workflow_async(workflow_id, queue_name=parking_queue(workflow.name))
                log.warning("workflow_parked", workflow=workflow.name, job_id=workflow_id)
            elif now - since > self._kernel.settings.takeover_after_s:
                await self._resume(workflow_id, workflow.queue_name)
                del self._missing_since[workflow_id]

    async def _unpark(self) -> None:
        """Bring back what waited for a version that knows it."""
        parked = await self._client.list_workflows_async(
            queue_name=[parking_queue(name) for name in self._engine.names] or [""],
            status="ENQUEUED",
            load_input=False,
            load_output=False,
        )
        for workflow in parked:
            queue = workflow.name.partition(".")[0]
            await self._client.resume_workflow_async(workflow.workflow_id, queue_name=queue)
            log.info("workflow_unparked", workflow=workflow.name, job_id=workflow.workflow_id)

    async def _pending(self, executor_id: str) -> list[Any]:
        return await self._client.list_workflows_async(
            executor_id=executor_id, status="PENDING", load_input=False, load_output=False
        )

    async def _resume(self, workflow_id: str, queue: str | None) -> None:
        most = self._kernel.settings.workflow_deaths
        async with unit_of_work(self._kernel) as uow:
            takeovers = (await uow.execute(_COUNT, {"id": UUID(workflow_id)})).scalar_one_or_none() or 0
            if takeovers > most:
                message = f"This job was given up: {takeovers} processes stopped while they worked on it."
                error = {"code": "JOB_KEEPS_CRASHING", "message": message}
                await change_job(uow, UUID(workflow_id), {"status": JobStatus.FAILED, "note": "", "error": error})
        if takeovers > most:
            await self._client.cancel_workflow_async(workflow_id)
            log.error("workflow_given_up", job_id=workflow_id, takeovers=takeovers)
            return
        if queue and takeovers >= SUSPECT_AFTER:
            queue = lonely_queue(queue)
        await self._client.resume_workflow_async(workflow_id, queue_name=queue)
        log.warning("workflow_taken_over", job_id=workflow_id, takeovers=takeovers)
