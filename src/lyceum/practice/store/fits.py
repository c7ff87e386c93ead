"""SQL of FSRS's weights fitted to learners: every version of them, and who is to be fitted next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.settings import Fit

_FIELDS = ", ".join(Fit.__dataclass_fields__)
_LATEST = f"""
    select {_FIELDS} from practice.learner_fit where learner_id = $1 order by version desc limit 1"""  # noqa: S608  ours
_ADD = """
    insert into practice.learner_fit
        (learner_id, version, weights, reviews, log_loss, log_loss_default, serves, fitted_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)"""
_TOUCHED = """
    insert into practice.learner_fitting as known (learner_id, changes)
    select distinct learner_id, 1 from practice.attempt where recorded_at >= $1 and recorded_at <= $2
    order by learner_id
    on conflict (learner_id) do update set changes = known.changes + 1"""
_STALE = """
    select learner_id, changes from practice.learner_fitting
    where changes > counted and learner_id > $1 order by learner_id limit 1"""
_COUNTED = "update practice.learner_fitting set counted = greatest(counted, $2) where learner_id = $1"
# Looked for in ten times as many answers and no further: whoever only meets new items is not read from the beginning.
_RECALLED = """
    select predicted, quality >= $2 as recalled
    from (
        select (before -> 'item' ->> 'recall')::float8 as predicted, quality, effective_at, id from practice.attempt
        where learner_id = $1 order by effective_at desc, id desc limit 10 * $3) as latest
    where predicted is not null order by effective_at desc, id desc limit $3"""


@dataclass(frozen=True, slots=True)
class Stale:
    """A learner who has answered since, and how often that was noted until now."""

    learner_id: UUID
    changes: int


async def find_latest(uow: UnitOfWork, learner_id: UUID) -> Fit | None:
    """What the last fit of a learner came to."""
    driver = await uow.driver()
    row = await driver.fetchrow(_LATEST, learner_id)
    return Fit(**row) if row else None


async def add(uow: UnitOfWork, learner_id: UUID, fit: Fit, weights: tuple[float, ...]) -> None:
    """Keep a fit with its weights; attempts pin its version."""
    driver = await uow.driver()
    figures = fit.reviews, fit.log_loss, fit.log_loss_default, fit.serves, fit.fitted_at
    await driver.execute(_ADD, learner_id, fit.version, weights, *figures)


async def mark_answering(uow: UnitOfWork, begin: datetime, end: datetime) -> None:
    """Note who has answered from one moment to another."""
    driver = await uow.driver()
    await driver.execute(_TOUCHED, begin, end)


async def next_stale(uow: UnitOfWork, after: UUID) -> Stale | None:
    """The next learner, by id, who has answered since their weights were looked at."""
    driver = await uow.driver()
    row = await driver.fetchrow(_STALE, after)
    return Stale(**row) if row else None


async def mark_counted(uow: UnitOfWork, learner_id: UUID, changes: int) -> None:
    """Note until where a learner's answers were looked at."""
    driver = await uow.driver()
    await driver.execute(_COUNTED, learner_id, changes)


async def last_recalled(
    uow: UnitOfWork, learner_id: UUID, most: int, *, lowest_success: int
) -> list[tuple[float, bool]]:
    """The probability of recall that was predicted for a learner's last reviews, and whether each was, in order."""
    driver = await uow.driver()
    rows = await driver.fetch(_RECALLED, learner_id, lowest_success, most)
    return [(row["predicted"], row["recalled"]) for row in reversed(rows)]
