"""Proving who one is by a password, with wrong ones counted (AUTH-15); whoever asks gets a yes or a no, and no reason.

An unknown address, a wrong password and a locked account cost the same work: one hash, and the same statements.
"""

import ipaddress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from lyceum.identity import lockout, passwords
from lyceum.identity.contracts.people import AccountStatus
from lyceum.identity.lockout import Failures, LockPolicy
from lyceum.identity.passwords import Verdict
from lyceum.identity.rules import email_key
from lyceum.identity.store import failures as store
from lyceum.identity.store.accounts import Account
from lyceum.identity.store.devices import Device
from lyceum.platform import origin, security_log
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

PASSWORD_REFUSED = "identity.password_refused"  # noqa: S105  the name of what happened
LOCKED_OUT = "identity.locked_out"

_KEY_BYTES = 16
# What one household or machine has of the newer addresses.
_IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says who they are.

    Attributes:
        email: the address they gave; it may be nobody's.
        account: whose it is, if it is anybody's.
        device: the known device it is said on, which is judged by its own failures; None judges by the account's.
    """

    email: str = field(repr=False)
    account: Account | None
    device: Device | None = None

    @property
    def failures(self) -> Failures:
        """The wrong passwords that count against this claim."""
        if self.device is not None:
            return self.device.failures
        return self.account.failures if self.account is not None else Failures()

    @property
    def account_id(self) -> UUID | None:
        """Whose account it is, if it is anybody's."""
        return self.account.person.id if self.account is not None else None


async def prove(kernel: Kernel, claim: Claim, password: str) -> Verdict:
    """Check a password, and count it if it does not hold; call it while no transaction is open.

    A right password for an account that is locked or deleted does not hold either.
    """
    account = claim.account
    verdict = await passwords.check_password(kernel, password, account.password_hash if account else None)
    exists = account is not None and account.person.status is not AccountStatus.DELETED
    if verdict.holds and exists and not claim.failures.is_locked(kernel.clock.now()):
        return verdict
    await count_failure(kernel, claim)
    return Verdict(holds=False)


async def is_locked_now(uow: UnitOfWork, claim: Claim) -> bool:
    """Whether the account was locked while the password was being checked, by others who tried at the same time."""
    device_id = claim.device.id if claim.device else None
    failures = await store.lock(uow, claim.account_id or store.NOBODY, device_id)
    return failures.is_locked(uow.clock.now())


async def count_failure(kernel: Kernel, claim: Claim) -> None:
    """Count a wrong password, in a transaction of its own: what it was for is refused and rolled back."""
    account_id, device_id = claim.account_id or store.NOBODY, claim.device.id if claim.device else None
    async with unit_of_work(kernel) as uow:
        now = uow.clock.now()
        before = await store.lock(uow, account_id, device_id)
        after = lockout.after_failure(before, now, lock_policy(kernel))
        is_locked = after.lockouts > before.lockouts
        await store.keep(uow, account_id, device_id, after)
        await store.tell_owner(uow, account_id, of_lock=is_locked)
        await store.note(uow, address_key(kernel, origin.current().address), _account_key(kernel, claim.email))
        kind = LOCKED_OUT if is_locked else PASSWORD_REFUSED
        details = {"known_device": claim.device is not None, "was_locked": before.is_locked(now)}
        await security_log.note(uow, kind, claim.account_id, details=details)


def lock_policy(kernel: Kernel) -> LockPolicy:
    """When accounts of this installation are locked."""
    settings = kernel.settings
    return LockPolicy(settings.login_max_failures, timedelta(minutes=settings.login_lock_minutes))


def address_key(kernel: Kernel, address: str) -> bytes:
    """What an address is counted under: it cannot be read back without the installation's secret."""
    return sealer_of(kernel).derive("address that failed", _counted_as(address).encode())[:_KEY_BYTES]


def _account_key(kernel: Kernel, email: str) -> bytes:
    key = email_key(email).encode("utf-8", "surrogatepass")
    return sealer_of(kernel).derive("account that failed", key)[:_KEY_BYTES]


def _counted_as(address: str) -> str:
    known = origin.parsed(address)
    if known is None:
        return ""
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, _IPV6_PREFIX), strict=False))
