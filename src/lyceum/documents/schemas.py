"""Wire models of the domain documents."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.documents.contracts import Document, DocumentPassage
from lyceum.platform import telling

_DOCUMENT: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000010",
    "subject_id": "0198c0de-7a11-7000-8000-000000000020",
    "title": "Demand and Supply",
    "file_name": "demand-and-supply.pdf",
    "media_type": "application/pdf",
    "size_bytes": 1830412,
    "status": "ready",
    "page_count": 31,
    "language": "en",
    "error": None,
    "job_id": "0198c0de-7a11-7000-8000-000000000001",
    "created_at": "2026-01-05T09:00:00Z",
}
_RATE: JsonDict = {"files": 5, "seconds": 3600}
_PASSAGE: JsonDict = {
    "id": "5a9f2f0e-0d3c-5f43-8f0e-5b6f8f4f1c11",
    "position": 4,
    "page": 3,
    "page_breaks": [{"offset": 412, "page": 4}],
    "heading": "Demand for Goods and Services",
    "text": "Economists use the term demand to refer to the amount of some good or service consumers are willing …",
}


class DocumentView(BaseModel):
    """A document as its owner sees it."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": _DOCUMENT})

    id: UUID
    subject_id: UUID | None = Field(description="The body of knowledge it belongs to; null until there is one.")
    title: str
    file_name: str
    media_type: str
    size_bytes: int
    status: Literal["uploaded", "reading", "ready", "failed"]
    page_count: int | None = Field(description="Once read.")
    language: str | None = Field(
        description="As in BCP 47, once read; null if it could not be told. Material is made best from English (`en`)."
    )
    error: dict[str, Any] | None = Field(description="`{code, message}`, once failed.")
    job_id: UUID
    created_at: datetime


class DocumentPage(BaseModel):
    """One page of documents."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_DOCUMENT], "next_cursor": None}})

    items: list[DocumentView]
    next_cursor: str | None = Field(description="For the page after; null on the last.")


class UploadRateView(BaseModel):
    """So many files within so much time."""

    model_config = ConfigDict(json_schema_extra={"example": _RATE})

    files: int
    seconds: int


class UploadLimitsView(BaseModel):
    """What this installation takes."""

    model_config = ConfigDict(json_schema_extra={"example": {"size_bytes": 52428800, "rates": [_RATE]}})

    size_bytes: int = Field(description="The largest file that may be uploaded.")
    rates: list[UploadRateView] = Field(description="How many files you may send; all of them hold.")


class PageBreakView(BaseModel):
    """A passage goes over to another page."""

    offset: int = Field(description="Of the first character of `text` that stands on `page`.")
    page: int


class PassageView(BaseModel):
    """A passage: what items quote."""

    model_config = ConfigDict(json_schema_extra={"example": _PASSAGE})

    id: UUID
    position: int = Field(description="Counts from 0 in reading order.")
    page: int = Field(description="Where it begins, counted from 1.")
    page_breaks: list[PageBreakView] = Field(description="Where it goes over to other pages; mostly nowhere.")
    heading: str | None = Field(description="The nearest heading above it.")
    text: str

    @classmethod
    def of(cls, passage: DocumentPassage) -> Self:
        """From what is kept."""
        return cls(
            id=passage.id,
            position=passage.position,
            page=passage.page,
            page_breaks=[PageBreakView(offset=offset, page=page) for offset, page in passage.page_breaks],
            heading=passage.heading_path[-1] if passage.heading_path else None,
            text=passage.text,
        )


class PassagePage(BaseModel):
    """One page of passages."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_PASSAGE], "next_cursor": None}})

    items: list[PassageView]
    next_cursor: str | None = Field(description="For the page after; null on the last.")


def document_view(document: Document) -> DocumentView:
    """A document on the wire."""
    view = DocumentView.model_validate(document)
    view.error = telling.failure(view.error)
    return view
