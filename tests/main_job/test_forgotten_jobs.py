"""Jobs that ended long ago are forgotten with all that was kept of them, but not those that tell of a document."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from lyceum.platform import forgetting_jobs
from lyceum.platform.jobs import open_job, start_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.upkeep import PRUNE
from lyceum.platform.workflows import run_to_end
from lyceum.practice.workflows import MAKE_PARTITIONS
from tests.builders import MovableClock
from tests.main_job.site import Learned, Learner, Site

TRACES = """
    select (select count(*) from platform.job where id = :id) as jobs,
           (select count(*) from platform.workflow_step where workflow_id = :id) as steps,
           (select count(*) from dbos.workflow_status where workflow_uuid = :id ::text) as workflows,
           (select count(*) from dbos.workflow_input where workflow_uuid = :id ::text) as inputs"""


async def traces(site: Site, job_id: UUID) -> tuple[bool, bool, bool, bool]:
    """Whether anything is left of a job: its row, its journal, what the engine keeps, and its input."""
    async with unit_of_work(site.kernel) as uow:
        row = (await uow.execute(text(TRACES), {"id": job_id})).one()
    return tuple(count > 0 for count in row)


async def ended(site: Site, owner: UUID | None = None) -> UUID:
    async with unit_of_work(site.kernel) as uow:
        job_id = await start_job(uow, MAKE_PARTITIONS, {}, owner_id=owner)
    await run_to_end(site.kernel, MAKE_PARTITIONS, job_id, {})
    return job_id


async def prune(site: Site) -> int:
    async with unit_of_work(site.kernel) as uow:
        job_id = await start_job(uow, PRUNE, {}, owner_id=None)
    await run_to_end(site.kernel, PRUNE, job_id, {})
    async with unit_of_work(site.kernel) as uow:
        row = (await uow.execute(text("select result, error from platform.job where id = :id"), {"id": job_id})).one()
    assert row.error is None
    gone: int = row.result["jobs"]
    return gone


async def test_a_job_goes_with_all_that_was_kept_of_it(site: Site, clock: MovableClock) -> None:
    job_id = await ended(site)
    async with unit_of_work(site.kernel) as uow:
        waiting = await open_job(uow, MAKE_PARTITIONS.name, None)
    assert await traces(site, job_id) == (True, True, True, True)

    clock.move(timedelta(days=site.kernel.settings.job_days))
    early = await prune(site), await traces(site, job_id)
    clock.move(timedelta(seconds=1))
    late = await prune(site), await traces(site, job_id)

    assert early == (0, (True, True, True, True))
    assert late == (1, (False, False, False, False))
    assert await traces(site, waiting) == (True, False, False, False)


async def test_many_jobs_go_in_steps(site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting_jobs, "_JOBS_A_STEP", 2)
    jobs = [await ended(site) for _ in range(5)]
    clock.move(timedelta(days=100))

    assert await prune(site) == 5

    assert {await traces(site, job_id) for job_id in jobs} == {(False, False, False, False)}


async def test_whoever_asks_for_a_forgotten_job_is_told_so(
    site: Site, ada: Learner, cells: Learned, clock: MovableClock
) -> None:
    job_id = await ended(site, ada.user_id)
    assert (await ada.get(f"jobs/{job_id}")).status_code == 200

    clock.move(timedelta(days=100))
    await prune(site)

    refused = await ada.get(f"jobs/{job_id}")
    assert refused.status_code == 404
    assert "forgotten 90 days after" in refused.json()["error"]["message"]
    told = await ada.get(f"jobs/{cells.job_id}")
    assert told.json()["status"] == "completed"
    assert await traces(site, UUID(cells.job_id)) == (True, False, False, False)
