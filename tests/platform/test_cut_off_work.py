"""Work that is cut off at any step: nothing of it stays, and whoever gets its connection next can rely on it."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select, table, text
from sqlalchemy.util.concurrency import greenlet_spawn

from lyceum.platform.database import Database, PlainRead
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.valkey_line import encoded
from tests.builders import PATIENCE_S

# A step is a turn of the event loop; whoever waits for an answer of the server is there for many of them.
_MOST_STEPS = 400
_NOTE = "insert into probe.note values (gen_random_uuid(), '{}', 1)"
_CUT_OFF, _MEANT = (_NOTE.format(key) for key in ("cut off", "meant"))
_COUNT_MEANT = "select count(*) from probe.note where key = 'meant'"
_GLANCE = PlainRead(select(func.count()).select_from(table("note", schema="probe")))

Work = Callable[[UnitOfWork], Awaitable[object]]
Ask = Callable[[Kernel, bytes], Coroutine[Any, Any, object]]


async def execute(uow: UnitOfWork) -> None:
    await uow.execute(text(_CUT_OFF))


async def ask_the_driver(uow: UnitOfWork) -> None:
    await (await uow.driver()).execute(_CUT_OFF)


async def glance(uow: UnitOfWork) -> None:
    await uow.glance(_GLANCE)


async def try_a_part(uow: UnitOfWork) -> None:
    async with uow.savepoint():
        await uow.execute(text(_CUT_OFF))


async def ask_the_line(kernel: Kernel, word: bytes) -> object:
    return await kernel.live.ask(encoded("ECHO", word), None)


async def ask_the_client(kernel: Kernel, word: bytes) -> object:
    return await kernel.live.attempt(kernel.live.client.echo(word), None)


async def freeze_and_ask(kernel: Kernel, frozen: list[int]) -> None:
    async with unit_of_work(kernel) as uow:
        driver = await uow.driver()
        frozen.append(driver.get_server_pid())
        os.kill(frozen[0], signal.SIGSTOP)
        async with asyncio.timeout(0.1):
            await driver.execute(_CUT_OFF)


async def cut_off(work: Coroutine[Any, Any, object], steps: int) -> None:
    task = asyncio.create_task(work)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    # Once more while it cleans up: a request is cut off by its deadline, and by whoever hangs up.
    for _ in range(7 * steps % 40):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])


@pytest.mark.parametrize("work", [execute, ask_the_driver, glance, try_a_part])
async def test_whoever_comes_after_work_that_was_cut_off_has_what_they_wrote(
    kernel: Kernel, database_url: str, work: Work
) -> None:
    async def begin() -> None:
        async with unit_of_work(kernel) as uow:
            await work(uow)

    with psycopg.connect(database_url, autocommit=True) as looking:
        for steps in range(_MOST_STEPS):
            await cut_off(begin(), steps)

            # One task at a time, and the connection that was given back last is taken first: it is the same one.
            async with unit_of_work(kernel) as uow:
                await uow.execute(text(_MEANT))
            assert looking.execute(_COUNT_MEANT).fetchall() == [(steps + 1,)], steps


@pytest.mark.parametrize("ask", [ask_the_line, ask_the_client])
async def test_whoever_asks_valkey_after_one_who_left_has_their_own_answer(kernel: Kernel, ask: Ask) -> None:
    for steps in range(_MOST_STEPS):
        await cut_off(ask(kernel, b"cut off %d" % steps), steps)

        assert await ask(kernel, b"meant %d" % steps) == b"meant %d" % steps


async def test_work_on_a_server_that_stands_still_ends_in_time_and_the_pool_is_whole_again(
    kernel: Kernel, database_url: str
) -> None:
    database = Database(database_url, 1, patience_s=PATIENCE_S)
    # To be let in may take long on a busy machine; only what is undone is not waited for.
    database.patience_s = 0.5
    frozen: list[int] = []
    try:
        with pytest.raises(TimeoutError):
            await freeze_and_ask(replace(kernel, database=database), frozen)

        async with unit_of_work(replace(kernel, database=database)) as uow:
            assert (await uow.driver()).get_server_pid() != frozen[0]
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
        await database.close()


async def test_nobody_is_given_a_connection_in_which_a_transaction_was_left_open(
    kernel: Kernel, database_url: str
) -> None:
    pooled = await kernel.database.engine.raw_connection()
    driver: Any = pooled.driver_connection
    await driver.execute("begin")
    await greenlet_spawn(pooled.close)

    async with unit_of_work(kernel) as uow:
        await uow.execute(text(_MEANT))

    with psycopg.connect(database_url) as looking:
        assert looking.execute(_COUNT_MEANT).fetchall() == [(1,)]
