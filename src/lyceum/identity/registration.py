"""Getting an account: by registering, by the machine's operator, or by the one-time set-up link."""

from dataclasses import replace
from functools import cache
from zoneinfo import available_timezones

from lyceum.identity import keys, passwords, rules, verification
from lyceum.identity.contracts.people import (
    SELF_REGISTRATION,
    AccountId,
    AccountStatus,
    EmailTaken,
    NewPerson,
    Person,
    RegistrationClosed,
    Role,
    TimeZoneUnknown,
    UsernameTaken,
)
from lyceum.identity.contracts.signing_in import Client, SignedInPerson
from lyceum.identity.events import AccountRegistered
from lyceum.identity.password_policy import Candidate
from lyceum.identity.sessions import open_session
from lyceum.identity.store import accounts, links
from lyceum.platform import flags
from lyceum.platform.http.newcomers import charge_newcomer
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

_NAMESAKES = 5
_CHANCE_BITS = 40


async def register(uow: UnitOfWork, new: NewPerson, client: Client) -> SignedInPerson:
    """Make a student's account and sign its owner in; who wants to teach waits for approval (C12).

    Raises:
        EmailInvalid, FullNameInvalid, LanguageInvalid, TimeZoneUnknown, UsernameInvalid, PasswordTooWeak: as named.
        EmailTaken, UsernameTaken: if somebody was there before.
        RegistrationClosed: if accounts are made by who runs the installation only.
        RateLimited: if too many were asked for from the same address.
    """
    await _require_open(uow.kernel)
    person = described(uow, new, frozenset({Role.STUDENT}))
    await charge_newcomer(uow.kernel)
    password_hash = await accepted_hash(uow.kernel, new)
    await keys.ensure_signing_key(uow.kernel)
    added = await add_account(uow, person, password_hash, chosen_username=new.username is not None)
    await verification.welcome(uow, added)
    return await open_session(uow, added, client)


async def _require_open(kernel: Kernel) -> None:
    # In a transaction of its own: none waits while the password is hashed.
    async with unit_of_work(kernel) as uow:
        if not await flags.is_on(uow, None, SELF_REGISTRATION):
            raise RegistrationClosed("Accounts are made by who runs this installation. Ask them for one.")


def _require_free_address(email: str) -> None:
    """Refuse the address of the command line's own account, whether or not it has been made yet.

    Whoever got there first would be given what the operator learns.
    """
    if rules.email_key(rules.clean_email(email)) == rules.LOCAL_LEARNER:
        raise _taken()


def described(uow: UnitOfWork, new: NewPerson, roles: frozenset[Role]) -> Person:
    """The account somebody asks for, every field checked but the password.

    Raises:
        EmailInvalid, FullNameInvalid, LanguageInvalid, TimeZoneUnknown, UsernameInvalid: as named.
        EmailTaken: for `learner@localhost`.
    """
    _require_free_address(new.email)
    return person_of(uow, new, roles)


def person_of(uow: UnitOfWork, new: NewPerson, roles: frozenset[Role]) -> Person:
    """As `described`, with the operator's address too: for the command line's own account alone."""
    full_name = rules.clean_full_name(new.full_name)
    username = rules.clean_username(new.username) if new.username is not None else _proposed(uow.kernel, full_name)
    return Person(
        id=AccountId(new_id()),
        email=rules.clean_email(new.email),
        username=username,
        full_name=full_name,
        roles=roles,
        permissions=rules.permissions_of(roles),
        status=AccountStatus.ACTIVE,
        teacher_requested=new.wants_to_teach,
        language=rules.clean_language(new.language),
        time_zone=known_time_zone(new.time_zone),
        appearance=new.appearance,
        created_at=uow.clock.now(),
    )


async def accepted_hash(kernel: Kernel, new: NewPerson) -> str:
    """The hash of a password that keeps the policy; slow, so call it before the first statement of a transaction.

    Raises:
        PasswordTooWeak: if the policy refuses it.
    """
    passwords.require_acceptable(Candidate(new.password, new.email, new.full_name))
    return await passwords.hash_password(kernel, new.password)


async def add_account(
    uow: UnitOfWork, person: Person, password_hash: str | None, *, chosen_username: bool = False
) -> Person:
    """Write an account; a proposed username that is taken is replaced.

    Raises:
        EmailTaken, UsernameTaken: if somebody was there before.
    """
    for _ in range(_NAMESAKES):
        if await accounts.add(uow, person, password_hash, uow.clock.now()):
            # Asked afterwards: an address becomes free and reserved in one moment, which may have been this one.
            if await links.is_reserved(uow, person.email):
                raise _taken()
            uow.emit(
                AccountRegistered(
                    account_id=person.id,
                    roles=tuple(sorted(person.roles)),
                    teacher_requested=person.teacher_requested,
                    language=person.language,
                    time_zone=person.time_zone,
                )
            )
            return person
        if await accounts.email_is_taken(uow, person.email):
            raise _taken()
        if chosen_username:
            break
        person = replace(person, username=_proposed(uow.kernel, person.full_name))
    raise UsernameTaken(f"The username {person.username!r} is taken. Choose another, or leave it out.")


def _taken() -> EmailTaken:
    return EmailTaken("There is an account with this e-mail address already. Sign in, or use another address.")


def known_time_zone(name: str) -> str:
    """The name, if this machine knows the zone.

    Raises:
        TimeZoneUnknown: if it is not in the IANA database.
    """
    if name not in _time_zones():
        raise TimeZoneUnknown("Give a time zone of the IANA database, such as 'Europe/Berlin' or 'UTC'.")
    return name


@cache
def _time_zones() -> frozenset[str]:
    # Files of the database that are nobody's zone, or another one on each machine.
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _proposed(kernel: Kernel, full_name: str) -> str:
    return rules.propose_username(full_name, kernel.rng.getrandbits(_CHANCE_BITS))
