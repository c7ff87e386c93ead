"""Rows of signing keys and of the one-time set-up link."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, text, update

from lyceum.identity.tables import setup_link, signing_key
from lyceum.platform.locks import lock_key
from lyceum.platform.unit_of_work import UnitOfWork

_LOCK = text("select pg_advisory_xact_lock(:key)")
_KEYS_LOCK = lock_key("identity", "signing keys")
_SETUP_LOCK = lock_key("identity", "first administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """A signing key as it lies in the database."""

    kid: str
    public_jwk: dict[str, Any]
    private_sealed: bytes = field(repr=False)
    signs_from: datetime
    verifies_until: datetime | None


async def lock_keys(uow: UnitOfWork) -> None:
    """Let nobody else make or retire keys until the transaction ends."""
    await uow.execute(_LOCK, {"key": _KEYS_LOCK})


async def live_keys(uow: UnitOfWork, now: datetime) -> list[StoredKey]:
    """Every key that signs, will sign, or still verifies, the oldest first."""
    alive = or_(signing_key.c.verifies_until.is_(None), signing_key.c.verifies_until > now)
    columns = (
        signing_key.c.kid,
        signing_key.c.public_jwk,
        signing_key.c.private_sealed,
        signing_key.c.signs_from,
        signing_key.c.verifies_until,
    )
    rows = await uow.execute(select(*columns).where(alive).order_by(signing_key.c.signs_from, signing_key.c.kid))
    return [StoredKey(**row) for row in rows.mappings()]


async def add_key(uow: UnitOfWork, key: StoredKey, now: datetime) -> None:
    """Insert a key."""
    await uow.execute(
        insert(signing_key).values(
            kid=key.kid,
            public_jwk=key.public_jwk,
            private_sealed=key.private_sealed,
            created_at=now,
            signs_from=key.signs_from,
        )
    )


async def retire_others(uow: UnitOfWork, kid: str, verifies_until: datetime, now: datetime) -> None:
    """Let every other key verify until a moment and then no more; delete those whose time is over."""
    others = (signing_key.c.kid != kid) & signing_key.c.verifies_until.is_(None)
    await uow.execute(update(signing_key).where(others).values(verifies_until=verifies_until))
    await uow.execute(delete(signing_key).where(signing_key.c.verifies_until <= now))


async def lock_setup(uow: UnitOfWork) -> None:
    """Let nobody else issue or use a set-up link until the transaction ends."""
    await uow.execute(_LOCK, {"key": _SETUP_LOCK})


async def replace_setup_link(uow: UnitOfWork, token_hash: bytes, now: datetime, expires_at: datetime) -> None:
    """Make this the only set-up link that holds."""
    await uow.execute(delete(setup_link))
    await uow.execute(insert(setup_link).values(token_hash=token_hash, created_at=now, expires_at=expires_at))


async def forget_setup_links(uow: UnitOfWork, before: datetime, rows: int) -> int:
    """Delete set-up links that ended before a moment; how many."""
    some = select(setup_link.c.token_hash).where(setup_link.c.expires_at < before).limit(rows)
    return (await uow.execute(delete(setup_link).where(setup_link.c.token_hash.in_(some)))).rowcount


async def setup_link_holds(uow: UnitOfWork, token_hash: bytes, now: datetime) -> bool:
    """Whether the link could be used."""
    return (await uow.execute(select(setup_link.c.token_hash).where(_holds(token_hash, now)))).first() is not None


async def use_setup_link(uow: UnitOfWork, token_hash: bytes, now: datetime) -> bool:
    """Use the link up; False if it is not there, was used, or is too old."""
    mine = _holds(token_hash, now)
    used = await uow.execute(update(setup_link).where(mine).values(used_at=now).returning(setup_link.c.token_hash))
    return used.scalar_one_or_none() is not None


def _holds(token_hash: bytes, now: datetime) -> ColumnElement[bool]:
    return (setup_link.c.token_hash == token_hash) & setup_link.c.used_at.is_(None) & (setup_link.c.expires_at > now)
