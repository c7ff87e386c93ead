"""Routes of documents: look, read, archive. `POST /documents` is the studio's, which knows subjects too."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Path, Query, status
from fastapi.responses import StreamingResponse

from lyceum.documents import archiving, browsing, uploading
from lyceum.documents.contracts import DocumentNotFound, PassageNotFound
from lyceum.documents.media_types import MediaType
from lyceum.documents.schemas import (
    DocumentPage,
    DocumentView,
    PassagePage,
    PassageView,
    UploadLimitsView,
    UploadRateView,
    document_view,
)
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Resources, Transaction
from lyceum.platform.pages import CursorInvalid

router = Router(prefix="/documents", tags=["documents"])

DocumentId = Annotated[UUID, Path(description="One of your documents.")]
InSubject = Annotated[UUID | None, Query(description="Only documents of this subject.")]
OnPage = Annotated[
    int | None,
    Query(ge=1, le=2**31 - 1, description="Only what stands on this page, wholly or in part; counted from 1."),
]
Around = Annotated[
    UUID | None,
    Query(description="Begin so far before this passage that it stands in the middle of what is given."),
]
_SERVED = (Unauthenticated, DocumentNotFound)


@router.get("", summary="List documents", responses=error_responses(Unauthenticated, CursorInvalid))
async def list_documents(uow: Transaction, owner: SignedIn, page: Paging, subject_id: InSubject = None) -> DocumentPage:
    """Your documents, the newest first."""
    found = await browsing.list_documents(uow, owner, page, subject_id=subject_id)
    return DocumentPage(items=[document_view(each) for each in found.items], next_cursor=found.next_cursor)


# Before the address of one document, which would take it for an id.
@router.get("/limits", summary="Read what may be uploaded", responses=error_responses(Unauthenticated))
async def read_upload_limits(kernel: Resources, owner: SignedIn) -> UploadLimitsView:
    """How large a file may be here, and how many you may send."""
    rates = uploading.rates_of(kernel, owner)
    return UploadLimitsView(
        size_bytes=uploading.largest_bytes(kernel),
        rates=[UploadRateView(files=rate.limit, seconds=rate.span_s) for rate in rates],
    )


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


@router.get(
    "/{document_id}/passages",
    summary="List passages",
    responses=error_responses(*_SERVED, PassageNotFound, CursorInvalid),
)
async def list_passages(
    uow: Transaction,
    owner: SignedIn,
    paging: Paging,
    document_id: DocumentId,
    page: OnPage = None,
    around: Around = None,
) -> PassagePage:
    """The passages of one of your documents, in reading order: all, those of one page, or from near a passage on.

    A document whose format knows no pages has one, page 1.
    """
    found = await browsing.list_passages(uow, owner, document_id, paging, page=page, around=around)
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
