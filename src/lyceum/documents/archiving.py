"""Putting a document away. Nothing a learner did with it is lost: what was made from it is archived, not deleted."""

from uuid import UUID

from lyceum.documents import store
from lyceum.documents.contracts import DocumentNotFound
from lyceum.documents.events import DocumentArchived
from lyceum.platform.jobs import JobStatus, change_job
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def archive_document(uow: UnitOfWork, owner: Principal, document_id: UUID) -> None:
    """Put one of the owner's documents away, and stop the job that still learns from it.

    Raises:
        DocumentNotFound: if they have none with this id.
    """
    job_id = await store.archive(uow, owner.user_id, document_id)
    if job_id is None:
        raise DocumentNotFound(f"You have no document {str(document_id)!r}.")
    await change_job(uow, job_id, {"status": JobStatus.CANCELLED})
    uow.emit(DocumentArchived(document_id=document_id, owner_id=owner.user_id))


async def remove_file(uow: UnitOfWork, document_id: UUID) -> None:
    """Remove the file of an archived document, unless another document of its owner has the same content.

    Its passages stay: what was asked and answered points to them, and nobody is served them. After the archiving and
    not within it, because a file that is gone comes back with no rollback.
    """
    document = await store.find_archived(uow, document_id)
    if document is None:
        return
    await store.lock_content(uow, document.owner_id, document.sha256)
    if await store.find_content(uow, document.owner_id, document.sha256, None) is None:
        await uow.kernel.objects.delete(document.object_key)
