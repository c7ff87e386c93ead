"""Rows of accounts."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from lyceum.identity.contracts.appearance import Appearance, Contrast, Motion, TextSize, Theme
from lyceum.identity.contracts.people import AccountId, AccountStatus, Person, Role
from lyceum.identity.lockout import Failures
from lyceum.identity.rules import email_key, permissions_of
from lyceum.identity.tables import account
from lyceum.platform.cached import Cached
from lyceum.platform.epochs import disturb
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork

# What a sealed address is sealed for.
PENDING_EMAIL = "identity.account.pending_email"

# Built once: to build it costs as much as to run it, and most requests of a person do.
_BY_ID = select(account).where(account.c.id == bindparam("id"))
# The person alone: a hash of a password has no business outside the database.
PERSON: Cached[Person | None] = Cached(
    "user",
    "user:{id}",
    Person | None,
    # An address that is waited for lapses by itself.
    may_stay=lambda person: person is not None and person.pending_email is None,
)

# What a request goes by; other processes remember it until they hear of a change.
_IN_PRINCIPAL = frozenset({"roles", "status", "language", "time_zone", "plan", "email_verified_at"})


@dataclass(frozen=True, slots=True)
class Account:
    """A person, and what signing in asks.

    Attributes:
        person: whose account it is.
        password_hash: what their password is checked against; None if they have no password.
        failures: wrong passwords from devices that are not known.
        password_reset_at: when the password was last reset by letter.
    """

    person: Person
    password_hash: str | None = field(repr=False)
    failures: Failures
    password_reset_at: datetime | None


async def add(uow: UnitOfWork, person: Person, password_hash: str | None, now: datetime) -> bool:
    """Insert an account; False if its e-mail address or its username is taken."""
    statement = insert(account).values(
        id=person.id,
        email=person.email,
        email_key=email_key(person.email),
        username=person.username,
        full_name=person.full_name,
        password_hash=password_hash,
        roles=sorted(person.roles),
        status=person.status,
        teacher_requested_at=now if person.teacher_requested else None,
        language=person.language,
        time_zone=person.time_zone,
        **asdict(person.appearance),
        email_verified_at=now if person.email_verified else None,
        created_at=person.created_at,
        updated_at=now,
    )
    inserted = await uow.execute(statement.on_conflict_do_nothing().returning(account.c.id))
    return inserted.scalar_one_or_none() is not None


async def find_by_email(uow: UnitOfWork, email: str) -> Account | None:
    """The account with this address, in whatever case it is written."""
    return _account(uow, (await uow.execute(_by_email(email))).one_or_none())


async def find_by_username(uow: UnitOfWork, username: str) -> Account | None:
    """The account with this username, which is in lower case."""
    # What no username looks like, the database need not be asked for, and might refuse to look for (U+0000).
    if not username.isascii() or not username.isprintable():
        return None
    return _account(uow, (await uow.execute(select(account).where(account.c.username == username))).one_or_none())


async def find(uow: UnitOfWork, account_id: UUID) -> Account | None:
    """The account with this id."""
    return _account(uow, (await uow.execute(_BY_ID, {"id": account_id})).one_or_none())


async def read(uow: UnitOfWork, account_id: UUID) -> Person:
    """The person with this id, who is known to exist."""
    return _person(uow, (await uow.execute(_BY_ID, {"id": account_id})).one())


async def find_person(uow: UnitOfWork, account_id: UUID) -> Person | None:
    """The person with this id; cached, and forgotten with every change of the account."""

    async def make() -> Person | None:
        found = await find(uow, account_id)
        return found.person if found else None

    return await uow.cached(PERSON.of(id=account_id), make)


async def lock(uow: UnitOfWork, account_id: UUID) -> Account | None:
    """The account with this id, unchangeable by others until the transaction ends."""
    statement = select(account).where(account.c.id == account_id).with_for_update(key_share=True)
    return _account(uow, (await uow.execute(statement)).one_or_none())


async def people(uow: UnitOfWork, ids: Collection[UUID]) -> list[Person]:
    """The people with these ids, those that exist."""
    rows = await uow.execute(select(account).where(account.c.id.in_(list(ids))))
    return [_person(uow, row) for row in rows]


async def email_is_taken(uow: UnitOfWork, email: str) -> bool:
    """Whether an account has this address."""
    return (await uow.execute(_by_email(email))).first() is not None


async def administrator_exists(uow: UnitOfWork) -> bool:
    """Whether there is a super administrator; served by a partial index."""
    # Written as the partial index is: with a bound parameter the planner could not use it.
    statement = select(exists(select(account.c.id).where(text("'super_admin' = any (roles)"))))
    return bool((await uow.execute(statement)).scalar_one())


async def set_password_hash(uow: UnitOfWork, account_id: UUID, password_hash: str | None) -> None:
    """Replace the hash of a password; with None there is none, until one is chosen with the link of a letter."""
    await _change(uow, account_id, {"password_hash": password_hash})


async def reset_password_hash(uow: UnitOfWork, account_id: UUID, password_hash: str) -> None:
    """Replace the hash of a password by somebody who reads the account's letters."""
    now = uow.clock.now()
    verified = func.coalesce(account.c.email_verified_at, now)
    changes = {"password_hash": password_hash, "password_reset_at": now, "email_verified_at": verified}
    await _change(uow, account_id, changes)


async def mark_verified(uow: UnitOfWork, account_id: UUID, email: str) -> bool:
    """Note that letters to this address reach the account's owner; False if the account has another one by now."""
    await disturb(uow, account_id)
    mine = (account.c.id == account_id) & (account.c.email_key == email_key(email))
    statement = update(account).where(mine).values(email_verified_at=uow.clock.now()).returning(account.c.id)
    uow.forget(PERSON.of(id=account_id))
    return (await uow.execute(statement)).first() is not None


async def set_pending_email(uow: UnitOfWork, account_id: UUID, email: str | None, until: datetime | None) -> None:
    """Keep the address that the owner wants to change to, or forget it."""
    sealed = None if email is None else sealer_of(uow.kernel).seal_text(PENDING_EMAIL, email, account_id)
    changes = {"pending_email": None, "pending_email_sealed": sealed, "pending_email_until": until}
    await _change(uow, account_id, changes)


async def replace_email(uow: UnitOfWork, account_id: UUID, email: str) -> bool:
    """Give an account another address, one that letters reach it at; False if another account has it."""
    changes = {
        "email": email,
        "email_key": email_key(email),
        "email_verified_at": uow.clock.now(),
        "pending_email": None,
        "pending_email_sealed": None,
        "pending_email_until": None,
    }
    try:
        async with uow.savepoint():
            await _change(uow, account_id, changes)
    except IntegrityError:
        return False
    return True


async def set_roles(uow: UnitOfWork, account_id: UUID, roles: Iterable[Role]) -> None:
    """Replace the roles; a request to teach counts as answered."""
    await _change(uow, account_id, {"roles": sorted(roles), "teacher_requested_at": None})


async def note_teacher_request(uow: UnitOfWork, account_id: UUID, asked_at: datetime | None) -> None:
    """Keep when the owner asked to teach, or that they do not ask."""
    await _change(uow, account_id, {"teacher_requested_at": asked_at})


async def set_status(uow: UnitOfWork, account_id: UUID, status: AccountStatus) -> None:
    """Replace the status."""
    await _change(uow, account_id, {"status": status})


async def set_plan(uow: UnitOfWork, account_id: UUID, plan: str) -> None:
    """Replace the name of the plan."""
    await _change(uow, account_id, {"plan": plan})


async def change_profile(uow: UnitOfWork, account_id: UUID, changes: dict[str, str]) -> Person:
    """Replace some of full_name, language, time_zone and what `Appearance` has."""
    await _change(uow, account_id, changes)
    return await read(uow, account_id)


async def _change(uow: UnitOfWork, account_id: UUID, changes: dict[str, Any]) -> None:
    if changes.keys() & _IN_PRINCIPAL:
        await disturb(uow, account_id)
    statement = update(account).where(account.c.id == account_id)
    await uow.execute(statement.values(**changes, updated_at=uow.clock.now()))
    uow.forget(PERSON.of(id=account_id))


def _by_email(email: str) -> Select[Any]:
    return select(account).where(account.c.email_key == email_key(email))


def _account(uow: UnitOfWork, row: Row[Any] | None) -> Account | None:
    if row is None:
        return None
    failures = Failures(row.failed_login_attempts, row.lockouts, row.locked_until)
    return Account(_person(uow, row), row.password_hash, failures, row.password_reset_at)


def _person(uow: UnitOfWork, row: Row[Any]) -> Person:
    roles = frozenset(map(Role, row.roles))
    is_pending = row.pending_email_until is not None and row.pending_email_until > uow.clock.now()
    return Person(
        id=AccountId(row.id),
        email=row.email,
        username=row.username,
        full_name=row.full_name,
        roles=roles,
        permissions=permissions_of(roles),
        status=AccountStatus(row.status),
        teacher_requested=row.teacher_requested_at is not None,
        language=row.language,
        time_zone=row.time_zone,
        appearance=Appearance(
            theme=Theme(row.theme),
            text_size=TextSize(row.text_size),
            contrast=Contrast(row.contrast),
            motion=Motion(row.motion),
        ),
        plan=row.plan,
        created_at=row.created_at,
        email_verified=row.email_verified_at is not None,
        pending_email=_pending_email(uow, row) if is_pending else None,
    )


def _pending_email(uow: UnitOfWork, row: Row[Any]) -> str | None:
    if row.pending_email_sealed is None:
        plain: str | None = row.pending_email
        return plain
    return sealer_of(uow.kernel).open_text(PENDING_EMAIL, row.pending_email_sealed, row.id)
