"""Routes of search: in one document, in a subject, in everything one has."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from lyceum.documents import searching
from lyceum.documents.contracts import DocumentNotFound
from lyceum.documents.search_schemas import SearchView
from lyceum.documents.searching import SearchRequest
from lyceum.platform.errors import Invalid, Unauthenticated
from lyceum.platform.http.admission import charged
from lyceum.platform.http.authentication import SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import OutsideRouter
from lyceum.platform.http.transaction import Resources
from lyceum.platform.limit_table import LimitClass

# A question is embedded before the transaction that searches, so these routes open it themselves.
documents_search = OutsideRouter(prefix="/documents", tags=["documents"])
everywhere = OutsideRouter(prefix="/search", tags=["documents"])

_LONGEST_QUESTION = 2000
Question = Annotated[
    str,
    Query(
        alias="q",
        max_length=_LONGEST_QUESTION,
        description="A question or some words, in no special syntax. Blank finds nothing.",
        examples=["What makes demand fall?"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=50, description="Most passages to find.")]
InSubject = Annotated[UUID | None, Query(description="Only documents of this subject.")]


@documents_search.get(
    "/{document_id}/search",
    summary="Search a document",
    responses=error_responses(Unauthenticated, DocumentNotFound, Invalid),
)
@charged(LimitClass.SEARCH)
async def search_document(
    kernel: Resources,
    owner: SignedInOutside,
    document_id: Annotated[UUID, Path(description="One of your documents.")],
    question: Question,
    limit: Limit = 20,
) -> SearchView:
    """The passages of one of your documents that fit a question best, by its words and by its meaning.

    A document can be searched by words as soon as it was read, by meaning some seconds later; `engines` says what took
    part. Where `is_confident` is false, the document may well not answer the question.
    """
    request = SearchRequest(question=question, limit=limit, document_id=document_id)
    return SearchView.of(await searching.search(kernel, owner, request))


@everywhere.get("", summary="Search documents", responses=error_responses(Unauthenticated, Invalid))
@charged(LimitClass.SEARCH)
async def search_documents(
    kernel: Resources, owner: SignedInOutside, question: Question, subject_id: InSubject = None, limit: Limit = 20
) -> SearchView:
    """The passages that fit a question best, in all of your documents or in those of one subject."""
    request = SearchRequest(question=question, limit=limit, subject_id=subject_id)
    return SearchView.of(await searching.search(kernel, owner, request))
