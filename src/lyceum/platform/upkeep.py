"""The kernel's own regular work, as a domain of its own: sealing anew, and forgetting what nobody needs any more."""

from datetime import timedelta

from lyceum.platform.domain import Domain
from lyceum.platform.forgetting_jobs import forget_jobs
from lyceum.platform.pruning import prune
from lyceum.platform.sealing.resealing import reseal
from lyceum.platform.workflow import JsonObject, Schedule, Workflow, WorkflowContext


async def _reseal(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    return {"resealed": await reseal(context.step, context.kernel.sealed)}


async def _prune(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    return {**await prune(context.step), "jobs": await forget_jobs(context)}


RESEAL = Workflow("platform.reseal", _reseal, waited_for=False)
PRUNE = Workflow("platform.prune", _prune, waited_for=False)

DOMAIN = Domain(
    name="platform",
    about="The kernel's own upkeep.",
    workflows=(RESEAL, PRUNE),
    schedules=(
        Schedule("platform.reseal", timedelta(days=1), RESEAL, {}),
        Schedule("platform.prune", timedelta(hours=6), PRUNE, {}),
    ),
)
