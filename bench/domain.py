"""A domain that does next to nothing, so that what is measured is the platform: emit, handle, start a workflow.

It keeps its marks in memory, in seconds of the machine's monotonic clock, which the process that measures shares.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import text

from lyceum.platform.domain import Domain
from lyceum.platform.events import Event
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import JsonObject, Workflow, WorkflowContext

_HANDLED = text("insert into bench.handled (event_id, topic) values (:event_id, :topic)")


class Marks(BaseModel):
    """When things happened since the marks were last read.

    Attributes:
        committed: transactions that emitted, by batch.
        handled: the beginning of each handler's work, by batch.
        settled: the last commit of a handler's work.
        started: the first step of each workflow.
    """

    committed: dict[str, float] = Field(default_factory=dict)
    handled: dict[str, float] = Field(default_factory=dict)
    count: int = 0
    settled: float = 0.0
    started: dict[UUID, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitted(Event):
    """Something to react to."""

    name: ClassVar[str] = "bench.emitted.v1"
    key_field: ClassVar[str] = "topic"

    batch: str
    topic: str


class Emission(BaseModel):
    """How many events to emit in one transaction, and over how many keys."""

    batch: str
    count: int = 1
    keys: int = 1


router = Router(prefix="/bench", tags=["bench"])
# Reading the marks is no transaction, and must not be measured as one.
marks_router = APIRouter(prefix="/bench", tags=["bench"])
_marks = Marks()


@router.post("/events", status_code=204)
async def emit(uow: Transaction, emission: Emission) -> None:
    """Emit."""

    async def mark() -> None:
        _marks.committed[emission.batch] = time.monotonic()

    for number in range(emission.count):
        uow.emit(Emitted(batch=emission.batch, topic=f"{emission.batch}-{number % emission.keys}"))
    uow.after_commit(mark)


@router.post("/workflows", status_code=202)
async def begin(uow: Transaction) -> UUID:
    """Start a workflow."""
    return await start_job(uow, WORK, {}, owner_id=None)


@marks_router.get("/marks")
async def read_marks() -> Marks:
    """What happened since the marks were cleared."""
    return _marks


@marks_router.delete("/marks", status_code=204)
async def clear_marks() -> None:
    """Begin anew."""
    global _marks  # noqa: PLW0603  one process, one set of marks
    _marks = Marks()


async def handle(uow: UnitOfWork, event: Emitted) -> None:
    """Write a row, as a projection does."""
    _marks.handled.setdefault(event.batch, time.monotonic())
    await uow.execute(_HANDLED, {"event_id": uow.cause, "topic": event.topic})

    async def mark() -> None:
        _marks.count += 1
        _marks.settled = time.monotonic()

    uow.after_commit(mark)


async def work(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    """One step."""

    async def mark(_uow: UnitOfWork) -> dict[str, Any]:
        _marks.started[context.job_id] = time.monotonic()
        return {}

    return await context.step("mark", mark)


WORK = Workflow("bench.work", work)
DOMAIN = Domain(
    name="bench",
    about="Measures the platform.",
    routers=(router, marks_router),
    subscriptions=(Subscription("bench.handle", Emitted, handle),),
    workflows=(WORK,),
    migrations=Path(__file__).parent / "migrations",
)
