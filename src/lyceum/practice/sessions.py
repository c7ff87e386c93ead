"""Sessions: begun over something, they serve one item at a time until there is nothing left to ask."""

from collections.abc import Sequence
from uuid import UUID

from lyceum.documents import facade as documents
from lyceum.library import facade as library
from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform.ids import new_id
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import choosing, rules
from lyceum.practice.contracts.sessions import (
    ItemNotServed,
    NextItem,
    NothingAppliesHere,
    NothingToPractise,
    Serving,
    Session,
    SessionEnded,
    SessionNotFound,
    StartSession,
)
from lyceum.practice.store import sessions as store


async def start_session(uow: UnitOfWork, learner: Principal, request: StartSession) -> Session:
    """Begin a session.

    Raises:
        SubjectNotFound, DeckNotFound, SkillNotFound, DocumentNotFound: if the learner has none with that id.
        NothingToPractise: if there is no active item in it.
        NothingAppliesHere: if what is in it does not apply where they are.
        MixMisfit: if its kind has no mix, or the mix names a skill that nothing in it asks for.
    """
    scope = request.scope
    await library.check_scope(uow, learner, scope)
    if scope.document_id is not None:
        await documents.find_document(uow, learner, scope.document_id)
    columns = await library.items_for_practice(uow, learner, scope)
    if not columns.ids and columns.left_out:
        raise NothingAppliesHere(
            "Nothing in this applies in your country. Say in people/me/privacy where you are, or choose another.",
            details={"left_out": columns.left_out},
        )
    if not columns.ids:
        raise NothingToPractise("There is nothing to practise in this yet. Upload a document, or wait for its job.")
    if request.mix is not None:
        rules.check_mix(request.kind, request.mix, columns.places_of)
    session = Session(
        id=new_id(),
        learner_id=learner.user_id,
        kind=request.kind,
        scope=scope.to_json(),
        length=request.length or rules.OF_KIND[request.kind].length,
        answered=0,
        started_at=uow.clock.now(),
        ended_at=None,
        mix=None if request.mix is None else {str(skill): share for skill, share in request.mix.items()},
        left_out=columns.left_out,
    )
    await store.add_session(uow, session)
    return session


async def find_session(uow: UnitOfWork, learner: Principal, session_id: UUID) -> Session:
    """One of the learner's sessions.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    session = await store.find_session(uow, learner.user_id, session_id)
    if session is None:
        raise unknown(session_id)
    return session


def unknown(session_id: UUID) -> SessionNotFound:
    """The refusal of a session the learner does not have."""
    return SessionNotFound(f"You have no practice session {str(session_id)!r}.")


async def list_sessions(uow: UnitOfWork, learner: Principal, page: PageRequest) -> Page[Session]:
    """The learner's sessions, the newest first."""
    before = decode_cursor(page.cursor, UUID)[0] if page.cursor else None
    found = await store.list_sessions(uow, learner.user_id, page.limit + 1, before=before)
    return cut(found, page.limit, lambda session: (session.id,))


async def find_open(uow: UnitOfWork, learner: Principal) -> Session | None:
    """The learner's newest session that can be gone on with: begun within a day, with answers left to give."""
    since = uow.clock.now() - rules.SESSION_STAYS_OPEN
    for session in await store.list_open(uow, learner.user_id, since, rules.MOST_OPEN_LOOKED_AT):
        if (await library.items_for_practice(uow, learner, PracticeScope.from_json(session.scope))).ids:
            return session
    return None


async def next_item(uow: UnitOfWork, learner: Principal, session_id: UUID) -> NextItem:
    """The item to answer now: the same until it is answered. When nothing is left to ask, the session ends.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    await store.lock_learner(uow, learner.user_id)
    session = await find_session(uow, learner, session_id)
    if session.ended_at is not None:
        return NextItem(None, None)
    serving = await store.waiting_for(uow, session_id)
    if serving is None:
        chosen = None if session.answered >= session.length else await choosing.choose(uow, learner, session)
        if chosen is None:
            await store.end_session(uow, session_id)
            return NextItem(None, None)
        serving = await store.serve(uow, session_id, chosen.item_id, chosen.version, chosen.choice)
    item = await library.find_item(uow, learner, serving.item_id, version=serving.version)
    return NextItem(item, serving.choice)


async def reveal(uow: UnitOfWork, learner: Principal, session_id: UUID, item_id: UUID) -> Item:
    """Show the answer to the item the session waits for: the back of a flashcard, or giving up on anything else.

    Other sessions that wait for the same item have shown it too.

    Raises:
        SessionNotFound: if they have none with this id.
        SessionEnded: if it is over.
        ItemNotServed: if it does not wait for this item.
    """
    # Not beside an answer to the same item, which would count as given without help.
    await store.lock_learner(uow, learner.user_id)
    serving = await awaited(uow, learner, await find_session(uow, learner, session_id), item_id)
    await store.reveal(uow, learner.user_id, item_id)
    return await library.find_item(uow, learner, serving.item_id, version=serving.version)


async def awaited(uow: UnitOfWork, learner: Principal, session: Session, item_id: UUID) -> Serving:
    """The serving of an item that a session waits for; whoever acts on it holds the learner's lock.

    Raises:
        SessionEnded: if the session is over.
        ItemNotServed: if it does not wait for this item.
        ItemNotFound: if it does not, and the learner has no such item either.
    """
    return await checked(uow, learner, session, await store.waiting_for(uow, session.id), item_id)


async def checked(
    uow: UnitOfWork, learner: Principal, session: Session, serving: Serving | None, item_id: UUID
) -> Serving:
    """As `awaited`, for whoever has read already what the session waits for."""
    if session.ended_at is not None:
        raise SessionEnded("This session is over. Start another one to go on.")
    if serving is None or serving.item_id != item_id:
        # An item nobody but its owner may know of is not found, rather than not served.
        await library.find_item(uow, learner, item_id)
        raise ItemNotServed("The session does not wait for this item. Ask practice/next what it waits for.")
    return serving


async def awaited_among(uow: UnitOfWork, learner: Principal, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the items that the learner is being asked for: whatever tells their answer is withheld from them."""
    return await store.awaited_among(uow, learner.user_id, ids)


async def end_session(uow: UnitOfWork, learner: Principal, session_id: UUID) -> Session:
    """End a session now; one that is over stays so.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    await store.lock_learner(uow, learner.user_id)
    await find_session(uow, learner, session_id)
    await store.end_session(uow, session_id)
    return await find_session(uow, learner, session_id)
