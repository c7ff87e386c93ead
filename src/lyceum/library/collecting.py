"""Putting together what can be learned: subjects, their skills, their items, the deck of a document."""

from collections.abc import Sequence
from uuid import UUID

from lyceum.library.contracts import NewItem, NewSkill, Subject, SubjectNotFound
from lyceum.library.store import decks, items, subjects
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork


async def create_subject(uow: UnitOfWork, owner_id: UUID, title: str) -> Subject:
    """A new, empty subject."""
    subject = Subject(id=new_id(), owner_id=owner_id, title=title, created_at=uow.clock.now())
    await subjects.add_subject(uow, subject)
    return subject


async def find_subject(uow: UnitOfWork, owner_id: UUID, subject_id: UUID) -> Subject:
    """A subject of this owner.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    subject = await subjects.find_subject(uow, owner_id, subject_id)
    if subject is None:
        raise SubjectNotFound(f"You have no subject {str(subject_id)!r}.")
    return subject


async def add_skills(uow: UnitOfWork, subject_id: UUID, document_id: UUID, new: Sequence[NewSkill]) -> dict[str, UUID]:
    """The id of each skill by its key; a key the subject knows is the skill it has."""
    return await subjects.put_skills(uow, subject_id, document_id, new)


async def add_items(
    uow: UnitOfWork, subject: Subject, document_id: UUID, new: Sequence[NewItem], *, deck_id: UUID
) -> int:
    """Add items to a document's deck; what the document has already is left out. How many were added."""
    added = await items.put_items(uow, subject.owner_id, subject.id, document_id, new)
    await decks.add_to_deck(uow, deck_id, added)
    return len(added)


async def archive_document(uow: UnitOfWork, document_id: UUID) -> None:
    """Stop offering what was made from a document."""
    await items.archive_items_of(uow, document_id)
    await decks.archive_deck_of(uow, document_id)
