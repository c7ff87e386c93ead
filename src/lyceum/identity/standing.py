"""Whether an account may be used, and whether a sign-in still stands when what it asked for is about to be written."""

from lyceum.identity.contracts.people import AccountStatus
from lyceum.identity.contracts.signing_in import AccountSuspended, SessionRevoked
from lyceum.identity.store import accounts, sessions
from lyceum.identity.store.accounts import Account
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


def require_active(status: AccountStatus) -> None:
    """Refuse an account that may not be used.

    Raises:
        AccountSuspended: if it is suspended.
        SessionRevoked: if it was deleted.
    """
    if status is AccountStatus.SUSPENDED:
        raise AccountSuspended("This account is suspended. Ask an administrator of this installation.")
    if status is AccountStatus.DELETED:
        raise _ended()


async def lock_standing(uow: UnitOfWork, who: Principal) -> Account:
    """One's account, unchangeable by others until the transaction ends, if one is still signed in to it.

    Whoever takes an account back ends every sign-in: what a thief had asked for a moment before comes to nothing.

    Raises:
        AccountSuspended, SessionRevoked: if the account or the sign-in was ended since the request was let in.
    """
    account = await accounts.lock(uow, who.user_id)
    if account is None:
        raise _ended()
    require_active(account.person.status)
    # Asked after the lock: whoever ends every sign-in has it, or has had it.
    if who.session_id is not None and not await sessions.goes_on(uow, who.session_id):
        raise _ended()
    return account


def _ended() -> SessionRevoked:
    return SessionRevoked("This sign-in has ended. Sign in again.")
