"""Jobs: what a person sees of long work: where it is, how it ended, and the wish to stop it.

A job's row is the truth; listeners are nudged over `broadcast`, and read the row again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypedDict
from uuid import UUID

from dbos import EnqueueOptions
from sqlalchemy import insert, select, update

from lyceum.platform import telling
from lyceum.platform.channel import Channel
from lyceum.platform.errors import Conflict, NotFound
from lyceum.platform.events import Event
from lyceum.platform.ids import new_id
from lyceum.platform.principal import Principal
from lyceum.platform.tables import job as jobs
from lyceum.platform.tracing import current_trace
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import APPLICATION_VERSION, JsonObject, Workflow


class JobStatus(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self in {JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED}


_OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)
_STOPPED = (JobStatus.FAILED, JobStatus.CANCELLED)
_CANCELLED = {"code": "JOB_CANCELLED", "message": "The job was cancelled. Begin it anew if you want it after all."}


class JobNotFound(NotFound):
    """No such job, or no more, or it is somebody else's."""

    code = "JOB_NOT_FOUND"


class JobEnded(Conflict):
    """The job has ended already."""

    code = "JOB_ENDED"


class JobCancelled(Conflict):
    """Raised inside a workflow at its next step after somebody cancelled the job."""

    code = "JOB_CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStopped(Event):
    """A job ended without what it was to make: it failed, was given up, or was cancelled, perhaps before it began.

    For whoever shows what the job was about, and would show it as under way for ever: a job that never ran, or whose
    process died, tells nobody itself.
    """

    name: ClassVar[str] = "platform.job_stopped.v1"
    key_field: ClassVar[str] = "job_id"

    job_id: UUID
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work.

    Attributes:
        id: also the id of the workflow that does it.
        kind: the workflow's name.
        owner_id: who asked for it; None for the platform itself.
        status: queued, running, completed, failed or cancelled.
        progress: 0 to 100.
        note: the key of a short phrase about what is going on; of older jobs the English phrase itself.
        note_values: what stands in the phrase.
        result: plain data, once completed.
        error: `{code, message}`, once failed; with `details`, if there are any.
        version: counts the changes; the id of the job's server-sent events.
    """

    id: UUID
    kind: str
    owner_id: UUID | None
    status: JobStatus
    progress: float
    note: str
    note_values: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    version: int
    created_at: datetime
    updated_at: datetime


class JobChanges(TypedDict, total=False):
    """What `change_job` may change."""

    status: JobStatus
    progress: float
    note: str
    note_values: dict[str, Any]
    result: dict[str, Any]
    error: dict[str, Any]


_COLUMNS = [jobs.c[name] for name in Job.__dataclass_fields__]


async def open_job(uow: UnitOfWork, kind: str, owner_id: UUID | None) -> UUID:
    """A new job, queued; a workflow started later with its id does it."""
    job_id, now = new_id(), uow.clock.now()
    row = {"id": job_id, "kind": kind, "owner_id": owner_id, "status": JobStatus.QUEUED}
    await uow.execute(insert(jobs).values(**row, created_at=now, updated_at=now))
    return job_id


async def start_job(
    uow: UnitOfWork, workflow: Workflow, payload: JsonObject, *, owner_id: UUID | None, job_id: UUID | None = None
) -> UUID:
    """Start a workflow if and when `uow` commits; returns the id of its job.

    Args:
        uow: the transaction.
        workflow: one that a domain declares.
        payload: plain JSON data; ids rather than content.
        owner_id: the person whose job it is.
        job_id: of a job opened earlier with `open_job`; starting the same job again does nothing.

    Raises:
        LookupError: if no domain declares the workflow, so that no worker would ever take it.
    """
    kernel = uow.kernel
    if kernel.workflows is None or workflow.name not in kernel.workflow_names:
        raise LookupError(f"no domain declares the workflow {workflow.name!r}; add it to its DOMAIN.workflows")
    job_id = job_id or await open_job(uow, workflow.name, owner_id)
    options = EnqueueOptions(
        workflow_name=workflow.name,
        queue_name=workflow.domain,
        workflow_id=str(job_id),
        app_version=APPLICATION_VERSION,
    )
    connection, client, trace = await uow.connection(), kernel.workflows, current_trace()
    await connection.run_sync(lambda sync: client.enqueue_in_transaction(sync, options, payload, trace))
    return job_id


async def find_job(uow: UnitOfWork, principal: Principal, job_id: UUID) -> Job:
    """The principal's job.

    Raises:
        JobNotFound: if there is none of theirs with this id.
    """
    mine = (jobs.c.id == job_id) & (jobs.c.owner_id == principal.user_id)
    row = (await uow.execute(select(*_COLUMNS).where(mine))).one_or_none()
    if row is None:
        days = uow.kernel.settings.job_days
        raise JobNotFound(f"You have no job {str(job_id)!r}. Jobs are forgotten {days} days after they have ended.")
    return Job(**{**row._asdict(), "status": JobStatus(row.status)})


async def cancel_job(uow: UnitOfWork, principal: Principal, job_id: UUID) -> Job:
    """Stop a job: a queued one never starts, a running one ends before its next step.

    Raises:
        JobNotFound: if there is none of theirs with this id.
        JobEnded: if it has ended already.
    """
    known = await find_job(uow, principal, job_id)
    if not await change_job(uow, job_id, {"status": JobStatus.CANCELLED}):
        raise JobEnded(f"The job is {known.status} already; nothing is left to cancel.")
    return await find_job(uow, principal, job_id)


async def standing(uow: UnitOfWork, job_id: UUID) -> tuple[JobStatus, str]:
    """Status and note of a job; for whoever runs it and waits for something long."""
    row = (await uow.execute(select(jobs.c.status, jobs.c.note).where(jobs.c.id == job_id))).one()
    return JobStatus(row.status), row.note


async def change_job(uow: UnitOfWork, job_id: UUID, changes: JobChanges) -> bool:
    """Change an open job; False if it has ended, and then nothing changes: an end is final."""
    if "note" in changes:
        changes = {"note_values": {}, **changes}
    still_open = (jobs.c.id == job_id) & jobs.c.status.in_(_OPEN)
    changed = await uow.execute(
        update(jobs).where(still_open).values(**changes, version=jobs.c.version + 1, updated_at=uow.clock.now())
    )
    if not changed.rowcount:
        return False
    if changes.get("status") in _STOPPED:
        error = changes.get("error", _CANCELLED)
        uow.emit(JobStopped(job_id=job_id, code=error["code"], message=error["message"]))

    async def nudge_listeners() -> None:
        await uow.kernel.broadcast.publish(channel_of(job_id), "progress.update", _published(changes))

    uow.after_commit(nudge_listeners)
    return True


def _published(changes: JobChanges) -> dict[str, Any]:
    # What came of the job is read from its row, by whoever may.
    published = {name: value for name, value in changes.items() if name in {"status", "progress"}}
    if (note := changes.get("note")) is not None:
        published["note"] = telling.phrase(note, **changes["note_values"]) if note else ""
    return published


def channel_of(job_id: UUID) -> str:
    """The live channel of a job."""
    return JOB_CHANNEL.name(job_id)


async def _may_watch(uow: UnitOfWork, principal: Principal, job_id: str) -> bool:
    try:
        await find_job(uow, principal, UUID(job_id))
    except (JobNotFound, ValueError):
        return False
    return True


# Listening to a job is its owner's.
JOB_CHANNEL = Channel("job", _may_watch)
