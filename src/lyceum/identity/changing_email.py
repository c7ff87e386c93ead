"""Another e-mail address: asked for with the password, confirmed by letter to the new one, undone from the old one."""

from lyceum.identity import api_keys, confirming, letters, links, recovery, rules, verification
from lyceum.identity.contracts.letters import LetterKind, LinkPurpose
from lyceum.identity.contracts.people import AccountStatus, EmailTaken, EmailUnchanged, Person
from lyceum.identity.events import EmailChanged
from lyceum.identity.letters import Letter
from lyceum.identity.store import accounts, sessions
from lyceum.identity.store import links as link_rows
from lyceum.platform import security_log
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

EMAIL_CHANGE_ASKED = "identity.email_change_asked"
EMAIL_CHANGED = "identity.email_changed"
EMAIL_CHANGE_UNDONE = "identity.email_change_undone"

# What was sent to an address that is not the account's any more.
_ENDED_BY_CHANGE = (
    LinkPurpose.VERIFY_EMAIL,
    LinkPurpose.RESET_PASSWORD,
    LinkPurpose.CONFIRM_EMAIL,
    LinkPurpose.CONFIRM_SIGN_IN,
)


async def ask(kernel: Kernel, who: Principal, email: str, password: str) -> None:
    """Send a letter to a new address, whose link makes it the account's; until then nothing changes.

    The answer is the same for an address that is another account's: then its owner is told by that letter instead.

    Raises:
        EmailInvalid: if it is no address.
        EmailUnchanged: if it is the account's own.
        ConfirmationNeeded: if the sign-in was found suspicious and nobody entered the code.
        PasswordWrong: if the password is not theirs, is not accepted now, or was replaced meanwhile.
        SessionRevoked: if the sign-in was ended meanwhile.
        LetterJustSent: if the last one is a minute old at the most, or there were ten in a day.
    """
    who.require("profile:edit")
    rules.require_confirmed(who)
    address = rules.clean_email(email)
    proven = await confirming.prove(kernel, who, password)
    async with unit_of_work(kernel) as uow:
        person = (await confirming.lock_proven(uow, who, proven)).person
        if address == person.email:
            raise EmailUnchanged("This is the e-mail address of your account already.")
        await links.require_pause(uow, person.id, LinkPurpose.CONFIRM_EMAIL)
        await link_rows.end(uow, person.id, [LinkPurpose.CONFIRM_EMAIL])
        link = await links.issue(uow, person.id, LinkPurpose.CONFIRM_EMAIL, email=address)
        await accounts.set_pending_email(uow, person.id, address, link.expires_at)
        free = await _is_free(uow, person, address)
        kind, link_id = (LetterKind.CONFIRM_EMAIL, link.id) if free else (LetterKind.EMAIL_IN_USE, None)
        letter = Letter(kind=kind, to=address, language=person.language, account_id=person.id, link_id=link_id)
        await letters.post(uow, letter)
        await security_log.note(uow, EMAIL_CHANGE_ASKED, person.id)


async def confirm_email(uow: UnitOfWork, token: str) -> None:
    """Give the account the address that the link was sent to; the old one gets a letter that can undo it.

    Raises:
        LinkInvalid: if the link does not hold.
        EmailTaken: if another account got the address meanwhile; whoever holds the link reads its letters.
    """
    account = await links.lock_account_of(uow, LinkPurpose.CONFIRM_EMAIL, token)
    link = await links.use(uow, LinkPurpose.CONFIRM_EMAIL, token)
    if account is None or account.person.status is not AccountStatus.ACTIVE or link.email is None:
        raise links.invalid()
    person = account.person
    if not await _is_free(uow, person, link.email) or not await accounts.replace_email(uow, person.id, link.email):
        raise EmailTaken("There is an account with this e-mail address already. Choose another address.")
    await link_rows.end(uow, person.id, _ENDED_BY_CHANGE)
    undo = await links.issue(uow, person.id, LinkPurpose.UNDO_EMAIL, email=person.email)
    await letters.post_to(uow, person, LetterKind.EMAIL_CHANGED, link_id=undo.id)
    await security_log.note(uow, EMAIL_CHANGED, person.id)
    uow.emit(EmailChanged(account_id=person.id, undone=False))


async def undo(uow: UnitOfWork, token: str) -> None:
    """Give the account the address back that it had; every session and API key ends, and a letter is sent.

    Whoever changed the address knew the password, so that one leads in no more: only the letter does, to another one.

    Raises:
        LinkInvalid: if the link does not hold.
    """
    account = await links.lock_account_of(uow, LinkPurpose.UNDO_EMAIL, token)
    link = await links.use(uow, LinkPurpose.UNDO_EMAIL, token)
    if account is None or account.person.status is AccountStatus.DELETED or link.email is None:
        raise links.invalid()
    if not await accounts.replace_email(uow, link.account_id, link.email):
        raise links.invalid()
    await accounts.set_password_hash(uow, link.account_id, None)
    await sessions.revoke_all(uow, link.account_id, "change of address undone", uow.clock.now())
    await api_keys.revoke_all(uow, link.account_id)
    await link_rows.end(uow, link.account_id, _ENDED_BY_CHANGE)
    # Of several changes in a row, who had the address first decides.
    await link_rows.end(uow, link.account_id, [LinkPurpose.UNDO_EMAIL], since=link.created_at)
    await recovery.post_reset(uow, await accounts.read(uow, link.account_id), LetterKind.SESSION_DENIED)
    await security_log.note(uow, EMAIL_CHANGE_UNDONE, link.account_id)
    uow.emit(EmailChanged(account_id=link.account_id, undone=True))


async def _is_free(uow: UnitOfWork, person: Person, address: str) -> bool:
    """Whether no other account has the address, or may still take it back."""
    if verification.is_machines_own(address):
        return False
    holder = await accounts.find_by_email(uow, address)
    is_others = holder is not None and holder.person.id != person.id
    return not is_others and not await link_rows.is_reserved(uow, address, apart_from=person.id)
