"""Valkey may die under load, and nobody notices; PostgreSQL may, and requests are told to come again."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.app.conftest import Lyceum, Record, Rows, sign_in
from tests.app.data_folder import database_url_of, server_pids, up
from tests.builders import eventually
from tests.processes import LyceumProcess

pytestmark = pytest.mark.slow


@asynccontextmanager
async def load(process: LyceumProcess, headers: dict[str, str]) -> AsyncIterator[list[httpx.Response]]:
    """Five clients that read and write."""
    answers: list[httpx.Response] = []

    async def ask(client: httpx.AsyncClient, number: int) -> None:
        while True:
            note = {"key": f"key-{number}", "pause_s": 0.1}
            answers.append(await client.post("/api/v1/probe/own-notes", json=note))
            answers.append(await client.get("/api/v1/users/me"))
            answers.append(await client.get("/health/ready"))
            await asyncio.sleep(0.1)

    async with process.client(headers=headers) as client:
        tasks = [asyncio.create_task(ask(client, number)) for number in range(5)]
        try:
            yield answers
            assert not [task for task in tasks if task.done()], "a client got no answer at all"
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def counted(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def missed_and_found(process: LyceumProcess) -> bool:
    return len(process.logged("valkey_lost")) == len(process.logged("valkey_back"))


async def test_valkey_killed_under_load_is_noticed_by_the_log_alone(
    lyceum: Lyceum, home: Path, record_testsuite_property: Record
) -> None:
    process = await up(lyceum, home).start_soon()
    async with load(process, sign_in(process)) as answers:
        await eventually(lambda: has(answers, 30))
        (pid,) = server_pids(home, "valkey-server")

        os.kill(pid, signal.SIGKILL)
        killed_at = time.monotonic()
        await eventually(lambda: logged(process, "valkey_restarted"))
        away_s = time.monotonic() - killed_at
        seen = len(answers)
        await eventually(lambda: has(answers, seen + 30))
        # Whoever missed it looks for it again after a while, not at once.
        await eventually(lambda: missed_and_found(process))

    record_testsuite_property("measured", f"VALKEY away {away_s:.1f} s {counted(answers)}")
    # Not of the health check: it says "not ready" when PostgreSQL takes its time, which on a busy machine it does.
    assert set(counted([answer for answer in answers if answer.request.url.path.startswith("/api")])) == {200, 201}
    assert process.stop() == 0
    # One line when it was missed, one when it was back, however many asked in between; none if nobody did. A machine
    # that stands still for a moment makes it missed once more.
    told = [line["message"] for line in process.lines if line.get("message") in {"valkey_lost", "valkey_back"}]
    assert told[1::2] == ["valkey_back"] * (len(told) // 2)
    assert set(told[0::2]) <= {"valkey_lost"}
    assert server_pids(home, "postgres") == server_pids(home, "valkey-server") == []


async def test_postgresql_killed_under_load_is_a_503_until_it_is_back(
    lyceum: Lyceum, home: Path, record_testsuite_property: Record
) -> None:
    process = await up(lyceum, home).start_soon()
    headers = sign_in(process)
    async with load(process, headers) as answers:
        await eventually(lambda: has(answers, 30))
        postmaster = server_pids(home, "postgres")[0]

        os.kill(postmaster, signal.SIGKILL)
        await eventually(lambda: logged(process, "postgres_restarted"))
        seen = len(answers)
        await eventually(lambda: has_recovered(answers, seen + 60))

    told = [answer for answer in answers if answer.status_code >= 400]
    record_testsuite_property("measured", f"POSTGRES {counted(answers)}")
    assert_all_unavailable(told)
    url = database_url_of(home)
    await eventually(lambda: all_done(url))
    assert process.stop() == 0
    assert server_pids(home, "postgres") == []


async def test_every_connection_cut_under_load_is_a_503_at_the_most(
    lyceum: Lyceum, rows: Rows, database_url: str, record_testsuite_property: Record
) -> None:
    process = await lyceum("serve").start_soon()
    async with load(process, sign_in(process)) as answers:
        for _ in range(20):
            seen = len(answers)
            await eventually(lambda seen=seen: has(answers, seen + 15))  # type: ignore[misc]  # bound now on purpose
            with psycopg.connect(database_url, autocommit=True) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name <> 'test'"
                    " and datname = current_database() and pid <> pg_backend_pid()"
                )
        seen = len(answers)
        await eventually(lambda: has_recovered(answers, seen + 60))

    told = [answer for answer in answers if answer.status_code >= 400]
    record_testsuite_property("measured", f"CUT {counted(answers)}")
    assert_all_unavailable(told)
    await eventually(lambda: all_done(database_url))
    assert process.running
    assert rows.all("select job_id from probe.step group by 1 having count(*) <> 3") == []


def assert_all_unavailable(answers: list[httpx.Response]) -> None:
    for answer in answers:
        assert answer.status_code == 503, answer.text
        assert answer.headers["retry-after"] == "1"
        if answer.request.url.path.startswith("/api"):
            assert answer.json()["error"]["code"] == "DATABASE_UNAVAILABLE"


async def has(answers: list[httpx.Response], number: int) -> bool:
    return len(answers) >= number


async def has_recovered(answers: list[httpx.Response], number: int) -> bool:
    """Whether there are so many answers, and of late only good ones."""
    return len(answers) >= number and set(counted(answers[-15:])) == {200, 201}


async def logged(process: LyceumProcess, message: str) -> bool:
    return bool(process.logged(message))


async def all_done(url: str) -> bool:
    with psycopg.connect(url) as connection:
        (jobs,) = connection.execute("select count(*) from platform.job where status <> 'completed'").fetchone() or (1,)
        (events,) = connection.execute("select count(*) from platform.delivery").fetchone() or (1,)
    return (jobs, events) == (0, 0)
