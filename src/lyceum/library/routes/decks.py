"""Routes of decks and of the items in them."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, status

from lyceum.library import authoring, browsing, deck_keeping
from lyceum.library.contracts import (
    ContentMisfit,
    DeckNotFound,
    DeckOfDocument,
    ItemExists,
    ItemNotFound,
    OtherSubject,
    SkillNotFound,
    SubjectNotFound,
)
from lyceum.library.schemas.items import ItemPage, ItemView, NewItemBody
from lyceum.library.schemas.subjects import DeckPage, DeckView, NewDeckBody, TitleBody
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jurisdictions import JurisdictionUnknown
from lyceum.platform.pages import CursorInvalid

router = Router(prefix="/decks", tags=["library"])

DeckId = Annotated[UUID, Path(description="One of your decks.")]
ItemId = Annotated[UUID, Path(description="One of your items.")]
InSubject = Annotated[UUID | None, Query(description="Only what belongs to this subject.")]
InCountry = Annotated[
    str | None,
    Query(min_length=2, max_length=2, description="Only what applies in this country, two letters of ISO 3166-1."),
]
Archived = Annotated[bool, Query(description="Those that are archived, instead of those that are asked.")]
OfDocument = Annotated[UUID | None, Query(description="Only the deck made from this document.")]


@router.post(
    "", status_code=status.HTTP_201_CREATED, summary="Create a deck", responses=error_responses(SubjectNotFound)
)
async def create_deck(uow: Transaction, owner: SignedIn, new: NewDeckBody) -> DeckView:
    """A new, empty deck in one of your subjects."""
    return DeckView.model_validate(await deck_keeping.create_deck(uow, owner, new.subject_id, title=new.title))


@router.get("", summary="List decks", responses=error_responses(Unauthenticated, CursorInvalid))
async def list_decks(
    uow: Transaction, owner: SignedIn, page: Paging, subject_id: InSubject = None, document_id: OfDocument = None
) -> DeckPage:
    """Your decks, the newest first. A document's deck is there, and fills, while its job still runs."""
    found = await browsing.list_decks(uow, owner, page, subject_id=subject_id, document_id=document_id)
    return DeckPage(items=[DeckView.model_validate(each) for each in found.items], next_cursor=found.next_cursor)


@router.get("/{deck_id}", summary="Read a deck", responses=error_responses(Unauthenticated, DeckNotFound))
async def read_deck(uow: Transaction, owner: SignedIn, deck_id: DeckId) -> DeckView:
    """One of your decks."""
    return DeckView.model_validate(await browsing.find_deck(uow, owner, deck_id))


@router.patch("/{deck_id}", summary="Rename a deck", responses=error_responses(DeckNotFound))
async def rename_deck(uow: Transaction, owner: SignedIn, deck_id: DeckId, new: TitleBody) -> DeckView:
    """Give one of your decks another title."""
    return DeckView.model_validate(await deck_keeping.rename_deck(uow, owner, deck_id, new.title))


@router.delete(
    "/{deck_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Archive a deck",
    responses=error_responses(DeckNotFound, DeckOfDocument),
)
async def archive_deck(uow: Transaction, owner: SignedIn, deck_id: DeckId) -> None:
    """Put a deck of your own making away; its items stay in the subject."""
    await deck_keeping.archive_deck(uow, owner, deck_id)


@router.get(
    "/{deck_id}/items",
    summary="List the items of a deck",
    responses=error_responses(Unauthenticated, DeckNotFound, CursorInvalid, JurisdictionUnknown),
)
async def list_deck_items(
    uow: Transaction,
    owner: SignedIn,
    page: Paging,
    deck_id: DeckId,
    *,
    jurisdiction: InCountry = None,
    archived: Archived = False,
) -> ItemPage:
    """The items of one of your decks, in its order, with their keys: you are their author.

    With `archived` those that are asked no more, each of which can be restored. An item that one of your sessions waits
    for is withheld: it is shown without what would tell its key.
    """
    found = await browsing.list_deck_items(uow, owner, deck_id, page, jurisdiction=jurisdiction, is_archived=archived)
    return ItemPage(items=[ItemView.of(item) for item in found.items], next_cursor=found.next_cursor)


@router.post(
    "/{deck_id}/items",
    status_code=status.HTTP_201_CREATED,
    summary="Write an item",
    responses=error_responses(
        DeckNotFound, SkillNotFound, OtherSubject, ItemExists, ContentMisfit, JurisdictionUnknown
    ),
)
async def write_item(uow: Transaction, author: SignedIn, deck_id: DeckId, new: NewItemBody) -> ItemView:
    """Write an item of your own into one of your decks. It quotes no passage: its `source` is null."""
    skill_ids = tuple(dict.fromkeys(new.skill_ids))
    item = await authoring.write_item(
        uow, author, deck_id, new.content(), skill_ids=skill_ids, jurisdictions=tuple(new.jurisdictions)
    )
    return ItemView.of(await browsing.show(uow, author, item))


@router.put(
    "/{deck_id}/items/{item_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Put an item into a deck",
    responses=error_responses(DeckNotFound, ItemNotFound, OtherSubject),
)
async def put_item(uow: Transaction, owner: SignedIn, deck_id: DeckId, item_id: ItemId) -> None:
    """Put an item at the end of a deck of the same subject; one that is in it stays where it is."""
    await deck_keeping.put_item(uow, owner, deck_id, item_id)


@router.delete(
    "/{deck_id}/items/{item_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Take an item out of a deck",
    responses=error_responses(DeckNotFound, ItemNotFound),
)
async def remove_item(uow: Transaction, owner: SignedIn, deck_id: DeckId, item_id: ItemId) -> None:
    """Take an item out of a deck; it stays in the subject."""
    await deck_keeping.remove_item(uow, owner, deck_id, item_id)
