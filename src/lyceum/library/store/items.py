"""SQL of items and their versions."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Row, TextualSelect, any_, func, insert, literal, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from lyceum.library.contracts import (
    Item,
    ItemColumns,
    ItemContent,
    ItemParameters,
    ItemType,
    NewItem,
    Place,
    PracticeScope,
    SkillName,
    Source,
)
from lyceum.library.rules import guessable
from lyceum.library.tables import item, item_skill, item_version, subject
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import UnitOfWork

_ITEM = """
    select i.id, v.version, i.type, v.stem, v.key, v.accepted, v.options, v.passage_id, v.page, v.quote, v.a, v.b, v.c,
        v.parameters_version, i.subject_id, i.document_id, i.status, i.author_id, i.jurisdictions, {place} as place,
        (select json_agg(json_build_array(k.id, k.name) order by k.position) from library.item_skill s
            join library.skill k on k.id = s.skill_id where s.item_id = i.id) as skills
    from library.item i
    join library.item_version v on v.item_id = i.id and v.version = {version}
    join library.subject o on o.id = i.subject_id and o.owner_id = :owner_id
    {rest}"""


def _items(rest: str, *, version: str = "i.current_version", place: str = "0") -> TextualSelect:
    """A query for items; the parts are constants of this module."""
    plain = text(_ITEM.format(rest=rest, version=version, place=place))
    return plain.columns(key=JSONB, accepted=JSONB, options=JSONB, skills=JSON)


_ONE = _items("where i.id = :item_id", version="coalesce(:version, i.current_version)")
_MANY = _items("where i.id = any(:item_ids)")
_VERSIONS = _items(
    "join unnest(cast(:item_ids as uuid[]), cast(:versions as integer[])) as wanted (item_id, version)"
    " on wanted.item_id = i.id and wanted.version = v.version",
    version="any(cast(:versions as integer[]))",
)
_OF_DECK = _items(
    "join library.deck_item d on d.item_id = i.id where d.deck_id = :deck_id and i.status = :status"
    " and (cast(:country as text) is null or i.jurisdictions = '{}' or cast(:country as text) = any(i.jurisdictions))"
    " and (d.position, i.id) > (:position, :after) order by d.position, i.id limit :limit",
    place="d.position",
)
# Two quotes of a passage that begin alike quote the same sentence, though one of them may go on to the next.
_TELLING = 60
_COLUMNS = """
    select i.id, v.version, array_agg(s.skill_id order by s.skill_id) as skill_ids, i.type, v.a, v.b, v.c,
        hashtextextended(coalesce(v.passage_id::text || left(v.quote, {telling}), i.id::text), 0) as sentence,
        i.jurisdictions
    from library.item i
    join library.item_version v on v.item_id = i.id and v.version = i.current_version
    join library.subject o on o.id = i.subject_id and o.owner_id = :owner_id
    join library.item_skill s on s.item_id = i.id {narrower}
    where i.status = 'active' and {condition}
    group by i.id, v.item_id, v.version order by i.id"""
_IN_SCOPE = {
    "subject_id": text(_COLUMNS.format(telling=_TELLING, narrower="", condition="i.subject_id = :subject_id")),
    "document_id": text(_COLUMNS.format(telling=_TELLING, narrower="", condition="i.document_id = :document_id")),
    "deck_id": text(
        _COLUMNS.format(
            telling=_TELLING, narrower="join library.deck_item d on d.item_id = i.id", condition="d.deck_id = :deck_id"
        )
    ),
    "skill_ids": text(
        _COLUMNS.format(
            telling=_TELLING,
            narrower="",
            condition="exists (select from library.item_skill t"
            " where t.item_id = i.id and t.skill_id = any(:skill_ids))",
        )
    ),
}
# Of a subject with a hundred thousand answers, to normalise them all took 7 s, in which nobody else was served.
MOST_OTHER_ANSWERS = 1000
_OTHER_ANSWERS = text("""
    select answer from (
        select distinct answer from library.item i
        join library.item_version v on v.item_id = i.id and v.version = i.current_version
        cross join lateral jsonb_array_elements(v.accepted) as gap(texts)
        cross join lateral jsonb_array_elements_text(gap.texts) as answer
        where i.subject_id = (select subject_id from library.item where id = :item_id) and i.id <> :item_id) as others
    order by (select min(abs(char_length(answer) - length)) from unnest(cast(:lengths as integer[])) as length), answer
    limit :most""")

# Those that are offered last, so that they win.
_KNOWN = text("""
    select i.id, i.content_hash, i.type, v.stem, v.key, v.accepted, v.options from library.item i
    join library.item_version v on v.item_id = i.id and v.version = i.current_version
    where i.subject_id = :subject_id and (i.content_hash = any(:hashes) or v.stem = any(:stems))
    order by i.status = 'active', i.id desc""").columns(key=JSONB, accepted=JSONB, options=JSONB)

# Versions before the current one too: what an item was made with is known again.
_ASKING = text("""
    select distinct i.id, v.stem from library.item i join library.item_version v on v.item_id = i.id
    where i.subject_id = :subject_id and v.stem = any(:stems)""")


def content_hash(new: NewItem | ItemContent) -> str:
    """What two items have in common if and only if they ask the same and accept the same."""
    content = json.dumps([new.type, new.stem, new.key, new.accepted, new.options], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


async def put_items(
    uow: UnitOfWork, author_id: UUID, subject_id: UUID, document_id: UUID | None, new: Sequence[NewItem]
) -> list[UUID]:
    """Add the items the document does not have yet; the ids of those that were added, in the order given."""
    by_hash = {content_hash(each): each for each in new}
    if not by_hash:
        return []
    now = uow.clock.now()
    rows = [
        {
            "id": new_id(),
            "author_id": author_id,
            "subject_id": subject_id,
            "document_id": document_id,
            "type": each.type.value,
            "status": "active",
            "current_version": 1,
            "content_hash": digest,
            "created_at": now,
            "jurisdictions": list(each.jurisdictions),
        }
        for digest, each in by_hash.items()
    ]
    adding = postgresql.insert(item).on_conflict_do_nothing(constraint="item_content")
    added = await uow.execute(adding.returning(item.c.id, item.c.content_hash), rows)
    ids = {row.content_hash: row.id for row in added}
    if ids:
        fresh = [(ids[digest], by_hash[digest]) for digest in by_hash if digest in ids]
        await uow.execute(insert(item_version), [_first_version(item_id, each, now) for item_id, each in fresh])
        links = [{"item_id": item_id, "skill_id": skill} for item_id, each in fresh for skill in set(each.skill_ids)]
        await uow.execute(insert(item_skill), links)
    return [ids[digest] for digest in by_hash if digest in ids]


async def known_items(uow: UnitOfWork, subject_id: UUID, contents: Sequence[ItemContent]) -> dict[str, UUID]:
    """Items of a subject, archived or not, by the hash of what they say, or of what they said when they were made.

    Those that say something else than all of the contents may be left out.
    """
    query = {
        "subject_id": subject_id,
        "hashes": [content_hash(each) for each in contents],
        "stems": list({each.stem for each in contents}),
    }
    known: dict[str, UUID] = {}
    for row in await uow.execute(_KNOWN, query):
        current = ItemContent(
            type=ItemType(row.type), stem=row.stem, key=row.key, accepted=row.accepted, options=row.options
        )
        known |= {row.content_hash: row.id, content_hash(current): row.id}
    return known


async def items_asking(uow: UnitOfWork, subject_id: UUID, stems: Collection[str]) -> dict[UUID, set[str]]:
    """Items of a subject that ask one of these things, or asked it in an earlier version, whatever they accept."""
    found: dict[UUID, set[str]] = {}
    for row in await uow.execute(_ASKING, {"subject_id": subject_id, "stems": list(stems)}):
        found.setdefault(row.id, set()).add(row.stem)
    return found


async def add_version(uow: UnitOfWork, before: Item, content: ItemContent) -> None:
    """Make a new version of an item the current one. Its source, skills and parameters stay."""
    version, now = before.version + 1, uow.clock.now()
    row = _version_row(before.id, content, before.source, before.parameters, now)
    await uow.execute(insert(item_version).values(**{**row, "version": version}))
    await uow.execute(update(item).where(item.c.id == before.id).values(current_version=version))


async def limit_item(uow: UnitOfWork, item_id: UUID, jurisdictions: Sequence[str]) -> None:
    """Say where an item applies."""
    await uow.execute(update(item).where(item.c.id == item_id).values(jurisdictions=list(jurisdictions)))


async def find_item(uow: UnitOfWork, owner_id: UUID, item_id: UUID, *, version: int | None = None) -> Item | None:
    """An item in a subject of this owner, archived or not; the current version unless another is named."""
    query = {"owner_id": owner_id, "item_id": item_id, "version": version}
    row = (await uow.execute(_ONE, query)).one_or_none()
    return _item(row) if row else None


async def find_items(uow: UnitOfWork, owner_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, Item]:
    """Items in subjects of this owner, archived or not, by id."""
    found = await uow.execute(_MANY, {"owner_id": owner_id, "item_ids": list(item_ids)})
    return {row.id: _item(row) for row in found}


async def find_versions(
    uow: UnitOfWork, owner_id: UUID, wanted: Sequence[tuple[UUID, int]]
) -> dict[tuple[UUID, int], Item]:
    """Certain versions of items in subjects of this owner, archived or not, by id and version."""
    query = {"owner_id": owner_id, "item_ids": [item_id for item_id, _ in wanted], "versions": [v for _, v in wanted]}
    return {(row.id, row.version): _item(row) for row in await uow.execute(_VERSIONS, query)}


async def list_deck(
    uow: UnitOfWork,
    owner_id: UUID,
    deck_id: UUID,
    limit: int,
    *,
    after: tuple[int, UUID],
    where: str | None = None,
    is_archived: bool = False,
) -> list[tuple[int, Item]]:
    """Active items of a deck of this owner, or its archived ones, in its order; with `where`, those applying there."""
    query = {"owner_id": owner_id, "deck_id": deck_id, "limit": limit, "position": after[0], "after": after[1]}
    query |= {"country": where, "status": "archived" if is_archived else "active"}
    return [(row.place, _item(row)) for row in await uow.execute(_OF_DECK, query)]


async def columns_in(uow: UnitOfWork, owner_id: UUID, scope: PracticeScope) -> ItemColumns:
    """The active items of a scope, in subjects of this owner."""
    (name, value), *_ = ((key, getattr(scope, key)) for key in _IN_SCOPE if getattr(scope, key))
    value = list(value) if name == "skill_ids" else value
    rows = (await uow.execute(_IN_SCOPE[name], {"owner_id": owner_id, name: value})).all()
    if not rows:
        return ItemColumns()
    ids, versions, skills, types, a, b, c, sentences, jurisdictions = zip(*rows, strict=True)
    plain = ItemColumns(ids, versions, tuple(map(tuple, skills)), tuple(map(ItemType, types)), a, b, c, sentences)
    return replace(plain, limited_to={place: tuple(each) for place, each in enumerate(jurisdictions) if each})


async def active_among(uow: UnitOfWork, owner_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Those of the items that are active, in subjects of this owner, with the countries in which they apply."""
    query = (
        select(item.c.id, item.c.jurisdictions)
        .join(subject, subject.c.id == item.c.subject_id)
        .where(
            subject.c.owner_id == owner_id,
            item.c.status == "active",
            item.c.id == any_(literal(list(item_ids), ARRAY(postgresql.UUID))),
        )
    )
    return {row.id: row.jurisdictions for row in await uow.execute(query)}


async def places_of(uow: UnitOfWork, item_ids: Sequence[UUID]) -> dict[UUID, Place]:
    """What each item belongs to, whoever owns it."""
    among = item.c.id == any_(literal(list(item_ids), ARRAY(postgresql.UUID)))
    query = select(item.c.id, item.c.subject_id, item.c.document_id).where(among)
    return {row.id: Place(row.subject_id, row.document_id) for row in await uow.execute(query)}


async def other_answers(uow: UnitOfWork, item_id: UUID, typed: Sequence[str]) -> list[str]:
    """Texts accepted by other items of the same subject; of very many, those about as long as one that was typed."""
    query = {"item_id": item_id, "lengths": [len(each) for each in typed], "most": MOST_OTHER_ANSWERS}
    return list((await uow.execute(_OTHER_ANSWERS, query)).scalars())


async def archive_items_of(uow: UnitOfWork, document_id: UUID) -> int:
    """Archive the items of a document; how many there were."""
    changed = await uow.execute(
        update(item)
        .where(item.c.document_id == document_id, item.c.status == "active")
        .values(status="archived", archived_at=uow.clock.now())
    )
    return changed.rowcount


async def archive_items_in(uow: UnitOfWork, subject_id: UUID) -> None:
    """Archive the items of a subject."""
    active = (item.c.subject_id == subject_id) & (item.c.status == "active")
    await uow.execute(update(item).where(active).values(status="archived", archived_at=uow.clock.now()))


async def archive_item(uow: UnitOfWork, item_id: UUID) -> None:
    """Archive an item; one that is archived keeps its date."""
    active = (item.c.id == item_id) & (item.c.status == "active")
    await uow.execute(update(item).where(active).values(status="archived", archived_at=uow.clock.now()))


async def restore_item(uow: UnitOfWork, item_id: UUID) -> None:
    """Make an item active."""
    await uow.execute(update(item).where(item.c.id == item_id).values(status="active", archived_at=None))


async def count_by_type(uow: UnitOfWork, document_id: UUID) -> dict[str, int]:
    """How many active items of each type a document has."""
    active = (item.c.document_id == document_id) & (item.c.status == "active")
    query = select(item.c.type, func.count().label("number")).where(active)
    return {row.type: row.number for row in await uow.execute(query.group_by(item.c.type).order_by(item.c.type))}


def _first_version(item_id: UUID, new: NewItem, now: datetime) -> dict[str, Any]:
    content = ItemContent(type=new.type, stem=new.stem, key=new.key, accepted=new.accepted, options=new.options)
    return _version_row(item_id, content, new.source, new.parameters, now)


def _version_row(
    item_id: UUID, content: ItemContent, source: Source | None, parameters: ItemParameters, now: datetime
) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "version": 1,
        "stem": content.stem,
        "key": content.key,
        "accepted": content.accepted,
        "options": content.options,
        "passage_id": source.passage_id if source else None,
        "page": source.page if source else None,
        "quote": source.quote if source else None,
        **guessable(parameters, content).curve(),
        "created_at": now,
    }


def _item(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        version=row.version,
        type=ItemType(row.type),
        stem=row.stem,
        key=row.key,
        accepted=row.accepted,
        options=row.options,
        skills=tuple(SkillName(UUID(skill_id), name) for skill_id, name in row.skills),
        source=None if row.passage_id is None else Source(row.passage_id, row.page, row.quote),
        parameters=ItemParameters(row.a, row.b, row.c, row.parameters_version),
        subject_id=row.subject_id,
        document_id=row.document_id,
        is_active=row.status == "active",
        jurisdictions=tuple(row.jurisdictions),
    )
