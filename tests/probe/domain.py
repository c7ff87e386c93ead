"""The probe: `POST /api/v1/probe/notes` writes a row, emits an event and starts a workflow, all or nothing.

What a note's key begins with decides what its handler does: `poison` raises, `hang` never returns, `stall` asks
what the database never answers, `late` leaves something behind that cannot be committed.
"""

import asyncio
import os
import signal
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text

from lyceum.platform.domain import Domain
from lyceum.platform.errors import Conflict
from lyceum.platform.events import Event
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import JsonObject, Workflow, WorkflowContext

_NOTE = text(
    "insert into probe.note (id, key, number)"
    " select :id, :key, 1 + count(*) from probe.note where key = :key returning number"
)
_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
_HEARD = text("insert into probe.heard (event_id, key, number, pid) values (:event_id, :key, :number, :pid)")
_STEP = text("insert into probe.step (job_id, step, pid) values (:job_id, :step, :pid)")
_STALL = text("select pg_sleep(3600)")
_LATE = text("insert into probe.late (parent) values (0)")


class Refused(Conflict):
    """The probe was told to fail after it had written everything."""

    code = "PROBE_REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Event):
    """A note was taken; `number` counts the notes of its key in the order of their commits."""

    name: ClassVar[str] = "probe.noted.v1"
    key_field: ClassVar[str] = "topic"

    note_id: UUID
    topic: str
    number: int


class Note(BaseModel):
    """What the route takes.

    Attributes:
        start: the name of the workflow to start, if any.
        fail: raise at the end.
        hold_s: keep the transaction open after the writes.
        pause_s: between the workflow's steps.
    """

    key: str
    start: str = "probe.work"
    fail: bool = False
    hold_s: float = 0.0
    pause_s: float = 0.0


class Noting(BaseModel):
    """What the route answers."""

    id: UUID
    number: int
    job_id: UUID | None


router = Router(prefix="/probe", tags=["probe"])


@router.post("/notes", status_code=201)
async def take_note(uow: Transaction, note: Note) -> Noting:
    """Take a note."""
    return await take(uow, note)


@router.post("/own-notes", status_code=201)
async def take_own_note(uow: Transaction, principal: SignedIn, note: Note) -> Noting:
    """Take a note whose job belongs to the person."""
    return await take(uow, note, owner_id=principal.user_id)


@router.get("/crash")
async def crash() -> None:
    """Raise what nobody expects."""
    raise RuntimeError("secret-in-a-traceback")


async def take(uow: UnitOfWork, note: Note, owner_id: UUID | None = None) -> Noting:
    """Write, emit, start."""
    note_id = new_id()
    await uow.execute(_LOCK, {"key": note.key})
    number = (await uow.execute(_NOTE, {"id": note_id, "key": note.key})).scalar_one()
    uow.emit(Noted(note_id=note_id, topic=note.key, number=number))
    workflow = next((workflow for workflow in WORKFLOWS if workflow.name == note.start), None)
    job_id = await start_job(uow, workflow, {"pause_s": note.pause_s}, owner_id=owner_id) if workflow else None
    await asyncio.sleep(note.hold_s)
    if note.fail:
        raise Refused("The probe was told to fail.")
    return Noting(id=note_id, number=number, job_id=job_id)


async def hear(uow: UnitOfWork, event: Noted) -> None:
    """Write down that the event came."""
    mended = os.environ.get("PROBE_MENDED")
    row = {"event_id": uow.cause, "key": event.topic, "number": event.number, "pid": os.getpid()}
    await uow.execute(_HEARD, row)
    if event.topic.startswith("poison") and not mended:
        raise RuntimeError("poison")
    if event.topic.startswith("hang") and not mended:
        await asyncio.Event().wait()
    if event.topic.startswith("stall") and not mended:
        await uow.execute(_STALL)
    if event.topic.startswith("late") and not mended:
        await uow.execute(_LATE)


async def work(context: WorkflowContext, payload: JsonObject) -> JsonObject:
    """Three steps, each of which leaves a row."""
    for number, step in enumerate(("one", "two", "three"), 1):
        await context.step(step, partial(_leave_trace, context.job_id, step))
        await context.progress(number * 100 / 3, step)
        await asyncio.sleep(payload["pause_s"])
    return {"steps": 3}


async def kill(_context: WorkflowContext, payload: JsonObject) -> JsonObject:
    """Take the process along."""
    await asyncio.sleep(payload["pause_s"])
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


async def _leave_trace(job_id: UUID, step: str, uow: UnitOfWork) -> None:
    await uow.execute(_STEP, {"job_id": job_id, "step": step, "pid": os.getpid()})


WORK = Workflow("probe.work", work)
KILL = Workflow("probe.kill", kill)
# Known to the version of `older.py` only.
RETIRED = Workflow("probe.retired", work)
WORKFLOWS = (WORK, KILL, RETIRED)

DOMAIN = Domain(
    name="probe",
    about="Proves the kernel.",
    routers=(router,),
    subscriptions=(Subscription("probe.hear", Noted, hear, max_attempts=2, timeout_s=2.0),),
    workflows=(WORK, KILL),
    migrations=Path(__file__).parent / "migrations",
)
