"""Finding accounts among all there are."""

from uuid import UUID

from sqlalchemy import any_, or_, select

from lyceum.identity.contracts.people import AccountStatus, Person, Role
from lyceum.identity.store import accounts
from lyceum.identity.tables import account
from lyceum.platform.unit_of_work import UnitOfWork


async def list_people(
    uow: UnitOfWork,
    limit: int,
    *,
    before: UUID | None,
    status: AccountStatus | None,
    role: Role | None,
    words: str | None,
    teacher_requested: bool | None,
) -> list[Person]:
    """People, the newest account first, deleted ones left out unless they are asked for.

    Args:
        uow: the transaction.
        limit: how many at the most.
        before: only accounts older than this one.
        status: only these.
        role: only who has it.
        words: only whose name, username or address has this in it, in whatever case.
        teacher_requested: only who asked to teach and was not answered yet, or only the others.
    """
    query = select(account.c.id).order_by(account.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(account.c.id < before)
    wanted = account.c.status == status if status is not None else account.c.status != AccountStatus.DELETED
    query = query.where(wanted)
    if role is not None:
        query = query.where(any_(account.c.roles) == role.value)
    if words is not None:
        named = (account.c.full_name, account.c.username, account.c.email)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in named)))
    if teacher_requested is not None:
        query = query.where(account.c.teacher_requested_at.is_not(None) == teacher_requested)
    found = await accounts.people(uow, (await uow.execute(query)).scalars().all())
    return sorted(found, key=lambda person: person.id, reverse=True)
