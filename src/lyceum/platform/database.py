"""Connections to PostgreSQL: one pool per process, and what its failures mean."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

import asyncpg
from sqlalchemy import Select, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine import AdaptedConnection, ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import greenlet_spawn

from lyceum.platform.errors import LyceumError, Unavailable

# SQLSTATEs after which the same transaction may succeed: deadlock, serialization failure, and a server going or coming.
_RETRIABLE_STATES = frozenset(
    {"40P01", "40001", "57P01", "57P02", "57P03", "53300", "08000", "08003", "08006", "08001"}
)
_LOST = (
    DisconnectionError,
    PoolTimeout,
    asyncpg.InterfaceError,
    # A connection that was cut between two statements may say so only by being in no state to begin the next.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    ConnectionError,
)
_FINGERPRINT = """
    select concat_ws(' ', system_identifier, d.oid, d.datname)
    from pg_control_system(), pg_database d where d.datname = current_database()"""
# The server lets go of what a session holds within ten seconds of its machine's silence, instead of within two hours.
_SESSION = {
    "application_name": "lyceum-session",
    "tcp_keepalives_idle": "4",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
_PATIENCE_S: Final = 5.0
# To write SQL as the driver takes it.
_DIALECT: Final = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy says nothing of its dialects
# What locks, sets or writes something, and so means something only in a transaction.
_NOT_PLAIN: Final = re.compile(
    r"\b(insert|update|delete|merge|into|for\s+(no\s+key\s+|key\s+)?share|pg_\w+|nextval|setval|set_config)\b",
    re.IGNORECASE,
)


class PlainRead:
    """A select that is as good outside a transaction as at its beginning; written once, prepared on each connection.

    Args:
        statement: with `bindparam`s for what is given at each read. Of types that the driver gives as they are.

    Raises:
        ValueError: if it locks something or calls what may.
    """

    def __init__(self, statement: Select[Any]) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        if found := _NOT_PLAIN.search(self.sql):
            raise ValueError(f"{found[0]!r} belongs in a transaction: take `UnitOfWork.execute` for {self.sql!r}.")
        self._names = tuple(compiled.positiontup or ())
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in the order that the driver wants them."""
        return [given[name] if name in given else self._fixed[name] for name in self._names]


class DatabaseUnavailable(Unavailable):
    """PostgreSQL is away, restarting, or asked for a retry."""

    code = "DATABASE_UNAVAILABLE"


class Database:
    """The pool of one process.

    Args:
        url: `postgresql://…`, as libpq writes it.
        pool_size: connections held at the most.
        patience_s: a server that lets nobody in for longer, and a pool that has no connection for longer, are away.

    Attributes:
        patience_s: as given.
    """

    def __init__(self, url: str, pool_size: int, *, patience_s: float = _PATIENCE_S) -> None:
        self.url = url
        self.patience_s = patience_s
        self.engine: AsyncEngine = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=patience_s,
            pool_use_lifo=True,
            # What was bound may be an address or a hash; an error of the statement tells the statement.
            hide_parameters=True,
            connect_args={"timeout": patience_s, "server_settings": {"application_name": "lyceum", "jit": "off"}},
        )
        event.listen(self.engine.sync_engine, "checkout", _refuse_unfit)
        event.listen(self.engine.sync_engine, "handle_error", _give_up_broken)

    async def connect(self) -> AsyncConnection:
        """A connection of the pool.

        Raises:
            DatabaseUnavailable: if the server does not answer in time; its other failures keep their own form.
        """
        try:
            return await self.engine.connect()
        except TimeoutError as error:
            raise away() from error

    async def glance(self, read: PlainRead, values: Mapping[str, Any]) -> "list[asyncpg.Record]":
        """The rows of a plain read, outside any transaction: one round trip instead of three.

        Raises:
            DatabaseUnavailable: as `connect` does.
        """
        try:
            pooled = await self.engine.raw_connection()
        except TimeoutError as error:
            raise away() from error
        try:
            driver: asyncpg.Connection[Any] = pooled.driver_connection
            rows: list[asyncpg.Record] = await driver.fetch(read.sql, *read.values(values))
        except BaseException:
            # Cancelled or cut off, it may be in any state.
            await greenlet_spawn(pooled.invalidate)
            raise
        await greenlet_spawn(pooled.close)
        return rows

    async def dial(self) -> "asyncpg.Connection[Any]":
        """A connection of one's own, outside the pool: for session locks and long waits.

        What is asked on it raises `TimeoutError` when it takes longer than the server is waited for.

        Raises:
            DatabaseUnavailable: as `connect` does.
        """
        try:
            return await asyncpg.connect(
                self.url, timeout=self.patience_s, command_timeout=self.patience_s, server_settings=_SESSION
            )
        except TimeoutError as error:
            raise away() from error

    async def fingerprint(self) -> str | None:
        """A word that this database has, and no other, nor itself once it was made anew; None if it is away."""
        try:
            # Not of the pool: whoever asks may be holding the last one.
            connection = await self.dial()
            try:
                found = await connection.fetchval(_FINGERPRINT)
            finally:
                await connection.close()
        except (*_LOST, DatabaseUnavailable, asyncpg.PostgresError, TimeoutError):
            return None
        return hashlib.sha256(found.encode()).hexdigest()[:12]

    async def close(self) -> None:
        """Close every pooled connection."""
        await self.engine.dispose()


def _refuse_unfit(connection: AdaptedConnection, _record: object, _proxy: object) -> None:
    # Costs no round trip, and spares a request the connection that died while it lay in the pool.
    if connection.driver_connection.is_closed():
        raise DisconnectionError("the server closed this connection")
    # Whatever left it so: what is done in a transaction that nobody ends is seen by nobody, and lost.
    if connection.driver_connection.is_in_transaction():
        raise DisconnectionError("whoever had this connection left a transaction open")


def _give_up_broken(context: ExceptionContext) -> None:
    # SQLAlchemy does not count this among its signs of a lost connection, and would keep it in the pool.
    if isinstance(getattr(context.original_exception, "__cause__", None), asyncpg.InternalClientError):
        context.is_disconnect = True


async def driver_of(connection: AsyncConnection) -> "asyncpg.Connection[Any]":
    """The driver's connection inside the same transaction, for prepared SQL on the hottest paths.

    JSON goes in as text and comes out as plain data.
    """
    raw = await connection.get_raw_connection()
    adapted: Any = raw.dbapi_connection
    if adapted._transaction is None:  # noqa: SLF001  the adapter begins lazily, and has no public way to begin now
        try:
            await adapted._start_transaction()  # noqa: SLF001  as above
        except BaseException:
            # Cut off here, it may have begun and the pool would not know: what others did in it would never commit.
            await connection.invalidate()
            raise
    driver: asyncpg.Connection[Any] = raw.driver_connection
    return driver


def unavailable(error: BaseException) -> LyceumError | None:
    """The 503 an error of the database amounts to, or None if it is not of that kind."""
    if isinstance(error, DatabaseUnavailable):
        return error
    original = getattr(error, "orig", None) or error
    # SQLAlchemy's error holds its adapter's, and that one was raised from the driver's.
    found = (error, original, original.__cause__)
    states = {state for cause in found if (state := getattr(cause, "sqlstate", None))}
    lost = any(isinstance(cause, _LOST) for cause in found)
    broken = isinstance(error, DBAPIError) and error.connection_invalidated
    # The driver reports a refused or reset connection as one of these two, without an SQLSTATE.
    failed = isinstance(error, (OperationalError, InterfaceError)) and not states
    return away() if lost or broken or failed or states & _RETRIABLE_STATES else None


def away() -> DatabaseUnavailable:
    """What is said when PostgreSQL does not answer."""
    return DatabaseUnavailable("The database is not answering right now. Try again in a moment.", retry_after_s=1)
