"""Jobs over HTTP: where they are, how to stop them, and a stream that can be resumed."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from lyceum.platform.http.jobs import MOST_STREAMS
from tests.app.conftest import Lyceum, Rows, sign_in
from tests.builders import PATIENCE_S, eventually
from tests.processes import LyceumProcess

pytestmark = pytest.mark.slow

ENDED = "select count(*) from dbos.workflow_status where status = 'SUCCESS' and name like 'probe.%'"


def start(process: LyceumProcess, headers: dict[str, str], pause_s: float = 0.0) -> str:
    answer = process.post("/api/v1/probe/own-notes", json={"key": "a", "pause_s": pause_s}, headers=headers)
    assert answer.status_code == 201, answer.text
    return f"/api/v1/jobs/{answer.json()['job_id']}"


async def events(
    client: httpx.AsyncClient, job: str, *, last: int | None = None
) -> AsyncIterator[tuple[int, str, dict[str, object]]]:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    async with client.stream("GET", f"{job}/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        fields: dict[str, str] = {}
        async for line in stream.aiter_lines():
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                yield int(fields["id"]), fields["event"], json.loads(fields["data"])
                fields = {}


async def test_progress_is_streamed_as_it_is_made_and_a_stream_resumes_where_it_broke(lyceum: Lyceum) -> None:
    process = await lyceum("serve").start_soon()
    headers = sign_in(process)
    job = start(process, headers, pause_s=2)

    async with process.client(headers=headers) as client:
        seen = []
        async for number, _, view in events(client, job):
            seen.append(number)
            if float(str(view["progress"])) > 30:
                break  # and so the connection is dropped
        rest = [event async for event in events(client, job, last=seen[-1])]
        again = [event async for event in events(client, job, last=rest[-1][0])]

    numbers = seen + [number for number, _, _ in rest]
    assert numbers == sorted(set(numbers))
    # Perhaps the end alone: an event says where the job is by then, and a busy machine may come late.
    *_, (_, kind, view) = rest
    assert (kind, view["status"], view["progress"], view["result"]) == ("end", "completed", 100.0, {"steps": 3})
    assert [kind for _, kind, _ in rest[:-1]] == ["progress"] * (len(rest) - 1)
    assert again == []


async def test_a_queued_job_that_is_cancelled_never_starts(lyceum: Lyceum, rows: Rows) -> None:
    api = await lyceum("serve", "--roles", "api").start_soon()
    headers = sign_in(api)
    job = start(api, headers)

    cancelled = api.post(f"{job}/cancel", headers=headers)
    repeated = api.post(f"{job}/cancel", headers=headers)
    await lyceum("serve", "--roles", "worker").start_soon()

    async def taken() -> bool:
        return rows.one(ENDED) == 1

    await eventually(taken)
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert (repeated.status_code, repeated.json()["error"]["code"]) == (409, "JOB_ENDED")
    assert rows.count("probe.step") == 0
    assert api.get(job, headers=headers).json()["status"] == "cancelled"


async def test_a_running_job_that_is_cancelled_ends_before_its_next_step(lyceum: Lyceum, rows: Rows) -> None:
    process = await lyceum("serve").start_soon()
    headers = sign_in(process)

    async def in_its_first_step() -> bool:
        return rows.waiting() == 1

    with rows.held_up("probe.step"):
        job = start(process, headers)
        await eventually(in_its_first_step)
        async with process.client(headers=headers) as client:
            watching = asyncio.ensure_future(_last(events(client, job)))
            assert process.post(f"{job}/cancel", headers=headers).json()["status"] == "cancelled"
            _, kind, view = await asyncio.wait_for(watching, PATIENCE_S)

    async def over() -> bool:
        return rows.one(ENDED) == 1

    await eventually(over)
    assert (kind, view["status"]) == ("end", "cancelled")
    assert rows.count("probe.step") == 1


async def test_another_person_s_job_is_not_there(lyceum: Lyceum) -> None:
    process = await lyceum("serve").start_soon()
    ada, bob = sign_in(process, "ada"), sign_in(process, "bob")
    job = start(process, ada)

    for answer in (
        process.get(job, headers=bob),
        process.get(f"{job}/events", headers=bob),
        process.post(f"{job}/cancel", headers=bob),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "JOB_NOT_FOUND")
    assert process.get(job).status_code == 401
    assert process.get(job, headers=ada).status_code == 200


async def test_a_stream_ends_with_the_sign_in_and_a_person_has_only_so_many(lyceum: Lyceum) -> None:
    process = await lyceum("serve", "--roles", "api").start_soon()
    headers = sign_in(process)
    job = start(process, headers)

    async with process.client(headers=headers) as client, AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(client.stream("GET", f"{job}/events")) for _ in range(MOST_STREAMS)]
        # The first line is there, so each is counted.
        lines = [stream.aiter_lines() for stream in streams]
        first = [await anext(each) for each in lines]
        refused = process.get(f"{job}/events", headers=headers)
        assert process.post("/api/v1/auth/logout", headers=headers).status_code == 204
        async with asyncio.timeout(PATIENCE_S):
            rest = [line for each in lines async for line in each]

    assert all(line.startswith("id: ") for line in first)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "TOO_MANY_STREAMS")
    assert "event: end" not in rest


async def test_streams_that_are_opened_together_are_no_more_than_a_person_may_have(lyceum: Lyceum) -> None:
    process = await lyceum("serve", "--roles", "api").start_soon()
    headers = sign_in(process)
    job = start(process, headers)
    asked = [f"GET {job}/events HTTP/1.1", "Host: localhost", *(f"{name}: {headers[name]}" for name in headers)]
    place = httpx.URL(process.url)

    # Connected first, so that nothing keeps the requests from coming at the same moment.
    sockets = [await asyncio.open_connection(place.host, place.port) for _ in range(3 * MOST_STREAMS)]
    for _, writer in sockets:
        writer.write("\r\n".join([*asked, "", ""]).encode())
    async with asyncio.timeout(PATIENCE_S):
        answers = Counter([(await reader.readline()).split()[1] for reader, _ in sockets])
    for _, writer in sockets:
        writer.close()

    async def has_room() -> bool:
        async with process.client(headers=headers) as client, client.stream("GET", f"{job}/events") as stream:
            return stream.status_code == httpx.codes.OK

    assert answers == {b"200": MOST_STREAMS, b"409": 2 * MOST_STREAMS}
    await eventually(has_room)


async def _last(
    stream: AsyncIterator[tuple[int, str, dict[str, object]]],
) -> tuple[int, str, dict[str, object]]:
    found = [event async for event in stream]
    return found[-1]
