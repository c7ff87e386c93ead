"""The first administrator (C12): made by the machine's operator, or through a link that works once."""

import hashlib
import secrets
from dataclasses import replace

from lyceum.identity import keys, registration, verification
from lyceum.identity.contracts.people import NewPerson, Person, Role, SetupClosed, SetupLinkInvalid
from lyceum.identity.contracts.signing_in import Client, SignedInPerson
from lyceum.identity.rules import SETUP_LINK_LIFE
from lyceum.identity.sessions import open_session
from lyceum.identity.store import accounts
from lyceum.identity.store import keys as store
from lyceum.platform.http.failures import failures_counted
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

_TOKEN_BYTES = 32
# What wrong tokens are counted under: no e-mail address is spelt so.
_FIRST = "the first administrator"
_SUPER_ADMIN = frozenset({Role.SUPER_ADMIN})


async def create_administrator(uow: UnitOfWork, new: NewPerson) -> Person:
    """Make a super administrator; for whoever sits at the machine.

    Raises:
        EmailInvalid, FullNameInvalid, PasswordTooWeak, EmailTaken, …: as registering does.
    """
    # Whoever sits at the machine vouches for the address.
    person = replace(registration.described(uow, new, _SUPER_ADMIN), email_verified=True)
    password_hash = await registration.accepted_hash(uow.kernel, new)
    await store.lock_setup(uow)
    return await registration.add_account(uow, person, password_hash, chosen_username=new.username is not None)


async def issue_setup_link(uow: UnitOfWork) -> str:
    """A token that lets whoever has it become the first administrator, within 24 hours; an older one holds no more.

    Raises:
        SetupClosed: if there is an administrator.
    """
    await store.lock_setup(uow)
    await _require_no_administrator(uow)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    now = uow.clock.now()
    await store.replace_setup_link(uow, _hash(token), now, now + SETUP_LINK_LIFE)
    return token


async def set_up(uow: UnitOfWork, token: str, new: NewPerson, client: Client) -> SignedInPerson:
    """Make the first administrator with a set-up token, and sign them in.

    Raises:
        SetupLinkInvalid: if the token is unknown, used, replaced or too old.
        SetupClosed: if there is an administrator.
        EmailInvalid, FullNameInvalid, PasswordTooWeak, EmailTaken, …: as registering does; the token is not used up.
        RateLimited: if too many tokens failed lately from the same address.
    """
    async with failures_counted(uow.kernel, _FIRST, SetupLinkInvalid):
        return await _set_up(uow, token, new, client)


async def _set_up(uow: UnitOfWork, token: str, new: NewPerson, client: Client) -> SignedInPerson:
    # A hash takes 64 MiB and 130 ms of four threads: who has no link is refused before it.
    async with unit_of_work(uow.kernel) as reading:
        await _require_no_administrator(reading)
        if not await store.setup_link_holds(reading, _hash(token), reading.clock.now()):
            raise _link_invalid()
    person = registration.described(uow, new, _SUPER_ADMIN)
    password_hash = await registration.accepted_hash(uow.kernel, new)
    await keys.ensure_signing_key(uow.kernel)
    await store.lock_setup(uow)
    await _require_no_administrator(uow)
    if not await store.use_setup_link(uow, _hash(token), uow.clock.now()):
        raise _link_invalid()
    added = await registration.add_account(uow, person, password_hash, chosen_username=new.username is not None)
    await verification.welcome(uow, added)
    return await open_session(uow, added, client)


async def _require_no_administrator(uow: UnitOfWork) -> None:
    if await accounts.administrator_exists(uow):
        raise SetupClosed("This installation has an administrator already. Ask them, or use `lyceum admin create`.")


def _link_invalid() -> SetupLinkInvalid:
    return SetupLinkInvalid("This set-up link was used, replaced or is too old. Start Lyceum again for a new one.")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
