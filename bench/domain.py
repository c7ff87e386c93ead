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

from lyceum.library import facade as library
from lyceum.library.contracts import ItemType, NewItem, NewSkill, Source
from lyceum.platform.domain import Domain
from lyceum.platform.events import Event
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import JsonObject, Workflow, WorkflowContext

_BATCH = 500
# Items of one type that follow each other, so that every skill has several types.
_EACH_TYPE = 7
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


class DeckSize(BaseModel):
    """How large a deck to make."""

    items: int
    skills: int


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


@router.post("/decks")
async def make_deck(uow: Transaction, owner: SignedIn, size: DeckSize) -> dict[str, UUID]:
    """A subject with a deck of items of every type, spread over its skills."""
    subject, document_id = await library.create_subject(uow, owner.user_id, "Measured"), new_id()
    new = [NewSkill(key=f"skill {number}", name=f"Skill {number}") for number in range(size.skills)]
    skills = list((await library.add_skills(uow, subject, document_id, new)).values())
    deck_id = await library.put_deck(uow, subject, document_id, "Measured")
    for first in range(0, size.items, _BATCH):
        batch = range(first, min(first + _BATCH, size.items))
        made = [_item(number, skills[number % len(skills)]) for number in batch]
        await library.add_items(uow, subject, document_id, made, deck_id=deck_id)
    return {"subject_id": subject.id, "deck_id": deck_id}


def _item(number: int, skill_id: UUID) -> NewItem:
    item_type = tuple(ItemType)[number // _EACH_TYPE % len(ItemType)]
    answer = f"answer {number}"
    keys: dict[ItemType, str | bool | list[str]] = {
        ItemType.CLOZE: [answer],
        ItemType.MULTIPLE_CHOICE: "a",
        ItemType.TRUE_FALSE: True,
    }
    choices = [{"id": letter, "text": f"{answer} {letter}"} for letter in "abcd"]
    return NewItem(
        type=item_type,
        stem=f"Question {number}: what is ____?",
        key=keys.get(item_type, answer),
        accepted=[[answer]] if item_type in (ItemType.CLOZE, ItemType.SHORT_ANSWER) else [],
        skill_ids=(skill_id,),
        source=Source(new_id(), 1, f"It is {answer}."),
        options=choices if item_type is ItemType.MULTIPLE_CHOICE else None,
    )


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
