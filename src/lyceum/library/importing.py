"""A deck from a file: read in a process of its own, then put into a subject in one transaction.

The same file again makes nothing twice: an item that the subject has, as it was made or as it is now, is known. Reviews
and schedules of the file are not taken over, because only an answer given here changes what is believed of a learner.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.algorithms.text.words import term_key
from lyceum.library import collecting, deck_keeping, skill_map
from lyceum.library.contracts import DeckFileTooLarge, DeckFileUnreadable, NewItem, NewSkill, OtherSubject
from lyceum.library.exchange.notes import LONGEST_NAME, DeckFile, Note, RefusalReason, RefusedRow
from lyceum.library.exchange.reading import read_deck_file
from lyceum.library.store import decks, items, skills, subjects
from lyceum.platform.confinement import Allowance, confined, places_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.withholding import withheld

LARGEST_MB = 32
# A package of 5,000 notes of 4,000 characters each took 6.4 s and 312 MB, on a busy machine.
ALLOWANCE = Allowance(cpu_s=30, memory_mb=1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """Where a file goes.

    Attributes:
        subject_id: one of the owner's.
        title: of the deck; None for what the file calls it, or is called.
        skill_id: what items ask for whose rows name no skill; None for a skill that is called as the deck.
    """

    subject_id: UUID
    title: str | None = None
    skill_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file.

    Attributes:
        deck_id: None if there was nothing to put into it.
        made, known: how many items are new, and how many the subject had.
        refused: the rows that became no item.
        reviews: how many reviews the file tells of, none of which was taken over.
    """

    deck_id: UUID | None
    made: int
    known: int
    refused: tuple[RefusedRow, ...]
    reviews: int


async def import_deck(kernel: Kernel, owner: Principal, data: bytes, *, name: str, order: ImportOrder) -> Imported:
    """Make items of a file, in a deck of one of the owner's subjects. Opens its own transactions.

    Raises:
        SubjectNotFound, SkillNotFound: if the owner has none with that id.
        OtherSubject: if the skill is of another subject.
        DeckFileUnreadable, DeckFileUnsupported, DeckFileTooLarge, TooDemanding: as named.
    """
    async with unit_of_work(kernel) as uow:
        await _check(uow, owner, order)
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise too_large()
    if not data.strip():
        raise DeckFileUnreadable("The file is empty. Choose a CSV file or an Anki package.")
    async with places_of(kernel).place():
        found = await confined(ALLOWANCE, read_deck_file, data)
    title = order.title or found.title or clean_line(name.rpartition(".")[0] or name)[:LONGEST_NAME].strip()
    async with unit_of_work(kernel) as uow:
        return await _put(uow, owner, found, order, title)


def too_large() -> DeckFileTooLarge:
    """The refusal of a file above the limit."""
    return DeckFileTooLarge(
        f"The file is larger than {LARGEST_MB} MB. Export the deck without its media, or in parts.",
        details={"limit_mb": LARGEST_MB},
    )


async def _check(uow: UnitOfWork, owner: Principal, order: ImportOrder) -> str:
    """Refuse what is not the owner's; the title of the subject."""
    subject = await collecting.find_subject(uow, owner.user_id, order.subject_id)
    if order.skill_id is not None:
        skill = await skill_map.find_skill(uow, owner, order.skill_id)
        if skill.subject_id != subject.id:
            raise OtherSubject("The skill belongs to another subject than the one to import into.")
    return subject.title


async def _put(uow: UnitOfWork, owner: Principal, found: DeckFile, order: ImportOrder, title: str) -> Imported:
    # Once more: the subject may be archived by now.
    subject_title = await _check(uow, owner, order)
    found = await _without_asked(uow, owner, found, order.subject_id)
    if not found.notes:
        return Imported(None, 0, 0, found.refused, found.reviews)
    await subjects.renew_content(uow, order.subject_id)
    title = title or subject_title
    deck_id = await decks.find_written(uow, owner.user_id, order.subject_id, title)
    if deck_id is None:
        deck_id = (await deck_keeping.create_deck(uow, owner, order.subject_id, title=title)).id
    notes: dict[str, Note] = {}
    for note in found.notes:
        notes.setdefault(items.content_hash(note.content), note)
    ids = await items.known_items(uow, order.subject_id, [note.content for note in notes.values()])
    fresh = {digest: note for digest, note in notes.items() if digest not in ids}
    new = await _new_items(uow, order, list(fresh.values()), title)
    added = await items.put_items(uow, owner.user_id, order.subject_id, None, new)
    ids |= dict(zip(fresh, added, strict=True))
    await decks.add_to_deck(uow, deck_id, [ids[digest] for digest in notes])
    return Imported(deck_id, len(added), len(found.notes) - len(added), found.refused, found.reviews)


async def _without_asked(uow: UnitOfWork, owner: Principal, found: DeckFile, subject_id: UUID) -> DeckFile:
    """The file without what a session waits for: that a note with this key is known would tell that it is right."""
    asking = await items.items_asking(uow, subject_id, {note.content.stem for note in found.notes})
    secret = await withheld(uow, owner, list(asking))
    stems = {stem for item_id in secret for stem in asking[item_id]}
    asked = [note for note in found.notes if note.content.stem in stems]
    refused = [*found.refused, *(RefusedRow(row, RefusalReason.BEING_ASKED) for row in {note.row for note in asked})]
    notes = tuple(note for note in found.notes if note.content.stem not in stems)
    return replace(found, notes=notes, refused=tuple(sorted(refused, key=lambda each: each.row)))


async def _new_items(uow: UnitOfWork, order: ImportOrder, notes: list[Note], title: str) -> list[NewItem]:
    named = {note.row: note.skills or (() if order.skill_id else (title,)) for note in notes}
    keys = {name: term_key(name) or name.casefold() for names in named.values() for name in names}
    # Two forms of one name are one skill.
    wanted = {key: NewSkill(key=key, name=name) for name, key in reversed(keys.items())}
    skill_ids = await skills.put_skills(uow, order.subject_id, None, list(reversed(wanted.values())))
    return [
        NewItem(
            type=note.content.type,
            stem=note.content.stem,
            key=note.content.key,
            accepted=note.content.accepted,
            options=note.content.options,
            skill_ids=tuple(dict.fromkeys(skill_ids[keys[name]] for name in named[note.row]))
            or ((order.skill_id,) if order.skill_id else ()),
            source=None,
            jurisdictions=note.jurisdictions,
        )
        for note in notes
    ]
