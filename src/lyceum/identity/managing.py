"""Managing other people's accounts: their roles, and whether they may sign in."""

from uuid import UUID

from lyceum.identity.contracts.people import AccountStatus, Person, PersonNotFound, Role, RoleNotGrantable
from lyceum.identity.events import AccountStatusChanged, RolesChanged
from lyceum.identity.rules import GRANTABLE_ROLES
from lyceum.identity.store import accounts, sessions
from lyceum.platform import security_log
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

ROLE_CHANGED = "identity.role_changed"
STATUS_CHANGED = "identity.status_changed"

_PERMISSION = "users:manage"


async def set_role(uow: UnitOfWork, who: Principal, user_id: UUID, role: Role) -> Person:
    """Make somebody a student, a teacher or an administrator; also the answer to a request to teach.

    Raises:
        PermissionMissing: without `users:manage`.
        PersonNotFound: if there is no such account.
        RoleNotGrantable: for super administrators, who are made and unmade at the machine only.
    """
    who.require(_PERMISSION)
    person = await _lock(uow, user_id)
    if role not in GRANTABLE_ROLES or Role.SUPER_ADMIN in person.roles:
        raise RoleNotGrantable("Super administrators are made with `lyceum admin create` on the machine itself.")
    await accounts.set_roles(uow, user_id, {role})
    details = {"role": role.value, "by": str(who.user_id)}
    await security_log.note(uow, ROLE_CHANGED, user_id, details=details)
    uow.emit(RolesChanged(account_id=user_id, roles=(role,), changed_by=who.user_id))
    return await accounts.read(uow, user_id)


async def set_status(uow: UnitOfWork, who: Principal, user_id: UUID, status: AccountStatus) -> Person:
    """Suspend an account, which ends all its sessions, or let it be used again.

    Raises:
        PermissionMissing: without `users:manage`.
        PersonNotFound: if there is no such account.
        RoleNotGrantable: for one's own account and for super administrators.
    """
    who.require(_PERMISSION)
    person = await _lock(uow, user_id)
    if user_id == who.user_id or Role.SUPER_ADMIN in person.roles:
        raise RoleNotGrantable("A super administrator cannot be suspended over the API.")
    if person.status is not status:
        await accounts.set_status(uow, user_id, status)
        if status is not AccountStatus.ACTIVE:
            await sessions.revoke_all(uow, user_id, f"account {status}", uow.clock.now())
        details = {"status": status.value, "by": str(who.user_id)}
        await security_log.note(uow, STATUS_CHANGED, user_id, details=details)
        uow.emit(AccountStatusChanged(account_id=user_id, status=status, changed_by=who.user_id))
    return await accounts.read(uow, user_id)


async def keep_plan(uow: UnitOfWork, user_id: UUID, plan: str) -> None:
    """Note the plan an account has now; who is entitled to which, `people` decides."""
    await accounts.set_plan(uow, user_id, plan)


async def _lock(uow: UnitOfWork, user_id: UUID) -> Person:
    account = await accounts.lock(uow, user_id)
    if account is None or account.person.status is AccountStatus.DELETED:
        raise PersonNotFound(f"There is no person {str(user_id)!r} here.")
    return account.person
