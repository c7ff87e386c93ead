"""A log of answers of simulated learners, each with material of their own, as people leave it who study their files."""

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.practice import fold, pinning, shadowing, snapshots
from lyceum.practice.contracts.settings import DEFAULT_SETTING
from lyceum.practice.events import AttemptRecorded
from lyceum.practice.fold import Evidence
from lyceum.practice.store.attempts import COLUMNS

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
_JSON = ("response", "device", "parameters", "choice", "before", "after")
_PLACES = ", ".join(f"${number}" for number in range(1, len(COLUMNS) + 1))
_INSERT = f"insert into practice.attempt ({', '.join(COLUMNS)}) values ({_PLACES})"  # noqa: S608  our own columns


@dataclass
class Simulated:
    """A learner with an ability, and skills that grow slowly, more slowly than is believed."""

    number: int
    rng: random.Random
    ability: float
    items: int = 12
    practised: dict[UUID, int] = field(default_factory=dict)
    skills: dict[UUID, fold.SkillState] = field(default_factory=dict)
    given: int = 0

    @property
    def id(self) -> UUID:
        return UUID(int=self.number << 64)

    def item(self, number: int) -> UUID:
        return UUID(int=(self.number << 64) + (1 << 32) + number)

    def skill_of(self, number: int) -> UUID:
        return UUID(int=(self.number << 64) + (2 << 32) + number % 3)

    def answer(self, at: datetime, *, correct: bool | None = None) -> dict[str, Any]:
        """The next answer, as a row of the log."""
        number = self.rng.randrange(self.items)
        skill = self.skill_of(number)
        logit = self.ability + 0.02 * self.practised.get(skill, 0) - (number % 4 - 1.5)
        knows = self.rng.random() < 1.0 / (1.0 + math.exp(-logit)) if correct is None else correct
        self.practised[skill] = self.practised.get(skill, 0) + 1
        self.given += 1
        row = _row(self, number, at, knows=knows)
        evidence = evidence_of(row)
        before = self.skills.get(skill)
        self.skills[skill] = fold.after_skill(before, evidence, skill)
        known = {skill: before or fold.new_skill(evidence.skills[skill])}
        row["before"] = snapshots.around(fold.NEW_ITEM, known, DEFAULT_SETTING, "UTC")
        return row


def people(count: int, seed: int = 5) -> list[Simulated]:
    rng = random.Random(seed)
    return [
        Simulated(number, random.Random(seed * 1000 + number), rng.gauss(0.3, 1.2)) for number in range(1, count + 1)
    ]


async def fill(kernel: Kernel, learners: Sequence[Simulated], each: int, *, start: datetime = START) -> list[UUID]:
    """Give every learner so many answers; the ids of the attempts."""
    rows = [
        one.answer(start + timedelta(minutes=7 * step, seconds=one.number)) for step in range(each) for one in learners
    ]
    async with unit_of_work(kernel) as uow:
        driver = await uow.driver()
        await driver.executemany(_INSERT, [_values(row) for row in rows])
    return [row["id"] for row in rows]


async def predict_beside(kernel: Kernel, learners: Sequence[Simulated], each: int, *, start: datetime) -> None:
    """So many further answers of every learner, each noted with what was predicted of it."""
    async with unit_of_work(kernel) as uow:
        for step in range(each):
            for one in learners:
                row = one.answer(start + timedelta(minutes=7 * step, seconds=one.number))
                await put(uow, row)
                await shadowing.predict_beside(uow, event_of(row))


async def put(uow: UnitOfWork, row: dict[str, Any]) -> None:
    driver = await uow.driver()
    await driver.execute(_INSERT, *_values(row))


def _values(row: dict[str, Any]) -> list[object]:
    return [json.dumps(row[name]) if name in _JSON else row[name] for name in COLUMNS]


def event_of(row: dict[str, Any]) -> AttemptRecorded:
    same = ("learner_id", "session_id", "item_id", "item_version", "mode", "correct", "score", "quality", "assisted")
    more = ("offline", "time_ms", "effective_at", "recorded_at")
    return AttemptRecorded(
        attempt_id=row["id"],
        subject_id=UUID(int=9),
        document_id=None,
        skill_ids=tuple(row["skill_ids"]),
        mastered=(),
        came_late=False,
        **{name: row[name] for name in same + more},
    )


def evidence_of(row: dict[str, Any]) -> Evidence:
    return pinning.evidence(
        (row["effective_at"], row["id"]),
        row["item_id"],
        row["parameters"],
        correct=row["correct"],
        quality=row["quality"],
        assisted=row["assisted"],
    )


def late(row: dict[str, Any], by: timedelta) -> dict[str, Any]:
    """The same answer, counting that much earlier than it arrived."""
    return {**row, "effective_at": row["effective_at"] - by}


def _row(who: Simulated, number: int, at: datetime, *, knows: bool) -> dict[str, Any]:
    skill = who.skill_of(number)
    bkt = {"prior": 0.2, "learn": 0.15, "guess": 0.2, "slip": 0.1, "forget": 0.0}
    return {
        "id": UUID(int=(who.number << 64) + (3 << 32) + who.given),
        "recorded_at": at,
        "learner_id": who.id,
        "client_attempt_id": UUID(int=(who.number << 64) + (4 << 32) + who.given),
        "session_id": UUID(int=(who.number << 64) + (5 << 32)),
        "item_id": who.item(number),
        "item_version": 1,
        "skill_ids": [skill],
        "mode": "practice",
        "response": "x",
        "correct": knows,
        "score": float(knows),
        "quality": 4 if knows else 1,
        "feedback": "exact" if knows else "wrong",
        "client_correct": None,
        "confidence": None,
        "time_ms": 5000,
        "hints_used": 0,
        "assisted": False,
        "offline": False,
        "occurred_at": at,
        "effective_at": at,
        "device": {},
        "parameters": {"item": {"a": 1.0, "b": 0.0, "c": 0.0}, "skills": {str(skill): bkt}, "rating": 3},
        "model_version": fold.MODEL_VERSION,
        "choice": {},
        "before": {},
        "after": {},
    }
