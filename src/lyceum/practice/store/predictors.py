"""SQL of the registry of predictors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import RowMapping, func, insert, select, update

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.predictors import PredictorState
from lyceum.practice.tables import predictor

# Asked with every prediction and every answer.
_ACTIVE = f"select * from practice.predictor where state <> '{PredictorState.RETIRED}' order by id"  # noqa: S608  our own word


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A predictor as it is registered.

    Attributes:
        id: of it; `name` and `version` are what people call it.
        state: what it does now.
        share: of the learners who are told what it says.
        artefact: key of its file; None for the one that needs none. `digest` the SHA-256 of the file.
        answers, learners: it was trained on; `trained_until` the moment of the last of them.
        loss: log loss in training, on learners it had not seen; None if nobody was left to measure on.
        loss_to_beat: of the beliefs, on the same cohort.
        trained_at: when; None for the one that needs no training.
        served_from: when it began to serve; None if it never did, or was rolled back.
        retired_at: since when it predicts nothing; None while it does.
    """

    id: int
    name: str
    version: int
    state: PredictorState
    share: float
    artefact: str | None
    digest: str | None
    answers: int
    learners: int
    trained_until: datetime | None
    loss: float | None
    loss_to_beat: float | None
    trained_at: datetime | None
    served_from: datetime | None
    retired_at: datetime | None


async def list_all(uow: UnitOfWork) -> list[Registered]:
    """Every predictor there ever was, the newest first."""
    rows = await uow.execute(select(predictor).order_by(predictor.c.id.desc()))
    return [_registered(row) for row in rows.mappings()]


async def list_active(uow: UnitOfWork) -> list[Registered]:
    """Those that predict now, in the order in which they were registered."""
    driver = await uow.driver()
    return [_registered(row) for row in await driver.fetch(_ACTIVE)]


async def lock(uow: UnitOfWork) -> None:
    """Let nobody else change what serves until this transaction ends."""
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtext("practice.predictor"))))


async def latest_version(uow: UnitOfWork) -> int:
    """The number of the last training; 0 if there was none."""
    found = await uow.execute(select(func.max(predictor.c.version)).where(predictor.c.trained_at.is_not(None)))
    return found.scalar_one() or 0


async def add(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """Register predictors."""
    await uow.execute(insert(predictor), rows)


async def is_registered(uow: UnitOfWork, artefact: str) -> bool:
    """Whether the predictors of a file are registered."""
    found = await uow.execute(select(predictor.c.id).where(predictor.c.artefact == artefact).limit(1))
    return found.scalar_one_or_none() is not None


async def change(uow: UnitOfWork, predictor_id: int, **values: object) -> None:
    """Give a predictor another state, share or time of serving."""
    await uow.execute(update(predictor).where(predictor.c.id == predictor_id).values(**values))


async def retire(uow: UnitOfWork, predictor_id: int) -> None:
    """Let a predictor predict nothing any more."""
    await change(uow, predictor_id, state=PredictorState.RETIRED.value, share=0.0, retired_at=uow.clock.now())


def _registered(row: "RowMapping | asyncpg.Record") -> Registered:
    return Registered(**{**row, "state": PredictorState(row["state"])})
