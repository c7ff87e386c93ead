"""Asking to teach, after registration, and taking the question back; the answer is `managing.set_role` (C12)."""

from lyceum.identity.contracts.people import Person, PersonNotFound, Role, TeachesAlready
from lyceum.identity.store import accounts
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

_PERMISSION = "profile:edit"


async def ask_to_teach(uow: UnitOfWork, who: Principal) -> Person:
    """Ask whoever administers to be made a teacher; asked again, it stays one question.

    Raises:
        TeachesAlready: if the account holds more than a student's role.
    """
    who.require(_PERMISSION)
    person = await _own(uow, who)
    if person.roles - {Role.STUDENT}:
        raise TeachesAlready("Your account may teach already: there is nothing to ask for.")
    if not person.teacher_requested:
        await accounts.note_teacher_request(uow, who.user_id, uow.clock.now())
    return await accounts.read(uow, who.user_id)


async def ask_no_more(uow: UnitOfWork, who: Principal) -> Person:
    """Take the question back; where there is none, nothing changes."""
    who.require(_PERMISSION)
    if (await _own(uow, who)).teacher_requested:
        await accounts.note_teacher_request(uow, who.user_id, None)
    return await accounts.read(uow, who.user_id)


async def _own(uow: UnitOfWork, who: Principal) -> Person:
    # Locked, or an answer that comes in the same moment would leave a question behind that was answered.
    found = await accounts.lock(uow, who.user_id)
    if found is None:
        raise PersonNotFound("Your account does not exist any more.")
    return found.person
