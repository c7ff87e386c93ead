"""One request or workflow step is one transaction: all it writes, emits and starts takes effect, or nothing does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from lyceum.platform import outbox
from lyceum.platform.cached import CacheKey
from lyceum.platform.clock import Clock
from lyceum.platform.database import PlainRead, driver_of
from lyceum.platform.errors import LyceumError
from lyceum.platform.events import Event
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger

if TYPE_CHECKING:
    import asyncpg

log = get_logger(__name__)

T = TypeVar("T")
AfterCommit = Callable[[], Awaitable[None]]


class UnitOfWork:
    """The transaction in hand. A use case takes it first and never commits it.

    Args:
        kernel: the process's resources.
        connection: a transaction already begun (the relay's); None: one is begun at the first statement.
        cause: id of the event being handled, if any.
    """

    def __init__(self, kernel: Kernel, connection: AsyncConnection | None = None, cause: UUID | None = None) -> None:
        self.kernel = kernel
        self.cause = cause
        self.events: list[Event] = []
        self.callbacks: list[AfterCommit] = []
        self.forgettings: list[AfterCommit] = []
        self._forgotten: set[str] = set()
        self._connection = connection
        self._driver: asyncpg.Connection[Any] | None = None

    @property
    def clock(self) -> Clock:
        """The time."""
        return self.kernel.clock

    async def connection(self) -> AsyncConnection:
        """The connection, in a transaction; begun now if this is the first use."""
        if self._connection is None:
            self._connection = await self.kernel.database.connect()
            await self._connection.begin()
        return self._connection

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement of a `store`."""
        connection = await self.connection()
        return await connection.execute(statement, parameters)

    async def glance(self, read: PlainRead, **values: object) -> "list[asyncpg.Record]":
        """The rows of a plain read; for the hottest ones.

        It joins this transaction if one has begun, and begins none: what it sees is the same, because each statement
        has a snapshot of its own (READ COMMITTED), and it holds nothing that a transaction would keep.
        """
        if self._connection is None:
            return await self.kernel.database.glance(read, values)
        driver = await self.driver()
        rows: list[asyncpg.Record] = await driver.fetch(read.sql, *read.values(values))
        return rows

    async def driver(self) -> "asyncpg.Connection[Any]":
        """The driver's connection inside this same transaction, for prepared SQL on the hottest paths."""
        if self._driver is None:
            self._driver = await driver_of(await self.connection())
        return self._driver

    def emit(self, event: Event) -> None:
        """Tell the other domains, if and when this commits."""
        self.events.append(event)

    def after_commit(self, callback: AfterCommit) -> None:
        """Do something that may be lost (a live update, a nudge) once this has committed."""
        self.callbacks.append(callback)

    async def cached(self, key: CacheKey[T], make: Callable[[], Awaitable[T]]) -> T:
        """What is cached under a key, or made now; always made in a transaction that has it forgotten.

        Args:
            key: of the entry.
            make: reads it, in this transaction; must not use what was read before.
        """
        if key.name in self._forgotten or key.room in self._forgotten:
            return await make()
        return await self.kernel.cache.get(key, make)

    def forget(self, *keys: CacheKey[Any], rooms: Sequence[str] = ()) -> None:
        """Take entries, or whole rooms of them, out of the cache if and when this commits.

        Call it beside the write, in the store: whoever reads later in this transaction must not find the old entry,
        nor leave theirs, which is not committed, to others.
        """
        self._forgotten.update(key.name for key in keys)
        self._forgotten.update(rooms)
        forgetting = partial(self.kernel.cache.forget, keys, rooms)
        self.forgettings.append(forgetting)
        self.after_commit(forgetting)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that may fail alone: if the block raises, only what it wrote, emitted and put off is undone."""
        connection = await self.connection()
        events, callbacks = len(self.events), len(self.callbacks)
        try:
            async with connection.begin_nested():
                yield
        except BaseException:
            del self.events[events:], self.callbacks[callbacks:]
            raise

    async def flush_events(self) -> None:
        """Write what was emitted; called once, right before the commit."""
        if self.events:
            now, subscriptions = self.clock.now(), self.kernel.subscriptions
            if await outbox.write(await self.driver(), subscriptions, self.events, now):
                self.callbacks.append(self.nudge_relay)
            self.events.clear()

    async def nudge_relay(self) -> None:
        """Wake the relay of this process, if it has one."""
        self.kernel.nudge_relay()

    async def close(self, *, commit: bool) -> None:
        """Commit or roll back; for `unit_of_work` alone."""
        if self._connection is None:
            return
        connection, self._connection, self._driver = self._connection, None, None
        if not commit:
            await self._undo(connection)
            return
        try:
            await connection.commit()
        finally:
            await connection.close()

    async def _undo(self, connection: AsyncConnection) -> None:
        # What was cut off is waited for before it is undone; of a server that stands still the pool gives it up.
        with suppress(TimeoutError):
            async with asyncio.timeout(self.kernel.database.patience_s):
                await connection.close()


@asynccontextmanager
async def unit_of_work(kernel: Kernel) -> AsyncIterator[UnitOfWork]:
    """A transaction that commits at the end of the block, and rolls back if the block raises.

    An error whose `keeps_writes` is true commits what was written, and is then raised on.
    """
    uow = UnitOfWork(kernel)
    kept: LyceumError | None = None
    try:
        try:
            yield uow
        except LyceumError as error:
            if not error.keeps_writes:
                raise
            kept = error
        await uow.flush_events()
    except BaseException:
        await uow.close(commit=False)
        raise
    await _commit(uow)
    if kept is not None:
        raise kept


async def _commit(uow: UnitOfWork) -> None:
    """Commit, and run what waited for it."""
    try:
        await uow.close(commit=True)
    except BaseException:
        # Whoever is cut off here cannot know whether it has committed; what is forgotten in vain is only made anew.
        await run_callbacks(uow.forgettings)
        raise
    await run_callbacks(uow.callbacks)


async def run_callbacks(callbacks: list[AfterCommit]) -> None:
    """Run what waited for the commit; what has committed is not made to look failed by what may be lost.

    A deadline that falls in here ends the callback in hand and no other.

    Raises:
        asyncio.CancelledError: if it fell in here, once all have run.
    """
    cut: asyncio.CancelledError | None = None
    for callback in callbacks:
        try:
            await callback()
        except asyncio.CancelledError as error:
            cut = error
        except Exception as error:  # noqa: BLE001  the answer to the caller is "done", whatever becomes of this
            log.warning("after_commit_failed", error=type(error).__name__)
    if cut is not None:
        raise cut
