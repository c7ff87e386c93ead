"""Columns of items with the places of things in them; and those of the items that apply where somebody is."""

from dataclasses import replace
from uuid import UUID

from lyceum.library.contracts import ItemColumns
from lyceum.platform.jurisdictions import applies

_EVERYWHERE: tuple[str, ...] = ()


def indexed(columns: ItemColumns) -> ItemColumns:
    """The columns, with where in them the items, those of each skill, and those that quote the same, stand."""
    places_of: dict[UUID, list[int]] = {}
    for place, skill_ids in enumerate(columns.skill_ids):
        for skill_id in skill_ids:
            places_of.setdefault(skill_id, []).append(place)
    quoting: dict[int, list[int]] = {}
    for place, sentence in enumerate(columns.sentences):
        quoting.setdefault(sentence, []).append(place)
    return replace(
        columns,
        quoting=quoting,
        place_of={item_id: place for place, item_id in enumerate(columns.ids)},
        places_of=places_of,
    )


def applying(columns: ItemColumns, country: str | None) -> ItemColumns:
    """Those of the items that apply in a country, or everywhere if it is not known, with how many were left out."""
    limited = columns.limited_to
    kept = [place for place in range(len(columns.ids)) if applies(limited.get(place, _EVERYWHERE), country)]
    return indexed(
        ItemColumns(
            ids=tuple(columns.ids[place] for place in kept),
            versions=tuple(columns.versions[place] for place in kept),
            skill_ids=tuple(columns.skill_ids[place] for place in kept),
            types=tuple(columns.types[place] for place in kept),
            a=tuple(columns.a[place] for place in kept),
            b=tuple(columns.b[place] for place in kept),
            c=tuple(columns.c[place] for place in kept),
            sentences=tuple(columns.sentences[place] for place in kept),
            prerequisites=columns.prerequisites,
            left_out=len(columns.ids) - len(kept),
        )
    )
