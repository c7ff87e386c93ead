"""Counting wrong passwords, per account and per device, and who failed from where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from lyceum.identity.lockout import Failures
from lyceum.identity.tables import account, device, failed_sign_in
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork

# No account has it: what is done for an address that nobody has is done to this one, so that it takes as long.
NOBODY = UUID(int=0)


async def lock(uow: UnitOfWork, account_id: UUID, device_id: UUID | None) -> Failures:
    """What is remembered of wrong passwords, of the device if it is a known one, else of the account."""
    table = account if device_id is None else device
    columns = (table.c.failed_login_attempts, table.c.lockouts, table.c.locked_until)
    mine = table.c.id == (device_id or account_id)
    row = (await uow.execute(select(*columns).where(mine).with_for_update(key_share=True))).one_or_none()
    return Failures() if row is None else Failures(row.failed_login_attempts, row.lockouts, row.locked_until)


async def keep(uow: UnitOfWork, account_id: UUID, device_id: UUID | None, failures: Failures) -> None:
    """Remember wrong passwords, of the device if it is a known one, else of the account."""
    table = account if device_id is None else device
    values = {
        "failed_login_attempts": failures.attempts,
        "lockouts": failures.lockouts,
        "locked_until": failures.locked_until,
    }
    await uow.execute(update(table).where(table.c.id == (device_id or account_id)).values(**values))


async def tell_owner(uow: UnitOfWork, account_id: UUID, *, of_lock: bool) -> None:
    """Note whether the owner has to be told of a lock; whoever sends letters does, off the path of the attempt."""
    # Bound: as a literal it would be another statement, which takes another time.
    due = or_(account.c.lock_letter_due, bindparam("of_lock", of_lock))
    await uow.execute(update(account).where(account.c.id == account_id).values(lock_letter_due=due))


async def forgive(uow: UnitOfWork, account_id: UUID) -> None:
    """Forget the wrong passwords of an account and of all its devices."""
    nothing = {"failed_login_attempts": 0, "lockouts": 0, "locked_until": None}
    await uow.execute(update(account).where(account.c.id == account_id).values(**nothing, lock_letter_due=False))
    await uow.execute(update(device).where(device.c.account_id == account_id).values(**nothing))


async def to_be_told(uow: UnitOfWork, limit: int) -> list[UUID]:
    """Accounts whose owners have not been told yet that they were locked."""
    return list((await uow.execute(select(account.c.id).where(account.c.lock_letter_due).limit(limit))).scalars())


async def is_to_be_told(uow: UnitOfWork, account_id: UUID) -> bool:
    """Whether the owner has to be told of a lock, and has not been; asked once, for then it is noted as done."""
    due = (account.c.id == account_id) & account.c.lock_letter_due
    told = update(account).where(due).values(lock_letter_due=False).returning(account.c.id)
    return (await uow.execute(told)).first() is not None


async def note(uow: UnitOfWork, address_key: bytes, account_key: bytes) -> None:
    """Note that a sign-in failed."""
    row = {"id": new_id(), "address_key": address_key, "account_key": account_key, "failed_at": uow.clock.now()}
    await uow.execute(insert(failed_sign_in).values(row))


async def accounts_failed(uow: UnitOfWork, address_key: bytes, since: datetime) -> int:
    """How many accounts somebody failed to sign in to from an address, since a moment."""
    here = (failed_sign_in.c.address_key == address_key) & (failed_sign_in.c.failed_at > since)
    counted = select(func.count(failed_sign_in.c.account_key.distinct())).where(here)
    return int((await uow.execute(counted)).scalar_one())


async def forget_before(uow: UnitOfWork, moment: datetime) -> int:
    """Delete what failed before a moment; how many."""
    return int((await uow.execute(delete(failed_sign_in).where(failed_sign_in.c.failed_at < moment))).rowcount)
