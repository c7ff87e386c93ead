"""Signing in with e-mail address and password."""

from lyceum.identity import keys, proving
from lyceum.identity.arrivals import known_device
from lyceum.identity.contracts.people import AccountStatus, EmailInvalid
from lyceum.identity.contracts.signing_in import Client, CredentialsWrong, SignedInPerson
from lyceum.identity.lockout import Failures
from lyceum.identity.proving import Claim
from lyceum.identity.rules import NOBODYS_ADDRESS, clean_email, email_key
from lyceum.identity.sessions import open_session
from lyceum.identity.standing import require_active
from lyceum.identity.store import accounts, failures
from lyceum.identity.store.failures import NOBODY
from lyceum.platform.http.failures import failures_counted
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work


async def sign_in(uow: UnitOfWork, email: str, password: str, client: Client) -> SignedInPerson:
    """Begin a session for whoever knows the password.

    An unknown address, a wrong password and an account without one are answered alike, after the same work. A hash of
    an older kind (C3: bcrypt, or weaker argon2) is replaced on the way. A locked account is answered as a wrong
    password is, on devices it is not known from (AUTH-15).

    Raises:
        CredentialsWrong: if address and password do not belong together.
        AccountSuspended: if they do, and the account is suspended.
        TooManySignIns: if too many passwords wait to be checked.
        RateLimited: if too many attempts failed lately, at this account from this address or from this address at all.
    """
    async with failures_counted(uow.kernel, email_key(email.strip()), CredentialsWrong):
        return await _sign_in(uow, email, password, client)


async def _sign_in(uow: UnitOfWork, email: str, password: str, client: Client) -> SignedInPerson:
    await keys.ensure_signing_key(uow.kernel)
    # Read, close, check, write: no connection waits while a password is hashed.
    claim = await _look_up(uow.kernel, email, client)
    verdict = await proving.prove(uow.kernel, claim, password)
    if claim.account is None or not verdict.holds:
        raise _wrong()
    now = await accounts.lock(uow, claim.account.person.id)
    # nosemgrep: compares-secrets  both were read from the table
    changed = now is None or now.password_hash != claim.account.password_hash
    if now is None or changed or now.person.status is AccountStatus.DELETED or await proving.is_locked_now(uow, claim):
        raise _wrong()
    require_active(now.person.status)
    if verdict.new_hash is not None:
        await accounts.set_password_hash(uow, now.person.id, verdict.new_hash)
    signed_in = await open_session(uow, now.person, client, account=now)
    # Of this device, or of all that are not known: the owner's success lets nobody else try on.
    await failures.keep(uow, now.person.id, claim.device.id if claim.device else None, Failures())
    return signed_in


async def _look_up(kernel: Kernel, email: str, client: Client) -> Claim:
    """Whose account it is, and whether this is a device of theirs: the same statements for an address nobody has."""
    try:
        address = clean_email(email)
    except EmailInvalid:
        # Nobody has it, and the database might refuse to look for it (U+0000).
        address = NOBODYS_ADDRESS
    async with unit_of_work(kernel) as uow:
        account = await accounts.find_by_email(uow, address)
        account_id = account.person.id if account is not None else NOBODY
        return Claim(address, account, await known_device(uow, account_id, client))


def _wrong() -> CredentialsWrong:
    return CredentialsWrong("The e-mail address and the password do not belong together. Check both and try again.")
