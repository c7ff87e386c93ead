"""What other domains and the command line may ask identity."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from lyceum.identity import (
    administrators,
    authentication,
    keys,
    local_accounts,
    registration,
    rules,
    sessions,
    standing,
)
from lyceum.identity.contracts.api_keys import Scope
from lyceum.identity.contracts.people import AccountStatus, EmailTaken, NewPerson, Person, PersonNotFound, Role
from lyceum.identity.contracts.signing_in import TokenFacts
from lyceum.identity.rules import LOCAL_LEARNER, clean_email
from lyceum.identity.scopes import scope_of
from lyceum.identity.store import accounts
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def find_person(uow: UnitOfWork, user_id: UUID) -> Person:
    """A person by their id.

    Raises:
        PersonNotFound: if there is none, or the account was deleted.
    """
    person = await accounts.find_person(uow, user_id)
    if person is None or person.status is AccountStatus.DELETED:
        raise PersonNotFound(f"There is no person {str(user_id)!r} here.")
    return person


async def people(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Person]:
    """Those of these people who exist, by their id; deleted accounts are left out."""
    found = await accounts.people(uow, ids) if ids else []
    return {person.id: person for person in found if person.status is not AccountStatus.DELETED}


async def local_operator(uow: UnitOfWork, email: str | None = None) -> Principal:
    """The principal of the command line: whoever owns the data folder may act as any account of it.

    Args:
        uow: the transaction.
        email: whose account; None for the machine's own learner, `learner@localhost`, who is made when first asked for,
            is a student and has no password, so that nobody signs in as them over the network.

    Raises:
        PersonNotFound: if nobody has this address.
        AccountSuspended: if the account may not be used.
    """
    address = clean_email(email) if email is not None else LOCAL_LEARNER
    account = await accounts.find_by_email(uow, address)
    if account is not None:
        person = account.person
    elif email is None:
        person = await _local_learner(uow)
    else:
        raise PersonNotFound(f"Nobody here has the e-mail address {address!r}. Register it first, or leave it out.")
    standing.require_active(person.status)
    return Principal(
        user_id=person.id,
        session_id=None,
        roles=frozenset(role.value for role in person.roles),
        permissions=person.permissions,
        language=person.language,
        time_zone=person.time_zone,
        plan=person.plan,
    )


async def create_administrator(
    uow: UnitOfWork, email: str, password: str, full_name: str, *, language: str = "en", time_zone: str = "UTC"
) -> Person:
    """Make a super administrator; only for whoever sits at the machine (`lyceum admin create`).

    Call it first in its transaction: hashing the password takes a tenth of a second.

    Raises:
        EmailInvalid, FullNameInvalid, LanguageInvalid, TimeZoneUnknown, PasswordTooWeak: as named.
        EmailTaken: if an account has this address.
    """
    new = NewPerson(email=email, password=password, full_name=full_name, language=language, time_zone=time_zone)
    return await administrators.create_administrator(uow, new)


async def find_by_email(uow: UnitOfWork, email: str) -> Person | None:
    """Whoever has an e-mail address, suspended or not; who asks over the network must not learn whether anybody has."""
    account = await accounts.find_by_email(uow, clean_email(email))
    return account.person if account and account.person.status is not AccountStatus.DELETED else None


async def find_by_username(uow: UnitOfWork, username: str) -> Person | None:
    """Whoever has a username, in whatever case it is written, suspended or not."""
    account = await accounts.find_by_username(uow, username.strip().lower())
    return account.person if account and account.person.status is not AccountStatus.DELETED else None


async def create_student(uow: UnitOfWork, new: NewPerson) -> Person:
    """Make a student's account; only for whoever sits at the machine. Call it first in its transaction: it hashes.

    Raises:
        EmailInvalid, FullNameInvalid, LanguageInvalid, TimeZoneUnknown, UsernameInvalid, PasswordTooWeak: as named.
        EmailTaken, UsernameTaken: if somebody was there before.
    """
    return await local_accounts.create_student(uow, new)


async def set_password(uow: UnitOfWork, user_id: UUID, password: str) -> None:
    """Give an account another password, which ends its sessions; only for whoever sits at the machine.

    Raises:
        PasswordTooWeak: if the policy refuses it.
    """
    await local_accounts.set_password(uow, user_id, password)


async def close_account(uow: UnitOfWork, user_id: UUID) -> None:
    """Suspend an account and end its sessions; only for whoever sits at the machine."""
    await local_accounts.close(uow, user_id)


async def issue_setup_link(uow: UnitOfWork) -> str:
    """A token for `POST /auth/setup`: holds for 24 hours and once; issuing another ends it.

    Raises:
        SetupClosed: if there is an administrator already.
    """
    return await administrators.issue_setup_link(uow)


async def administrator_exists(uow: UnitOfWork) -> bool:
    """Whether there is a super administrator, so that no set-up link is needed."""
    return await accounts.administrator_exists(uow)


def api_key_scope(tags: Iterable[str], method: str) -> Scope | None:
    """What an API key must have been made for to be let in at a route with these tags; None if none ever is."""
    return scope_of(tags, method)


def require_recent(principal: Principal, now: datetime) -> None:
    """Refuse what is dangerous without a proof of who asks that is ten minutes old at the most.

    Raises:
        ConfirmationNeeded: with `details.way`: how to prove it.
    """
    rules.require_recent(principal, now)


def require_verified(principal: Principal) -> None:
    """Refuse what reaches other people through an e-mail address that may be somebody else's.

    Raises:
        EmailNotVerified: if letters are not known to reach the account's owner.
    """
    rules.require_verified(principal)


async def rotate_keys(uow: UnitOfWork) -> str:
    """Publish a new key for access tokens, which signs in a quarter of an hour; its id."""
    return await keys.rotate_keys(uow)


async def validate_token(uow: UnitOfWork, token: str) -> TokenFacts | None:
    """What an access token says if it would be accepted now, else None."""
    return await authentication.check_access_token(uow, token)


async def revoke_token(uow: UnitOfWork, token: str) -> None:
    """End the sign-in an access token or a refresh token belongs to."""
    await sessions.end_session_of_token(uow, token)


async def _local_learner(uow: UnitOfWork) -> Person:
    new = NewPerson(email=LOCAL_LEARNER, password="", full_name="Local learner", username="local-learner")  # nosec B106  none
    person = registration.person_of(uow, new, frozenset({Role.STUDENT}))
    try:
        return await registration.add_account(uow, person, None)
    except EmailTaken:
        # Two commands at once: the other one was faster.
        account = await accounts.find_by_email(uow, LOCAL_LEARNER)
        if account is None:
            raise
        return account.person
