"""Nothing takes effect without a commit: rows, events and workflows alike."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import QueuePool, Select, bindparam, column, event, func, select, table, text

from lyceum.platform.database import PlainRead, unavailable
from lyceum.platform.errors import Forbidden, LyceumError
from lyceum.platform.jobs import JobStatus, open_job, start_job
from lyceum.platform.journal import JournaledContext
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.workflow import Workflow
from lyceum.platform.workflows import run_to_end
from tests.platform.caches import NUMBER, Truth
from tests.probe.domain import WORK, Note, Noted, take


async def count(kernel: Kernel, table: str) -> int:
    async with unit_of_work(kernel) as uow:
        found: int = (await uow.execute(select(func.count()).select_from(text(table)))).scalar_one()
        return found


async def test_a_commit_makes_row_event_delivery_and_workflow_visible(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow:
        await take(uow, Note(key="a"))

    for name in ("probe.note", "platform.event", "platform.delivery", "platform.job", "dbos.workflow_status"):
        assert await count(kernel, name) == 1, name


async def test_an_error_at_the_end_leaves_nothing_behind(kernel: Kernel) -> None:
    with pytest.raises(LyceumError):
        async with unit_of_work(kernel) as uow:
            await take(uow, Note(key="a", fail=True))

    for name in ("probe.note", "platform.event", "platform.delivery", "platform.job", "dbos.workflow_status"):
        assert await count(kernel, name) == 0, name


async def test_an_error_that_keeps_writes_commits_what_was_written(kernel: Kernel) -> None:
    class Counted(Forbidden):
        keeps_writes = True

    async def take_and_refuse() -> None:
        async with unit_of_work(kernel) as uow:
            await take(uow, Note(key="a"))
            raise Counted("no")

    with pytest.raises(Counted):
        await take_and_refuse()

    assert await count(kernel, "platform.event") == 1


async def test_an_error_whose_writes_cannot_be_kept_holds_no_connection(kernel: Kernel) -> None:
    class Counted(Forbidden):
        keeps_writes = True

    async def take_and_refuse() -> None:
        async with unit_of_work(kernel) as uow:
            await take(uow, Note(key="a"))
            own = (await uow.execute(text("select pg_backend_pid()"))).scalar_one()
            async with unit_of_work(kernel) as other:
                await other.execute(text("select pg_terminate_backend(:own)"), {"own": own})
            raise Counted("no")

    with pytest.raises(Exception) as failed:  # noqa: PT011  a cut connection fails in many forms
        await take_and_refuse()

    assert unavailable(failed.value)
    assert held_connections(kernel) == 0


def held_connections(kernel: Kernel) -> int:
    pool = kernel.database.engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


NOTES = table("note", column("id"), column("key"), schema="probe")
KEYS = PlainRead(select(NOTES.c.key).where(NOTES.c.key == bindparam("key")))


async def test_a_glance_begins_no_transaction_and_keeps_no_connection(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow:
        await take(uow, Note(key="a"))

    async with unit_of_work(kernel) as uow:
        found = await uow.glance(KEYS, key="a")
        held = held_connections(kernel)
        sql = (
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and state = 'idle in transaction' and query like '%probe.note%'"
        )
        open_still = (await uow.execute(text(sql))).scalar_one()

    assert [row["key"] for row in found] == ["a"]
    assert held == 0
    assert open_still == 0


async def test_a_glance_sees_what_its_own_transaction_wrote_and_no_other_does(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow, unit_of_work(kernel) as other:
        await take(uow, Note(key="a"))

        assert len(await uow.glance(KEYS, key="a")) == 1
        assert len(await other.glance(KEYS, key="a")) == 0


async def test_a_glance_that_fails_or_is_given_up_harms_nobody_after_it(kernel: Kernel) -> None:
    slow = PlainRead(select(func.count()).select_from(func.generate_series(1, 100_000_000)))
    nowhere = PlainRead(select(column("nothing")).select_from(table("note", schema="probe")))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1), unit_of_work(kernel) as uow:
            await uow.glance(slow)
    async with unit_of_work(kernel) as uow:
        with pytest.raises(asyncpg.UndefinedColumnError):
            await uow.glance(nowhere)

    assert held_connections(kernel) == 0
    async with unit_of_work(kernel) as uow:
        assert await uow.glance(KEYS, key="a") == []


@pytest.mark.parametrize(
    "statement",
    [
        select(NOTES.c.id).with_for_update(),
        select(NOTES.c.id).with_for_update(read=True),
        select(func.pg_advisory_xact_lock(1)),
        select(func.set_config("a.b", "c", True)),  # noqa: FBT003  as PostgreSQL has it
        select(NOTES.insert().returning(NOTES.c.id).cte("written").c.id),
    ],
)
def test_what_locks_or_writes_is_no_plain_read(statement: Select[Any]) -> None:
    with pytest.raises(ValueError, match="belongs in a transaction"):
        PlainRead(statement)


async def test_the_driver_works_inside_the_same_transaction(kernel: Kernel) -> None:
    async def write_and_fail() -> None:
        async with unit_of_work(kernel) as uow:
            driver = await uow.driver()
            await driver.execute("insert into probe.heard (event_id, key, number, pid) values (uuidv7(), 'a', 1, 1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()

    assert await count(kernel, "probe.heard") == 0

    async with unit_of_work(kernel) as uow:
        await uow.execute(text("select 1"))
        driver = await uow.driver()
        await driver.execute("insert into probe.heard (event_id, key, number, pid) values (uuidv7(), 'a', 1, 1)")

    assert await count(kernel, "probe.heard") == 1


async def test_callbacks_wait_for_the_commit_and_never_run_without_one(kernel: Kernel) -> None:
    ran: list[str] = []

    async def callback() -> None:
        ran.append("ran")

    async def register_and_fail() -> None:
        async with unit_of_work(kernel) as uow:
            uow.after_commit(callback)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await register_and_fail()
    assert ran == []

    async with unit_of_work(kernel) as uow:
        uow.after_commit(callback)
        assert ran == []
    assert ran == ["ran"]


async def test_who_is_cut_off_after_the_commit_has_the_other_callbacks_run_to_their_end(kernel: Kernel) -> None:
    ran: list[str] = []
    hanging = asyncio.Event()

    async def hang() -> None:
        hanging.set()
        await asyncio.Event().wait()

    async def callback() -> None:
        await asyncio.sleep(0)
        ran.append("ran")

    async def write() -> None:
        async with unit_of_work(kernel) as uow:
            await take(uow, Note(key="a"))
            uow.after_commit(hang)
            uow.after_commit(callback)

    writing = asyncio.create_task(write())
    await hanging.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    assert ran == ["ran"]
    assert await count(kernel, "probe.note") == 1


async def test_who_is_cut_off_at_the_commit_leaves_no_entry_that_may_be_outdated(kernel: Kernel) -> None:
    key = NUMBER.of(id=uuid4())
    truth = Truth()
    truth.numbers[key.name] = 1

    async def write() -> None:
        async with unit_of_work(kernel) as uow:
            await uow.execute(text("select 1"))
            uow.forget(key)
            truth.numbers[key.name] = 2

    async with unit_of_work(kernel) as uow:
        await uow.cached(key, lambda: truth.read(key.name))
    writing = asyncio.create_task(write())
    with committing(kernel, writing.cancel), pytest.raises(asyncio.CancelledError):
        await writing

    async with unit_of_work(kernel) as uow:
        assert await uow.cached(key, lambda: truth.read(key.name)) == 2


@contextlib.contextmanager
def committing(kernel: Kernel, act: Callable[[], object]) -> Iterator[None]:
    """Do something at the moment of each commit, before PostgreSQL has answered it."""

    def listener(_connection: object) -> None:
        act()

    engine = kernel.database.engine.sync_engine
    event.listen(engine, "commit", listener)
    try:
        yield
    finally:
        event.remove(engine, "commit", listener)


async def test_a_workflow_no_domain_declares_is_refused_at_once(kernel: Kernel) -> None:
    with pytest.raises(LookupError, match="no domain declares"):
        async with unit_of_work(kernel) as uow:
            await start_job(uow, Workflow("probe.unknown", WORK.run), {}, owner_id=None)


async def test_a_step_that_ran_is_not_run_again(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow:
        job_id = await open_job(uow, "probe.work", None)
    ran: list[str] = []

    async def action(_uow: UnitOfWork) -> dict[str, int]:
        ran.append("ran")
        return {"n": 1}

    first = await JournaledContext(kernel, job_id, {}).step("one", action)
    # A second executor that remembers nothing: the journal's key stops it, and its effects are rolled back.
    second = await JournaledContext(kernel, job_id, {}).step("one", action)

    assert first == second == {"n": 1}
    assert await count(kernel, "platform.workflow_step") == 1


async def test_a_workflow_ends_with_its_job_completed(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow:
        job_id = await open_job(uow, "probe.work", None)

    await run_to_end(kernel, WORK, job_id, {"pause_s": 0})
    await run_to_end(kernel, WORK, job_id, {"pause_s": 0})

    assert await count(kernel, "probe.step") == 3
    async with unit_of_work(kernel) as uow:
        row = (await uow.execute(text("select status, progress, result from platform.job"))).one()
    assert row == (JobStatus.COMPLETED, 100.0, {"steps": 3})


async def test_an_event_is_handled_once_and_its_delivery_ends(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow:
        await take(uow, Note(key="a", start=""))

    relay = Relay(kernel, ["probe"])
    await relay.drain()
    await relay.drain()

    assert await count(kernel, "probe.heard") == 1
    assert await count(kernel, "platform.delivery") == 0


async def test_events_round_trip_through_json() -> None:
    noted = Noted(note_id=UUID(int=1), topic="a", number=3)

    assert Noted.from_json(noted.to_json()) == noted
    assert noted.key == "a"


async def test_a_part_that_fails_alone_leaves_nothing_of_itself(kernel: Kernel) -> None:
    ran: list[str] = []

    async def note(name: str) -> None:
        ran.append(name)

    async with unit_of_work(kernel) as uow:
        await take(uow, Note(key="before"))
        for fails in (True, False):
            with contextlib.suppress(Forbidden):
                async with uow.savepoint():
                    await take(uow, Note(key=f"fails={fails}"))
                    uow.after_commit(partial(note, f"fails={fails}"))
                    if fails:
                        raise Forbidden("no")

    async with unit_of_work(kernel) as uow:
        keys = (await uow.execute(text("select key from probe.note order by 1"))).scalars().all()
    assert keys == ["before", "fails=False"]
    assert await count(kernel, "platform.event") == 2
    assert ran == ["fails=False"]
