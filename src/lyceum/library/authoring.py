"""Items as their author writes them: new ones, new versions, put away and brought back.

A version never changes: whoever was asked the one before is graded by it.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from lyceum.library import browsing, rules, skill_map
from lyceum.library.contracts import (
    Item,
    ItemChanged,
    ItemContent,
    ItemExists,
    ItemNotRestorable,
    Key,
    NewItem,
    OtherSubject,
)
from lyceum.library.store import decks, items, subjects
from lyceum.platform.jurisdictions import clean_jurisdictions
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to change of an item; None stays. `of_version`: refuse, unless this is the current one.

    `jurisdictions` make no new version: they say where the item is asked, not what it says.
    """

    of_version: int | None = None
    stem: str | None = None
    key: Key | None = None
    accepted: list[list[str]] | None = None
    options: list[dict[str, str]] | None = None
    jurisdictions: tuple[str, ...] | None = None


async def write_item(
    uow: UnitOfWork,
    author: Principal,
    deck_id: UUID,
    content: ItemContent,
    *,
    skill_ids: tuple[UUID, ...],
    jurisdictions: tuple[str, ...] = (),
) -> Item:
    """Write an item into one of the author's decks. It has no source: it is the author's word.

    Raises:
        JurisdictionUnknown: if it is to apply in what is no country.
        DeckNotFound, SkillNotFound: if the author has none with that id.
        OtherSubject: if a skill is of another subject than the deck.
        ContentMisfit: if the content is not what an item of its type says.
        ItemExists: if the deck's document has this item.
    """
    deck = await browsing.find_deck(uow, author, deck_id)
    found = await skill_map.find_skills(uow, author, skill_ids)
    if any(skill.subject_id != deck.subject_id for skill in found.values()):
        raise OtherSubject("An item's skills belong to the subject of its deck.")
    checked = rules.checked(content)
    await subjects.renew_content(uow, deck.subject_id)
    new = NewItem(
        type=checked.type,
        stem=checked.stem,
        key=checked.key,
        accepted=checked.accepted,
        options=checked.options,
        skill_ids=skill_ids,
        source=None,
        jurisdictions=clean_jurisdictions(jurisdictions),
    )
    added = await items.put_items(uow, author.user_id, deck.subject_id, deck.document_id, [new])
    if not added:
        raise ItemExists("The document of this deck has an item that asks and accepts just this. Edit or restore it.")
    await decks.add_to_deck(uow, deck_id, added)
    return await browsing.find_item(uow, author, added[0])


async def edit_item(uow: UnitOfWork, author: Principal, item_id: UUID, edit: Edit) -> Item:
    """Make a new version of an item, if it is to say something else, or say where it applies.

    Raises:
        ItemNotFound: if the author has none with this id.
        JurisdictionUnknown: if it is to apply in what is no country.
        ItemChanged: if the edit is of another version than the current one.
        ContentMisfit: if it would not be what an item of its type says.
    """
    item = await browsing.find_item(uow, author, item_id)
    await subjects.renew_content(uow, item.subject_id)
    # Once more under the lock, so that of two edits the second sees the first.
    item = await browsing.find_item(uow, author, item_id)
    if edit.of_version not in (None, item.version):
        raise ItemChanged(f"This item is at version {item.version}. Read it again, and edit that.")
    before = ItemContent(type=item.type, stem=item.stem, key=item.key, accepted=item.accepted, options=item.options)
    after = rules.checked(_edited(before, edit))
    if edit.jurisdictions is not None:
        await items.limit_item(uow, item_id, clean_jurisdictions(edit.jurisdictions))
    if after != before:
        await items.add_version(uow, item, after)
    return await browsing.find_item(uow, author, item_id)


async def archive_item(uow: UnitOfWork, author: Principal, item_id: UUID) -> None:
    """Stop offering an item. It is never deleted: attempts speak of it.

    Raises:
        ItemNotFound: if the author has none with this id.
    """
    item = await browsing.find_item(uow, author, item_id)
    await subjects.renew_content(uow, item.subject_id)
    await items.archive_item(uow, item_id)


async def restore_item(uow: UnitOfWork, author: Principal, item_id: UUID) -> Item:
    """Offer an archived item again; one that is offered stays so.

    Raises:
        ItemNotFound: if the author has none with this id.
        ItemNotRestorable: if its document or subject is archived.
    """
    item = await browsing.find_item(uow, author, item_id)
    await subjects.renew_content(uow, item.subject_id)
    live = await subjects.find_subject(uow, author.user_id, item.subject_id)
    if live is None or (item.document_id and await decks.is_archived(uow, item.document_id)):
        raise ItemNotRestorable("What this item belongs to is archived, and it stays so too.")
    await items.restore_item(uow, item_id)
    return replace(item, is_active=True)


def _edited(content: ItemContent, edit: Edit) -> ItemContent:
    accepted = edit.accepted
    if accepted is None:
        # What was accepted besides the old key says nothing about a new one.
        accepted = content.accepted if edit.key in (None, content.key) else []
    return replace(
        content,
        stem=content.stem if edit.stem is None else edit.stem,
        key=content.key if edit.key is None else edit.key,
        accepted=accepted,
        options=content.options if edit.options is None else edit.options,
    )
