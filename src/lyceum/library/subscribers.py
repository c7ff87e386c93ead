"""What the library does when something happened elsewhere."""

from typing import Any

from lyceum.documents.events import DocumentArchived
from lyceum.library import collecting
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork


async def archive_items(uow: UnitOfWork, event: DocumentArchived) -> None:
    """What was made from an archived document is not offered any more."""
    await collecting.archive_document(uow, event.document_id)


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("library.archive_items_of_document", DocumentArchived, archive_items),
)
