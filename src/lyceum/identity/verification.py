"""Verifying that letters to an account's address reach its owner (AUTH-19).

An account whose address is not verified may do everything but what reaches other people through that address: whoever
does such a thing calls `rules.require_verified`. Practising is never blocked.
"""

from lyceum.identity import letters, links, rules
from lyceum.identity.contracts.letters import LetterKind, LinkPurpose
from lyceum.identity.contracts.people import AccountStatus, Person
from lyceum.identity.events import EmailVerified
from lyceum.identity.store import accounts
from lyceum.identity.store import links as link_rows
from lyceum.platform import security_log
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

EMAIL_VERIFIED = "identity.email_verified"


async def welcome(uow: UnitOfWork, person: Person) -> None:
    """Post the first letter to somebody who has just got an account, with the link that verifies their address."""
    if not person.email_verified:
        await _post(uow, person, LetterKind.WELCOME)


async def send_again(uow: UnitOfWork, who: Principal) -> None:
    """Post another letter with a link that verifies one's address; nothing happens if it is verified.

    Raises:
        LetterJustSent: if the last one is a minute old at the most, or there were ten in a day.
    """
    person = await accounts.read(uow, who.user_id)
    if person.email_verified:
        return
    await links.require_pause(uow, who.user_id, LinkPurpose.VERIFY_EMAIL)
    await _post(uow, person, LetterKind.VERIFY_EMAIL)


async def verify_email(uow: UnitOfWork, token: str) -> None:
    """Take the link of a letter as the proof that its address is the account's owner's.

    Raises:
        LinkInvalid: if the link does not hold, or the account has another address by now.
    """
    account = await links.lock_account_of(uow, LinkPurpose.VERIFY_EMAIL, token)
    link = await links.use(uow, LinkPurpose.VERIFY_EMAIL, token)
    if account is None or account.person.status is AccountStatus.DELETED or link.email is None:
        raise links.invalid()
    if not await accounts.mark_verified(uow, link.account_id, link.email):
        raise links.invalid()
    await link_rows.end(uow, link.account_id, [LinkPurpose.VERIFY_EMAIL])
    await security_log.note(uow, EMAIL_VERIFIED, link.account_id)
    uow.emit(EmailVerified(account_id=link.account_id))


def is_machines_own(email: str) -> bool:
    """Whether an address is the command line's account's, which nobody gets over the network."""
    return rules.email_key(email) == rules.LOCAL_LEARNER


async def _post(uow: UnitOfWork, person: Person, kind: LetterKind) -> None:
    link = await links.issue(uow, person.id, LinkPurpose.VERIFY_EMAIL, email=person.email)
    await letters.post_to(uow, person, kind, link_id=link.id)
