"""What the studio does when something happened elsewhere."""

from typing import Any

from lyceum.documents.events import DocumentUploaded
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.studio.workflows import LEARN_DOCUMENT


async def learn_document(uow: UnitOfWork, event: DocumentUploaded) -> None:
    """Start the job that was opened with the upload; an event that comes twice starts it once."""
    payload = {"document_id": str(event.document_id)}
    await start_job(uow, LEARN_DOCUMENT, payload, owner_id=event.owner_id, job_id=event.job_id)


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("studio.learn_uploaded_document", DocumentUploaded, learn_document),
)
