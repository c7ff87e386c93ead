"""Rows of devices: the browsers and programs an account has signed in with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, insert, select, update

from lyceum.identity.lockout import Failures
from lyceum.identity.tables import device, session
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork

_IS_KNOWN = device.c.known_since.is_not(None)


@dataclass(frozen=True, slots=True)
class Device:
    """A device an account has signed in with, and the wrong passwords that were typed on it."""

    id: UUID
    failures: Failures


async def find(uow: UnitOfWork, account_id: UUID, token_hashes: Sequence[bytes]) -> Device | None:
    """The account's device that was given one of these tokens."""
    mine = (device.c.account_id == account_id) & device.c.token_hash.in_(list(token_hashes))
    newest = select(device).where(mine & _IS_KNOWN).order_by(device.c.last_seen_at.desc()).limit(1)
    return _device((await uow.execute(newest)).one_or_none())


async def find_program(uow: UnitOfWork, account_id: UUID, browser: str, system: str) -> Device | None:
    """The account's device that keeps no token and calls itself the same."""
    mine = (device.c.account_id == account_id) & device.c.token_hash.is_(None)
    alike = (device.c.browser == browser) & (device.c.system == system)
    newest = select(device).where(mine & alike & _IS_KNOWN).order_by(device.c.last_seen_at.desc()).limit(1)
    return _device((await uow.execute(newest)).one_or_none())


async def add(uow: UnitOfWork, account_id: UUID, token_hash: bytes | None, browser: str, system: str) -> UUID:
    """Insert a device; its id."""
    now, device_id = uow.clock.now(), new_id()
    row = {"id": device_id, "account_id": account_id, "token_hash": token_hash, "browser": browser, "system": system}
    await uow.execute(insert(device).values(**row, first_seen_at=now, last_seen_at=now))
    return device_id


async def see(uow: UnitOfWork, device_id: UUID, browser: str, system: str) -> None:
    """Note that somebody signed in on a device, whose browser may have been replaced since."""
    seen = {"last_seen_at": uow.clock.now(), "browser": browser, "system": system}
    await uow.execute(update(device).where(device.c.id == device_id).values(**seen))


async def trust(uow: UnitOfWork, *, device_id: UUID | None = None, session_id: UUID | None = None) -> None:
    """Count a device, or that of a session, as known from now on."""
    mine = device.c.id == device_id
    if session_id is not None:
        mine = device.c.id == select(session.c.device_id).where(session.c.id == session_id).scalar_subquery()
    unknown = device.c.known_since.is_(None)
    await uow.execute(update(device).where(mine & unknown).values(known_since=uow.clock.now()))


async def of_session(uow: UnitOfWork, session_id: UUID) -> Device | None:
    """The device of a sign-in, if it can be told from others by a token."""
    known = select(device).join(session, session.c.device_id == device.c.id)
    found = known.where((session.c.id == session_id) & device.c.token_hash.is_not(None) & _IS_KNOWN)
    return _device((await uow.execute(found)).one_or_none())


async def forget_unseen(uow: UnitOfWork, before: datetime) -> int:
    """Delete devices that were last seen long ago and that no session is of; how many."""
    unused = ~exists().where(session.c.device_id == device.c.id)
    return int((await uow.execute(delete(device).where((device.c.last_seen_at < before) & unused))).rowcount)


def _device(row: Row[Any] | None) -> Device | None:
    if row is None:
        return None
    return Device(row.id, Failures(row.failed_login_attempts, row.lockouts, row.locked_until))
