"""A dead process's workflows go on elsewhere; one that kills whoever runs it is given up; unknown ones wait."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from tests.app.conftest import Lyceum, Record, Rows
from tests.builders import PATIENCE_S, eventually
from tests.conftest import PROBE
from tests.processes import LyceumProcess

pytestmark = pytest.mark.slow

OLDER = "tests.probe.older:DOMAIN"
STATUS = "select status from platform.job where id = %s"


def start(process: LyceumProcess, **note: object) -> str:
    answer = process.post("/api/v1/probe/notes", json={"key": "a", **note})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["job_id"])


def status_is(rows: Rows, job_id: str, status: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return rows.one(STATUS, job_id) == status

    return check


def steps_of(rows: Rows, job_id: str) -> list[tuple[object, ...]]:
    return rows.all("select step, pid from probe.step where job_id = %s order by place", job_id)


async def test_a_dead_process_s_workflows_are_taken_over_in_time_and_repeat_nothing(
    lyceum: Lyceum, rows: Rows, record_testsuite_property: Record
) -> None:
    doomed = await lyceum("serve").start_soon()
    living = await lyceum("serve", "--roles", "worker").start_soon()
    # A process runs four at a time, so each has its share.
    jobs = [start(doomed, key=f"k{n}", pause_s=2.5) for n in range(6)]
    await eventually(lambda: have_begun(rows, 6))

    doomed.kill()
    died_at = time.monotonic()
    done = {job_id: [pid for _, pid in steps_of(rows, job_id)].count(doomed.pid) for job_id in jobs}
    # On a busy machine some may have come to their end before the last one began.
    orphans = [job_id for job_id in jobs if 1 <= done[job_id] < 3]
    for job_id in orphans:
        await eventually(logged_takeover(living, job_id))
    taken_over_s = time.monotonic() - died_at
    for job_id in jobs:
        await eventually(status_is(rows, job_id, "completed"))

    record_testsuite_property("measured", f"TAKEOVER {len(orphans)} workflows after {taken_over_s:.1f} s")
    assert orphans
    for job_id in jobs:
        assert [step for step, _ in steps_of(rows, job_id)] == ["one", "two", "three"]
    for job_id in orphans:
        assert steps_of(rows, job_id)[-1][1] == living.pid


def logged_takeover(process: LyceumProcess, job_id: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return any(line["job_id"] == job_id for line in process.logged("workflow_taken_over"))

    return check


async def have_begun(rows: Rows, number: int) -> bool:
    """Whether so many jobs have ended their first step."""
    return int(str(rows.one("select count(distinct job_id) from probe.step"))) >= number


async def test_a_process_that_loses_its_connections_goes_on_as_itself(
    lyceum: Lyceum, rows: Rows, database_url: str
) -> None:
    # Nobody is to be taken for dead who only stands still for a while.
    patient = {"LYCEUM_TAKEOVER_AFTER_S": "60"}
    processes = [
        await lyceum("serve", **patient).start_soon(),
        await lyceum("serve", "--roles", "worker", **patient).start_soon(),
    ]
    jobs = [start(processes[0], key=f"k{n}", pause_s=1.5) for n in range(4)]
    # What is cut off between the queue and its first step would only be found again after the grace.
    await eventually(lambda: have_begun(rows, 4))

    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test'"
        )

    for job_id in jobs:
        await eventually(status_is(rows, job_id, "completed"))
        assert [step for step, _ in steps_of(rows, job_id)] == ["one", "two", "three"]
    for process in processes:
        await eventually(logged(process, "takeover_lock_renewed"))
        assert process.running
        assert not process.logged("workflow_taken_over")


def logged(process: LyceumProcess, message: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return bool(process.logged(message))

    return check


async def test_a_process_whose_work_was_taken_over_stops(lyceum: Lyceum, rows: Rows, database_url: str) -> None:
    process = await lyceum("serve").start_soon()
    ((executor, key),) = rows.all("select id, lock_key from platform.executor")

    # A cursor that sends both statements at once: between two, the process might take its lock again.
    with psycopg.connect(database_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as usurper:
        usurper.execute(
            "select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.granted"
            " and l.classid = 7002 and l.objid = %(key)s::bigint::oid and l.objsubid = 2"
            # The other tests' processes hold locks of the same numbers in databases of their own.
            " and l.database = (select oid from pg_database where datname = current_database());"
            " select pg_advisory_lock(7002, %(key)s)",
            {"key": key},
        )
        status = await asyncio.to_thread(process.wait)

    assert status == 1
    assert "another has taken its work over" in process.output
    assert executor is not None


async def test_a_workflow_that_kills_its_process_is_given_up_and_its_neighbours_end(
    lyceum: Lyceum, rows: Rows, record_testsuite_property: Record
) -> None:
    api = await lyceum("serve", "--roles", "api").start_soon()
    poison = start(api, key="bad", start="probe.kill", pause_s=0.3)
    neighbours = [start(api, key=f"k{n}", pause_s=0.8) for n in range(3)]
    workers: list[LyceumProcess] = []

    async def given_up() -> bool:
        if not workers or not workers[-1].running:
            # The grace plays no part when a process has died on the same machine; and a slow one is not to count what
            # it has yet to begin as a death.
            worker = lyceum("serve", "--roles", "worker", LYCEUM_TAKEOVER_AFTER_S="30", LYCEUM_WORKFLOW_DEATHS="3")
            workers.append(await worker.start_soon())
        return rows.one(STATUS, poison) == "failed"

    await eventually(given_up, within_s=3 * PATIENCE_S)
    later = start(api, key="later")

    for job_id in (*neighbours, later):
        await eventually(status_is(rows, job_id, "completed"))
        assert [step for step, _ in steps_of(rows, job_id)] == ["one", "two", "three"]
    record_testsuite_property("measured", f"POISON given up after {len(workers) - 1} deaths")
    assert len(workers) == 5
    assert rows.one("select error ->> 'code' from platform.job where id = %s", poison) == "JOB_KEEPS_CRASHING"
    assert "4 processes stopped" in str(rows.one("select error ->> 'message' from platform.job where id = %s", poison))


async def test_an_upgrade_orphans_nothing(lyceum: Lyceum, rows: Rows) -> None:
    old = await lyceum("serve", plugins=[OLDER]).start_soon()
    known = [start(old, key=f"k{n}", pause_s=1) for n in range(6)]
    await eventually(lambda: have_begun(rows, 3))
    # None of these can end before.
    with rows.held_up("probe.step"):
        retired = [start(old, key=f"r{n}", start="probe.retired", pause_s=1) for n in range(3)]
        old.kill()

    new = await lyceum("serve", plugins=[PROBE, "tests.probe.broken:DOMAIN"], LYCEUM_TAKEOVER_AFTER_S="1").start_soon()
    for job_id in known:
        await eventually(status_is(rows, job_id, "completed"))
    await eventually(lambda: parked(rows, len(retired)))

    doctor = lyceum("doctor", plugins=[PROBE, "tests.probe.broken:DOMAIN"]).launch()
    assert doctor.wait() == 1
    assert "'probe.retired'" in doctor.output
    assert {rows.one(STATUS, job_id) for job_id in retired} <= {"queued", "running"}
    assert rows.one("select max(takeovers) from platform.job where kind = 'probe.retired'") in {0, 1}
    new.stop()

    await lyceum("serve", plugins=[OLDER]).start_soon()
    for job_id in (*known, *retired):
        await eventually(status_is(rows, job_id, "completed"))
        assert [step for step, _ in steps_of(rows, job_id)] == ["one", "two", "three"]


async def parked(rows: Rows, number: int) -> bool:
    waiting = "select count(*) from dbos.workflow_status where queue_name like 'unknown/%' and status = 'ENQUEUED'"
    return rows.one(waiting) == number


@pytest.mark.parametrize("ending", ["stop", "kill"])
async def test_two_versions_side_by_side_end_each_other_s_work(lyceum: Lyceum, rows: Rows, ending: str) -> None:
    new = await lyceum("serve", plugins=[PROBE]).start_soon()
    old = await lyceum("serve", plugins=[OLDER]).start_soon()

    jobs = [start(old, key=f"r{n}", start="probe.retired") for n in range(6)]
    for job_id in jobs:
        await eventually(status_is(rows, job_id, "completed"))

    assert {pid for job_id in jobs for _, pid in steps_of(rows, job_id)} == {old.pid}
    getattr(new, ending)()
