"""Over HTTP: a request takes effect whole, or not at all; and once, however often it is sent."""

import asyncio
import socket

import httpx

from tests.app.conftest import Lyceum, Rows, sign_in
from tests.builders import eventually

EFFECTS = ("probe.note", "platform.event", "platform.job", "dbos.workflow_status")


def effects(rows: Rows) -> dict[str, int]:
    return {table: rows.count(table) for table in EFFECTS}


NONE = dict.fromkeys(EFFECTS, 0)
ONCE = dict.fromkeys(EFFECTS, 1)


def test_an_error_after_the_writes_leaves_nothing(lyceum: Lyceum, rows: Rows) -> None:
    process = lyceum("serve", "--roles", "api").start()

    refused = process.post("/api/v1/probe/notes", json={"key": "a", "fail": True})

    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "PROBE_REFUSED"
    assert effects(rows) == NONE


def test_a_request_that_takes_too_long_is_undone_and_its_connection_is_free_again(lyceum: Lyceum, rows: Rows) -> None:
    process = lyceum("serve", "--roles", "api", LYCEUM_DATABASE_POOL="1").start()

    # The limit of this request alone: the next one may take its time.
    late = process.post("/api/v1/probe/notes", json={"key": "a", "hold_s": 60}, headers={"Request-Timeout": "1"})

    assert late.status_code == 504
    assert late.json()["error"]["code"] == "TIMED_OUT"
    assert effects(rows) == NONE
    assert process.post("/api/v1/probe/notes", json={"key": "a"}).status_code == 201
    assert effects(rows) == ONCE


async def test_a_request_whose_client_has_left_takes_effect_whole(lyceum: Lyceum, rows: Rows) -> None:
    process = await lyceum("serve", "--roles", "api").start_soon()

    async def all_in_transaction() -> bool:
        return rows.waiting() == 8

    # The note is written by then, and its workflow is not.
    with rows.held_up("dbos.workflow_status"):
        async with process.client() as client:
            leaving = [asyncio.create_task(client.post("/api/v1/probe/notes", json={"key": f"k{n}"})) for n in range(8)]
            await eventually(all_in_transaction)
            for request in leaving:
                request.cancel()
            await asyncio.gather(*leaving, return_exceptions=True)
        # For the process to notice that they have left.
        await asyncio.sleep(0.5)

    async def whole() -> bool:
        return effects(rows) == dict.fromkeys(EFFECTS, 8)

    # Not nothing: whoever lost the line after sending a piece of work wants it kept, and asks again with its key.
    await eventually(whole)


def test_a_body_that_never_arrives_whole_leaves_nothing(lyceum: Lyceum, rows: Rows) -> None:
    process = lyceum("serve", "--roles", "api").start()
    url = httpx.URL(process.url)

    with socket.create_connection((url.host, url.port or 80)) as connection:
        head = b"POST /api/v1/probe/notes HTTP/1.1\r\nHost: x\r\n"
        connection.sendall(head + b'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"key": "a"')

    assert process.get("/health/live").status_code == 200
    assert effects(rows) == NONE


async def test_twenty_copies_of_a_request_take_effect_once_and_are_answered_alike(lyceum: Lyceum, rows: Rows) -> None:
    process = await lyceum("serve", "--roles", "api").start_soon()
    headers = {"Idempotency-Key": "one", **sign_in(process)}
    before = effects(rows)

    async with process.client(headers=headers) as client:
        sent = [client.post("/api/v1/probe/own-notes", json={"key": "a", "hold_s": 0.2}) for _ in range(20)]
        answers = await asyncio.gather(*sent)
        other = await client.post("/api/v1/probe/own-notes", json={"key": "b"})

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum(answer.headers.get("idempotency-replayed") == "true" for answer in answers) == 19
    assert effects(rows) == {table: number + 1 for table, number in before.items()}
    assert other.json()["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"
