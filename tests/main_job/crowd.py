"""Many learners' answers, put where answers are kept: items can be asked of their owner alone, so far."""

import json
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from lyceum.platform.ids import new_id
from lyceum.platform.jobs import open_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice.workflows import CALIBRATE
from tests.main_job.site import Json, Site

_ATTEMPT = text("""
    insert into practice.attempt
    select :id, :at, :learner, gen_random_uuid(), gen_random_uuid(), :item, :version, '{}', 'practice',
        cast(:response as jsonb), :correct, :score, :quality, 'exact', null, null,
        :time_ms, :hints, :assisted, false, :at, :effective_at, '{}', '{}', 'x', '{}', '{}', '{}'""")


@dataclass(frozen=True)
class Given:
    """One answer."""

    learner: UUID
    item: str
    correct: bool
    response: object = 1
    version: int = 1
    hints: int = 0
    assisted: bool = False
    time_ms: int | None = 4_000


Answering = Callable[[random.Random, str, float], tuple[bool, object]]


def rasch(difficulties: Mapping[str, float]) -> Answering:
    """Everybody answers by the logistic curve."""

    def answer(rng: random.Random, item: str, ability: float) -> tuple[bool, object]:
        return rng.random() < 1.0 / (1.0 + math.exp(difficulties[item] - ability)), 1

    return answer


def answers_of(count: int, items: list[str], answer: Answering, *, seed: int = 3) -> list[Given]:
    """What so many learners answer to some items, each item once."""
    rng = random.Random(seed)
    given = []
    for _ in range(count):
        learner, ability = new_id(), rng.gauss(0.0, 1.0)
        for item in items:
            correct, response = answer(rng, item, ability)
            given.append(Given(learner, item, correct, response))
    return given


async def put(site: Site, given: list[Given], *, late: timedelta = timedelta()) -> None:
    """Keep answers received now, one after another; so late that they count from that long ago."""
    moment = site.kernel.clock.now()
    rows = [
        {
            "id": new_id(),
            "at": moment,
            "effective_at": moment - late + timedelta(milliseconds=number),
            "learner": each.learner,
            "item": UUID(each.item),
            "version": each.version,
            "response": json.dumps(each.response),
            "correct": each.correct,
            "score": float(each.correct),
            "quality": 4 if each.correct else 2,
            "time_ms": each.time_ms,
            "hints": each.hints,
            "assisted": each.assisted,
        }
        for number, each in enumerate(given)
    ]
    async with unit_of_work(site.kernel) as uow:
        await uow.execute(_ATTEMPT, rows)


async def calibrate(site: Site, subject_id: str | None = None) -> Json:
    """Run the workflow to its end, here and now."""
    payload = {"subject_id": subject_id} if subject_id else {}
    async with unit_of_work(site.kernel) as uow:
        job_id = await open_job(uow, CALIBRATE.name, None)
    await run_to_end(site.kernel, CALIBRATE, job_id, payload)
    ((status, result, error),) = await site.rows(
        "select status, result, error from platform.job where id = :id", id=job_id
    )
    assert status == "completed", error
    found: dict[str, Any] = result
    return found
