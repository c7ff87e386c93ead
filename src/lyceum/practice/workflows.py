"""Durable work of practice."""

from datetime import timedelta

from lyceum.platform.workflow import JsonObject, Schedule, Workflow, WorkflowContext
from lyceum.practice.partitions import make_partitions


async def _make_partitions(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    return {"made": await context.step("make partitions", make_partitions)}


MAKE_PARTITIONS = Workflow("practice.make_partitions", _make_partitions)
SCHEDULES = (Schedule("practice.make_partitions", timedelta(days=1), MAKE_PARTITIONS, {}),)
