"""Rows of accounts."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, select, text, update
from sqlalchemy.dialects.postgresql import insert

from lyceum.identity.contracts import (
    AccountId,
    AccountStatus,
    Appearance,
    Contrast,
    Motion,
    Person,
    Role,
    TextSize,
    Theme,
)
from lyceum.identity.rules import email_key, permissions_of
from lyceum.identity.tables import account
from lyceum.platform.unit_of_work import UnitOfWork

# Built once: to build it costs as much as to run it, and most requests of a person do.
_BY_ID = select(account).where(account.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Account:
    """A person, and the hash their password is checked against; None if they have no password."""

    person: Person
    password_hash: str | None = field(repr=False)


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
        created_at=person.created_at,
        updated_at=now,
    )
    inserted = await uow.execute(statement.on_conflict_do_nothing().returning(account.c.id))
    return inserted.scalar_one_or_none() is not None


async def find_by_email(uow: UnitOfWork, email: str) -> Account | None:
    """The account with this address, in whatever case it is written."""
    return _account((await uow.execute(_by_email(email))).one_or_none())


async def find(uow: UnitOfWork, account_id: UUID) -> Account | None:
    """The account with this id."""
    return _account((await uow.execute(_BY_ID, {"id": account_id})).one_or_none())


async def read(uow: UnitOfWork, account_id: UUID) -> Person:
    """The person with this id, who is known to exist."""
    return _person((await uow.execute(_BY_ID, {"id": account_id})).one())


async def lock(uow: UnitOfWork, account_id: UUID) -> Account | None:
    """The account with this id, unchangeable by others until the transaction ends."""
    statement = select(account).where(account.c.id == account_id).with_for_update(key_share=True)
    return _account((await uow.execute(statement)).one_or_none())


async def people(uow: UnitOfWork, ids: Collection[UUID]) -> list[Person]:
    """The people with these ids, those that exist."""
    rows = await uow.execute(select(account).where(account.c.id.in_(list(ids))))
    return [_person(row) for row in rows]


async def email_is_taken(uow: UnitOfWork, email: str) -> bool:
    """Whether an account has this address."""
    return (await uow.execute(_by_email(email))).first() is not None


async def administrator_exists(uow: UnitOfWork) -> bool:
    """Whether there is a super administrator; served by a partial index."""
    # Written as the partial index is: with a bound parameter the planner could not use it.
    statement = select(exists(select(account.c.id).where(text("'super_admin' = any (roles)"))))
    return bool((await uow.execute(statement)).scalar_one())


async def set_password_hash(uow: UnitOfWork, account_id: UUID, password_hash: str) -> None:
    """Replace the hash of a password."""
    await _change(uow, account_id, {"password_hash": password_hash})


async def set_roles(uow: UnitOfWork, account_id: UUID, roles: Iterable[Role]) -> None:
    """Replace the roles; a request to teach counts as answered."""
    await _change(uow, account_id, {"roles": sorted(roles), "teacher_requested_at": None})


async def set_status(uow: UnitOfWork, account_id: UUID, status: AccountStatus) -> None:
    """Replace the status."""
    await _change(uow, account_id, {"status": status})


async def change_profile(uow: UnitOfWork, account_id: UUID, changes: dict[str, str]) -> Person:
    """Replace some of full_name, language, time_zone and what `Appearance` has."""
    await _change(uow, account_id, changes)
    return await read(uow, account_id)


async def _change(uow: UnitOfWork, account_id: UUID, changes: dict[str, Any]) -> None:
    statement = update(account).where(account.c.id == account_id)
    await uow.execute(statement.values(**changes, updated_at=uow.clock.now()))


def _by_email(email: str) -> Select[Any]:
    return select(account).where(account.c.email_key == email_key(email))


def _account(row: Row[Any] | None) -> Account | None:
    return Account(_person(row), row.password_hash) if row is not None else None


def _person(row: Row[Any]) -> Person:
    roles = frozenset(map(Role, row.roles))
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
        created_at=row.created_at,
    )
