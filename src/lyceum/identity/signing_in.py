"""Signing in with e-mail address and password."""

from lyceum.identity import keys, passwords
from lyceum.identity.authentication import require_active
from lyceum.identity.contracts import AccountStatus, Client, CredentialsWrong, EmailInvalid, SignedInPerson
from lyceum.identity.rules import clean_email
from lyceum.identity.sessions import open_session
from lyceum.identity.store import accounts
from lyceum.identity.store.accounts import Account
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work


async def sign_in(uow: UnitOfWork, email: str, password: str, client: Client) -> SignedInPerson:
    """Begin a session for whoever knows the password.

    An unknown address, a wrong password and an account without one are answered alike, after the same work. A hash of
    an older kind (C3: bcrypt, or weaker argon2) is replaced on the way.

    Raises:
        CredentialsWrong: if address and password do not belong together.
        AccountSuspended: if they do, and the account is suspended.
        TooManySignIns: if too many passwords wait to be checked.
    """
    await keys.ensure_signing_key(uow.kernel)
    # Read, close, check, write: no connection waits while a password is hashed.
    account = await _look_up(uow.kernel, email)
    verdict = await passwords.check_password(uow.kernel, password, account.password_hash if account else None)
    if account is None or not verdict.holds:
        raise _wrong()
    now = await accounts.lock(uow, account.person.id)
    if now is None or now.password_hash != account.password_hash or now.person.status is AccountStatus.DELETED:
        raise _wrong()
    require_active(now.person.status)
    if verdict.new_hash is not None:
        await accounts.set_password_hash(uow, now.person.id, verdict.new_hash)
    return await open_session(uow, now.person, client)


async def _look_up(kernel: Kernel, email: str) -> Account | None:
    try:
        address = clean_email(email)
    except EmailInvalid:
        # Nobody has it, and the database might refuse to look for it (U+0000).
        return None
    async with unit_of_work(kernel) as uow:
        return await accounts.find_by_email(uow, address)


def _wrong() -> CredentialsWrong:
    return CredentialsWrong("The e-mail address and the password do not belong together. Check both and try again.")
