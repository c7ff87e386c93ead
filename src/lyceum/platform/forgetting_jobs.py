"""Forgetting jobs that ended long ago, and what was remembered so that they could go on.

What a domain still shows is kept: a document tells by its job what came of reading it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import delete, select, tuple_

from lyceum.platform.jobs import JobStatus
from lyceum.platform.kernel import Kernel
from lyceum.platform.tables import job as jobs
from lyceum.platform.tables import workflow_step
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import WorkflowContext

# Each has a handful of steps in the journal, and four rows or so of the engine's.
_JOBS_A_STEP = 500
_FINAL = [each for each in JobStatus if each.is_final]


class JobPointers(Protocol):
    """One domain's answer."""

    async def __call__(self, uow: UnitOfWork, ids: Sequence[UUID], /) -> Collection[UUID]:
        """Those of the jobs that the domain still points somebody to."""


async def forget_jobs(context: WorkflowContext) -> int:
    """Forget all that ended more than `job_days` ago; how many jobs are gone."""
    gone, turn, found = 0, 0, await context.step("find jobs 0", partial(_find, after=None))
    while ids := found["ids"]:
        # The engine first: it could begin anew what we know nothing of any more.
        await context.call(f"forget workflows {turn}", partial(_forget_workflows, context.kernel, ids))
        gone += await context.step(f"forget jobs {turn}", partial(_forget, ids=[UUID(each) for each in ids]))
        turn += 1
        found = await context.step(f"find jobs {turn}", partial(_find, after=found["after"]))
    return gone


async def _find(uow: UnitOfWork, after: list[str] | None) -> dict[str, Any]:
    place = tuple_(jobs.c.updated_at, jobs.c.id)
    old = uow.clock.now() - timedelta(days=uow.kernel.settings.job_days)
    query = select(jobs.c.updated_at, jobs.c.id).where(jobs.c.status.in_(_FINAL), jobs.c.updated_at < old)
    if after is not None:
        query = query.where(place > tuple_(datetime.fromisoformat(after[0]), UUID(after[1])))
    rows = (await uow.execute(query.order_by(jobs.c.updated_at, jobs.c.id).limit(_JOBS_A_STEP))).all()
    last = [rows[-1].updated_at.isoformat(), str(rows[-1].id)] if rows else None
    return {"ids": [str(row.id) for row in rows], "after": last}


async def _forget_workflows(kernel: Kernel, ids: list[str]) -> None:
    if kernel.workflows is not None:
        await kernel.workflows.delete_workflows_async(ids)


async def _forget(uow: UnitOfWork, ids: list[UUID]) -> int:
    shown = [set(await points_to(uow, ids)) for points_to in uow.kernel.job_pointers]
    unseen = set(ids).difference(*shown)
    await uow.execute(delete(workflow_step).where(workflow_step.c.workflow_id.in_(ids)))
    return (await uow.execute(delete(jobs).where(jobs.c.id.in_(unseen)))).rowcount
