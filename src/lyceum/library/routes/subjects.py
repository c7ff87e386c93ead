"""Routes of the library: subjects, skills, decks, items."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, status

from lyceum.library import browsing, collecting
from lyceum.library.browsing import ScopeMissing
from lyceum.library.contracts import DeckNotFound, ItemNotFound, SubjectNotFound
from lyceum.library.schemas import (
    DeckPage,
    DeckView,
    ItemPage,
    ItemView,
    NewSubject,
    SkillList,
    SkillView,
    SubjectPage,
    SubjectView,
)
from lyceum.platform.errors import Invalid, Unauthenticated
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid

router = Router(tags=["library"])

SubjectId = Annotated[UUID, Path(description="One of your subjects.")]
DeckId = Annotated[UUID, Path(description="One of your decks.")]
ItemId = Annotated[UUID, Path(description="One of your items.")]
InSubject = Annotated[UUID | None, Query(description="Only what belongs to this subject.")]
InDocument = Annotated[UUID | None, Query(description="Only what this document teaches.")]


@router.post(
    "/subjects",
    status_code=status.HTTP_201_CREATED,
    summary="Create a subject",
    responses=error_responses(Unauthenticated, Invalid),
)
async def create_subject(uow: Transaction, owner: SignedIn, new: NewSubject) -> SubjectView:
    """A new, empty subject of yours: documents uploaded into it share its skills."""
    return SubjectView.model_validate(await collecting.create_subject(uow, owner.user_id, new.title))


@router.get("/subjects", summary="List subjects", responses=error_responses(Unauthenticated, CursorInvalid))
async def list_subjects(uow: Transaction, owner: SignedIn, page: Paging) -> SubjectPage:
    """Your subjects, the newest first."""
    found = await browsing.list_subjects(uow, owner, page)
    views = [SubjectView.model_validate(each) for each in found.items]
    return SubjectPage(items=views, next_cursor=found.next_cursor)


@router.get(
    "/subjects/{subject_id}", summary="Read a subject", responses=error_responses(Unauthenticated, SubjectNotFound)
)
async def read_subject(uow: Transaction, owner: SignedIn, subject_id: SubjectId) -> SubjectView:
    """One of your subjects."""
    return SubjectView.model_validate(await collecting.find_subject(uow, owner.user_id, subject_id))


@router.get("/skills", summary="List skills", responses=error_responses(Unauthenticated, SubjectNotFound, ScopeMissing))
async def list_skills(
    uow: Transaction, owner: SignedIn, subject_id: InSubject = None, document_id: InDocument = None
) -> SkillList:
    """The skills of one of your subjects or documents, in the order they are taught."""
    found = await browsing.list_skills(uow, owner, subject_id=subject_id, document_id=document_id)
    return SkillList(items=[SkillView.of(row) for row in found])


@router.get("/decks", summary="List decks", responses=error_responses(Unauthenticated, CursorInvalid))
async def list_decks(uow: Transaction, owner: SignedIn, page: Paging, subject_id: InSubject = None) -> DeckPage:
    """Your decks, the newest first."""
    found = await browsing.list_decks(uow, owner, page, subject_id=subject_id)
    return DeckPage(items=[DeckView.model_validate(each) for each in found.items], next_cursor=found.next_cursor)


@router.get("/decks/{deck_id}", summary="Read a deck", responses=error_responses(Unauthenticated, DeckNotFound))
async def read_deck(uow: Transaction, owner: SignedIn, deck_id: DeckId) -> DeckView:
    """One of your decks."""
    return DeckView.model_validate(await browsing.find_deck(uow, owner, deck_id))


@router.get(
    "/decks/{deck_id}/items",
    summary="List the items of a deck",
    responses=error_responses(Unauthenticated, DeckNotFound, CursorInvalid),
)
async def list_deck_items(uow: Transaction, owner: SignedIn, page: Paging, deck_id: DeckId) -> ItemPage:
    """The items of one of your decks, in its order, with their keys: you are their author."""
    found = await browsing.list_deck_items(uow, owner, deck_id, page)
    return ItemPage(items=[ItemView.of(item) for item in found.items], next_cursor=found.next_cursor)


@router.get("/items/{item_id}", summary="Read an item", responses=error_responses(Unauthenticated, ItemNotFound))
async def read_item(uow: Transaction, owner: SignedIn, item_id: ItemId) -> ItemView:
    """One of your items, with its key: you are its author."""
    return ItemView.of(await browsing.find_item(uow, owner, item_id))
