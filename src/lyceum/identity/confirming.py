"""Proving again who one is, within a sign-in: by password, or by the code of a letter where the sign-in was unusual."""

from lyceum.identity import arrivals, links, proving, rules
from lyceum.identity.contracts.letters import CodeWrong, LinkPurpose
from lyceum.identity.contracts.signing_in import PasswordWrong
from lyceum.identity.lockout import Failures
from lyceum.identity.proving import Claim
from lyceum.identity.standing import lock_standing
from lyceum.identity.store import accounts, devices, failures, sessions
from lyceum.identity.store import links as link_rows
from lyceum.identity.store.accounts import Account
from lyceum.platform import security_log
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

CONFIRMED = "identity.confirmed"

# Of a million codes, so many may be tried.
_TRIES = 5


async def confirm(kernel: Kernel, who: Principal, *, password: str | None, code: str | None) -> None:
    """Count this sign-in as confirmed from now on.

    Args:
        kernel: of this process.
        who: whose sign-in.
        password: theirs; or None, and then:
        code: of the letter that was sent because the sign-in was suspicious.

    Raises:
        ConfirmationNeeded, PasswordWrong, CodeWrong: as the two ways do.
    """
    if password is not None:
        await _confirm_by_password(kernel, who, password)
    else:
        async with unit_of_work(kernel) as uow:
            await _confirm_by_code(uow, who, code or "")


async def _confirm_by_password(kernel: Kernel, who: Principal, password: str) -> None:
    """Count this sign-in as confirmed from now on.

    Raises:
        ConfirmationNeeded: if the sign-in was found suspicious: whoever has the password may be the wrong one.
        PasswordWrong: if the password is not theirs, or is not accepted now.
    """
    rules.require_confirmed(who)
    proven = await prove(kernel, who, password)
    async with unit_of_work(kernel) as uow:
        await lock_proven(uow, who, proven)
        await _confirm(uow, who)


async def _confirm_by_code(uow: UnitOfWork, who: Principal, code: str) -> None:
    """Count a suspicious sign-in as confirmed, with the code of the letter.

    Raises:
        CodeWrong: if it is another, too old, or was guessed at too often; the guess stays counted.
    """
    link = await link_rows.lock_code(uow, who.session_id) if who.session_id is not None else None
    if link is None or link.failures >= _TRIES:
        raise CodeWrong("This code does not hold any more. Ask for another letter.")
    if not links.is_code(uow.kernel, link.id, code):
        await link_rows.count_failure(uow, link.id)
        raise CodeWrong("This is not the code of the letter. Check its six digits.")
    await link_rows.mark_used(uow, link.id)
    await _confirm(uow, who)


async def send_code_again(uow: UnitOfWork, who: Principal) -> None:
    """Post another letter with a code; nothing happens if the sign-in waits for none.

    Raises:
        LetterJustSent: if the last one is a minute old at the most, or there were ten in a day.
    """
    if who.session_id is None or who.confirmed_at is not None:
        return
    await links.require_pause(uow, who.user_id, LinkPurpose.CONFIRM_SIGN_IN)
    await arrivals.send_code(uow, await accounts.read(uow, who.user_id), who.session_id)


async def prove(kernel: Kernel, who: Principal, password: str) -> Account:
    """Check the password of somebody who is signed in; call it while no transaction is open.

    Returns:
        Their account as it was then, for `lock_proven`.

    Raises:
        PasswordWrong: if it is not theirs, or is not accepted now; wrong ones count as when signing in.
    """
    async with unit_of_work(kernel) as uow:
        account = await accounts.find(uow, who.user_id)
        device = await devices.of_session(uow, who.session_id) if who.session_id is not None else None
    claim = Claim(account.person.email if account else rules.NOBODYS_ADDRESS, account, device)
    if account is None or not (await proving.prove(kernel, claim, password)).holds:
        raise _wrong()
    async with unit_of_work(kernel) as uow:
        if await proving.is_locked_now(uow, claim):
            raise _wrong()
        await failures.keep(uow, who.user_id, device.id if device else None, Failures())
    return account


async def lock_proven(uow: UnitOfWork, who: Principal, proven: Account) -> Account:
    """One's account, locked, if one is still signed in and the password that was proved is still the account's.

    Raises:
        AccountSuspended, SessionRevoked: as `lock_standing`.
        PasswordWrong: if the password was replaced meanwhile.
    """
    account = await lock_standing(uow, who)
    # nosemgrep: compares-secrets  both were read from the table
    if account.password_hash != proven.password_hash:
        raise _wrong()
    return account


async def _confirm(uow: UnitOfWork, who: Principal) -> None:
    if who.session_id is not None:
        await sessions.confirm(uow, who.session_id)
        await devices.trust(uow, session_id=who.session_id)
        await security_log.note(uow, CONFIRMED, who.user_id, details={"session_id": str(who.session_id)})


def _wrong() -> PasswordWrong:
    return PasswordWrong("This is not your password. Check it and try again, or have a link sent to reset it.")
