"""Putting together what can be learned: subjects, and what is made from a document."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from lyceum.library.contracts import NewItem, Subject, SubjectNotEmpty, SubjectNotFound
from lyceum.library.store import decks, items, subjects
from lyceum.platform.ids import new_id
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def create_subject(uow: UnitOfWork, owner_id: UUID, title: str) -> Subject:
    """A new, empty subject."""
    subject = Subject(id=new_id(), owner_id=owner_id, title=title, created_at=uow.clock.now())
    await subjects.add_subject(uow, subject)
    return subject


async def find_subject(uow: UnitOfWork, owner_id: UUID, subject_id: UUID) -> Subject:
    """A live subject of this owner.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    subject = await subjects.find_subject(uow, owner_id, subject_id)
    if subject is None:
        raise SubjectNotFound(f"You have no subject {str(subject_id)!r}.")
    return subject


async def rename_subject(uow: UnitOfWork, owner: Principal, subject_id: UUID, title: str) -> Subject:
    """Give one of the owner's subjects another title.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    subject = await find_subject(uow, owner.user_id, subject_id)
    await subjects.change_subject(uow, subject_id, title=title)
    return replace(subject, title=title)


async def archive_subject(uow: UnitOfWork, owner: Principal, subject_id: UUID) -> None:
    """Put one of the owner's subjects away, with the items that lie in no deck. What was learned of it stays.

    Raises:
        SubjectNotFound: if they have none with this id.
        SubjectNotEmpty: if it has a deck that is not archived.
    """
    await find_subject(uow, owner.user_id, subject_id)
    await subjects.renew_content(uow, subject_id)
    if await subjects.has_decks(uow, subject_id):
        raise SubjectNotEmpty("This subject has decks. Archive them, and delete its documents, first.")
    await items.archive_items_in(uow, subject_id)
    await subjects.change_subject(uow, subject_id, archived_at=uow.clock.now())


async def add_items(
    uow: UnitOfWork, subject: Subject, document_id: UUID, new: Sequence[NewItem], *, deck_id: UUID
) -> int:
    """Add items to a document's deck; what the document has already is left out. How many were added."""
    await subjects.renew_content(uow, subject.id)
    added = await items.put_items(uow, subject.owner_id, subject.id, document_id, new)
    await decks.add_to_deck(uow, deck_id, added)
    return len(added)


async def archive_document(uow: UnitOfWork, document_id: UUID) -> None:
    """Stop offering what was made from a document."""
    subject_id = await decks.subject_of_document(uow, document_id)
    if subject_id is None:
        return
    await subjects.renew_content(uow, subject_id)
    await items.archive_items_of(uow, document_id)
    await decks.archive_deck_of(uow, document_id)
