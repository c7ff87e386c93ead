"""What happens to the safety of an installation: sign-ins, refusals, access to other people's data (SEC-10).

An entry says when, who, what, and from where, and is never changed. It is written in the transaction of what it tells,
or, for what was refused and rolled back, in one of its own. No secret and nothing a learner wrote is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from lyceum.platform import origin, pages
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import Page, PageRequest
from lyceum.platform.tables import security_event
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

Fact = str | int | float | bool | None

_NOTED = "platform.seldom_noted"
_SELDOM = timedelta(minutes=1)
_MOST_NOTED = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened once to an account's safety.

    Attributes:
        id: of the entry.
        kind: what happened, as `domain.what_happened`.
        occurred_at: when.
        details: small facts.
    """

    id: UUID
    kind: str
    occurred_at: datetime
    details: dict[str, Any]


async def note(
    uow: UnitOfWork, kind: str, account_id: UUID | None = None, *, details: Mapping[str, Fact] | None = None
) -> None:
    """Write an entry, if and when `uow` commits.

    Args:
        uow: the transaction of what it tells.
        kind: what happened, as `domain.what_happened`: `identity.signed_in`, `identity.sign_in_refused`.
        account_id: whose account it concerns; None if that is nobody's.
        details: small facts; no secrets, no addresses, no text a person wrote.
    """
    whence = origin.current()
    entry = {
        "id": new_id(),
        "kind": kind,
        "account_id": account_id,
        "occurred_at": uow.clock.now(),
        "request_id": whence.request_id or None,
        "details": dict(details or {}),
    }
    await uow.execute(insert(security_event).values(entry))


async def note_seldom(
    kernel: Kernel, kind: str, account_id: UUID, subject: str, *, details: Mapping[str, Fact] | None = None
) -> None:
    """As `note_apart`, once a minute and process: who is refused without end fills no disk.

    Args:
        kernel: of this process.
        kind: as for `note`.
        account_id: as for `note`.
        subject: what it happened to; each is counted by itself.
        details: as for `note`.
    """
    noted: dict[tuple[str, str], datetime] = kernel.memory.setdefault(_NOTED, {})
    now, what = kernel.clock.now(), (kind, subject)
    if what in noted and timedelta(0) <= now - noted[what] < _SELDOM:
        return
    if len(noted) >= _MOST_NOTED:
        noted.clear()
    noted[what] = now
    try:
        await note_apart(kernel, kind, account_id, details=details)
    except BaseException:
        # Whoever gives up their own request meanwhile does not silence the next entry.
        noted.pop(what, None)
        raise


async def note_apart(
    kernel: Kernel, kind: str, account_id: UUID | None = None, *, details: Mapping[str, Fact] | None = None
) -> None:
    """Write an entry in a transaction of its own: for what was refused, whose transaction is rolled back.

    Args:
        kernel: of this process.
        kind: as for `note`.
        account_id: as for `note`.
        details: as for `note`.
    """
    async with unit_of_work(kernel) as uow:
        await note(uow, kind, account_id, details=details)


async def of_account(uow: UnitOfWork, account_id: UUID, page: PageRequest) -> Page[Entry]:
    """What happened to an account's safety, the newest first.

    Args:
        uow: the transaction.
        account_id: whose.
        page: which part of it.
    """
    columns = [security_event.c[name] for name in Entry.__dataclass_fields__]
    theirs = security_event.c.account_id == account_id
    if page.cursor is not None:
        theirs &= security_event.c.id < pages.decode_cursor(page.cursor, UUID)[0]
    query = select(*columns).where(theirs).order_by(security_event.c.id.desc()).limit(page.limit + 1)
    rows = [Entry(**row) for row in (await uow.execute(query)).mappings()]
    return pages.cut(rows, page.limit, lambda entry: (entry.id,))
