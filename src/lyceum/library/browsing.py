"""What an owner may look at: subjects, skills, decks, items."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lyceum.library import collecting
from lyceum.library.contracts import Deck, DeckNotFound, Item, ItemNotFound, Skill, Subject
from lyceum.library.store import decks, items, skills, subjects
from lyceum.platform.errors import Invalid
from lyceum.platform.jurisdictions import clean_jurisdiction
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.withholding import withheld

BEFORE_ALL = (-1, UUID(int=0))


class ScopeMissing(Invalid):
    """Neither a subject nor a document was named."""

    code = "SCOPE_MISSING"


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill with how many items ask for it."""

    skill: Skill
    items: int


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item for its author. `is_withheld`: they are just being asked for it, so that its key is not for them now."""

    item: Item
    is_withheld: bool


async def list_subjects(uow: UnitOfWork, owner: Principal, page: PageRequest) -> Page[Subject]:
    """The owner's subjects, the newest first."""
    before = decode_cursor(page.cursor, UUID)[0] if page.cursor else None
    found = await subjects.list_subjects(uow, owner.user_id, page.limit + 1, before=before)
    return cut(found, page.limit, lambda subject: (subject.id,))


async def list_skills(
    uow: UnitOfWork, owner: Principal, *, subject_id: UUID | None, document_id: UUID | None
) -> list[SkillRow]:
    """Skills of one of the owner's subjects or documents, in the order they are taught.

    Raises:
        ScopeMissing: if neither is named.
        SubjectNotFound: if they have no such subject. A document that is not theirs has no skills.
    """
    if subject_id is None and document_id is None:
        raise ScopeMissing("Name a subject_id or a document_id; skills are listed for one of them.")
    if subject_id is not None:
        await collecting.find_subject(uow, owner.user_id, subject_id)
    return await _counted(
        uow, await skills.list_skills(uow, owner.user_id, subject_id=subject_id, document_id=document_id)
    )


async def list_skills_of(
    uow: UnitOfWork, owner: Principal, subject_id: UUID, page: PageRequest, *, document_id: UUID | None
) -> Page[SkillRow]:
    """A page of the skills of one of the owner's subjects, or of those a document of it teaches, in their order.

    Raises:
        SubjectNotFound: if they have no such subject.
    """
    await collecting.find_subject(uow, owner.user_id, subject_id)
    after = decode_cursor(page.cursor, int, UUID) if page.cursor else None
    found = await skills.list_skills(
        uow, owner.user_id, subject_id=subject_id, document_id=document_id, after=after, limit=page.limit + 1
    )
    shown = cut(found, page.limit, lambda skill: (skill.position, skill.id))
    return Page(await _counted(uow, shown.items), shown.next_cursor)


async def count_for(uow: UnitOfWork, skill: Skill) -> SkillRow:
    """A skill with how many items ask for it."""
    return SkillRow(skill, (await skills.count_items(uow, [skill.id])).get(skill.id, 0))


async def _counted(uow: UnitOfWork, found: Sequence[Skill]) -> list[SkillRow]:
    counts = await skills.count_items(uow, [skill.id for skill in found])
    return [SkillRow(skill, counts.get(skill.id, 0)) for skill in found]


async def list_decks(
    uow: UnitOfWork, owner: Principal, page: PageRequest, *, subject_id: UUID | None, document_id: UUID | None
) -> Page[Deck]:
    """The owner's decks, the newest first."""
    before = decode_cursor(page.cursor, UUID)[0] if page.cursor else None
    among = {"subject_id": subject_id, "document_id": document_id}
    found = await decks.list_decks(uow, owner.user_id, page.limit + 1, before=before, among=among)
    return cut(found, page.limit, lambda deck: (deck.id,))


async def find_deck(uow: UnitOfWork, owner: Principal, deck_id: UUID) -> Deck:
    """One of the owner's decks.

    Raises:
        DeckNotFound: if they have none with this id.
    """
    deck = await decks.find_deck(uow, owner.user_id, deck_id)
    if deck is None:
        raise DeckNotFound(f"You have no deck {str(deck_id)!r}.")
    return deck


async def list_deck_items(
    uow: UnitOfWork,
    owner: Principal,
    deck_id: UUID,
    page: PageRequest,
    *,
    jurisdiction: str | None = None,
    is_archived: bool = False,
) -> Page[ShownItem]:
    """The items of one of the owner's decks that are asked, or those that are archived, in its order.

    With a jurisdiction only those that apply in that country.

    Raises:
        JurisdictionUnknown: if that is no country.
        DeckNotFound: if they have none with this id.
    """
    await find_deck(uow, owner, deck_id)
    after = decode_cursor(page.cursor, int, UUID) if page.cursor else BEFORE_ALL
    where = clean_jurisdiction(jurisdiction) if jurisdiction is not None else None
    found = await items.list_deck(
        uow, owner.user_id, deck_id, page.limit + 1, after=after, where=where, is_archived=is_archived
    )
    placed = cut(found, page.limit, lambda placed: (placed[0], placed[1].id))
    secret = await withheld(uow, owner, [item.id for _, item in placed.items])
    return placed.map(lambda each: ShownItem(each[1], each[1].id in secret))


async def show(uow: UnitOfWork, owner: Principal, item: Item) -> ShownItem:
    """An item as it may be shown to its author now."""
    return ShownItem(item, item.id in await withheld(uow, owner, [item.id]))


async def find_item(uow: UnitOfWork, owner: Principal, item_id: UUID) -> Item:
    """One of the owner's items, archived or not.

    Raises:
        ItemNotFound: if they have none with this id.
    """
    item = await items.find_item(uow, owner.user_id, item_id)
    if item is None:
        raise ItemNotFound(f"You have no item {str(item_id)!r}.")
    return item
