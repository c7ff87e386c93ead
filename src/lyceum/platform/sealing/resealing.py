"""Moving what lies in the database to the ring's newest key, in small steps, while everything runs.

What lay there as plain text, before it was to be sealed, is moved likewise.

A domain says in its `DOMAIN` which of its columns are sealed. A step takes some rows after the last one of the step
before, and commits; killed at any point, the next run goes on with what is left, for what is sealed with the newest key
is passed over.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, cast, func, null, select, update
from sqlalchemy import Text as SqlText

from lyceum.platform.logs import get_logger
from lyceum.platform.sealing.rings import SecretKeyMismatch
from lyceum.platform.sealing.sealer import HEADER_BYTES, Sealer, readable_id, sealer_of
from lyceum.platform.unit_of_work import UnitOfWork

log = get_logger(__name__)

ROWS_A_STEP = 100

# Columns that are computed from the opened value, such as a blind index: what they are to be under this sealer.
Beside = Callable[[Sealer, bytes], dict[str, Any]]
Step = Callable[[str, Callable[[UnitOfWork], Awaitable[dict[str, Any]]]], Awaitable[dict[str, Any]]]


def _nothing(_sealer: Sealer, _opened: bytes) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column whose values `Sealer.seal` made; its place is the row's primary key.

    Attributes:
        column: of type `bytea`; its table has a primary key of one column.
        purpose: as it was sealed for.
        beside: what stands beside it under the same key.
        plain: where the value lay as a text before it was sealed; emptied when it has been.
    """

    column: Column[bytes]
    purpose: str
    beside: Beside = _nothing
    plain: Column[str] | None = None

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.table.fullname}.{self.column.name}"

    @property
    def table(self) -> Table:
        """Its table."""
        table = self.column.table
        if not isinstance(table, Table):
            raise TypeError(f"{self.column} is of no table")
        return table

    @property
    def key(self) -> Column[Any]:
        """What tells its rows apart."""
        (key,) = self.table.primary_key.columns
        return key


async def reseal_some(
    uow: UnitOfWork, sealed: SealedColumn, after: str | None, *, rows: int = ROWS_A_STEP
) -> dict[str, Any]:
    """Seal a few rows anew that were sealed with an older key.

    Args:
        uow: the transaction of this step.
        sealed: which column.
        after: `last` of the step before; None begins.
        rows: how many at the most.

    Returns:
        `resealed`: how many rows; `closed`: how many do not open and stay as they are; `last`: the key of the last row
        that was looked at, None if none is left.
    """
    sealer, key = sealer_of(uow.kernel), cast(sealed.key, SqlText)
    is_older = func.substr(sealed.column, 1, HEADER_BYTES) != sealer.header
    plain = null() if sealed.plain is None else sealed.plain
    columns = sealed.key.label("row_key"), key.label("place"), sealed.column.label("value"), plain.label("plain")
    query = select(*columns).where(is_older | plain.is_not(None))
    if after is not None:
        query = query.where(key > after)
    found = (await uow.execute(query.order_by(key).limit(rows).with_for_update(key_share=True))).all()
    resealed = [await _reseal(uow, sealed, sealer, row) for row in found].count(True)
    return {"resealed": resealed, "closed": len(found) - resealed, "last": found[-1].place if found else None}


async def reseal(step: Step, columns: Iterable[SealedColumn]) -> int:
    """Seal everything with the newest key.

    Args:
        step: runs a named action in a transaction of its own, as a workflow's context does.
        columns: of every domain.

    Returns:
        How many values were sealed anew.
    """
    total = 0
    for sealed in columns:
        last: str | None = None
        while True:
            done = await step(f"reseal {sealed.name} after {last}", _Resealing(sealed, last))
            total += done["resealed"]
            last = done["last"]
            if last is None:
                break
    return total


async def count_by_key(uow: UnitOfWork, columns: Iterable[SealedColumn]) -> Counter[str]:
    """How many values were sealed with which key, by its readable id; "none" for those from before there was a ring."""
    known = {key.id: readable_id(key) for key in sealer_of(uow.kernel).ring.keys}
    found: Counter[str] = Counter()
    for sealed in columns:
        header = func.substr(sealed.column, 1, HEADER_BYTES).label("header")
        query = select(header, func.count().label("values")).where(sealed.column.is_not(None)).group_by(header)
        for row in await uow.execute(query):
            found[known.get(row.header[4:], "none")] += row.values
    return found


@dataclass(frozen=True, slots=True)
class _Resealing:
    """One step, to be run."""

    sealed: SealedColumn
    after: str | None

    async def __call__(self, uow: UnitOfWork) -> dict[str, Any]:
        return await reseal_some(uow, self.sealed, self.after)


def _opened(sealed: SealedColumn, sealer: Sealer, row: Row[Any]) -> bytes:
    if row.value is not None:
        return sealer.open(sealed.purpose, row.value, row.place)
    plain: str = row.plain
    return plain.encode("utf-8", "surrogatepass")


async def _reseal(uow: UnitOfWork, sealed: SealedColumn, sealer: Sealer, row: Row[Any]) -> bool:
    """Seal one value anew; False if it does not open, which must not keep the others from it."""
    try:
        opened = _opened(sealed, sealer, row)
    except SecretKeyMismatch:
        log.warning("value_does_not_open", column=sealed.name, row=row.place)
        return False
    changes = {sealed.column.name: sealer.seal(sealed.purpose, opened, row.place), **sealed.beside(sealer, opened)}
    if sealed.plain is not None:
        changes[sealed.plain.name] = None
    await uow.execute(update(sealed.table).where(sealed.key == row.row_key).values(changes))
    return True
