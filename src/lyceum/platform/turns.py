"""Work that one process at a time may do: whoever comes second waits until the first is done, or dead."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import asyncpg

from lyceum.platform.database import unavailable
from lyceum.platform.kernel import Kernel
from lyceum.platform.locks import lock_key

_LOOK_EVERY_S: Final = 1.0
_LEAVE_WITHIN_S: Final = 2.0
_TAKE: Final = "select pg_try_advisory_lock($1)"


@contextlib.asynccontextmanager
async def turn(kernel: Kernel, name: str, waiting: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Hold the turn of this name while the block lasts, over all processes and within each.

    It is a lock of a database session, so a process that dies gives it back. So does a server that restarts: then two
    may hold the turn, and what is done in it must bear that.

    Args:
        kernel: the process's resources.
        name: of the work.
        waiting: called between two looks while another holds it; what it raises ends the waiting.
    """
    connection = await _taken(kernel, lock_key("turn", name), waiting)
    try:
        yield
    finally:
        await _hang_up(connection)


async def _taken(kernel: Kernel, key: int, waiting: Callable[[], Awaitable[None]]) -> "asyncpg.Connection[Any]":
    """A session that holds the lock; an absent database is waited for."""
    while True:
        try:
            connection = await kernel.database.dial()
        except Exception as error:
            if unavailable(error) is None:
                raise
        else:
            if await _got(connection, key, waiting):
                return connection
        await asyncio.sleep(_LOOK_EVERY_S)


async def _got(connection: "asyncpg.Connection[Any]", key: int, waiting: Callable[[], Awaitable[None]]) -> bool:
    """Whether the session came to hold the lock; if not, it is lost, and closed."""
    got = False
    try:
        while not (got := await connection.fetchval(_TAKE, key)):
            await waiting()
            await asyncio.sleep(_LOOK_EVERY_S)
    except Exception as error:
        # A server that does not answer in time is as good as away.
        if not isinstance(error, TimeoutError) and unavailable(error) is None:
            raise
    finally:
        if not got:
            await _hang_up(connection)
    return got


async def _hang_up(connection: "asyncpg.Connection[Any]") -> None:
    """Close a session; if the server does not take leave in time, it is left."""
    with contextlib.suppress(Exception):
        await connection.close(timeout=_LEAVE_WITHIN_S)
