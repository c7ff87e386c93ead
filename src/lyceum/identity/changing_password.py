"""A new password for somebody who knows the old one."""

from lyceum.identity import confirming, letters, passwords, rules
from lyceum.identity.contracts.letters import LetterKind, LinkPurpose
from lyceum.identity.events import PasswordChanged as PasswordWasChanged
from lyceum.identity.password_policy import Candidate
from lyceum.identity.store import accounts, sessions
from lyceum.identity.store import links as link_rows
from lyceum.platform import security_log
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work

PASSWORD_CHANGED = "identity.password_changed"  # noqa: S105  the name of what happened


async def change_password(kernel: Kernel, who: Principal, current: str, new: str) -> None:
    """Replace one's password; every other session ends, and every link to reset it is worthless.

    Raises:
        ConfirmationNeeded: if the sign-in was found suspicious and nobody entered the code.
        PasswordWrong: if the current one is not theirs, is not accepted now, or was replaced meanwhile.
        SessionRevoked: if the sign-in was ended meanwhile.
        PasswordTooWeak: if the policy refuses the new one.
    """
    who.require("profile:edit")
    rules.require_confirmed(who)
    proven = await confirming.prove(kernel, who, current)
    person = proven.person
    passwords.require_acceptable(Candidate(new, person.email, person.full_name))
    password_hash = await passwords.hash_password(kernel, new)
    async with unit_of_work(kernel) as uow:
        await confirming.lock_proven(uow, who, proven)
        await accounts.set_password_hash(uow, who.user_id, password_hash)
        await sessions.revoke_others(uow, who.user_id, who.session_id, "password changed")
        if who.session_id is not None:
            await sessions.confirm(uow, who.session_id)
        await link_rows.end(uow, who.user_id, [LinkPurpose.RESET_PASSWORD])
        await letters.post_to(uow, person, LetterKind.PASSWORD_CHANGED)
        await security_log.note(uow, PASSWORD_CHANGED, who.user_id)
        uow.emit(PasswordWasChanged(account_id=who.user_id, by_letter=False))
