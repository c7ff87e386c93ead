"""Connections that are cut at any moment: whatever form the failure takes, it is a 503, and the pool is whole again."""

import asyncio
import random
import socket
import time
from collections import Counter

import psycopg
import pytest
from sqlalchemy import func, select, table, text

from lyceum.platform.database import Database, DatabaseUnavailable, PlainRead, unavailable
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import PATIENCE_S
from tests.probe.domain import Note, take

# Each is waited for, so that the last ones are gone before the pool is looked at.
_CUT = """
    select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = current_database() and pid <> %s"""
_GLANCE = PlainRead(select(func.count()).select_from(table("note", schema="probe")))
_SECONDS = 4.0


def goes_on(moment: float, outcomes: Counter[str]) -> bool:
    """Until then, and until something was done and something refused, however slow the machine."""
    now = time.monotonic()
    return now < moment or (now < moment + PATIENCE_S and not (outcomes["done"] and outcomes["refused"]))


async def ask_until(moment: float, kernel: Kernel, number: int, outcomes: Counter[str]) -> None:
    """Ask in one of four ways; whatever is not a 503 is raised."""
    while goes_on(moment, outcomes):
        try:
            async with unit_of_work(kernel) as uow:
                if number % 4 == 0:
                    await take(uow, Note(key=f"key-{number}"))
                elif number % 4 == 1:
                    await uow.execute(text("select 1"))
                    await uow.execute(text("select 2"))
                elif number % 4 == 2:
                    await uow.glance(_GLANCE)
                else:
                    driver = await uow.driver()
                    await driver.fetchrow("select count(*) from probe.note")
        except Exception as error:
            if not unavailable(error):
                raise
            outcomes["refused"] += 1
        else:
            outcomes["done"] += 1


def cut_until(moment: float, database_url: str, outcomes: Counter[str]) -> None:
    rng = random.Random(1)
    with psycopg.connect(database_url, autocommit=True) as connection:
        while goes_on(moment, outcomes):
            # Uneven, so that some come through where to connect takes long.
            time.sleep(rng.choice((0.03, 0.03, 0.03, 0.3)))
            connection.execute(_CUT, (connection.info.backend_pid,))


async def test_every_failure_of_a_cut_connection_is_known_as_one(kernel: Kernel, database_url: str) -> None:
    outcomes: Counter[str] = Counter()
    moment = time.monotonic() + _SECONDS

    asking = [ask_until(moment, kernel, number, outcomes) for number in range(12)]
    await asyncio.gather(asyncio.to_thread(cut_until, moment, database_url, outcomes), *asking)

    assert outcomes["done"] > 0
    assert outcomes["refused"] > 0
    for _ in range(20):
        async with unit_of_work(kernel) as uow:
            await uow.execute(text("select 1"))
    for other in ("platform.job", "platform.event"):
        assert await count(kernel, other) == await count(kernel, "probe.note")


async def test_a_server_that_takes_calls_and_says_nothing_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://ada@127.0.0.1:{silent.getsockname()[1]}/lyceum"
        database = Database(url, 1, patience_s=0.05)

        for asked in (database.connect, database.dial):
            with pytest.raises(DatabaseUnavailable):
                await asked()
        assert await database.fingerprint() is None
        await database.close()


async def count(kernel: Kernel, table: str) -> int:
    async with unit_of_work(kernel) as uow:
        query = text(f"select count(*) from {table}")  # noqa: S608  a table named in this test
        return int((await uow.execute(query)).scalar_one())
