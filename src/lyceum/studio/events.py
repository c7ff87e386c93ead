"""What happened in the studio."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lyceum.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLearned(Event):
    """All that could be made from a document has been made; its deck can be practised."""

    name: ClassVar[str] = "studio.document_learned.v1"
    key_field: ClassVar[str] = "owner_id"

    document_id: UUID
    owner_id: UUID
    subject_id: UUID
    deck_id: UUID
    job_id: UUID
    items: int
    skills: int
