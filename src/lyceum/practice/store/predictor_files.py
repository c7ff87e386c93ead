"""SQL of the files of predictors: which are stored, and which of them are to be deleted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.predictors import PredictorState
from lyceum.practice.tables import predictor, predictor_file


async def note(uow: UnitOfWork, key: str) -> None:
    """A file is about to be stored, perhaps not for the first time."""
    now = uow.clock.now()
    row = insert(predictor_file).values(key=key, written_at=now)
    again = {"written_at": now, "is_doomed": False}
    await uow.execute(row.on_conflict_do_update(index_elements=["key"], set_=again))


async def usable(uow: UnitOfWork) -> frozenset[str]:
    """Keys of the files that something may serve from."""
    found = await uow.execute(select(predictor_file.c.key).where(~predictor_file.c.is_doomed))
    return frozenset(found.scalars())


async def doom(uow: UnitOfWork, *, retired_before: datetime, left_before: datetime, spared: str | None) -> None:
    """Let nothing come to serve from old files.

    Args:
        uow: the transaction.
        retired_before: of files all of whose predictors were retired by then.
        left_before: of files that were stored by then and that nobody registered.
        spared: a file that is kept all the same.
    """
    its = predictor.c.artefact == predictor_file.c.key
    is_registered = exists().where(its)
    is_needed = exists().where(
        its,
        (predictor.c.state != PredictorState.RETIRED.value)
        | predictor.c.retired_at.is_(None)
        | (predictor.c.retired_at >= retired_before),
    )
    is_old = (is_registered & ~is_needed) | (~is_registered & (predictor_file.c.written_at < left_before))
    is_another = predictor_file.c.key.is_distinct_from(spared)
    await uow.execute(update(predictor_file).where(is_old, is_another).values(is_doomed=True))


async def doomed(uow: UnitOfWork) -> list[str]:
    """Keys of the files that are to be deleted."""
    found = await uow.execute(select(predictor_file.c.key).where(predictor_file.c.is_doomed).order_by("key"))
    return list(found.scalars())


async def strike(uow: UnitOfWork, keys: Sequence[str]) -> int:
    """Forget files that are deleted; how many."""
    is_gone = predictor_file.c.key.in_(keys) & predictor_file.c.is_doomed
    return (await uow.execute(delete(predictor_file).where(is_gone))).rowcount
