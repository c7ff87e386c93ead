"""Following and blocking, what people let others see, and who sees whom."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lyceum.people import guardians, naming
from lyceum.people.contracts import Bond, FollowRefused, Oneself, Privacy, Profile, Relations, Visibility
from lyceum.people.events import Blocked, Followed, Unblocked, Unfollowed
from lyceum.people.store import bonds, members, relations
from lyceum.platform.jurisdictions import clean_jurisdiction
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

_Listing = Callable[[UnitOfWork, UUID, int, tuple[datetime, UUID] | None], Awaitable[list[tuple[UUID, datetime]]]]
_VIEW, _EDIT = "people:view", "people:edit"


async def follow(uow: UnitOfWork, who: Principal, person_id: UUID) -> None:
    """Follow somebody; nothing happens if they are followed already.

    Raises:
        Oneself: for one's own account.
        PersonNotFound: if there is no such person, one of the two has blocked the other, or they let nobody see them.
        FollowRefused: if they let nobody follow them, and are known from a circle both are in.
    """
    who.require(_EDIT)
    _require_another(who, person_id)
    await bonds.lock_pair(uow, who.user_id, person_id)
    await naming.reachable(uow, who, person_id)
    privacy = (await privacy_of(uow, [person_id]))[person_id]
    if privacy.profile_visibility is Visibility.PRIVATE:
        if not _is_known(await _relation(uow, who, person_id)):
            raise naming.not_found()
        raise FollowRefused("This person lets nobody follow them.")
    if await bonds.add_follow(uow, who.user_id, person_id, uow.clock.now()):
        uow.emit(Followed(follower_id=who.user_id, followed_id=person_id))


async def unfollow(uow: UnitOfWork, who: Principal, person_id: UUID) -> None:
    """Follow somebody no more; nothing happens if they were not followed."""
    who.require(_EDIT)
    await _end_follow(uow, who.user_id, person_id)


async def drop_follower(uow: UnitOfWork, who: Principal, person_id: UUID) -> None:
    """Be followed by somebody no more; nothing happens if they did not."""
    who.require(_EDIT)
    await _end_follow(uow, person_id, who.user_id)


async def block(uow: UnitOfWork, who: Principal, person_id: UUID) -> None:
    """Block somebody: what was between the two ends, and each is to the other as if they were not there.

    Who is in the same circle stays in it. Who has blocked one can be blocked too, and nobody learns of it.

    Raises:
        Oneself: for one's own account.
        PersonNotFound: if there is no such person.
    """
    who.require(_EDIT)
    _require_another(who, person_id)
    if person_id not in await naming.cards(uow, [person_id]):
        raise naming.not_found()
    await bonds.lock_pair(uow, who.user_id, person_id)
    if not await bonds.add_block(uow, who.user_id, person_id, uow.clock.now()):
        return
    await _end_follow(uow, who.user_id, person_id)
    await _end_follow(uow, person_id, who.user_id)
    await guardians.end_between(uow, who.user_id, person_id)
    await members.withdraw_invitations(uow, who.user_id, invited_by=person_id)
    await members.withdraw_invitations(uow, person_id, invited_by=who.user_id)
    uow.emit(Blocked(blocker_id=who.user_id, blocked_id=person_id))


async def unblock(uow: UnitOfWork, who: Principal, person_id: UUID) -> None:
    """Take a block back; what it ended does not come back, and nothing happens if there was none."""
    who.require(_EDIT)
    if await bonds.remove_block(uow, who.user_id, person_id):
        uow.emit(Unblocked(blocker_id=who.user_id, blocked_id=person_id))


async def list_followers(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[Bond]:
    """Who follows whoever asks, the newest first."""
    return await _listed(uow, who, page, bonds.list_followers)


async def list_following(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[Bond]:
    """Whom whoever asks follows, the newest first."""
    return await _listed(uow, who, page, bonds.list_following)


async def list_blocked(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[Bond]:
    """Whom whoever asks has blocked, the newest first."""
    return await _listed(uow, who, page, bonds.list_blocked)


async def read_profile(uow: UnitOfWork, who: Principal, person_id: UUID) -> Profile:
    """A person, if whoever asks may see them: they are known from a circle, or their privacy lets them be seen.

    Raises:
        PersonNotFound: if not, or if there is none.
    """
    who.require(_VIEW)
    person = await naming.reachable(uow, who, person_id)
    how = await _relation(uow, who, person_id)
    privacy = (await privacy_of(uow, [person_id]))[person_id]
    if person_id != who.user_id and not _sees(how, privacy):
        raise naming.not_found()
    followers, following = await bonds.count_follows(uow, person_id)
    return Profile(person=naming.card_of(person), relations=how, followers=followers, following=following)


async def privacy_of(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Privacy]:
    """What each of these people lets others see; what they have not said is as it is for everybody at first."""
    said = await bonds.privacy_of(uow, ids) if ids else {}
    return {each: said.get(each, Privacy()) for each in ids}


async def read_privacy(uow: UnitOfWork, who: Principal) -> Privacy:
    """What whoever asks lets others see."""
    who.require(_VIEW)
    return (await privacy_of(uow, [who.user_id]))[who.user_id]


async def change_privacy(uow: UnitOfWork, who: Principal, changes: Mapping[str, Any]) -> Privacy:
    """Let others see more or less; `changes` names fields of `Privacy`.

    Raises:
        JurisdictionUnknown: if that is to be no country.
    """
    who.require(_EDIT)
    if not changes:
        return await read_privacy(uow, who)
    if (country := changes.get("jurisdiction")) is not None:
        changes = {**changes, "jurisdiction": clean_jurisdiction(country)}
    return await bonds.change_privacy(uow, who.user_id, changes)


async def _end_follow(uow: UnitOfWork, follower_id: UUID, followed_id: UUID) -> None:
    if await bonds.remove_follow(uow, follower_id, followed_id):
        uow.emit(Unfollowed(follower_id=follower_id, followed_id=followed_id))


async def _relation(uow: UnitOfWork, who: Principal, person_id: UUID) -> Relations:
    return (await relations.read(uow, who.user_id, [person_id]))[person_id]


def _is_known(how: Relations) -> bool:
    return how.shares_circle or how.guardian_of or how.ward_of or how.administers


def _sees(how: Relations, privacy: Privacy) -> bool:
    match privacy.profile_visibility:
        case Visibility.PUBLIC:
            return True
        case Visibility.FOLLOWERS:
            return how.follows or _is_known(how)
        case Visibility.PRIVATE:
            return _is_known(how)


async def _listed(uow: UnitOfWork, who: Principal, page: PageRequest, listing: _Listing) -> Page[Bond]:
    who.require(_VIEW)
    before = decode_cursor(page.cursor, datetime, UUID) if page.cursor else None
    rows = await listing(uow, who.user_id, page.limit + 1, before)
    found = cut(rows, page.limit, lambda row: (row[1], row[0]))
    cards = await naming.cards(uow, [person_id for person_id, _ in found.items])
    shown = [Bond(cards[person_id], since) for person_id, since in found.items if person_id in cards]
    return Page(shown, found.next_cursor)


def _require_another(who: Principal, person_id: UUID) -> None:
    if person_id == who.user_id:
        raise Oneself("This takes somebody else than you.")
