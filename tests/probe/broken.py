"""A domain whose every call raises: its routes, its listener to the probe's events, its workflow."""

from lyceum.platform.domain import Domain
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import JsonObject, Workflow, WorkflowContext
from tests.probe.domain import Noted

router = Router(prefix="/broken", tags=["broken"])


@router.get("/read")
async def read() -> None:
    """Raise."""
    raise RuntimeError("route")


@router.post("/start", status_code=202)
async def start(uow: Transaction) -> str:
    """Start what raises."""
    return str(await start_job(uow, WORKFLOW, {}, owner_id=None))


async def hear(_uow: UnitOfWork, _event: Noted) -> None:
    """Raise what looks as if the database were away."""
    raise ConnectionRefusedError("listener")


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
