"""What other domains may ask of the library."""

from collections.abc import Sequence
from uuid import UUID

from lyceum.library import browsing, candidates, collecting, skill_map
from lyceum.library.contracts import (
    Askable,
    Calibratable,
    Calibrated,
    Item,
    ItemColumns,
    ItemNotFound,
    NewItem,
    NewSkill,
    Place,
    PracticeScope,
    Skill,
    SkillNeighbours,
    Subject,
)
from lyceum.library.store import decks, items, parameters, skills, subjects
from lyceum.library.version_cache import VersionCache
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

_VERSIONS = "library.versions"


async def create_subject(uow: UnitOfWork, owner_id: UUID, title: str) -> Subject:
    """A new, empty subject."""
    return await collecting.create_subject(uow, owner_id, title)


async def find_subject(uow: UnitOfWork, owner_id: UUID, subject_id: UUID) -> Subject:
    """A subject of this owner.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    return await collecting.find_subject(uow, owner_id, subject_id)


async def subjects_of(uow: UnitOfWork, owner: Principal) -> list[Subject]:
    """Every subject of an owner, the newest first."""
    return await subjects.list_subjects(uow, owner.user_id, None, before=None)


async def askable_of(uow: UnitOfWork, owner: Principal) -> list[Askable]:
    """What can be asked of each subject of an owner that has something, where they are; the newest first."""
    return await candidates.askable_of(uow, owner)


async def add_skills(uow: UnitOfWork, subject: Subject, document_id: UUID, new: Sequence[NewSkill]) -> dict[str, UUID]:
    """Give a subject the skills of one of its documents.

    Args:
        uow: the transaction.
        subject: as `find_subject` gave it.
        document_id: the document that teaches them.
        new: in the order they are taught; prerequisites must be among them.

    Returns:
        The id of each skill by its key. A key the subject knows already is the skill it has: documents of one subject
        share skills. A prerequisite that would close a cycle is left out.
    """
    return await skill_map.add_skills(uow, subject.id, document_id, new)


async def put_deck(uow: UnitOfWork, subject: Subject, document_id: UUID, title: str) -> UUID:
    """The deck of a document, made if there is none yet."""
    return await decks.put_deck(uow, subject.owner_id, subject.id, document_id, title)


async def add_items(
    uow: UnitOfWork, subject: Subject, document_id: UUID, new: Sequence[NewItem], *, deck_id: UUID
) -> int:
    """Add items to a document and its deck; safe to repeat.

    Returns:
        How many were added: an item with the same content as one the document has is left out, archived or not.
    """
    return await collecting.add_items(uow, subject, document_id, new, deck_id=deck_id)


async def count_items(uow: UnitOfWork, document_id: UUID) -> dict[str, int]:
    """How many active items of each type a document has."""
    return await items.count_by_type(uow, document_id)


async def check_scope(uow: UnitOfWork, learner: Principal, scope: PracticeScope) -> None:
    """Refuse a scope that names what the learner does not have. Documents are known elsewhere.

    Raises:
        SubjectNotFound, DeckNotFound, SkillNotFound: if they have none with that id.
    """
    if scope.subject_id is not None:
        await collecting.find_subject(uow, learner.user_id, scope.subject_id)
    if scope.deck_id is not None:
        await browsing.find_deck(uow, learner, scope.deck_id)
    if scope.skill_ids:
        await skill_map.find_skills(uow, learner, scope.skill_ids)


async def items_for_practice(uow: UnitOfWork, learner: Principal, scope: PracticeScope) -> ItemColumns:
    """The items of a scope that may be asked now, as columns: no content, and none of another person's.

    Those that apply in certain countries only are left out unless the learner says they are in one of them. Read from
    the database only if something in their subjects has changed since this process read them last.
    """
    return await candidates.items_for_practice(uow, learner, scope)


async def active_among(uow: UnitOfWork, learner: Principal, item_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the items that may be asked of the learner now."""
    return await candidates.active_among(uow, learner, item_ids)


async def find_item(uow: UnitOfWork, learner: Principal, item_id: UUID, *, version: int | None = None) -> Item:
    """An item the learner may practise, with its key, archived or not.

    Args:
        uow: the transaction.
        learner: whose library it must be in.
        item_id: of the item.
        version: the one that was asked; None for the current one.

    Raises:
        ItemNotFound: if there is none for them.
    """
    cache: VersionCache = uow.kernel.memory.setdefault(_VERSIONS, VersionCache())
    now = uow.clock.now()
    if version is not None and (kept := cache.find((learner.user_id, item_id, version), now)):
        return kept
    item = await items.find_item(uow, learner.user_id, item_id, version=version)
    if item is None:
        raise ItemNotFound(f"You have no item {str(item_id)!r}.")
    cache.keep((learner.user_id, item_id, item.version), item, now)
    return item


async def find_items(uow: UnitOfWork, learner: Principal, item_ids: Sequence[UUID]) -> dict[UUID, Item]:
    """The current versions of items, by id; those the learner may not see are left out."""
    return await items.find_items(uow, learner.user_id, item_ids)


async def find_versions(
    uow: UnitOfWork, learner: Principal, wanted: Sequence[tuple[UUID, int]]
) -> dict[tuple[UUID, int], Item]:
    """Certain versions of items, by id and version; those the learner may not see are left out."""
    return await items.find_versions(uow, learner.user_id, wanted)


async def items_to_calibrate(uow: UnitOfWork, subject_id: UUID) -> list[Calibratable]:
    """The active items of a subject, whoever owns it; for calibration, which acts for nobody."""
    return await parameters.list_calibratable(uow, subject_id)


async def calibrate(uow: UnitOfWork, subject_id: UUID, found: Sequence[Calibrated]) -> None:
    """Give items of a subject the parameters that answers to them have shown: the one way in which they change.

    Args:
        uow: the transaction.
        subject_id: what all of them are of; its content counts as changed.
        found: what calibration says; each becomes a further version of the item's parameters.
    """
    if found:
        await subjects.renew_content(uow, subject_id)
        await parameters.change_parameters(uow, found)


async def other_answers(uow: UnitOfWork, item_id: UUID, typed: Sequence[str]) -> list[str]:
    """What other items of the same subject accept as right: typing one of these is no misspelling.

    Args:
        uow: the transaction.
        item_id: whose answer was typed.
        typed: at least one text. Of more than a thousand answers, those come that are about as long as one of these.
    """
    return await items.other_answers(uow, item_id, typed)


async def places_of(uow: UnitOfWork, item_ids: Sequence[UUID]) -> dict[UUID, Place]:
    """What each item belongs to, whoever owns it; for listeners, who act for nobody."""
    return await items.places_of(uow, item_ids)


async def skills_by_document(uow: UnitOfWork, owner_id: UUID) -> dict[UUID, list[UUID]]:
    """The skills of each document this owner has learned from, archived or not, in the order they are taught."""
    return await skills.skills_by_document(uow, owner_id)


async def skills_of_subject(uow: UnitOfWork, owner: Principal, subject_id: UUID | None) -> list[Skill]:
    """The skills of one of the owner's subjects, or of all of them, in the order they are taught.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    if subject_id is not None:
        await collecting.find_subject(uow, owner.user_id, subject_id)
    return await skills.list_skills(uow, owner.user_id, subject_id=subject_id)


async def neighbours_of(uow: UnitOfWork, owner: Principal, skill_id: UUID) -> SkillNeighbours:
    """A skill in one of the owner's subjects, with what it needs and what needs it.

    Raises:
        SkillNotFound: if there is none with this id.
    """
    return await skill_map.neighbours_of(uow, owner, skill_id)
