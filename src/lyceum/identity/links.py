"""Links and codes that go out by letter: made, computed again when the letter is written, and used once.

A token is computed from the link's id with the installation's secret, so that the letter can be written later, and
again after a crash, while the database never holds more than its hash.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from lyceum.identity.contracts.letters import LetterJustSent, LinkInvalid, LinkPurpose
from lyceum.identity.store import accounts
from lyceum.identity.store import links as store
from lyceum.identity.store.accounts import Account
from lyceum.identity.store.links import MailedLink
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork

LIVES: Mapping[LinkPurpose, timedelta] = MappingProxyType(
    {
        LinkPurpose.VERIFY_EMAIL: timedelta(hours=24),
        LinkPurpose.RESET_PASSWORD: timedelta(hours=1),
        LinkPurpose.CONFIRM_EMAIL: timedelta(hours=24),
        LinkPurpose.UNDO_EMAIL: timedelta(hours=72),
        LinkPurpose.END_SESSION: timedelta(hours=72),
        LinkPurpose.CONFIRM_SIGN_IN: timedelta(minutes=15),
    }
)
# Nobody's mailbox is filled by asking: so long between two letters of a kind, and so many a day.
PAUSE = timedelta(minutes=1)
MOST_A_DAY = 10

_TOKEN_PURPOSE = "token of a letter"  # noqa: S105  the name of a purpose
_CODE_PURPOSE = "code of a letter"
_CODE_DIGITS = 6
_DAY = timedelta(days=1)


async def issue(
    uow: UnitOfWork,
    account_id: UUID,
    purpose: LinkPurpose,
    *,
    email: str | None = None,
    session_id: UUID | None = None,
) -> MailedLink:
    """A fresh link of an account; older ones for the same purpose hold on, for a letter may be slow."""
    now = uow.clock.now()
    link = MailedLink(
        id=new_id(),
        account_id=account_id,
        purpose=purpose,
        email=email,
        session_id=session_id,
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    await store.add(uow, link, _hash(_tokens(uow.kernel, link.id)[0]))
    return link


def token_of(kernel: Kernel, link_id: UUID, token_hash: bytes) -> str:
    """The token of a link, for its letter.

    Raises:
        LinkInvalid: if it was made with a secret key that is retired.
    """
    token = next((each for each in _tokens(kernel, link_id) if _hash(each) == token_hash), None)
    if token is None:
        raise invalid()
    return token


def code_of(kernel: Kernel, link_id: UUID) -> str:
    """The six digits of a link that is typed instead of opened, for its letter."""
    return _codes(kernel, link_id)[0]


def is_code(kernel: Kernel, link_id: UUID, code: str) -> bool:
    """Whether these are the digits of a link, perhaps written before the secret key was changed."""
    given = code.strip().encode("utf-8", "surrogatepass")
    return any(hmac.compare_digest(each.encode(), given) for each in _codes(kernel, link_id))


async def look_at(uow: UnitOfWork, purpose: LinkPurpose, token: str) -> MailedLink:
    """The link a token belongs to, which stays unused.

    Raises:
        LinkInvalid: if it does not hold.
    """
    return _required(await store.find(uow, purpose, _hash(token)))


async def lock_account_of(uow: UnitOfWork, purpose: LinkPurpose, token: str) -> Account | None:
    """The account of a link that is about to be used: locked before the link is, as by whoever ends its links.

    Raises:
        LinkInvalid: if the link does not hold.
    """
    return await accounts.lock(uow, (await look_at(uow, purpose, token)).account_id)


async def use(uow: UnitOfWork, purpose: LinkPurpose, token: str) -> MailedLink:
    """Use up the link a token belongs to.

    Raises:
        LinkInvalid: if it does not hold.
    """
    return _required(await store.use(uow, purpose, _hash(token)))


async def may_be_sent(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose) -> bool:
    """Whether another letter of a kind may go out now; whoever asks at the same time waits for this transaction."""
    return await _pause_left(uow, account_id, purpose) is None


async def has_room_today(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose) -> bool:
    """Whether fewer than ten letters of a kind went out in the last day, whatever the time between them."""
    await store.lock_account(uow, account_id, purpose)
    return len(await store.made_since(uow, account_id, purpose, uow.clock.now() - _DAY)) < MOST_A_DAY


async def require_pause(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose) -> None:
    """Refuse to send letters of a kind one after another.

    Raises:
        LetterJustSent: if the last one is younger than a minute, or there were ten in the last day.
    """
    if (left := await _pause_left(uow, account_id, purpose)) is not None:
        raise LetterJustSent(
            "A letter went out already. Look for it, also among unwanted mail, before you ask for another.",
            retry_after_s=left.total_seconds(),
        )


async def _pause_left(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose) -> timedelta | None:
    await store.lock_account(uow, account_id, purpose)
    now = uow.clock.now()
    made = await store.made_since(uow, account_id, purpose, now - _DAY)
    if len(made) >= MOST_A_DAY:
        return made[MOST_A_DAY - 1] + _DAY - now
    return made[0] + PAUSE - now if made and made[0] + PAUSE > now else None


def invalid() -> LinkInvalid:
    """The refusal of a link, whatever ails it."""
    return LinkInvalid("This link was used, replaced or is too old. Ask for a new letter and open its link.")


def _required(link: MailedLink | None) -> MailedLink:
    if link is None:
        raise invalid()
    return link


def _tokens(kernel: Kernel, link_id: UUID) -> list[str]:
    """The token under each secret key of the ring, the newest first."""
    derived = sealer_of(kernel).derived_by_each(_TOKEN_PURPOSE, link_id.bytes)
    return [base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in derived]


def _codes(kernel: Kernel, link_id: UUID) -> list[str]:
    derived = sealer_of(kernel).derived_by_each(_CODE_PURPOSE, link_id.bytes)
    return [f"{int.from_bytes(each) % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}" for each in derived]


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
