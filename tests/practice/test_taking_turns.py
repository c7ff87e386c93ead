"""Trainings take turns, and the files that nothing serves from any more are deleted."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from lyceum.platform.database import DatabaseUnavailable, away
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import JobStatus, change_job, standing, start_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.objects import ObjectMissing
from lyceum.platform.turns import turn
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice import registry, training
from lyceum.practice.contracts.predictors import ArtefactUnusable, PredictorState
from lyceum.practice.store import predictors
from lyceum.practice.workflows import JUDGE_PREDICTORS, TRAIN_PREDICTORS
from tests.builders import PATIENCE_S, MovableClock, eventually
from tests.practice.answer_log import fill, people

WAITS = "practice.note.training_waits"
BY_THE_CLOCK: dict[str, object] = {"networks": False, "only_if_worth_it": True}
BY_HAND: dict[str, object] = {"networks": False, "only_if_worth_it": False}


async def nobody_waits() -> None:
    raise AssertionError("the turn was free")


async def may_wait() -> None:
    """Whoever holds the turn will give it back."""


async def started(kernel: Kernel, payload: dict[str, object]) -> UUID:
    async with unit_of_work(kernel) as uow:
        return await start_job(uow, TRAIN_PREDICTORS, payload, owner_id=None)


async def stands(kernel: Kernel, job_id: UUID) -> tuple[JobStatus, str]:
    async with unit_of_work(kernel) as uow:
        return await standing(uow, job_id)


async def trained(kernel: Kernel, job_id: UUID) -> object:
    async with unit_of_work(kernel) as uow:
        found = await uow.execute(text("select result -> 'trained' from platform.job where id = :id"), {"id": job_id})
    return found.scalar_one()


async def seen_waiting(kernel: Kernel, job_id: UUID) -> None:
    async def waits() -> bool:
        return await stands(kernel, job_id) == (JobStatus.RUNNING, WAITS)

    await eventually(waits)


async def trained_anew(kernel: Kernel) -> str:
    """Train by hand; the key of the file."""
    job_id = await started(kernel, BY_HAND)
    await run_to_end(kernel, TRAIN_PREDICTORS, job_id, BY_HAND)
    assert (await stands(kernel, job_id))[0] is JobStatus.COMPLETED
    return f"practice/predictors/{job_id}.npz"


async def tidied(kernel: Kernel) -> None:
    """What the day's workflow does."""
    async with unit_of_work(kernel) as uow:
        job_id = await start_job(uow, JUDGE_PREDICTORS, {}, owner_id=None)
    await run_to_end(kernel, JUDGE_PREDICTORS, job_id, {})
    assert (await stands(kernel, job_id))[0] is JobStatus.COMPLETED


async def is_there(kernel: Kernel, key: str) -> bool:
    try:
        await kernel.objects.size(key)
    except ObjectMissing:
        return False
    return True


async def test_a_training_waits_for_another_one_says_so_and_sees_whether_it_is_still_worth_it(kernel: Kernel) -> None:
    await fill(kernel, people(12), 40)
    async with turn(kernel, training.TURN, nobody_waits):
        first, second = await started(kernel, BY_HAND), await started(kernel, BY_THE_CLOCK)
        running = [
            asyncio.create_task(run_to_end(kernel, TRAIN_PREDICTORS, first, BY_HAND)),
            asyncio.create_task(run_to_end(kernel, TRAIN_PREDICTORS, second, BY_THE_CLOCK)),
        ]
        for job_id in (first, second):
            await seen_waiting(kernel, job_id)
    await asyncio.gather(*running)

    async with unit_of_work(kernel) as uow:
        assert await predictors.latest_version(uow) in {1, 2}
    by_hand, by_the_clock = await trained(kernel, first), await trained(kernel, second)
    assert isinstance(by_hand, dict)
    # Whoever came first; by the clock only if it was.
    assert (by_the_clock is None) == (by_hand["version"] == 1)


async def test_a_training_that_waits_can_be_cancelled(kernel: Kernel) -> None:
    await fill(kernel, people(3), 5)
    async with turn(kernel, training.TURN, nobody_waits):
        job_id = await started(kernel, BY_HAND)
        running = asyncio.create_task(run_to_end(kernel, TRAIN_PREDICTORS, job_id, BY_HAND))
        await seen_waiting(kernel, job_id)
        async with unit_of_work(kernel) as uow:
            await change_job(uow, job_id, {"status": JobStatus.CANCELLED})
        async with asyncio.timeout(PATIENCE_S):
            await running

    assert (await stands(kernel, job_id))[0] is JobStatus.CANCELLED


async def test_whose_process_dies_gives_the_turn_back(kernel: Kernel) -> None:
    """Its session ends with it; here the server ends it."""
    async with turn(kernel, "anything", nobody_waits):
        async with unit_of_work(kernel) as uow:
            await uow.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1"
                    " and database = (select oid from pg_database where datname = current_database())"
                )
            )
        async with asyncio.timeout(PATIENCE_S), turn(kernel, "anything", may_wait):
            pass


class Hanging:
    """A session whose server stands still."""

    async def fetchval(self, *_: object) -> None:
        raise TimeoutError

    async def close(self) -> None:
        pass


async def test_a_database_that_does_not_answer_in_time_is_waited_for(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [away(), Hanging(), await kernel.database.dial()]

    async def dial() -> object:
        answer = answers.pop(0)
        if isinstance(answer, DatabaseUnavailable):
            raise answer
        return answer

    monkeypatch.setattr(kernel.database, "dial", dial)
    async with turn(kernel, "anything", nobody_waits):
        assert not answers


async def test_files_are_deleted_a_month_after_nothing_serves_from_them(kernel: Kernel, clock: MovableClock) -> None:
    await fill(kernel, people(14), 45)
    old = await trained_anew(kernel)
    clock.move(timedelta(days=1))
    new = await trained_anew(kernel)

    clock.move(timedelta(days=29))
    await tidied(kernel)
    early = await is_there(kernel, old)
    clock.move(timedelta(days=2))
    await tidied(kernel)

    assert early
    assert not await is_there(kernel, old)
    assert await is_there(kernel, new)
    async with unit_of_work(kernel) as uow:
        assert (await uow.execute(text("select key from practice.predictor_file"))).scalars().all() == [new]


async def test_the_file_one_can_go_back_to_is_kept_however_old(kernel: Kernel, clock: MovableClock) -> None:
    await fill(kernel, people(14), 45)
    files, name = [], ""
    for _ in range(3):
        files.append(await trained_anew(kernel))
        async with unit_of_work(kernel) as uow:
            active = {each.state: each for each in await predictors.list_active(uow)}
            now = active[PredictorState.CANDIDATE]
            served_before, name = active[PredictorState.SERVING], now.name
            await registry._let_serve(uow, now, instead_of=served_before)  # noqa: SLF001  as `judge` does
        clock.move(timedelta(days=40))
    await tidied(kernel)
    there = [await is_there(kernel, each) for each in files]

    served = []
    for _ in range(2):
        async with unit_of_work(kernel) as uow:
            serving = await registry.roll_back(uow, name)
            served.append(serving.artefact)
        name = serving.name

    assert there == [False, True, True]
    assert served == [files[1], None]


async def test_what_a_training_left_that_was_never_registered_is_deleted(kernel: Kernel, clock: MovableClock) -> None:
    await fill(kernel, people(12), 40)
    made = await training.train(kernel, new_id(), networks=False)
    assert made is not None

    clock.move(timedelta(days=6))
    await tidied(kernel)
    early = await is_there(kernel, made["artefact"])
    clock.move(timedelta(days=2))
    await tidied(kernel)

    assert early
    assert not await is_there(kernel, made["artefact"])
    async with unit_of_work(kernel) as uow:
        with pytest.raises(ArtefactUnusable, match="Train anew"):
            await registry.register(uow, made)
