"""Rows of links that went out by letter: found by the hash of their token, used once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, select, update

from lyceum.identity.contracts.letters import LinkPurpose
from lyceum.identity.rules import email_key
from lyceum.identity.tables import mailed_link
from lyceum.platform.sealing.sealer import Sealer, sealer_of
from lyceum.platform.unit_of_work import UnitOfWork

# What an address is sealed for.
PURPOSE = "identity.mailed_link.email"
_KEPT_AFTER_END = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedLink:
    """A link, as it stands.

    Attributes:
        id: what its token is computed from.
        account_id: whose it is.
        purpose: what it lets its holder do.
        email: the address it is about; None where it is about none.
        session_id: the sign-in it is about; None where it is about none.
        failures: wrong codes that were entered for it.
        created_at: when it was made.
        expires_at: until when it holds.
    """

    id: UUID
    account_id: UUID
    purpose: LinkPurpose
    email: str | None = None
    session_id: UUID | None = None
    failures: int = 0
    created_at: datetime
    expires_at: datetime


async def add(uow: UnitOfWork, link: MailedLink, token_hash: bytes) -> None:
    """Insert a link that has not been used."""
    await uow.execute(
        insert(mailed_link).values(
            id=link.id,
            account_id=link.account_id,
            purpose=link.purpose,
            token_hash=token_hash,
            **_sealed(uow, link),
            session_id=link.session_id,
            created_at=link.created_at,
            expires_at=link.expires_at,
        )
    )


async def find(uow: UnitOfWork, purpose: LinkPurpose, token_hash: bytes) -> MailedLink | None:
    """The link with this token, if it holds."""
    mine = (mailed_link.c.token_hash == token_hash) & (mailed_link.c.purpose == purpose)
    return _link(uow, (await uow.execute(select(mailed_link).where(mine & _holds(uow)))).one_or_none())


async def token_hash(uow: UnitOfWork, link_id: UUID) -> bytes | None:
    """The hash of a link's token; None if the link is gone."""
    found = select(mailed_link.c.token_hash).where(mailed_link.c.id == link_id)
    return (await uow.execute(found)).scalar_one_or_none()


async def use(uow: UnitOfWork, purpose: LinkPurpose, token_hash: bytes) -> MailedLink | None:
    """Use up the link with this token; None if it does not hold. Of two who come at once, one gets it."""
    mine = (mailed_link.c.token_hash == token_hash) & (mailed_link.c.purpose == purpose)
    statement = update(mailed_link).where(mine & _holds(uow)).values(used_at=uow.clock.now())
    return _link(uow, (await uow.execute(statement.returning(mailed_link))).one_or_none())


async def end(
    uow: UnitOfWork, account_id: UUID, purposes: Collection[LinkPurpose], *, since: datetime | None = None
) -> None:
    """Make an account's links for some purposes worthless, or those that were made since a moment."""
    theirs = (mailed_link.c.account_id == account_id) & mailed_link.c.purpose.in_(list(purposes))
    if since is not None:
        theirs &= mailed_link.c.created_at >= since
    unused = mailed_link.c.used_at.is_(None)
    await uow.execute(update(mailed_link).where(theirs & unused).values(used_at=uow.clock.now()))


async def lock_code(uow: UnitOfWork, session_id: UUID) -> MailedLink | None:
    """The newest code of a sign-in, if it holds; whoever tries at the same time waits."""
    mine = (mailed_link.c.session_id == session_id) & (mailed_link.c.purpose == LinkPurpose.CONFIRM_SIGN_IN)
    newest = select(mailed_link).where(mine & _holds(uow)).order_by(mailed_link.c.id.desc()).limit(1)
    return _link(uow, (await uow.execute(newest.with_for_update())).one_or_none())


async def count_failure(uow: UnitOfWork, link_id: UUID) -> None:
    """Note that a wrong code was entered."""
    mine = mailed_link.c.id == link_id
    await uow.execute(update(mailed_link).where(mine).values(failures=mailed_link.c.failures + 1))


async def mark_used(uow: UnitOfWork, link_id: UUID) -> None:
    """Use up a link that is locked."""
    await uow.execute(update(mailed_link).where(mailed_link.c.id == link_id).values(used_at=uow.clock.now()))


async def made_since(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose, since: datetime) -> list[datetime]:
    """When an account's links for a purpose were made since a moment, the newest first."""
    theirs = (mailed_link.c.account_id == account_id) & (mailed_link.c.purpose == purpose)
    young = mailed_link.c.created_at > since
    found = select(mailed_link.c.created_at).where(theirs & young).order_by(mailed_link.c.created_at.desc())
    return list((await uow.execute(found)).scalars())


async def is_reserved(uow: UnitOfWork, email: str, *, apart_from: UUID | None = None) -> bool:
    """Whether an address may still be taken back by an account that had it, apart from this account."""
    indexes = sealer_of(uow.kernel).indexes(PURPOSE, email_key(email))
    is_about = mailed_link.c.email_index.in_(indexes) | (mailed_link.c.email_key == email_key(email))
    kept = is_about & (mailed_link.c.purpose == LinkPurpose.UNDO_EMAIL)
    if apart_from is not None:
        kept &= mailed_link.c.account_id != apart_from
    return bool((await uow.execute(select(exists().where(kept & _holds(uow))))).scalar_one())


async def forget_old(uow: UnitOfWork) -> int:
    """Delete links that ended a while ago; how many."""
    old = mailed_link.c.expires_at < uow.clock.now() - _KEPT_AFTER_END
    return int((await uow.execute(delete(mailed_link).where(old))).rowcount)


async def lock_account(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose) -> None:
    """Let nobody else make a link of this account for this purpose until the transaction ends."""
    key = func.hashtextextended(f"{account_id} {purpose}", 0)
    await uow.execute(select(func.pg_advisory_xact_lock(key)))


def beside(sealer: Sealer, opened: bytes) -> dict[str, Any]:
    """What stands beside a sealed address, under the same key: see `SealedColumn`."""
    index = sealer.index(PURPOSE, email_key(opened.decode("utf-8", "surrogatepass")))
    return {"email_index": index, "email_key": None}


def _sealed(uow: UnitOfWork, link: MailedLink) -> dict[str, Any]:
    if link.email is None:
        return {}
    sealer, email = sealer_of(uow.kernel), link.email.encode("utf-8", "surrogatepass")
    return {"email_sealed": sealer.seal(PURPOSE, email, link.id), **beside(sealer, email)}


def _email(uow: UnitOfWork, row: Row[Any]) -> str | None:
    if row.email_sealed is None:
        plain: str | None = row.email
        return plain
    return sealer_of(uow.kernel).open_text(PURPOSE, row.email_sealed, row.id)


def _holds(uow: UnitOfWork) -> ColumnElement[bool]:
    return mailed_link.c.used_at.is_(None) & (mailed_link.c.expires_at > uow.clock.now())


def _link(uow: UnitOfWork, row: Row[Any] | None) -> MailedLink | None:
    if row is None:
        return None
    return MailedLink(
        id=row.id,
        account_id=row.account_id,
        purpose=LinkPurpose(row.purpose),
        email=_email(uow, row),
        session_id=row.session_id,
        failures=row.failures,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
