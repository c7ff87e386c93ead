"""One request or workflow step is one transaction: all it writes, emits and starts takes effect, or nothing does."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CursorResult, Executable, Select
from sqlalchemy.ext.asyncio import AsyncConnection

from lyceum.platform import outbox
from lyceum.platform.clock import Clock
from lyceum.platform.errors import LyceumError
from lyceum.platform.events import Event
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger

if TYPE_CHECKING:
    import asyncpg

log = get_logger(__name__)

AfterCommit = Callable[[], Awaitable[None]]


class UnitOfWork:
    """The transaction in hand. A use case takes it first and never commits it.

    Args:
        kernel: the process's resources.
        connection: a transaction already begun (the relay's); None: one is begun at the first statement.
        cause: id of the event being handled, if any.
        reads_first: statements that only read run without a transaction until one comes that may do more. They see
            what they would see inside it (at READ COMMITTED, what is committed by then); two round trips are spared.
    """

    def __init__(
        self,
        kernel: Kernel,
        connection: AsyncConnection | None = None,
        cause: UUID | None = None,
        *,
        reads_first: bool = False,
    ) -> None:
        self.kernel = kernel
        self.cause = cause
        self.events: list[Event] = []
        self.callbacks: list[AfterCommit] = []
        self._connection = connection
        self._reads_first = reads_first
        self._reader: AsyncConnection | None = None

    @property
    def clock(self) -> Clock:
        """The time."""
        return self.kernel.clock

    async def connection(self) -> AsyncConnection:
        """The connection, in a transaction; begun now if this is the first use."""
        if self._connection is None:
            self._reads_first = False
            await self._close_reader()
            self._connection = await self.kernel.database.connect()
            await self._connection.begin()
        return self._connection

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement of a `store`."""
        connection = await self._connection_for(only_reads=_only_reads(statement))
        return await connection.execute(statement, parameters)

    async def driver(self, *, only_reads: bool = False) -> "asyncpg.Connection[Any]":
        """The driver's connection inside this same transaction, for prepared SQL on the hottest paths.

        Args:
            only_reads: the statement neither writes nor locks, so it may run before there is a transaction.
        """
        connection = await self._connection_for(only_reads=only_reads)
        raw = await connection.get_raw_connection()
        adapted: Any = raw.dbapi_connection
        if connection is self._connection and adapted._transaction is None:  # noqa: SLF001  the adapter begins lazily, and has no public way to begin now
            await adapted._start_transaction()  # noqa: SLF001  as above
        driver: asyncpg.Connection[Any] = raw.driver_connection
        return driver

    def emit(self, event: Event) -> None:
        """Tell the other domains, if and when this commits."""
        self.events.append(event)

    def after_commit(self, callback: AfterCommit) -> None:
        """Do something that may be lost (a live update, a nudge) once this has committed."""
        self.callbacks.append(callback)

    async def flush_events(self) -> None:
        """Write what was emitted; called once, right before the commit."""
        if self.events:
            now, subscriptions = self.clock.now(), self.kernel.subscriptions
            if await outbox.write(await self.connection(), subscriptions, self.events, now):
                self.callbacks.append(self.nudge_relay)
            self.events.clear()

    async def nudge_relay(self) -> None:
        """Wake the relay of this process, if it has one."""
        self.kernel.nudge_relay()

    async def close(self, *, commit: bool) -> None:
        """Commit or roll back; for `unit_of_work` alone."""
        await self._close_reader()
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        try:
            if commit:
                await connection.commit()
        finally:
            await connection.close()

    async def _connection_for(self, *, only_reads: bool) -> AsyncConnection:
        if not (only_reads and self._reads_first):
            return await self.connection()
        if self._reader is None:
            self._reader = await self.kernel.database.connect_reader()
        return self._reader

    async def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.close()


def _only_reads(statement: Executable) -> bool:
    # Whatever locks rows is not plain, and text may do anything.
    return type(statement) is Select and statement._for_update_arg is None  # noqa: SLF001  it has no public name


@asynccontextmanager
async def unit_of_work(kernel: Kernel, *, reads_first: bool = False) -> AsyncIterator[UnitOfWork]:
    """A transaction that commits at the end of the block, and rolls back if the block raises.

    An error whose `keeps_writes` is true commits what was written, and is then raised on.

    Args:
        kernel: the process's resources.
        reads_first: the block is expected only to read; should it write after all, it does so in a transaction.
    """
    uow = UnitOfWork(kernel, reads_first=reads_first)
    try:
        yield uow
        await uow.flush_events()
    except LyceumError as error:
        if error.keeps_writes:
            await uow.flush_events()
        await uow.close(commit=error.keeps_writes)
        if error.keeps_writes:
            await run_callbacks(uow.callbacks)
        raise
    except BaseException:
        await uow.close(commit=False)
        raise
    await uow.close(commit=True)
    await run_callbacks(uow.callbacks)


async def run_callbacks(callbacks: list[AfterCommit]) -> None:
    """Run what waited for the commit; what has committed is not made to look failed by what may be lost."""
    for callback in callbacks:
        try:
            await callback()
        except Exception as error:  # noqa: BLE001  the answer to the caller is "done", whatever becomes of this
            log.warning("after_commit_failed", error=type(error).__name__)
