"""A process that is asked to stop does so at once, and leaves nothing running and nothing half done."""

import asyncio
import signal
import threading
import time

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.app.conftest import Lyceum, Record, Rows, sign_in
from tests.builders import PATIENCE_S, eventually
from tests.processes import ABOUT_VALKEY, LyceumProcess

pytestmark = pytest.mark.slow

STATUS = "select status from platform.job where id = %s"


async def test_sigterm_ends_streams_and_leaves_the_workflow_to_the_next_start(
    lyceum: Lyceum, rows: Rows, record_testsuite_property: Record
) -> None:
    process = await lyceum("serve").start_soon()
    headers = sign_in(process)
    note = process.post("/api/v1/probe/own-notes", json={"key": "a", "pause_s": 4}, headers=headers).json()
    job_id = note["job_id"]

    async def under_way() -> bool:
        return rows.count("probe.step") >= 1

    await eventually(under_way)
    # However slow the process is to stop, its workflow cannot end before.
    with rows.held_up("probe.step"):
        begun = await _stop_under_the_eyes_of_listeners(process, headers, job_id)
        status = await asyncio.to_thread(process.wait)
        seconds = time.monotonic() - begun

        record_testsuite_property("measured", f"STOP {seconds:.1f} s")
        assert status == 0, process.output
        # It was not waited for.
        assert rows.one(STATUS, job_id) == "running"

    successor = await lyceum("serve").start_soon()

    async def ended() -> bool:
        return rows.one(STATUS, job_id) == "completed"

    await eventually(ended)
    steps = rows.all("select step from probe.step where job_id = %s order by place", job_id)
    assert steps == [("one",), ("two",), ("three",)]
    # It was handed back, so nobody counted a death.
    assert rows.one("select takeovers from platform.job where id = %s", job_id) == 0
    assert not successor.logged("workflow_taken_over")


async def _stop_under_the_eyes_of_listeners(process: LyceumProcess, headers: dict[str, str], job_id: str) -> float:
    """SIGTERM while a stream and a socket are open, until both have ended; returns when it was sent."""
    address = f"ws{process.url[4:]}/api/v1/realtime/connect"
    async with process.client(headers=headers) as client, client.stream("GET", f"/api/v1/jobs/{job_id}/events") as sse:
        lines = sse.aiter_lines()
        await anext(lines)
        async with connect(address, additional_headers=headers, open_timeout=PATIENCE_S) as socket:
            begun = time.monotonic()
            process.signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(_read_for_ever(socket), PATIENCE_S)
        with_rest = [line async for line in lines]
        assert all(not line.startswith("event: end") for line in with_rest)
    return begun


async def _read_for_ever(socket: ClientConnection) -> None:
    while True:
        await socket.recv()


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_changes_nothing(lyceum: Lyceum, rows: Rows, second: signal.Signals) -> None:
    process = lyceum("serve").start()

    process.signal(signal.SIGTERM)
    for _ in range(3):
        time.sleep(0.2)
        process.signal(second)

    assert process.wait() == 0
    assert rows.count("platform.executor") == 0


def test_a_signal_during_the_start_ends_it(lyceum: Lyceum) -> None:
    process = lyceum("serve").launch()
    threading.Event().wait(1.5)

    process.signal(signal.SIGTERM)

    assert process.wait() in {0, 130, -signal.SIGTERM}


async def test_requests_in_flight_are_answered_before_the_end(lyceum: Lyceum, rows: Rows) -> None:
    process = await lyceum("serve", "--roles", "api").start_soon()

    async def in_flight() -> bool:
        return rows.waiting() == 1

    with rows.held_up("dbos.workflow_status"):
        asking = asyncio.create_task(asyncio.to_thread(process.post, "/api/v1/probe/notes", json={"key": "a"}))
        await eventually(in_flight)
        process.signal(signal.SIGTERM)
        # For the process to begin to stop.
        await asyncio.sleep(0.5)

    assert (await asking).status_code == 201
    assert await asyncio.to_thread(process.wait) == 0
    assert rows.count("probe.note") == 1


async def test_what_is_taken_at_the_last_moment_ends_or_stays_in_the_queue(lyceum: Lyceum, rows: Rows) -> None:
    taker = await lyceum("serve", "--roles", "api").start_soon()
    async with taker.client() as client:
        for _ in range(60):
            answer = await client.post("/api/v1/probe/notes", json={"key": "a"})
            assert answer.status_code == 201, answer.text
    worker = await lyceum("serve", "--roles", "worker", LYCEUM_WORKFLOW_POLL_S="0.01").start_soon()

    async def some_have_ended() -> bool:
        return "completed" in statuses(rows)

    await eventually(some_have_ended)

    status = await asyncio.to_thread(worker.stop)

    assert status == 0
    assert not [line for line in worker.lines if line["level"] != "info" and line.get("message") not in ABOUT_VALKEY]
    assert statuses(rows) <= {"completed", "queued"}


def statuses(rows: Rows) -> set[object]:
    return {status for (status,) in rows.all("select distinct status from platform.job")}
