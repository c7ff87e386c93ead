"""Reading the security log, and letting go of what is older than it has to be kept.

Entries are never changed (the table refuses it). They are not chained by hashes: a chain would make every sign-in wait
for the one before it, and whoever could rewrite the table could rewrite a chain that lies beside it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select

from lyceum.platform import pages
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import Page, PageRequest
from lyceum.platform.tables import security_event
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEvent:
    """One entry, as `security_log.note` wrote it."""

    id: UUID
    kind: str
    account_id: UUID | None
    occurred_at: datetime
    request_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are meant; None does not choose.

    Attributes:
        kind: what happened.
        account_id: whose account it concerns.
        since: at this moment or later. `until`: before this moment.
    """

    kind: str | None = None
    account_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_events(uow: UnitOfWork, wanted: Wanted, page: PageRequest) -> Page[SecurityEvent]:
    """A page of the entries, the newest first.

    Raises:
        CursorInvalid: if the page's cursor is not one of this list.
    """
    before = pages.decode_cursor(page.cursor, UUID)[0] if page.cursor is not None else None
    found = await _events(uow, wanted, before, page.limit + 1)
    return pages.cut(found, page.limit, lambda event: (event.id,))


async def every_event(kernel: Kernel, wanted: Wanted) -> AsyncIterator[SecurityEvent]:
    """All of the entries, the newest first; read in batches, so that no connection is held while they are sent."""
    before: UUID | None = None
    while True:
        async with unit_of_work(kernel) as uow:
            batch = await _events(uow, wanted, before, _BATCH)
        for event in batch:
            yield event
        if len(batch) < _BATCH:
            return
        before = batch[-1].id


async def prune(uow: UnitOfWork, rows: int = _BATCH) -> int:
    """Delete some of what is older than `security_log_days`; how many entries that were."""
    oldest = uow.clock.now() - timedelta(days=uow.kernel.settings.security_log_days)
    old = select(security_event.c.id).where(security_event.c.occurred_at < oldest)
    some = old.order_by(security_event.c.occurred_at).limit(rows)
    return (await uow.execute(delete(security_event).where(security_event.c.id.in_(some)))).rowcount


async def _events(uow: UnitOfWork, wanted: Wanted, before: UUID | None, limit: int) -> list[SecurityEvent]:
    query = _chosen(wanted).order_by(security_event.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(security_event.c.id < before)
    return [SecurityEvent(**row) for row in (await uow.execute(query)).mappings()]


def _chosen(wanted: Wanted) -> Select[Any]:
    query = select(security_event)
    if wanted.kind is not None:
        query = query.where(security_event.c.kind == wanted.kind)
    if wanted.account_id is not None:
        query = query.where(security_event.c.account_id == wanted.account_id)
    if wanted.since is not None:
        query = query.where(security_event.c.occurred_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(security_event.c.occurred_at < wanted.until)
    return query
