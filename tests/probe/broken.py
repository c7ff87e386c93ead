"""A domain whose every call raises: routes, a listener to the probe's events, and a workflow."""

from dataclasses import dataclass, field

from lyceum.platform.domain import Domain
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import JsonObject, Workflow, WorkflowContext
from tests.probe.domain import Noted

router = Router(prefix="/broken", tags=["broken"])


@dataclass
class Broken(BaseException):
    """Not even an `Exception`: what a domain must not raise, and may all the same."""

    where: str = field(default="")


@router.get("/read")
async def read() -> None:
    """Raise."""
    raise RuntimeError("route")


@router.get("/read-badly")
async def read_badly() -> None:
    """Raise what nobody catches."""
    raise Broken("route")


@router.post("/start", status_code=202)
async def start(uow: Transaction) -> str:
    """Start what raises."""
    return str(await start_job(uow, WORKFLOW, {}, owner_id=None))


async def hear(_uow: UnitOfWork, _event: Noted) -> None:
    """Raise."""
    raise RuntimeError("listener")


async def work(_context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    """Raise."""
    raise RuntimeError("workflow")


WORKFLOW = Workflow("broken.work", work)
DOMAIN = Domain(
    name="broken",
    about="Raises.",
    routers=(router,),
    subscriptions=(Subscription("broken.hear", Noted, hear, max_attempts=3),),
    workflows=(WORKFLOW,),
)
