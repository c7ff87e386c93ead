"""SQL of item statistics: what may be told of each item, and which subjects are to be counted again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.item_flags import Figures, Flag, FlagCode

_COLUMNS = {
    "item_id": "uuid",
    "version": "int",
    "asked": "int",
    "learners": "int",
    "correct_share": "float8",
    "discrimination": "float8",
    "median_ms": "float8",
    "options": "jsonb",
    "flags": "jsonb",
    "is_flagged": "bool",
}
_ARRAYS = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(_COLUMNS.values(), 3))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "item_id")
# What another version was calibrated on says nothing about this one.
_PUT = f"""
    insert into practice.item_statistics as known (subject_id, computed_at, {", ".join(_COLUMNS)})
    select $1, $2, * from unnest({_ARRAYS})
    on conflict (item_id) do update set {_CHANGES}, computed_at = excluded.computed_at,
        calibrated_at = case when known.version = excluded.version then known.calibrated_at end,
        calibrated_on = case when known.version = excluded.version then known.calibrated_on end"""  # noqa: S608  our own names
_CALIBRATED = """
    update practice.item_statistics s set calibrated_at = $4, calibrated_on = found.answers
    from unnest($1::uuid[], $2::int[], $3::int[]) as found (item_id, version, answers)
    where s.item_id = found.item_id and s.version = found.version"""
_STALE = """
    select subject_id, changes from practice.subject_statistics
    where changes > counted and subject_id > $1 order by subject_id limit 1"""
_COUNTED = "update practice.subject_statistics set counted = greatest(counted, $2) where subject_id = $1"
_ROW = f"""
    select {", ".join(_COLUMNS)}, calibrated_at, calibrated_on from practice.item_statistics"""  # noqa: S608  our own names
_LIST = f"{_ROW} where subject_id = $1 and item_id > $2 and (is_flagged or not $3) order by item_id limit $4"
_ONE = f"{_ROW} where item_id = $1"


@dataclass(frozen=True, slots=True)
class Stale:
    """A subject that has new answers, and how often there were such changes until now."""

    subject_id: UUID
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The figures of a version of an item, and when and on how many answers its parameters were measured, if ever."""

    item_id: UUID
    version: int
    figures: Figures
    calibrated_at: datetime | None
    calibrated_on: int | None


async def put(uow: UnitOfWork, subject_id: UUID, versions: Mapping[UUID, int], figures: Mapping[UUID, Figures]) -> None:
    """Keep the figures of items of a subject, over those of before."""
    if not figures:
        return
    driver = await uow.driver()
    rows = [_values(item_id, versions[item_id], each) for item_id, each in figures.items()]
    columns = [list(column) for column in zip(*rows, strict=True)]
    await driver.execute(_PUT, subject_id, uow.clock.now(), *columns)


async def mark_calibrated(uow: UnitOfWork, answers: Mapping[tuple[UUID, int], int]) -> None:
    """Note that the parameters of versions of items were measured now, and on how many answers."""
    driver = await uow.driver()
    item_ids, versions = [item_id for item_id, _ in answers], [version for _, version in answers]
    await driver.execute(_CALIBRATED, item_ids, versions, list(answers.values()), uow.clock.now())


async def next_stale(uow: UnitOfWork, after: UUID) -> Stale | None:
    """The next subject, by id, that has answers which its figures do not know of."""
    driver = await uow.driver()
    row = await driver.fetchrow(_STALE, after)
    return Stale(**row) if row else None


async def mark_counted(uow: UnitOfWork, subject_id: UUID, changes: int) -> None:
    """Note how many of the changes a subject's figures know of."""
    driver = await uow.driver()
    await driver.execute(_COUNTED, subject_id, changes)


async def list_kept(
    uow: UnitOfWork, subject_id: UUID, limit: int, *, after: UUID, only_flagged: bool = False
) -> list[Kept]:
    """The figures of a subject's items, in the order the items were made."""
    driver = await uow.driver()
    return [_kept(row) for row in await driver.fetch(_LIST, subject_id, after, only_flagged, limit)]


async def find_kept(uow: UnitOfWork, item_id: UUID) -> Kept | None:
    """The figures of one item; None before it was counted."""
    driver = await uow.driver()
    row = await driver.fetchrow(_ONE, item_id)
    return _kept(row) if row else None


def _values(item_id: UUID, version: int, figures: Figures) -> Sequence[object]:
    return (
        item_id,
        version,
        figures.asked,
        figures.learners,
        figures.correct_share,
        figures.discrimination,
        figures.median_ms,
        json.dumps(dict(figures.option_shares)),
        json.dumps([{"code": flag.code.value, "option_id": flag.option_id} for flag in figures.flags]),
        figures.is_flagged,
    )


def _kept(row: "asyncpg.Record") -> Kept:
    flags: list[dict[str, Any]] = row["flags"]
    figures = Figures(
        asked=row["asked"],
        learners=row["learners"],
        correct_share=row["correct_share"],
        discrimination=row["discrimination"],
        median_ms=row["median_ms"],
        option_shares=row["options"],
        flags=tuple(Flag(FlagCode(each["code"]), each["option_id"]) for each in flags),
    )
    return Kept(
        item_id=row["item_id"],
        version=row["version"],
        figures=figures,
        calibrated_at=row["calibrated_at"],
        calibrated_on=row["calibrated_on"],
    )
