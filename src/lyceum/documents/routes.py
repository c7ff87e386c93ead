"""Routes of documents: upload, look, read, archive."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import File, Form, Path, Query, Request, Response, UploadFile, status
from fastapi.responses import StreamingResponse

from lyceum.documents import archiving, browsing, uploading
from lyceum.documents.contracts import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotFound,
    DocumentNotUtf8,
    DocumentTooDemanding,
    DocumentTooLarge,
    DocumentTypeUnsupported,
)
from lyceum.documents.media_types import MediaType
from lyceum.documents.schemas import (
    DocumentPage,
    DocumentView,
    PassagePage,
    PassageView,
    UploadView,
    document_view,
)
from lyceum.platform.errors import Invalid, Unauthenticated
from lyceum.platform.http.authentication import SignedIn, SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import OutsideRouter, Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.pages import CursorInvalid
from lyceum.platform.unit_of_work import unit_of_work

router = Router(prefix="/documents", tags=["documents"])
# A file is stored before the transaction that tells of it, so this route opens its transactions itself.
uploads = OutsideRouter(prefix="/documents", tags=["documents"])

DocumentId = Annotated[UUID, Path(description="One of your documents.")]
InSubject = Annotated[UUID | None, Query(description="Only documents of this subject.")]
_SUBJECT = "0198c0de-7a11-7000-8000-000000000020"
_SERVED = (Unauthenticated, DocumentNotFound)


@uploads.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Upload a document",
    responses={
        202: {"headers": {"Location": {"description": "The job.", "schema": {"type": "string"}}}},
        **error_responses(
            Unauthenticated,
            DocumentDamaged,
            DocumentEmpty,
            DocumentEncrypted,
            DocumentNotUtf8,
            DocumentTooDemanding,
            DocumentTooLarge,
            DocumentTypeUnsupported,
            Invalid,
        ),
    },
)
async def upload(
    request: Request,
    response: Response,
    kernel: Resources,
    owner: SignedInOutside,
    file: Annotated[
        UploadFile,
        File(
            description="A PDF, DOCX, PPTX, EPUB or HTML file, or Markdown or plain text in UTF-8.",
            examples=["chapter.pdf"],
        ),
    ],
    subject_id: Annotated[
        UUID | None, Form(description="One of your subjects; left out: a new one.", examples=[_SUBJECT])
    ] = None,
) -> UploadView:
    """Upload a document and start to learn from it.

    What kind of file it is, is told by its content. Uploading the same file again gives the same document and its job,
    so that repeating this request is safe with or without an `Idempotency-Key`; after a failed or cancelled job it is
    tried anew. A subject that is not yours ends the job with `SUBJECT_NOT_FOUND`.
    """
    received = await uploading.receive(kernel, owner, file, name=file.filename or "")
    async with unit_of_work(kernel) as uow:
        made = await uploading.add_upload(uow, owner, received, subject_id=subject_id)
    response.headers["location"] = str(request.url_for("read_job", job_id=made.job_id).path)
    return UploadView(document_id=made.document_id, job_id=made.job_id, is_known=made.is_known)


@router.get("", summary="List documents", responses=error_responses(Unauthenticated, CursorInvalid))
async def list_documents(uow: Transaction, owner: SignedIn, page: Paging, subject_id: InSubject = None) -> DocumentPage:
    """Your documents, the newest first."""
    found = await browsing.list_documents(uow, owner, page, subject_id=subject_id)
    return DocumentPage(items=[document_view(each) for each in found.items], next_cursor=found.next_cursor)


@router.get("/{document_id}", summary="Read a document's state", responses=error_responses(*_SERVED))
async def read_document(uow: Transaction, owner: SignedIn, document_id: DocumentId) -> DocumentView:
    """One of your documents."""
    return document_view(await browsing.find_document(uow, owner, document_id))


@router.get(
    "/{document_id}/file",
    summary="Download the file",
    response_class=StreamingResponse,
    responses={
        200: {"content": {kind.value: {} for kind in MediaType}, "description": "The file as uploaded."},
        **error_responses(*_SERVED),
    },
)
async def download(uow: Transaction, owner: SignedIn, document_id: DocumentId) -> StreamingResponse:
    """The file of one of your documents, as it was uploaded."""
    document, content = await browsing.open_file(uow, owner, document_id)
    return StreamingResponse(
        content,
        media_type=document.media_type,
        headers={
            "content-length": str(document.size_bytes),
            "content-disposition": f"attachment; filename*=UTF-8''{quote(document.file_name)}",
            # A learner's file must not run as a page of ours.
            "content-security-policy": "sandbox",
        },
    )


@router.get("/{document_id}/passages", summary="List passages", responses=error_responses(*_SERVED, CursorInvalid))
async def list_passages(uow: Transaction, owner: SignedIn, page: Paging, document_id: DocumentId) -> PassagePage:
    """The passages of one of your documents, in reading order."""
    found = await browsing.list_passages(uow, owner, document_id, page)
    return PassagePage(items=[PassageView.of(each) for each in found.items], next_cursor=found.next_cursor)


@router.delete(
    "/{document_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Archive a document",
    responses=error_responses(*_SERVED),
)
async def archive_document(uow: Transaction, owner: SignedIn, document_id: DocumentId) -> None:
    """Put one of your documents away: it and its items are not offered any more; what you answered is kept."""
    await archiving.archive_document(uow, owner, document_id)
