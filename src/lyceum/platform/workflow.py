"""What a domain says of its long work: a `Workflow` is named steps, each of which takes effect once.

    async def learn_document(context: WorkflowContext, payload: JsonObject) -> JsonObject:
        pages = await context.step("extract", partial(extraction.extract, document_id=...))
        await context.progress(40)
        ...

    LEARN_DOCUMENT = Workflow("studio.learn_document", learn_document)

A step's effects and its result commit in one transaction, so a step that ran is never run again, whatever process dies
between two steps. A workflow's own code between steps must not read the clock, chance or the outside: it is replayed.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork

JsonObject = dict[str, Any]
R = TypeVar("R")

# DBOS hashes the registered workflows by default, and then an upgrade or a subset of domains would orphan what is
# pending. An incompatible change of a workflow gets a new name instead.
APPLICATION_VERSION = "lyceum"


class WorkflowContext(Protocol):
    """What the running workflow is given."""

    kernel: Kernel
    job_id: UUID

    async def step(self, name: str, action: Callable[[UnitOfWork], Awaitable[R]], *, attempts: int = 5) -> R:
        """Run one step in a transaction of its own, or give back what it returned when it ran before.

        Args:
            name: unique within this run of the workflow; what the step is known by after a crash.
            action: the use case; what it returns must be plain JSON data.
            attempts: how often it is tried when it fails for a reason that may pass (database away, timeout).

        Raises:
            JobCancelled: if the job was cancelled before the step.
        """
        ...

    async def call(self, name: str, action: Callable[[], Awaitable[R]], *, attempts: int = 5) -> R:
        """Talk to something outside; recorded after it answered, so it may happen again after a crash."""
        ...

    async def progress(self, percent: float, note: str = "", values: Mapping[str, Any] | None = None) -> None:
        """Tell whoever watches the job how far it is.

        Args:
            percent: 0 to 100.
            note: the key of a short phrase for a person.
            values: what stands in it; plain data.
        """
        ...


@dataclass(frozen=True, slots=True)
class Workflow:
    """Durable work of a domain.

    Attributes:
        name: `domain.imperative`; never reused for steps that an older run could not continue.
        run: the steps.
        waited_for: whether somebody may wait for it; the queue of a domain where nobody does is looked at seldom.
    """

    name: str
    run: Callable[[WorkflowContext, JsonObject], Awaitable[JsonObject | None]]
    waited_for: bool = True

    @property
    def domain(self) -> str:
        """The domain whose workers run it: the part of the name before the dot."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A workflow started again and again, once per period over all processes."""

    name: str
    every: timedelta
    workflow: Workflow
    payload: Mapping[str, Any]
