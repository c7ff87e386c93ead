"""What happened to documents."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lyceum.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUploaded(Event):
    """A file has arrived and wants to be learned from; its job is open and waits for whoever does it."""

    name: ClassVar[str] = "documents.document_uploaded.v1"
    key_field: ClassVar[str] = "owner_id"

    document_id: UUID
    owner_id: UUID
    subject_id: UUID | None
    job_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentArchived(Event):
    """A document was put away by its owner; what was made from it should not be offered any more."""

    name: ClassVar[str] = "documents.document_archived.v1"
    key_field: ClassVar[str] = "owner_id"

    document_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead(Event):
    """A document's text is there in passages, and can be searched by its words."""

    name: ClassVar[str] = "documents.document_read.v1"
    key_field: ClassVar[str] = "owner_id"

    document_id: UUID
    owner_id: UUID
