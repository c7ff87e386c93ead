"""SQL of what is believed of a learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import asyncpg

from lyceum.algorithms.irt.ability import Ability
from lyceum.algorithms.scheduling.fsrs import DEFAULT_PARAMS, FsrsParams, FsrsState
from lyceum.algorithms.scheduling.sm2 import Sm2State
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating
from lyceum.practice.contracts.settings import DEFAULT_SETTING, FittedWeights, ReviewSetting, Scheduler, Weights
from lyceum.practice.fold import NEW_ITEM, ItemState, SkillState

ITEM_COLUMNS = {
    "item_id": "uuid",
    "easiness": "float8",
    "sm2_interval": "int",
    "repetitions": "int",
    "sm2_day": "date",
    "stability": "float8",
    "difficulty": "float8",
    "day": "date",
    "is_recalled": "bool",
    "attempts": "int",
    "correct": "int",
    "lapses": "int",
    "due_on": "date",
    "interval_days": "int",
    "last_effective_at": "timestamptz",
    "last_attempt_id": "uuid",
}
SKILL_COLUMNS = {
    "skill_id": "uuid",
    "mastery": "float8",
    "ability": "float8",
    "ability_variance": "float8",
    "practice_count": "int",
    "correct_count": "int",
    "correct_streak": "int",
    "longest_streak": "int",
    "last_effective_at": "timestamptz",
    "last_attempt_id": "uuid",
}


def upsert(table: str, columns: Mapping[str, str], first: int, learner: int = 1) -> str:
    """An upsert of one learner's rows that come as one array for each column.

    Args:
        table: of the states.
        columns: of the arrays, each with its type; the key first.
        first: number of the parameter that holds the first array.
        learner: number of the parameter that holds the learner.
    """
    arrays = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(columns.values(), first))
    key, *others = columns
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"""
        insert into practice.{table} (learner_id, {", ".join(columns)})
        select ${learner}, state.* from unnest({arrays}) as state
        on conflict (learner_id, {key}) do update set {changes}"""  # noqa: S608  our own names


# Both tables in one round trip.
_PUT = f"""
    with items as ({upsert("item_state", ITEM_COLUMNS, 2)})
    {upsert("skill_state", SKILL_COLUMNS, 2 + len(ITEM_COLUMNS))}"""
_ALL_ITEMS = "select * from practice.item_state where learner_id = $1"
_SKILLS = "select * from practice.skill_state where learner_id = $1 and skill_id = any($2)"
_SETTING_COLUMNS = "l.scheduler, l.desired_retention, l.weights as wished, f.version as weights_version, f.weights"
_FITTED = "left join practice.learner_fit f on f.learner_id = l.learner_id and f.version = l.weights_version"
# All that an answer is folded into, and how its learner wants to review, in one round trip: a row for each skill.
_AROUND = f"""
    select {", ".join(f"i.{name}" for name in ITEM_COLUMNS)},
        {", ".join(f"s.{name} as skill_{name}" for name in SKILL_COLUMNS)}, {_SETTING_COLUMNS}
    from unnest($3::uuid[]) as asked (skill_id)
    left join practice.skill_state s on s.learner_id = $1 and s.skill_id = asked.skill_id
    left join practice.item_state i on i.learner_id = $1 and i.item_id = $2
    left join practice.learner_setting l on l.learner_id = $1
    {_FITTED}"""  # noqa: S608  our own names
_FORGET = (
    "delete from practice.item_state where learner_id = $1",
    "delete from practice.skill_state where learner_id = $1",
)
_SETTING = f"""
    select {_SETTING_COLUMNS} from practice.learner_setting l {_FITTED} where l.learner_id = $1"""  # noqa: S608  as above
_PUT_SETTING = """
    insert into practice.learner_setting
        (learner_id, scheduler, desired_retention, weights, weights_version, changed_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (learner_id) do update set scheduler = excluded.scheduler,
        desired_retention = excluded.desired_retention, weights = excluded.weights,
        weights_version = excluded.weights_version, changed_at = excluded.changed_at"""


@dataclass(frozen=True, slots=True)
class Around:
    """What is believed around an attempt, before or after it; a skill never practised is not among the skills."""

    item: ItemState
    skills: dict[UUID, SkillState]
    setting: ReviewSetting


async def load_around(uow: UnitOfWork, learner_id: UUID, item_id: UUID, skill_ids: Sequence[UUID]) -> Around:
    """The states that an answer to this item is folded into, and the learner's setting."""
    driver = await uow.driver()
    rows = await driver.fetch(_AROUND, learner_id, item_id, skill_ids)
    skills = {row["skill_skill_id"]: _skill_state(row, "skill_") for row in rows if row["skill_skill_id"]}
    item = _item_state(rows[0]) if rows[0]["item_id"] else NEW_ITEM
    return Around(item, skills, _setting(rows[0]))


async def load_all_items(uow: UnitOfWork, learner_id: UUID) -> dict[UUID, ItemState]:
    """The state of every item a learner has attempted."""
    driver = await uow.driver()
    return {row["item_id"]: _item_state(row) for row in await driver.fetch(_ALL_ITEMS, learner_id)}


async def load_skills(uow: UnitOfWork, learner_id: UUID, skill_ids: Sequence[UUID]) -> dict[UUID, SkillState]:
    """The states of skills; one never practised has none."""
    driver = await uow.driver()
    return {row["skill_id"]: _skill_state(row) for row in await driver.fetch(_SKILLS, learner_id, skill_ids)}


async def save(
    uow: UnitOfWork,
    learner_id: UUID,
    items: Mapping[UUID, ItemState],
    skills: Mapping[UUID, SkillState],
    setting: ReviewSetting,
) -> None:
    """Write states over those that were there, with the dates that the learner's setting gives."""
    driver = await uow.driver()
    await driver.execute(_PUT, learner_id, *arrays_of(items, skills, setting))


def arrays_of(
    items: Mapping[UUID, ItemState], skills: Mapping[UUID, SkillState], setting: ReviewSetting
) -> list[list[object]]:
    """States as `upsert` takes them, one array for each column: those of the items, then those of the skills."""
    item_rows = [(item_id, *_item_values(state, setting)) for item_id, state in items.items()]
    skill_rows = [(skill_id, *_skill_values(state)) for skill_id, state in skills.items()]
    return [*_columns(item_rows, len(ITEM_COLUMNS)), *_columns(skill_rows, len(SKILL_COLUMNS))]


async def forget(uow: UnitOfWork, learner_id: UUID) -> None:
    """Throw away all states of a learner; the attempts and the setting stay."""
    driver = await uow.driver()
    for statement in _FORGET:
        await driver.execute(statement, learner_id)


async def find_setting(uow: UnitOfWork, learner_id: UUID) -> ReviewSetting:
    """How a learner wants to review; the default until they say otherwise."""
    driver = await uow.driver()
    row = await driver.fetchrow(_SETTING, learner_id)
    return _setting(row) if row else DEFAULT_SETTING


async def put_setting(uow: UnitOfWork, learner_id: UUID, setting: ReviewSetting) -> None:
    """Keep how a learner wants to review."""
    driver = await uow.driver()
    version = setting.fitted.version if setting.fitted else None
    values = setting.scheduler.value, setting.desired_retention, setting.weights.value, version
    await driver.execute(_PUT_SETTING, learner_id, *values, uow.clock.now())


def params_of(weights: Sequence[float] | None) -> FsrsParams:
    """FSRS's weights from a column; without any, those that were published."""
    return DEFAULT_PARAMS if weights is None else _checked(tuple(weights))


@lru_cache(maxsize=1_000)
def _checked(weights: tuple[float, ...]) -> FsrsParams:
    # What was checked once, for most attempts of a learner come soon after each other.
    return FsrsParams(weights)


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _item_values(state: ItemState, setting: ReviewSetting) -> tuple[object, ...]:
    due = dating.due(state, setting)
    if due is None:
        raise ValueError("a state that no attempt was folded into is not kept")
    return (
        state.sm2.easiness,
        state.sm2.interval_days,
        state.sm2.repetitions,
        state.sm2_day,
        state.fsrs.stability if state.fsrs else None,
        state.fsrs.difficulty if state.fsrs else None,
        state.day,
        state.is_recalled,
        state.attempts,
        state.correct,
        state.lapses,
        due.day,
        due.interval_days,
        *_place(state),
    )


def _skill_values(state: SkillState) -> tuple[object, ...]:
    return (
        state.mastery,
        state.ability.mean,
        state.ability.variance,
        state.practice_count,
        state.correct_count,
        state.correct_streak,
        state.longest_streak,
        *_place(state),
    )


def _place(state: ItemState | SkillState) -> tuple[datetime, UUID]:
    if state.last is None:
        raise ValueError("a state that no attempt was folded into is not kept")
    return state.last


def _item_state(row: "asyncpg.Record") -> ItemState:
    stability: float | None = row["stability"]
    sm2_day: date | None = row["sm2_day"]
    return ItemState(
        sm2=Sm2State(row["easiness"], row["sm2_interval"], row["repetitions"]),
        sm2_day=sm2_day,
        fsrs=None if stability is None else FsrsState(stability, row["difficulty"]),
        day=row["day"],
        is_recalled=row["is_recalled"],
        attempts=row["attempts"],
        correct=row["correct"],
        lapses=row["lapses"],
        last=(row["last_effective_at"], row["last_attempt_id"]),
    )


def _skill_state(row: "asyncpg.Record", prefix: str = "") -> SkillState:
    return SkillState(
        mastery=row[f"{prefix}mastery"],
        ability=Ability(row[f"{prefix}ability"], row[f"{prefix}ability_variance"]),
        practice_count=row[f"{prefix}practice_count"],
        correct_count=row[f"{prefix}correct_count"],
        correct_streak=row[f"{prefix}correct_streak"],
        longest_streak=row[f"{prefix}longest_streak"],
        last=(row[f"{prefix}last_effective_at"], row[f"{prefix}last_attempt_id"]),
    )


def _setting(row: "asyncpg.Record") -> ReviewSetting:
    if row["scheduler"] is None:
        return DEFAULT_SETTING
    version: int | None = row["weights_version"]
    fitted = None if version is None else FittedWeights(version, params_of(row["weights"]))
    return ReviewSetting(Scheduler(row["scheduler"]), row["desired_retention"], Weights(row["wished"]), fitted)
