"""What documents do when something happened elsewhere, or to one of themselves."""

from typing import Any

from lyceum.documents import archiving, reading
from lyceum.documents.events import DocumentArchived, DocumentRead
from lyceum.documents.workflows import INDEX_DOCUMENT
from lyceum.platform.jobs import JobStopped, start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork


async def index_document(uow: UnitOfWork, event: DocumentRead) -> None:
    """Start to embed the passages; the search goes by their words until then."""
    await start_job(uow, INDEX_DOCUMENT, {"document_id": str(event.document_id)}, owner_id=None)


async def fail_document(uow: UnitOfWork, event: JobStopped) -> None:
    """Whose job never ran, or never came to its end, is not being read any more."""
    await reading.give_up(uow, event.job_id, code=event.code, message=event.message)


async def remove_file(uow: UnitOfWork, event: DocumentArchived) -> None:
    """Nobody is served the file of an archived document any more."""
    await archiving.remove_file(uow, event.document_id)


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("documents.index_read_document", DocumentRead, index_document),
    Subscription("documents.fail_document_of_job", JobStopped, fail_document),
    Subscription("documents.remove_file_of_archived", DocumentArchived, remove_file),
)
