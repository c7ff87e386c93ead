"""Handing letters over to the mail server, one at a time, until each has been taken or is not worth sending."""

from datetime import timedelta
from uuid import UUID

from lyceum.identity import letters, recovery
from lyceum.identity.contracts.letters import LetterKind
from lyceum.identity.store import failures, links
from lyceum.identity.store import letters as store
from lyceum.identity.store.letters import WaitingLetter
from lyceum.platform import security_log
from lyceum.platform.errors import LyceumError
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

log = get_logger(__name__)

LETTER_REFUSED = "identity.letter_refused"

# Longer than any mail server takes; whoever dies in between leaves the letter to others after that.
_LEASE = timedelta(minutes=2)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
# After a day every link that a letter could hold has expired, but for those that undo.
_KEPT = timedelta(days=1)
_AT_A_TIME = 100


async def deliver(kernel: Kernel, letter_id: UUID) -> bool:
    """Hand a letter over; False if it has to wait for the mail server.

    A process that dies after handing it over, and before it could note so, leaves it to be sent once more.
    """
    async with unit_of_work(kernel) as uow:
        waiting = await store.claim(uow, letter_id, _LEASE)
    if waiting is None:
        return True
    try:
        await _hand_over(kernel, waiting)
    except LyceumError as error:
        if error.retryable:
            return await _wait(kernel, waiting)
        log.warning("letter_refused", letter=waiting.kind.value, code=error.code)
        details = {"letter": waiting.kind.value}
        await security_log.note_apart(kernel, LETTER_REFUSED, waiting.account_id, details=details)
    async with unit_of_work(kernel) as uow:
        await store.remove(uow, letter_id)
    return True


async def _hand_over(kernel: Kernel, waiting: WaitingLetter) -> None:
    if waiting.kind is not LetterKind.FORGOTTEN:
        await kernel.mail.send(letters.written(kernel, waiting, await _token_hash(kernel, waiting)))
        return
    address = letters.address_of(kernel, waiting)
    async with unit_of_work(kernel) as uow:
        await recovery.answer_forgotten(uow, address)
        # Together with the letter it became: there are never two of them.
        await store.remove(uow, waiting.id)


async def _token_hash(kernel: Kernel, waiting: WaitingLetter) -> bytes | None:
    if waiting.link_id is None:
        return None
    async with unit_of_work(kernel) as uow:
        return await links.token_hash(uow, waiting.link_id)


async def letters_due(uow: UnitOfWork) -> list[str]:
    """The letters whose time has come, those first that have waited for longest."""
    return [str(letter_id) for letter_id in await store.due(uow, _AT_A_TIME)]


async def tell_locked(uow: UnitOfWork) -> int:
    """Post a letter to everybody whose account was locked since the last time; how many."""
    accounts = await failures.to_be_told(uow, _AT_A_TIME)
    for account_id in accounts:
        await recovery.tell_of_lock(uow, account_id)
    return len(accounts)


async def _wait(kernel: Kernel, waiting: WaitingLetter) -> bool:
    async with unit_of_work(kernel) as uow:
        if waiting.created_at + _KEPT < uow.clock.now():
            log.warning("letter_given_up", letter=waiting.kind.value, attempts=waiting.attempts)
            await store.remove(uow, waiting.id)
            return True
        pause = min(_FIRST_PAUSE * 2 ** min(waiting.attempts - 1, 5), _LONGEST_PAUSE)
        await store.put_off(uow, waiting.id, pause)
    return False
