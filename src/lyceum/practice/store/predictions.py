"""SQL of what predictors said of answers before they were given, and how it compares with what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork

# Fine enough that an AUC over the bins differs from the exact one in the third digit at most.
BINS = 500
_ADD = """
    insert into practice.prediction (attempt_id, learner_id, predictors, chances, correct, effective_at)
    values ($1, $2, $3, $4, $5, $6) on conflict (attempt_id) do nothing"""
_NEWEST = """
    newest as (
        select learner_id, predictors, chances, correct from practice.prediction
        where predictors @> $1 order by effective_at desc, attempt_id desc limit $2)"""
_BINNED = f"""
    with {_NEWEST}
    select said.predictor, least(floor(said.chance * {BINS})::int, {BINS - 1}) as bin, count(*) as answers,
        sum(correct::int) as correct, sum(said.chance) as chance,
        sum(-ln(greatest(case when correct then said.chance else 1 - said.chance end, 1e-6))) as loss,
        sum((correct::int - said.chance) ^ 2) as squares
    from newest cross join unnest(predictors, chances) as said (predictor, chance)
    where said.predictor = any($1) group by 1, 2 order by 1, 2"""  # noqa: S608  our own numbers
_COUNTED = f"with {_NEWEST} select count(*) as answers, count(distinct learner_id) as learners from newest"  # noqa: S608  as above
_BESIDE = """
    with newest as (
        select predictors from practice.prediction
        where predictors @> array[$1::int] order by effective_at desc, attempt_id desc limit $3)
    select count(*) as answers, count(*) filter (where $2 = any(predictors)) as of_both from newest"""
_PRUNE = "delete from practice.prediction where effective_at < $1"


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers to which one predictor gave about the same chance.

    Attributes:
        number: from 0 to `BINS` - 1.
        answers: how many; `correct` of them right.
        chance: sum of what it said; `loss` sum of log losses in nats, `squares` of squared errors.
    """

    number: int
    answers: int
    correct: int
    chance: float
    loss: float
    squares: float


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one answer before it was given: a chance by the id of each predictor."""

    attempt_id: UUID
    learner_id: UUID
    chances: dict[int, float]
    correct: bool
    effective_at: datetime


async def add(uow: UnitOfWork, said: Said) -> None:
    """Keep it; once, whatever is repeated."""
    driver = await uow.driver()
    ids, chances = list(said.chances), list(said.chances.values())
    await driver.execute(_ADD, said.attempt_id, said.learner_id, ids, chances, said.correct, said.effective_at)


async def binned(uow: UnitOfWork, predictors: Sequence[int], *, newest: int) -> dict[int, list[Bin]]:
    """How each of some predictors did on the newest answers that all of them had predicted."""
    driver = await uow.driver()
    found: dict[int, list[Bin]] = {each: [] for each in predictors}
    for row in await driver.fetch(_BINNED, predictors, newest):
        number, chance, loss, squares = row["bin"], row["chance"], row["loss"], row["squares"]
        found[row["predictor"]].append(Bin(number, row["answers"], row["correct"], chance, loss, squares))
    return found


async def count(uow: UnitOfWork, predictors: Sequence[int], *, newest: int) -> tuple[int, int]:
    """How many answers those are, and of how many learners."""
    driver = await uow.driver()
    row = await driver.fetchrow(_COUNTED, predictors, newest)
    return (row["answers"], row["learners"]) if row else (0, 0)


async def count_beside(uow: UnitOfWork, predictor: int, other: int, *, newest: int) -> tuple[int, int]:
    """How many of the newest answers there are that one predictor has predicted, and how many of them the other too."""
    driver = await uow.driver()
    row = await driver.fetchrow(_BESIDE, predictor, other, newest)
    return (row["answers"], row["of_both"]) if row else (0, 0)


async def prune(uow: UnitOfWork, before: datetime) -> None:
    """Forget what was said of answers before a moment."""
    driver = await uow.driver()
    await driver.execute(_PRUNE, before)
