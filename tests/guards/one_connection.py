"""A database whose transactions all lie in one, so that whatever a request did can be taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from lyceum.platform.database import Database


class _Borrowed:
    """What a unit of work takes for a connection: its transaction is a savepoint of the one there is."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._savepoint: AsyncTransaction | None = None

    async def begin(self) -> None:
        self._savepoint = await self._connection.begin_nested()

    async def commit(self) -> None:
        if self._savepoint is not None:
            await self._savepoint.commit()

    async def close(self) -> None:
        if self._savepoint is not None and self._savepoint.is_active:
            await self._savepoint.rollback()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever a connection has
        return getattr(self._connection, name)


class OneConnection(Database):
    """Hands out the same connection again and again; only within `undone`."""

    _connection: AsyncConnection

    async def connect(self) -> AsyncConnection:
        """The one connection, to be used as if it were one's own."""
        borrowed: Any = _Borrowed(self._connection)
        return borrowed  # type: ignore[no-any-return]  # stands for a connection

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[AsyncConnection]:
        """Open the connection; what is done in the block is never committed."""
        async with self.engine.connect() as connection:
            self._connection = connection
            await connection.begin()
            yield connection
            await connection.rollback()

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """Take back what is done in the block."""
        savepoint = await self._connection.begin_nested()
        try:
            yield
        finally:
            await savepoint.rollback()
