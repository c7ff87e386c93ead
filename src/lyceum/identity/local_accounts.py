"""Accounts that whoever sits at the machine makes for a purpose of the installation, such as its demonstration."""

from dataclasses import replace
from uuid import UUID

from lyceum.identity import passwords, registration
from lyceum.identity.contracts.people import AccountStatus, NewPerson, Person, Role
from lyceum.identity.events import AccountStatusChanged
from lyceum.identity.password_policy import Candidate
from lyceum.identity.store import accounts
from lyceum.identity.store import sessions as store
from lyceum.platform.unit_of_work import UnitOfWork


async def create_student(uow: UnitOfWork, new: NewPerson) -> Person:
    """Make a student's account.

    Raises:
        EmailInvalid, FullNameInvalid, PasswordTooWeak, EmailTaken, …: as registering does.
    """
    # Whoever sits at the machine vouches for the address.
    person = replace(registration.described(uow, new, frozenset({Role.STUDENT})), email_verified=True)
    password_hash = await registration.accepted_hash(uow.kernel, new)
    return await registration.add_account(uow, person, password_hash, chosen_username=new.username is not None)


async def set_password(uow: UnitOfWork, user_id: UUID, password: str) -> None:
    """Give an account another password, which ends all its sessions.

    Raises:
        PasswordTooWeak: if the policy refuses it.
    """
    person = await accounts.read(uow, user_id)
    passwords.require_acceptable(Candidate(password, person.email, person.full_name))
    await accounts.set_password_hash(uow, user_id, await passwords.hash_password(uow.kernel, password))
    await store.revoke_all(uow, user_id, "password set at the machine", uow.clock.now())


async def close(uow: UnitOfWork, user_id: UUID) -> None:
    """Suspend an account: its sessions end, and nobody signs in until an administrator lets them."""
    await accounts.set_status(uow, user_id, AccountStatus.SUSPENDED)
    await store.revoke_all(uow, user_id, "account suspended", uow.clock.now())
    changed = AccountStatusChanged(account_id=user_id, status=AccountStatus.SUSPENDED, changed_by=user_id)
    uow.emit(changed)
