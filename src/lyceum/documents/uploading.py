"""Taking a file in: its bytes go to the objects first, then one transaction says that it is there."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.documents import store
from lyceum.documents.contracts import Document, DocumentStatus, DocumentTooLarge, ReadableFile, Upload
from lyceum.documents.events import DocumentUploaded
from lyceum.documents.media_types import MediaType, detect
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import find_job, open_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.limit_table import LimitClass, Rate
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

# The workflow that learns from an upload. Its domain stands above this one, so that only its name is known here.
LEARNING_JOB: Final = "studio.learn_document"
_CHUNK_BYTES: Final = 256 * 1024
_HEAD_BYTES: Final = 1024
_LONGEST_NAME: Final = 200
_FOLDERS = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file whose bytes are safe, and which nobody knows of yet."""

    name: str
    media_type: MediaType
    size_bytes: int
    sha256: str
    object_key: str


async def receive(kernel: Kernel, owner: Principal, file: ReadableFile, *, name: str) -> ReceivedFile:
    """Store the bytes of a file under their own hash, outside any transaction.

    A second copy of the same file replaces the first by the same bytes, and a file of which no transaction came to know
    is found again by the next try, so nothing has to be cleaned up.

    Raises:
        DocumentEmpty: if there is nothing in it.
        DocumentTooLarge: if it has more bytes than the settings allow.
        DocumentTypeUnsupported: if it is a kind of file Lyceum does not read.
        DocumentNotUtf8: if it is text in another encoding.
        DocumentEncrypted: if it is an Office file that asks for a password.
        DocumentDamaged, DocumentTooDemanding: if it is a container whose parts cannot be listed.
    """
    limit = largest_bytes(kernel)
    digest, size = hashlib.sha256(), 0
    async for chunk in _chunks(file):
        digest.update(chunk)
        size += len(chunk)
        if size > limit:
            raise too_large(kernel)
    await file.seek(0)
    media_type = await _kind_of(file)
    key = f"documents/{owner.user_id}/{digest.hexdigest()}"
    await kernel.objects.put(key, _chunks(file), content_type=media_type.value)
    return ReceivedFile(
        name=_readable_name(name),
        media_type=media_type,
        size_bytes=size,
        sha256=digest.hexdigest(),
        object_key=key,
    )


def largest_bytes(kernel: Kernel) -> int:
    """The size of the largest file that this installation takes."""
    return kernel.settings.upload_limit_mb * 1024 * 1024


def rates_of(kernel: Kernel, owner: Principal) -> list[Rate]:
    """How many files somebody with this plan may send."""
    limits = kernel.settings.limits
    return [limits.scaled(rate) for rate in limits.of_class(LimitClass.UPLOAD, owner.plan)]


def too_large(kernel: Kernel) -> DocumentTooLarge:
    """The refusal of a file above the limit."""
    limit = kernel.settings.upload_limit_mb
    return DocumentTooLarge(
        f"The file is larger than {limit} MB, the most this installation takes. Upload it in parts.",
        details={"limit_mb": limit},
    )


async def add_upload(uow: UnitOfWork, owner: Principal, file: ReceivedFile, *, subject_id: UUID | None) -> Upload:
    """Make a document of a received file, with its job, and tell who learns from documents.

    The same file again (same bytes, same owner, and the same subject if one is named) is the same document: whoever
    drops it twice watches the job of the first time. Only if that job failed or was cancelled is it tried anew.
    """
    await store.lock_content(uow, owner.user_id, file.sha256)
    known = await store.find_content(uow, owner.user_id, file.sha256, subject_id)
    if known is not None:
        return await _again(uow, owner, known)
    document = Document(
        id=new_id(),
        owner_id=owner.user_id,
        subject_id=subject_id,
        title=file.name.rpartition(".")[0] or file.name,
        file_name=file.name,
        media_type=file.media_type.value,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        object_key=file.object_key,
        status=DocumentStatus.UPLOADED,
        page_count=None,
        language=None,
        error=None,
        job_id=await open_job(uow, LEARNING_JOB, owner.user_id),
        created_at=uow.clock.now(),
    )
    await store.add_document(uow, document)
    uow.emit(_uploaded(document, document.job_id))
    return Upload(document.id, document.job_id, is_known=False)


async def _again(uow: UnitOfWork, owner: Principal, document: Document) -> Upload:
    job = await find_job(uow, owner, document.job_id)
    if document.status is DocumentStatus.READY or not job.status.is_final:
        return Upload(document.id, document.job_id, is_known=True)
    job_id = await open_job(uow, LEARNING_JOB, owner.user_id)
    await store.change_document(uow, document.id, status=DocumentStatus.UPLOADED, error=None, job_id=job_id)
    uow.emit(_uploaded(document, job_id))
    return Upload(document.id, job_id, is_known=True)


def _uploaded(document: Document, job_id: UUID) -> DocumentUploaded:
    return DocumentUploaded(
        document_id=document.id, owner_id=document.owner_id, subject_id=document.subject_id, job_id=job_id
    )


async def _chunks(file: ReadableFile) -> AsyncIterator[bytes]:
    await file.seek(0)
    while chunk := await file.read(_CHUNK_BYTES):
        yield chunk


async def _kind_of(file: ReadableFile) -> MediaType:
    head = await file.read(_HEAD_BYTES)
    # A PDF shows in its first kilobyte; whether something is text in UTF-8 shows only in the whole.
    # In a thread: a listing of ten thousand parts takes a while.
    return await asyncio.to_thread(detect, head if b"%PDF-" in head else head + await file.read())


def _readable_name(name: str) -> str:
    """The last part of a path, on one line, without what cannot be shown; of a bounded length."""
    return clean_line(_FOLDERS.split(name)[-1])[-_LONGEST_NAME:] or "document"
