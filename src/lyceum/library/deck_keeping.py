"""Decks as their owner keeps them: made, renamed, filled, emptied, put away."""

from dataclasses import replace
from uuid import UUID

from lyceum.library import browsing, collecting
from lyceum.library.contracts import Deck, DeckOfDocument, OtherSubject
from lyceum.library.store import decks, subjects
from lyceum.platform.ids import new_id
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def create_deck(uow: UnitOfWork, owner: Principal, subject_id: UUID, *, title: str) -> Deck:
    """A new, empty deck in one of the owner's subjects.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    await collecting.find_subject(uow, owner.user_id, subject_id)
    # Not beside the archiving of the subject.
    await subjects.renew_content(uow, subject_id)
    deck = Deck(id=new_id(), subject_id=subject_id, document_id=None, title=title, items=0, created_at=uow.clock.now())
    await decks.add_deck(uow, owner.user_id, deck)
    return deck


async def rename_deck(uow: UnitOfWork, owner: Principal, deck_id: UUID, title: str) -> Deck:
    """Give one of the owner's decks another title.

    Raises:
        DeckNotFound: if they have none with this id.
    """
    deck = await browsing.find_deck(uow, owner, deck_id)
    await decks.change_deck(uow, deck_id, title=title)
    return replace(deck, title=title)


async def archive_deck(uow: UnitOfWork, owner: Principal, deck_id: UUID) -> None:
    """Put one of the owner's own decks away; its items stay in the subject.

    Raises:
        DeckNotFound: if they have none with this id.
        DeckOfDocument: if it was made from a document.
    """
    deck = await browsing.find_deck(uow, owner, deck_id)
    if deck.document_id is not None:
        raise DeckOfDocument("This deck goes with its document. Delete the document instead.")
    await subjects.renew_content(uow, deck.subject_id)
    await decks.change_deck(uow, deck_id, archived_at=uow.clock.now())


async def put_item(uow: UnitOfWork, owner: Principal, deck_id: UUID, item_id: UUID) -> None:
    """Put an item at the end of a deck; one that is in it stays where it is.

    Raises:
        DeckNotFound, ItemNotFound: if the owner has none with that id.
        OtherSubject: if the item is of another subject than the deck.
    """
    deck = await browsing.find_deck(uow, owner, deck_id)
    item = await browsing.find_item(uow, owner, item_id)
    if item.subject_id != deck.subject_id:
        raise OtherSubject("A deck and its items belong to one subject.")
    await subjects.renew_content(uow, deck.subject_id)
    await decks.add_to_deck(uow, deck_id, [item_id])


async def remove_item(uow: UnitOfWork, owner: Principal, deck_id: UUID, item_id: UUID) -> None:
    """Take an item out of a deck; it stays in the subject. One that is not in it is no mistake.

    Raises:
        DeckNotFound, ItemNotFound: if the owner has none with that id.
    """
    deck = await browsing.find_deck(uow, owner, deck_id)
    await browsing.find_item(uow, owner, item_id)
    await subjects.renew_content(uow, deck.subject_id)
    await decks.remove_from_deck(uow, deck_id, item_id)
