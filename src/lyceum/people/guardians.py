"""Guardians: asking for it, agreeing to it, ending it. A guardian may look at a learner's progress, and no more.

Whoever asks by an e-mail address never learns whether anybody here has it: what waits looks the same either way.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from lyceum.identity import facade as identity
from lyceum.people import naming, rules
from lyceum.people.codes import fresh_code
from lyceum.people.contracts import (
    CodeInvalid,
    GuardianCode,
    Guardianship,
    GuardianshipNotFound,
    NotYoursToAccept,
    Oneself,
    PersonCard,
    Side,
    TooManyPending,
)
from lyceum.people.events import GuardianAsked, GuardianLinked, GuardianUnlinked
from lyceum.people.store import bonds, guardianships, relations
from lyceum.people.store.guardianships import Link
from lyceum.platform import security_log
from lyceum.platform.ids import new_id
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

LINKED, UNLINKED = "people.guardian_linked", "people.guardian_unlinked"
_VIEW, _EDIT = "people:view", "people:edit"


async def ask(uow: UnitOfWork, who: Principal, *, side: Side, email: str) -> Guardianship:
    """Ask whoever has this address to be one's guardian, or to let one be theirs; `side` is what the asker would be.

    Raises:
        EmailNotVerified: if the asker's own address may be somebody else's.
        EmailInvalid: if that is no address.
        Oneself: if it is one's own.
        TooManyPending: if ten are waiting already.
    """
    who.require(_EDIT)
    identity.require_verified(who)
    # One at a time: many at once would find room for more than there is.
    await bonds.lock_pair(uow, who.user_id, who.user_id)
    waiting = await guardianships.count_asked(uow, who.user_id, asked_after=_oldest(uow))
    if waiting >= rules.MOST_PENDING_GUARDIANSHIPS:
        raise TooManyPending(f"{waiting} of your requests wait for an answer. Take some back, or wait.")
    person = await identity.find_by_email(uow, email)
    if person is not None and person.id == who.user_id:
        raise Oneself("This is your own address. Give the other's.")
    asked_id = await _who_can_be_asked(uow, who, side, person.id if person and person.email_verified else None)
    guardian_id, learner_id = _in_order(side, who.user_id, asked_id)
    link = Link(new_id(), guardian_id, learner_id, side, uow.clock.now(), None)
    await guardianships.add(uow, link)
    uow.emit(GuardianAsked(guardianship_id=link.id, asked_id=asked_id, asked_by=who.user_id))
    return _shown(link, who, {})


async def list_mine(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[Guardianship]:
    """The guardianships of whoever asks, those that wait among them, the newest first."""
    who.require(_VIEW)
    before = decode_cursor(page.cursor, UUID)[0] if page.cursor else None
    rows = await guardianships.list_of(uow, who.user_id, page.limit + 1, asked_after=_oldest(uow), before=before)
    found = cut(rows, page.limit, lambda link: (link.id,))
    others = [other for link in found.items if (other := link.other_than(who.user_id))]
    cards = await naming.cards(uow, others)
    return found.map(lambda link: _shown(link, who, cards))


async def accept(uow: UnitOfWork, who: Principal, link_id: UUID) -> Guardianship:
    """Agree to a guardianship that the other one asked for; nothing happens if it holds already.

    Raises:
        GuardianshipNotFound: if there is none, or it has ended, or has waited too long.
        NotYoursToAccept: for whoever asked.
    """
    who.require(_EDIT)
    link = await _locked(uow, who, link_id)
    if link.asker() == who.user_id:
        raise NotYoursToAccept("You asked for it yourself. Wait until the other one accepts.")
    if link.accepted_at is None:
        link = await _link(uow, link)
    return _shown(link, who, await naming.cards(uow, [other for other in [link.other_than(who.user_id)] if other]))


async def end(uow: UnitOfWork, who: Principal, link_id: UUID) -> None:
    """End a guardianship at once, refuse one that was asked for, or take one's own request back.

    Who asked is not told of a refusal: to them it waits, as if nobody had been there to answer.

    Raises:
        GuardianshipNotFound: if there is none, or it has ended.
    """
    who.require(_EDIT)
    await _end(uow, await _locked(uow, who, link_id), by=who.user_id)


async def make_code(uow: UnitOfWork, who: Principal, side: Side) -> GuardianCode:
    """A code that links whoever made it, on this side, with whoever gives it back on the other, once within a week.

    An older code of the same person for the same side holds no more.
    """
    who.require(_EDIT)
    # One at a time: of two made at once, neither would find the other to be taken back.
    await bonds.lock_pair(uow, who.user_id, who.user_id)
    code, ends = fresh_code(), uow.clock.now() + rules.GUARDIAN_CODE_LIFE
    await guardianships.put_code(uow, _hash(code), who.user_id, side, ends)
    return GuardianCode(rules.written_code(code), ends)


async def redeem_code(uow: UnitOfWork, who: Principal, typed: str, *, side: Side) -> Guardianship:
    """Give back the code of somebody on the other side, which is to agree; `side` is what whoever gives it will be.

    Raises:
        CodeInvalid: if it is unknown, used, too old, or made by somebody on the same side.
        Oneself: if it is one's own.
    """
    who.require(_EDIT)
    key = rules.code_key(typed)
    other_side = Side.LEARNER if side is Side.GUARDIAN else Side.GUARDIAN
    maker_id = await guardianships.take_code(uow, _hash(key), other_side, uow.clock.now()) if key else None
    if maker_id == who.user_id:
        raise Oneself("This is your own code. Give it to the other one.")
    if maker_id is None or maker_id not in await naming.cards(uow, [maker_id]):
        raise _code_invalid()
    await bonds.lock_pair(uow, who.user_id, maker_id)
    if (await relations.read(uow, who.user_id, [maker_id]))[maker_id].blocked:
        raise _code_invalid()
    guardian_id, learner_id = (who.user_id, maker_id) if side is Side.GUARDIAN else (maker_id, who.user_id)
    link = await guardianships.find_pair(uow, guardian_id, learner_id)
    if link is None:
        link = Link(new_id(), guardian_id, learner_id, other_side, uow.clock.now(), None)
        await guardianships.add(uow, link)
    if link.accepted_at is None:
        link = await _link(uow, link)
    return _shown(link, who, await naming.cards(uow, [maker_id]))


async def end_between(uow: UnitOfWork, one: UUID, another: UUID) -> None:
    """Let one person end whatever guardianship there is between two. Call it under the lock of the pair."""
    for guardian_id, learner_id in ((one, another), (another, one)):
        link = await guardianships.find_pair(uow, guardian_id, learner_id)
        if link is not None:
            await _end(uow, link, by=one)


async def end_all(uow: UnitOfWork, account_id: UUID) -> None:
    """End every guardianship of somebody, and forget the codes they made."""
    for link in await guardianships.live_of(uow, account_id):
        await _end(uow, link, by=account_id)
    await guardianships.forget_codes(uow, account_id)


async def _who_can_be_asked(uow: UnitOfWork, who: Principal, side: Side, person_id: UUID | None) -> UUID | None:
    """The person, unless they were asked already or may not be reached; the same work, whoever it is."""
    candidate = person_id or new_id()
    await bonds.lock_pair(uow, who.user_id, candidate)
    is_blocked = (await relations.read(uow, who.user_id, [candidate]))[candidate].blocked
    guardian_id, learner_id = (who.user_id, candidate) if side is Side.GUARDIAN else (candidate, who.user_id)
    known = await guardianships.find_pair(uow, guardian_id, learner_id)
    if known is not None and known.accepted_at is None and known.asked_at <= _oldest(uow):
        await guardianships.end(uow, known.id, uow.clock.now())
        known = None
    return None if is_blocked or known is not None else person_id


def _in_order(side: Side, mine: UUID, other: UUID | None) -> tuple[UUID | None, UUID | None]:
    """The guardian, then the learner."""
    return (mine, other) if side is Side.GUARDIAN else (other, mine)


async def _locked(uow: UnitOfWork, who: Principal, link_id: UUID) -> Link:
    link = await guardianships.lock(uow, who.user_id, link_id)
    if link is None or (link.accepted_at is None and link.asked_at <= _oldest(uow)):
        raise GuardianshipNotFound(f"You have no guardianship {str(link_id)!r}. Perhaps the other one has ended it.")
    return link


async def _link(uow: UnitOfWork, link: Link) -> Link:
    if link.guardian_id is None or link.learner_id is None:
        raise AssertionError("nobody but the two accepts a guardianship")
    now = uow.clock.now()
    await guardianships.accept(uow, link.id, now)
    await _note(uow, LINKED, link.guardian_id, link.learner_id)
    uow.emit(GuardianLinked(guardianship_id=link.id, guardian_id=link.guardian_id, learner_id=link.learner_id))
    return Link(link.id, link.guardian_id, link.learner_id, link.asked_by, link.asked_at, now)


async def _end(uow: UnitOfWork, link: Link, *, by: UUID) -> None:
    if link.accepted_at is None and by != link.asker():
        await guardianships.forget_asked(uow, link)
        return
    await guardianships.end(uow, link.id, uow.clock.now())
    if link.accepted_at is not None and link.guardian_id is not None and link.learner_id is not None:
        await _note(uow, UNLINKED, link.guardian_id, link.learner_id)
        uow.emit(GuardianUnlinked(guardianship_id=link.id, guardian_id=link.guardian_id, learner_id=link.learner_id))


async def _note(uow: UnitOfWork, kind: str, guardian_id: UUID, learner_id: UUID) -> None:
    await security_log.note(uow, kind, learner_id, details={"guardian": str(guardian_id)})


def _shown(link: Link, who: Principal, cards: dict[UUID, PersonCard]) -> Guardianship:
    asked_by_me = link.asker() == who.user_id
    other = link.other_than(who.user_id)
    is_hidden = link.accepted_at is None and asked_by_me
    return Guardianship(
        id=link.id,
        side=Side.GUARDIAN if link.guardian_id == who.user_id else Side.LEARNER,
        person=cards.get(other) if other is not None and not is_hidden else None,
        is_active=link.accepted_at is not None,
        asked_by_me=asked_by_me,
        asked_at=link.asked_at,
        accepted_at=link.accepted_at,
    )


def _oldest(uow: UnitOfWork) -> datetime:
    return uow.clock.now() - rules.GUARDIANSHIP_WAITS_FOR


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def _code_invalid() -> CodeInvalid:
    return CodeInvalid("This code is not known, or not any more. Check it, or ask for a new one.")
