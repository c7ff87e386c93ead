"""The way back in for whoever reads the account's letters: a forgotten password, a locked account.

A request for it does the same for every address: it posts a note to ourselves. Whether there is such an account is only
asked when that note is delivered, where no answer and no clock tells anybody.
"""

from uuid import UUID

from lyceum.identity import api_keys, letters, links, passwords, verification
from lyceum.identity.contracts.letters import LetterKind, LinkPurpose
from lyceum.identity.contracts.people import AccountStatus, EmailInvalid, Person
from lyceum.identity.events import PasswordChanged
from lyceum.identity.letters import Letter
from lyceum.identity.password_policy import Candidate
from lyceum.identity.rules import NOBODYS_ADDRESS, clean_email
from lyceum.identity.store import accounts, failures, sessions
from lyceum.identity.store import links as link_rows
from lyceum.platform import i18n, security_log
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

PASSWORD_RESET = "identity.password_reset"  # noqa: S105  the name of what happened
RESET_ASKED = "identity.password_reset_asked"

# What a letter could do before the password was replaced.
_ENDED_BY_RESET = (LinkPurpose.RESET_PASSWORD, LinkPurpose.CONFIRM_EMAIL, LinkPurpose.CONFIRM_SIGN_IN)


async def ask(uow: UnitOfWork, email: str) -> None:
    """Have a link to a new password sent to an address, if that is an account's; the asker never learns which."""
    try:
        address = clean_email(email)
    except EmailInvalid:
        # Nobody has it; the work is the same.
        address = NOBODYS_ADDRESS
    await letters.post(uow, Letter(kind=LetterKind.FORGOTTEN, to=address, language=i18n.SOURCE))


async def answer_forgotten(uow: UnitOfWork, email: str) -> None:
    """Post the letter that was asked for, if an account in use has the address and no letter went out just now."""
    account = await accounts.find_by_email(uow, email)
    if account is None or account.person.status is not AccountStatus.ACTIVE or verification.is_machines_own(email):
        return
    if await links.may_be_sent(uow, account.person.id, LinkPurpose.RESET_PASSWORD):
        await security_log.note(uow, RESET_ASKED, account.person.id)
        await post_reset(uow, account.person, LetterKind.RESET_PASSWORD)


async def tell_of_lock(uow: UnitOfWork, account_id: UUID) -> None:
    """Post the letter about a lock, with the way out."""
    if not await failures.is_to_be_told(uow, account_id):
        return
    await post_reset(uow, await accounts.read(uow, account_id), LetterKind.LOCKED)


async def post_reset(uow: UnitOfWork, person: Person, kind: LetterKind) -> None:
    """Post a letter whose link leads to a new password, if the account may be used."""
    if person.status is not AccountStatus.ACTIVE:
        return
    link = await links.issue(uow, person.id, LinkPurpose.RESET_PASSWORD)
    await letters.post_to(uow, person, kind, link_id=link.id)


async def reset_password(uow: UnitOfWork, token: str, password: str) -> None:
    """Choose a new password with the link of a letter: every session, API key and lock ends.

    Raises:
        LinkInvalid: if the link does not hold.
        PasswordTooWeak: if the policy refuses the password; the link is not used up.
    """
    # Read, close, hash, write: no connection waits while a password is hashed.
    async with unit_of_work(uow.kernel) as reading:
        link = await links.look_at(reading, LinkPurpose.RESET_PASSWORD, token)
        person = await accounts.read(reading, link.account_id)
    passwords.require_acceptable(Candidate(password, person.email, person.full_name))
    password_hash = await passwords.hash_password(uow.kernel, password)
    account = await links.lock_account_of(uow, LinkPurpose.RESET_PASSWORD, token)
    link = await links.use(uow, LinkPurpose.RESET_PASSWORD, token)
    if account is None or account.person.status is not AccountStatus.ACTIVE:
        raise links.invalid()
    await accounts.reset_password_hash(uow, link.account_id, password_hash)
    await accounts.set_pending_email(uow, link.account_id, None, None)
    await failures.forgive(uow, link.account_id)
    await sessions.revoke_all(uow, link.account_id, "password reset", uow.clock.now())
    await api_keys.revoke_all(uow, link.account_id)
    await link_rows.end(uow, link.account_id, _ENDED_BY_RESET)
    await letters.post_to(uow, account.person, LetterKind.PASSWORD_CHANGED)
    await security_log.note(uow, PASSWORD_RESET, link.account_id)
    uow.emit(PasswordChanged(account_id=link.account_id, by_letter=True))
