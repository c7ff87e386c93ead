"""SQL of item parameters: the versions of them, what an item was made with, and what calibration found."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB

from lyceum.library.contracts import Calibratable, Calibrated, ItemParameters, ItemType
from lyceum.platform.unit_of_work import UnitOfWork

_OF_SUBJECT = text("""
    select i.id, v.version, i.type, v.key, v.options, v.a, v.b, v.c, v.parameters_version,
        coalesce(p.a, v.a) as made_a, coalesce(p.b, v.b) as made_b, coalesce(p.c, v.c) as made_c
    from library.item i
    join library.item_version v on v.item_id = i.id and v.version = i.current_version
    left join library.item_parameters p on p.item_id = v.item_id and p.version = v.version and p.parameters_version = 1
    where i.subject_id = :subject_id and i.status = 'active' order by i.id""").columns(key=JSONB, options=JSONB)
# What an item was made with is kept when the first calibration takes its place, not before.
_KEEP = text("""
    insert into library.item_parameters (item_id, version, parameters_version, a, b, c, answers, created_at)
    select v.item_id, v.version, v.parameters_version, v.a, v.b, v.c, 0, v.created_at
    from library.item_version v
    join unnest(cast(:item_ids as uuid[]), cast(:versions as integer[])) as found (item_id, version)
        using (item_id, version)
    on conflict do nothing""")
_CHANGE = text("""
    with found as (
        select * from unnest(
            cast(:item_ids as uuid[]), cast(:versions as integer[]), cast(:a as float8[]), cast(:b as float8[]),
            cast(:c as float8[]), cast(:answers as integer[])) as found (item_id, version, a, b, c, answers)),
    changed as (
        update library.item_version v
        set a = found.a, b = found.b, c = found.c, parameters_version = v.parameters_version + 1
        from found where v.item_id = found.item_id and v.version = found.version
        returning v.item_id, v.version, v.parameters_version, v.a, v.b, v.c, found.answers)
    insert into library.item_parameters (item_id, version, parameters_version, a, b, c, answers, created_at)
    select item_id, version, parameters_version, a, b, c, answers, :now from changed""")


async def list_calibratable(uow: UnitOfWork, subject_id: UUID) -> list[Calibratable]:
    """The active items of a subject, whoever owns it, in the order they were made."""
    return [
        Calibratable(
            id=row.id,
            version=row.version,
            type=ItemType(row.type),
            key=row.key if row.options else None,
            option_ids=tuple(option["id"] for option in row.options or ()),
            made_with=ItemParameters(row.made_a, row.made_b, row.made_c),
            parameters=ItemParameters(row.a, row.b, row.c, row.parameters_version),
        )
        for row in await uow.execute(_OF_SUBJECT, {"subject_id": subject_id})
    ]


async def change_parameters(uow: UnitOfWork, found: Sequence[Calibrated]) -> None:
    """Give versions of items other parameters; those they had stay on record."""
    named = {"item_ids": [each.item_id for each in found], "versions": [each.version for each in found]}
    values = {name: [getattr(each, name) for each in found] for name in ("a", "b", "c", "answers")}
    await uow.execute(_KEEP, named)
    await uow.execute(_CHANGE, {**named, **values, "now": uow.clock.now()})
