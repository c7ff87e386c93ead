"""A person's own sign-ins (AUTH-17): which there are, on what and from where, and ending them."""

from uuid import UUID

from lyceum.identity import links, places, recovery
from lyceum.identity.contracts.letters import LetterKind, LinkPurpose
from lyceum.identity.contracts.signing_in import OwnSession, SessionId, SessionNotFound
from lyceum.identity.events import SignedOut
from lyceum.identity.store import accounts
from lyceum.identity.store import sessions as store
from lyceum.identity.store.sessions import Standing
from lyceum.platform import pages, security_log
from lyceum.platform.pages import Page, PageRequest
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

SESSION_ENDED = "identity.session_ended"
SESSIONS_ENDED = "identity.other_sessions_ended"
SESSION_DENIED = "identity.session_denied"


async def list_sessions(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[OwnSession]:
    """One's own sign-ins that stand, the newest first."""
    who.require("profile:view")
    before = pages.decode_cursor(page.cursor, UUID)[0] if page.cursor is not None else None
    rows = await store.standing(uow, who.user_id, before=before, limit=page.limit + 1)
    return pages.cut(rows, page.limit, lambda row: (row.id,)).map(lambda row: _shown(uow, who, row))


async def end(uow: UnitOfWork, who: Principal, session_id: UUID) -> None:
    """End one of one's own sign-ins, this one or another.

    Raises:
        SessionNotFound: if one has no such sign-in that stands.
    """
    who.require("profile:edit")
    if not await store.revoke_own(uow, who.user_id, session_id, "ended by its owner"):
        raise SessionNotFound(f"You have no sign-in {str(session_id)!r} that stands.")
    await security_log.note(uow, SESSION_ENDED, who.user_id, details={"session_id": str(session_id)})
    uow.emit(SignedOut(account_id=who.user_id, session_id=session_id))


async def end_others(uow: UnitOfWork, who: Principal) -> None:
    """End all of one's sign-ins but the one that asks."""
    who.require("profile:edit")
    await store.revoke_others(uow, who.user_id, who.session_id, "ended by its owner")
    await security_log.note(uow, SESSIONS_ENDED, who.user_id)


async def deny(uow: UnitOfWork, token: str) -> None:
    """End a sign-in with the link of the letter that told of it; another letter leads to a new password.

    Raises:
        LinkInvalid: if the link does not hold.
    """
    link = await links.use(uow, LinkPurpose.END_SESSION, token)
    if link.session_id is not None and await store.revoke_own(uow, link.account_id, link.session_id, "denied"):
        uow.emit(SignedOut(account_id=link.account_id, session_id=link.session_id))
    await recovery.post_reset(uow, await accounts.read(uow, link.account_id), LetterKind.SESSION_DENIED)
    await security_log.note(uow, SESSION_DENIED, link.account_id, details={"session_id": str(link.session_id)})


def _shown(uow: UnitOfWork, who: Principal, row: Standing) -> OwnSession:
    place = places.place_of(uow.kernel, row.address_sealed, row.id)
    return OwnSession(
        id=SessionId(row.id),
        is_current=row.id == who.session_id,
        client=row.client,
        browser=row.user_agent_family,
        system=row.system,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        network=place.network,
        country=place.country,
    )
