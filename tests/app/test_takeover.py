"""A dead process's workflows go on elsewhere; one that kills whoever runs it is given up; unknown ones wait."""

import time
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from tests.app.conftest import Lyceum, Record, Rows
from tests.builders import eventually
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
    await eventually(lambda: has_steps(rows, 6))

    doomed.kill()
    died_at = time.monotonic()
    orphans = [job_id for job_id in jobs if steps_of(rows, job_id)[0][1] == doomed.pid]
    for job_id in orphans:
        await eventually(logged_takeover(living, job_id))
    taken_over_s = time.monotonic() - died_at
    for job_id in jobs:
        await eventually(status_is(rows, job_id, "completed"))

    record_testsuite_property("measured", f"TAKEOVER {len(orphans)} workflows after {taken_over_s:.1f} s")
    assert orphans
    assert taken_over_s <= 15
    for job_id in jobs:
        steps = steps_of(rows, job_id)
        assert [step for step, _ in steps] == ["one", "two", "three"]
        assert steps[-1][1] == living.pid


def logged_takeover(process: LyceumProcess, job_id: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return any(line["job_id"] == job_id for line in process.logged("workflow_taken_over"))

    return check


async def has_steps(rows: Rows, number: int) -> bool:
    return rows.count("probe.step") >= number


async def test_a_process_that_loses_its_connections_goes_on_as_itself(
    lyceum: Lyceum, rows: Rows, database_url: str
) -> None:
    processes = [await lyceum("serve").start_soon(), await lyceum("serve", "--roles", "worker").start_soon()]
    jobs = [start(processes[0], key=f"k{n}", pause_s=1.5) for n in range(4)]
    await eventually(lambda: has_steps(rows, 2))

    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test'"
        )

    for job_id in jobs:
        await eventually(status_is(rows, job_id, "completed"))
        assert [step for step, _ in steps_of(rows, job_id)] == ["one", "two", "three"]
    for process in processes:
        assert process.running
        assert process.logged("takeover_lock_renewed")
        assert not process.logged("workflow_taken_over")


async def test_a_process_whose_work_was_taken_over_stops(lyceum: Lyceum, rows: Rows, database_url: str) -> None:
    process = await lyceum("serve").start_soon()
    ((executor, key),) = rows.all("select id, lock_key from platform.executor")

    with psycopg.connect(database_url, autocommit=True) as usurper:
        usurper.execute(
            "select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.classid = 7002"
            " and l.objid = %s::bigint::oid",
            (key,),
        )
        usurper.execute("select pg_advisory_lock(7002, %s)", (key,))
        status = process.wait()

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
            worker = lyceum("serve", "--roles", "worker", LYCEUM_TAKEOVER_AFTER_S="0.5", LYCEUM_WORKFLOW_DEATHS="3")
            workers.append(await worker.start_soon())
        return rows.one(STATUS, poison) == "failed"

    await eventually(given_up)
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
    retired = [start(old, key=f"r{n}", start="probe.retired", pause_s=1) for n in range(3)]
    await eventually(lambda: has_steps(rows, 3))
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
