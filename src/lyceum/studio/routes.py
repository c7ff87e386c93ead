"""Routes of the studio: the upload from which it learns.

It stands here and not with the other routes of documents, because whose a subject is, only the library knows. Documents
and library are strangers to each other, and a subject that is not yours is to be refused before a file is stored; the
studio knows both, and it is the studio that learns from the file.
"""

from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Request, Response, UploadFile, status

from lyceum.documents.contracts import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotUtf8,
    DocumentTooDemanding,
    DocumentTooLarge,
    DocumentTypeUnsupported,
)
from lyceum.library.contracts import SubjectNotFound
from lyceum.platform.errors import Invalid, Unauthenticated
from lyceum.platform.http.admission import charged
from lyceum.platform.http.authentication import SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import OutsideRouter
from lyceum.platform.http.transaction import Resources
from lyceum.platform.limit_table import LimitClass
from lyceum.studio.schemas import UploadView
from lyceum.studio.taking_in import take_in

# A file is stored before the transaction that tells of it, so this route opens its transactions itself.
uploads = OutsideRouter(tags=["documents"])

_SUBJECT = "0198c0de-7a11-7000-8000-000000000020"


@uploads.post(
    "/documents",
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
            SubjectNotFound,
        ),
    },
)
@charged(LimitClass.UPLOAD)
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
    tried anew.
    """
    made = await take_in(kernel, owner, file, name=file.filename or "", subject_id=subject_id)
    response.headers["location"] = str(request.url_for("read_job", job_id=made.job_id).path)
    return UploadView(document_id=made.document_id, job_id=made.job_id, is_known=made.is_known)
