"""What documents does when a document was read."""

from typing import Any

from lyceum.documents.events import DocumentRead
from lyceum.documents.workflows import INDEX_DOCUMENT
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork


async def index_document(uow: UnitOfWork, event: DocumentRead) -> None:
    """Start to embed the passages; the search goes by their words until then."""
    await start_job(uow, INDEX_DOCUMENT, {"document_id": str(event.document_id)}, owner_id=None)


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("documents.index_read_document", DocumentRead, index_document),
)
