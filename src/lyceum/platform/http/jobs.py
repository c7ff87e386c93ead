"""Routes of jobs: look, watch (server-sent events), cancel."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import Depends, Header, Path, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from lyceum.platform import jobs, telling
from lyceum.platform.errors import Conflict, Forbidden, Unauthenticated
from lyceum.platform.http.authentication import Authenticate, Credentials, SignedIn, credentials_of
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.jobs import Job, JobEnded, JobNotFound, JobStatus
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work

router = Router(prefix="/jobs", tags=["jobs"])

# Also what the stream falls back to when the live state is away: the row is read this often.
_LOOK_EVERY_S = 1.0
_COMMENT_EVERY_S = 15.0
# Of one person in one process; each looks at the database every second.
MOST_STREAMS = 20
_MEMORY = "platform.job_streams"


class TooManyStreams(Conflict):
    """The person watches as many jobs as they may."""

    code = "TOO_MANY_STREAMS"


async def _until_answered() -> AsyncIterator[ExitStack]:
    """What is held until the last byte of an answer is sent, or nobody listens any more."""
    with ExitStack() as held:
        yield held


UntilAnswered = Annotated[ExitStack, Depends(_until_answered, scope="request")]
JobId = Annotated[UUID, Path(description="The job's id.", examples=["0198c0de-7a11-7000-8000-000000000001"])]


class JobView(BaseModel):
    """A job as its owner sees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "0198c0de-7a11-7000-8000-000000000001",
                "kind": "studio.learn_document",
                "status": "running",
                "progress": 42.0,
                "note": "finding terms and definitions",
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

    @classmethod
    def of(cls, job: Job) -> Self:
        """The view of a job, in the words of whoever is being answered."""
        return cls(
            id=job.id,
            kind=job.kind,
            status=job.status.value,
            progress=job.progress,
            note=telling.text(job.note, **job.note_values) if job.note else "",
            result=telling.worded(job.result),
            error=telling.failure(job.error),
            created_at=job.created_at,
            updated_at=job.updated_at,
        )


@router.get("/{job_id}", responses=error_responses(Unauthenticated, JobNotFound))
async def read_job(uow: Transaction, principal: SignedIn, job_id: JobId) -> JobView:
    """Where one of your jobs is."""
    return JobView.of(await jobs.find_job(uow, principal, job_id))


@router.post("/{job_id}/cancel", responses=error_responses(Unauthenticated, JobNotFound, JobEnded))
async def cancel_job(uow: Transaction, principal: SignedIn, job_id: JobId) -> JobView:
    """Stop one of your jobs: a queued one never starts, a running one ends before its next step."""
    return JobView.of(await jobs.cancel_job(uow, principal, job_id))


@router.get(
    "/{job_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}},
        **error_responses(Unauthenticated, JobNotFound, TooManyStreams),
    },
)
async def watch_job(
    request: Request,
    uow: Transaction,
    kernel: Resources,
    principal: SignedIn,
    held: UntilAnswered,
    job_id: JobId,
    last_event_id: Annotated[int, Header(description="The id of the last event you have.")] = 0,
) -> StreamingResponse:
    """Server-sent events: the job each time it changes, until it or your sign-in ends.

    Reconnect with `Last-Event-ID`, and with a fresh access token.
    """
    await jobs.find_job(uow, principal, job_id)
    # The words come after the headers, which have to say in which language they will be.
    telling.language()
    closing: asyncio.Event = request.app.state.closing
    # Here and not when the first line is sent: many that are opened together would all find room.
    held.enter_context(_stream_of(kernel, principal.user_id))
    authenticate: Authenticate = request.app.state.authenticate
    watcher = _Watcher(kernel, authenticate, credentials_of(request))
    changes = _changes(watcher, job_id, last_event_id, closing)
    return StreamingResponse(changes, media_type="text/event-stream", headers={"cache-control": "no-store"})


@dataclass(frozen=True, slots=True)
class _Watcher:
    """Who watches, and by what proof."""

    kernel: Kernel
    authenticate: Authenticate
    credentials: Credentials

    async def look(self, job_id: UUID) -> Job | None:
        """The job as it is now; None once the sign-in does not hold any more."""
        async with unit_of_work(self.kernel) as uow:
            try:
                principal = await self.authenticate(uow, self.credentials)
            except (Unauthenticated, Forbidden):
                return None
            return await jobs.find_job(uow, principal, job_id)


@contextmanager
def _stream_of(kernel: Kernel, user_id: UUID) -> Iterator[None]:
    """One of a person's streams, counted for as long as it is open; nothing is awaited between looking and taking.

    Raises:
        TooManyStreams: if they have as many as they may.
    """
    streams: Counter[UUID] = kernel.memory.setdefault(_MEMORY, Counter())
    if streams[user_id] >= MOST_STREAMS:
        raise TooManyStreams(
            f"You watch {MOST_STREAMS} jobs already, the most there may be. Stop watching one and try again."
        )
    streams[user_id] += 1
    try:
        yield
    finally:
        streams[user_id] -= 1
        if not streams[user_id]:
            del streams[user_id]


async def _changes(watcher: _Watcher, job_id: UUID, seen: int, closing: asyncio.Event) -> AsyncIterator[str]:
    quiet_s = 0.0
    async with watcher.kernel.broadcast.listen(jobs.channel_of(job_id)) as inbox:
        while not closing.is_set():
            job = await watcher.look(job_id)
            if job is None:
                return
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


def _event(job: Job) -> str:
    kind = "end" if JobStatus(job.status).is_final else "progress"
    return f"id: {job.version}\nevent: {kind}\ndata: {JobView.of(job).model_dump_json()}\n\n"
