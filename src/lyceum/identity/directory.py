"""What administrators look at: everybody's accounts, and the log of what happened to their safety.

Each look is at other people's data, so each is written into that log.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from lyceum.identity.contracts.people import AccountStatus, Person, PersonNotFound, Role
from lyceum.identity.store import accounts
from lyceum.identity.store import directory as store
from lyceum.platform import access_log, pages, security_archive, security_log
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import Page, PageRequest
from lyceum.platform.principal import Principal
from lyceum.platform.security_archive import SecurityEvent, Wanted
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

EXPORTED = "identity.security_log_exported"

_VIEW_USERS, _VIEW_SECURITY = "users:view", "security:view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Whose accounts are meant; None does not choose, but deleted accounts are shown only if they are asked for."""

    status: AccountStatus | None = None
    role: Role | None = None
    words: str | None = None
    teacher_requested: bool | None = None


async def list_people(uow: UnitOfWork, who: Principal, sought: Sought, page: PageRequest) -> Page[Person]:
    """A page of all accounts, the newest first.

    Raises:
        PermissionMissing: without `users:view`.
        CursorInvalid: if the page's cursor is not one of this list.
    """
    who.require(_VIEW_USERS)
    before = pages.decode_cursor(page.cursor, UUID)[0] if page.cursor is not None else None
    await access_log.note_look(uow, who, _VIEW_USERS, "accounts")
    found = await store.list_people(
        uow,
        page.limit + 1,
        before=before,
        status=sought.status,
        role=sought.role,
        words=sought.words,
        teacher_requested=sought.teacher_requested,
    )
    return pages.cut(found, page.limit, lambda person: (person.id,))


async def read_person(uow: UnitOfWork, who: Principal, user_id: UUID) -> Person:
    """One account, deleted or not.

    Raises:
        PermissionMissing: without `users:view`.
        PersonNotFound: if there is none with this id.
    """
    who.require(_VIEW_USERS)
    account = await accounts.find(uow, user_id)
    if account is None:
        raise PersonNotFound(f"There is no person {str(user_id)!r} here.")
    await access_log.note_look(uow, who, _VIEW_USERS, "account", user_id)
    return account.person


async def list_security_events(
    uow: UnitOfWork, who: Principal, wanted: Wanted, page: PageRequest
) -> Page[SecurityEvent]:
    """A page of the security log, the newest first.

    Raises:
        PermissionMissing: without `security:view`.
        CursorInvalid: if the page's cursor is not one of this list.
    """
    who.require(_VIEW_SECURITY)
    found = await security_archive.list_events(uow, wanted, page)
    await access_log.note_look(uow, who, _VIEW_SECURITY, "security_log")
    return found


async def export_security_events(kernel: Kernel, who: Principal, wanted: Wanted) -> AsyncIterator[SecurityEvent]:
    """All that is wanted of the security log, the newest first.

    Raises:
        PermissionMissing: without `security:view`.
    """
    who.require(_VIEW_SECURITY)
    async with unit_of_work(kernel) as uow:
        await security_log.note(uow, EXPORTED, who.user_id)
    return security_archive.every_event(kernel, wanted)
