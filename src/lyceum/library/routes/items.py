"""Routes of items, for their author."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, status

from lyceum.library import authoring, browsing
from lyceum.library.contracts import ContentMisfit, ItemChanged, ItemNotFound, ItemNotRestorable
from lyceum.library.schemas.items import EditBody, ItemView
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.jurisdictions import JurisdictionUnknown

router = Router(prefix="/items", tags=["library"])

ItemId = Annotated[UUID, Path(description="One of your items.")]


@router.get("/{item_id}", summary="Read an item", responses=error_responses(Unauthenticated, ItemNotFound))
async def read_item(uow: Transaction, owner: SignedIn, item_id: ItemId) -> ItemView:
    """One of your items, with its key: you are its author.

    While one of your sessions waits for your answer to it, it is withheld: shown without what would tell its key.
    """
    return ItemView.of(await browsing.show(uow, owner, await browsing.find_item(uow, owner, item_id)))


@router.patch(
    "/{item_id}",
    summary="Edit an item",
    responses=error_responses(ItemNotFound, ItemChanged, ContentMisfit, JurisdictionUnknown),
)
async def edit_item(uow: Transaction, author: SignedIn, item_id: ItemId, body: EditBody) -> ItemView:
    """Make a new version of one of your items. A session that waits for the old one grades by the old one.

    Where an item applies belongs to no version, and holds from the next question on.
    """
    return ItemView.of(await browsing.show(uow, author, await authoring.edit_item(uow, author, item_id, body.edit())))


@router.delete(
    "/{item_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Archive an item",
    responses=error_responses(ItemNotFound),
)
async def archive_item(uow: Transaction, author: SignedIn, item_id: ItemId) -> None:
    """Ask for one of your items no more. It is kept: your attempts speak of it, and you can restore it."""
    await authoring.archive_item(uow, author, item_id)


@router.post(
    "/{item_id}/restore", summary="Restore an item", responses=error_responses(ItemNotFound, ItemNotRestorable)
)
async def restore_item(uow: Transaction, author: SignedIn, item_id: ItemId) -> ItemView:
    """Ask for one of your archived items again."""
    return ItemView.of(await browsing.show(uow, author, await authoring.restore_item(uow, author, item_id)))
