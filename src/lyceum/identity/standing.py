"""Whether an account may be used."""

from lyceum.identity.contracts.people import AccountStatus
from lyceum.identity.contracts.signing_in import AccountSuspended, SessionRevoked


def require_active(status: AccountStatus) -> None:
    """Refuse an account that may not be used.

    Raises:
        AccountSuspended: if it is suspended.
        SessionRevoked: if it was deleted.
    """
    if status is AccountStatus.SUSPENDED:
        raise AccountSuspended("This account is suspended. Ask an administrator of this installation.")
    if status is AccountStatus.DELETED:
        raise SessionRevoked("This sign-in has ended. Sign in again.")
