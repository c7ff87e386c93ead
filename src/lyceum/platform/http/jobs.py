"""Routes of jobs: look, watch (server-sent events), cancel."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Header, Path, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from lyceum.platform import jobs
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.jobs import Job, JobEnded, JobNotFound, JobStatus
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work

router = Router(prefix="/jobs", tags=["jobs"])

# Also what the stream falls back to when the live state is away: the row is read this often.
_LOOK_EVERY_S = 1.0
_COMMENT_EVERY_S = 15.0


JobId = Annotated[UUID, Path(description="The job's id.", examples=["0198c0de-7a11-7000-8000-000000000001"])]


class JobView(BaseModel):
    """A job as its owner sees it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {
                "id": "0198c0de-7a11-7000-8000-000000000001",
                "kind": "studio.learn_document",
                "status": "running",
                "progress": 42.0,
                "note": "finding terms",
                "result": None,
                "error": None,
                "created_at": "2026-01-05T09:00:00Z",
                "updated_at": "2026-01-05T09:00:02Z",
            }
        },
    )

    id: UUID
    kind: str = Field(description="What is being done.")
    status: Literal["queued", "running", "completed", "failed", "cancelled"]
    progress: float = Field(ge=0, le=100, description="Per cent.")
    note: str = Field(description="A short phrase about what is going on.")
    result: dict[str, Any] | None = Field(description="What came of it, once completed.")
    error: dict[str, Any] | None = Field(description="`{code, message}`, once failed.")
    created_at: datetime
    updated_at: datetime


@router.get("/{job_id}", responses=error_responses(Unauthenticated, JobNotFound))
async def read_job(uow: Transaction, principal: SignedIn, job_id: JobId) -> JobView:
    """Where one of your jobs is."""
    return JobView.model_validate(await jobs.find_job(uow, principal, job_id))


@router.post("/{job_id}/cancel", responses=error_responses(Unauthenticated, JobNotFound, JobEnded))
async def cancel_job(uow: Transaction, principal: SignedIn, job_id: JobId) -> JobView:
    """Stop one of your jobs: a queued one never starts, a running one ends before its next step."""
    return JobView.model_validate(await jobs.cancel_job(uow, principal, job_id))


@router.get(
    "/{job_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}, **error_responses(Unauthenticated, JobNotFound)},
)
async def watch_job(
    request: Request,
    uow: Transaction,
    kernel: Resources,
    principal: SignedIn,
    job_id: JobId,
    last_event_id: Annotated[int, Header(description="The id of the last event you have.")] = 0,
) -> StreamingResponse:
    """Server-sent events: the job each time it changes, until it ends. Reconnect with `Last-Event-ID`."""
    await jobs.find_job(uow, principal, job_id)
    closing: asyncio.Event = request.app.state.closing
    changes = _changes(kernel, principal, job_id, last_event_id, closing)
    return StreamingResponse(changes, media_type="text/event-stream", headers={"cache-control": "no-store"})


async def _changes(
    kernel: Kernel, principal: Principal, job_id: UUID, seen: int, closing: asyncio.Event
) -> AsyncIterator[str]:
    quiet_s = 0.0
    async with kernel.broadcast.listen(jobs.channel_of(job_id)) as inbox:
        while not closing.is_set():
            job = await _read(kernel, principal, job_id)
            if job.version > seen:
                seen, quiet_s = job.version, 0.0
                yield _event(job)
            if job.status.is_final:
                return
            await inbox.get(_LOOK_EVERY_S)
            quiet_s += _LOOK_EVERY_S
            if quiet_s >= _COMMENT_EVERY_S:  # keeps proxies from closing a stream that has nothing to say
                quiet_s = 0.0
                yield ": waiting\n\n"


async def _read(kernel: Kernel, principal: Principal, job_id: JobId) -> Job:
    async with unit_of_work(kernel) as uow:
        return await jobs.find_job(uow, principal, job_id)


def _event(job: Job) -> str:
    kind = "end" if JobStatus(job.status).is_final else "progress"
    return f"id: {job.version}\nevent: {kind}\ndata: {JobView.model_validate(job).model_dump_json()}\n\n"
