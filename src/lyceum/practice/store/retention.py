"""SQL of what is recalled: expected of every item on each coming day, and observed in attempts, week by week."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.algorithms.scheduling.fsrs import ForgettingCurve
from lyceum.platform.unit_of_work import UnitOfWork

_ATTEMPTED = "select item_id from practice.item_state where learner_id = $1"
# The curve of `algorithms.scheduling.fsrs`, computed here: ten thousand items on thirty days stay in the database.
_RECALLED = "power(1 + {factor} * ({elapsed_days}) / ({stability}), {decay})"
_EXPECTED = f"""
    with held as materialized (
        select greatest(extract(epoch from $4 - last_effective_at)::float8, 0) / 86400 as elapsed_days,
            coalesce(stability, greatest(interval_days, 1)) as stability
        from practice.item_state where learner_id = $1 and item_id <> all($6::uuid[]))
    select avg({
    _RECALLED.format(
        factor="$2::float8", decay="$3::float8", elapsed_days="elapsed_days + ahead", stability="stability"
    )
}) as expected
    from held cross join generate_series(0, $5::int) as ahead group by ahead order by ahead"""  # noqa: S608  constants
# Before FSRS attempts pinned no day: theirs is taken in UTC, as `pinning` does.
_OBSERVED = f"""
    with placed as (
        select effective_at, quality, assisted, (before -> 'item' -> 'fsrs' ->> 0)::float8 as stability,
            (before -> 'item' ->> 'recall')::float8 as told, day,
            lag(effective_at) over of_item as earlier_at, lag(day) over of_item as earlier_day
        from practice.attempt
        cross join lateral (
            select coalesce((parameters ->> 'day')::date, (effective_at at time zone 'UTC')::date) as day) as pinned
        where learner_id = $1
        window of_item as (partition by item_id order by effective_at, id))
    select width_bucket(effective_at, $2::timestamptz[]) as week, count(*) as reviews,
        count(*) filter (where quality >= $3) as recalled, avg(coalesce(told, {
    _RECALLED.format(
        factor="$4::float8",
        decay="$5::float8",
        elapsed_days="extract(epoch from effective_at - earlier_at)::float8 / 86400",
        stability="stability",
    )
})) as predicted
    from placed
    where effective_at >= ($2::timestamptz[])[1] and earlier_day < day and not assisted group by week"""  # noqa: S608  constants


@dataclass(frozen=True, slots=True)
class Observed:
    """The reviews of one week, and how many were recalled; `predicted` is the mean probability they were given."""

    reviews: int
    recalled: int
    predicted: float | None


async def attempted(uow: UnitOfWork, learner_id: UUID) -> list[UUID]:
    """Every item a learner has attempted."""
    driver = await uow.driver()
    return [row["item_id"] for row in await driver.fetch(_ATTEMPTED, learner_id)]


async def expected(
    uow: UnitOfWork, learner_id: UUID, days: int, *, curve: ForgettingCurve, without: Collection[UUID]
) -> list[float]:
    """The mean probability of recall of what was attempted, now and so many days on; nothing if there is nothing."""
    driver, now = await uow.driver(), uow.clock.now()
    rows = await driver.fetch(_EXPECTED, learner_id, curve.factor, curve.decay, now, days, list(without))
    return [row["expected"] for row in rows]


async def observed(
    uow: UnitOfWork, learner_id: UUID, begins: Sequence[datetime], *, curve: ForgettingCurve, lowest_success: int
) -> dict[int, Observed]:
    """What was recalled in each of the weeks that begin then, by their places; those without a review are left out."""
    driver = await uow.driver()
    rows = await driver.fetch(_OBSERVED, learner_id, list(begins), lowest_success, curve.factor, curve.decay)
    return {row["week"] - 1: Observed(row["reviews"], row["recalled"], row["predicted"]) for row in rows}
