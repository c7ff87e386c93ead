"""Durable work of people."""

from datetime import timedelta

from lyceum.people import plans
from lyceum.platform.workflow import JsonObject, Schedule, Workflow, WorkflowContext


async def _end_plans(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    ended = 0
    while some := await context.step(f"end plans {ended}", plans.end_expired):
        ended += some
    return {"ended": ended}


END_PLANS = Workflow("people.end_plans", _end_plans, waited_for=False)
# Whoever asks the facade is told the truth at any moment; this is how late a request's limits may hear of it.
SCHEDULES = (Schedule("people.end_plans", timedelta(minutes=15), END_PLANS, {}),)
