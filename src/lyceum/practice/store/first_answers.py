"""SQL of first answers: gathered from attempts stretch by stretch, and counted where they lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.attempts import MOST_TIME_MS
from lyceum.practice.item_flags import Chosen, Counted

# The same stretch again changes nothing; an answer that counts earlier takes the place of a later one.
_GATHER = """
    with found as (
        select distinct on (item_id, learner_id) item_id, learner_id, id, recorded_at, effective_at, item_version,
            not assisted and hints_used = 0 as unaided, correct, time_ms
        from practice.attempt where recorded_at >= $1 and recorded_at <= $2
        order by item_id, learner_id, effective_at, id),
    kept as (
        insert into practice.first_answer as known
            (item_id, learner_id, attempt_id, recorded_at, effective_at, version, unaided, correct, time_ms)
        select * from found
        on conflict (item_id, learner_id) do update set attempt_id = excluded.attempt_id,
            recorded_at = excluded.recorded_at, effective_at = excluded.effective_at, version = excluded.version,
            unaided = excluded.unaided, correct = excluded.correct, time_ms = excluded.time_ms
        where (excluded.effective_at, excluded.attempt_id) < (known.effective_at, known.attempt_id)
        returning item_id)
    select distinct item_id from kept"""
_CHANGED = """
    insert into practice.subject_statistics as known (subject_id, changes) select unnest($1::uuid[]), 1
    on conflict (subject_id) do update set changes = known.changes + 1"""
# Everybody who answered an item of those, with the share they have right of the others; some, where they are very many.
_COUNTED = """
    with wanted as (select * from unnest($1::uuid[], $2::int[]) as wanted (item_id, version)),
    counted as materialized (
        select f.* from practice.first_answer f join wanted using (item_id, version) where f.unaided),
    totals as (
        select learner_id, count(*) as answers, sum(correct::int) as correct from counted group by learner_id
        order by hashtextextended(learner_id::text, 0) limit $3),
    compared as (
        select c.item_id, c.attempt_id, c.recorded_at, c.correct::int as correct, c.time_ms,
            case when t.answers > $4 then (t.correct - c.correct::int)::float8 / (t.answers - 1) end as rest
        from counted c join totals t using (learner_id))"""
_FIGURES = f"""{_COUNTED}
    select item_id, count(*) as learners, sum(correct) as "right", count(rest) as compared, avg(rest) as mean_rest,
        stddev_pop(rest) as deviation_rest, corr(correct, rest) as discrimination, count(time_ms) as timed,
        percentile_cont(0.5) within group (order by least(time_ms, $5)) as median_ms
    from compared group by item_id"""  # noqa: S608  constants
_CHOSEN = f"""{_COUNTED}
    select c.item_id, a.response #>> '{{}}' as option_id, count(*) as learners, avg(c.rest) as mean_rest
    from compared c join practice.attempt a on a.id = c.attempt_id and a.recorded_at = c.recorded_at
    where c.item_id = any($5) group by 1, 2"""  # noqa: S608  constants
_ASKED = """
    select f.item_id, sum(s.attempts)::int as asked from practice.first_answer f
    join practice.item_state s on s.learner_id = f.learner_id and s.item_id = f.item_id
    where f.item_id = any($1) group by f.item_id"""
_TABLE = """
    select array_agg(w.place - 1) as places, array_agg(f.correct) as correct
    from practice.first_answer f
    join unnest($1::uuid[], $2::int[]) with ordinality as w (item_id, version, place) using (item_id, version)
    where f.unaided group by f.learner_id order by hashtextextended(f.learner_id::text, 0) limit $3"""
# Ours: a share found with so many is off by less than one in a hundred.
_MOST_LEARNERS = 20_000
# Ours: who answered fewer other items has not shown what they know.
_LEAST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one learner answered: which of the items, by their places, and whether each was right."""

    places: list[int]
    correct: list[bool]


async def gather(uow: UnitOfWork, begin: datetime, end: datetime) -> list[UUID]:
    """Gather what was recorded from one moment to another; the items whose first answers have changed."""
    driver = await uow.driver()
    return [row["item_id"] for row in await driver.fetch(_GATHER, begin, end)]


async def mark_changed(uow: UnitOfWork, subject_ids: Sequence[UUID]) -> None:
    """Say that there are new first answers to items of some subjects."""
    driver = await uow.driver()
    await driver.execute(_CHANGED, sorted(subject_ids))


async def count(uow: UnitOfWork, versions: Mapping[UUID, int], with_options: Sequence[UUID]) -> dict[UUID, Counted]:
    """First answers to versions of the items of one subject, counted; items nobody answered are left out.

    Args:
        uow: the transaction.
        versions: of the items to count; who is compared with whom is decided by all of them together.
        with_options: those of them where something is chosen.
    """
    driver = await uow.driver()
    wanted = list(versions), list(versions.values()), _MOST_LEARNERS, _LEAST_OTHERS
    asked = {row["item_id"]: row["asked"] for row in await driver.fetch(_ASKED, wanted[0])}
    chosen: dict[UUID, dict[str, Chosen]] = {}
    for row in await driver.fetch(_CHOSEN, *wanted, list(with_options)):
        chosen.setdefault(row["item_id"], {})[row["option_id"]] = Chosen(row["learners"], row["mean_rest"])
    counted = {item_id: Counted(asked=number) for item_id, number in asked.items()}
    for row in await driver.fetch(_FIGURES, *wanted, MOST_TIME_MS):
        figures = dict(row)
        item_id = figures.pop("item_id")
        counted[item_id] = Counted(**figures, asked=asked.get(item_id, row["learners"]), chosen=chosen.get(item_id, {}))
    return counted


async def table(uow: UnitOfWork, versions: Mapping[UUID, int], most_learners: int) -> list[Sheet]:
    """What each learner answered first to versions of items, whose places are those they have here.

    Of more learners than wanted, always the same ones.
    """
    driver = await uow.driver()
    rows = await driver.fetch(_TABLE, list(versions), list(versions.values()), most_learners)
    return [Sheet(row["places"], row["correct"]) for row in rows]
