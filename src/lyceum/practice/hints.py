"""Hints: given one after another to whoever is being asked, and counted, since help changes what an answer shows."""

from dataclasses import dataclass
from uuid import UUID

from lyceum.documents import facade as documents
from lyceum.library import facade as library
from lyceum.library.contracts import Item
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import sessions, wording
from lyceum.practice.clues import Clue, Surroundings, clues_of
from lyceum.practice.contracts.sessions import HintOutOfTurn, NoMoreHints
from lyceum.practice.store import sessions as store


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint that was given: the how-manieth it is, and how many are left."""

    clue: Clue
    level: int
    remaining: int


async def give_hint(
    uow: UnitOfWork, learner: Principal, session_id: UUID, *, item_id: UUID, level: int | None = None
) -> Hint:
    """The next hint to the item the session waits for; with a `level`, that one, if it is the next or was given.

    Raises:
        SessionNotFound: if the learner has none with this id.
        SessionEnded: if it is over.
        ItemNotServed: if it does not wait for this item, or was answered already.
        ItemNotFound: if it does not, and the learner has no such item either.
        HintOutOfTurn: if a level before it was not given yet.
        NoMoreHints: if the item has none left.
    """
    await store.lock_learner(uow, learner.user_id)
    session = await sessions.find_session(uow, learner, session_id)
    serving = await sessions.awaited(uow, learner, session, item_id)
    item = await library.find_item(uow, learner, item_id, version=serving.version)
    wanted = serving.hints + 1 if level is None else level
    if wanted > serving.hints + 1:
        raise HintOutOfTurn(f"The next hint to this item is level {serving.hints + 1}; got {wanted}.")
    clues = clues_of(item, await _around(uow, learner, item), wording.hint_in_every_language)
    if wanted > len(clues):
        raise NoMoreHints("There are no more hints to this item. You can have the answer shown instead.")
    if wanted > serving.hints:
        await store.count_hints(uow, learner.user_id, item_id, wanted)
    return Hint(clues[wanted - 1], wanted, len(clues) - wanted)


async def _around(uow: UnitOfWork, learner: Principal, item: Item) -> Surroundings:
    if item.source is None:
        return Surroundings()
    passage = await documents.find_passage(uow, learner, item.source.passage_id)
    return Surroundings() if passage is None else Surroundings(passage.heading_path, passage.text)
