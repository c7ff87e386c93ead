"""What a session asks next: the candidates it may ask, as selection wants to see them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any, cast
from uuid import UUID

from lyceum.algorithms.irt.ability import estimate
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.selection.choices import Candidate, Choice
from lyceum.algorithms.selection.choices import SkillState as SkillView
from lyceum.algorithms.selection.next_item import next_item
from lyceum.algorithms.selection.placement import PlacementItem, placement_item
from lyceum.library import facade as library
from lyceum.library.contracts import ItemColumns, PracticeScope
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, fold, rules, snapshots
from lyceum.practice.contracts import Session
from lyceum.practice.fold import SkillState
from lyceum.practice.rules import KindRules
from lyceum.practice.store import attempts, reviews, sessions, states
from lyceum.practice.store.reviews import Asked

# What a session has served, in order: the item and the skill it was chosen for.
Served = Sequence[tuple[UUID, UUID]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The item to serve, and why."""

    item_id: UUID
    version: int
    choice: dict[str, Any]


async def choose(uow: UnitOfWork, learner: Principal, session: Session) -> Chosen | None:
    """The next item of a session, or None when nothing is left to ask."""
    columns = await library.items_for_practice(uow, learner, PracticeScope.from_json(session.scope))
    served = await sessions.served_by(uow, session.id)
    kind = rules.OF_KIND[session.kind]
    choose_one = _to_find_the_level if kind.finds_level else _to_learn_most
    choice = await choose_one(uow, learner, session, columns, served)
    if choice is None:
        return None
    # A candidate goes by its place in the columns.
    place = cast("int", choice.item)
    return Chosen(columns.ids[place], columns.versions[place], snapshots.chosen(choice))


async def _to_learn_most(
    uow: UnitOfWork, learner: Principal, session: Session, columns: ItemColumns, served: Served
) -> Choice | None:
    known = await reviews.asked_among(uow, learner.user_id, columns.ids)
    skills = await _beliefs(uow, learner, columns)
    kind, now = rules.OF_KIND[session.kind], uow.clock.now()
    recent = _places(columns, [item_id for item_id, _ in served[-rules.RECENT :]])
    return next_item(
        [
            each
            for each in _candidates(columns, known, learner.time_zone)
            if _may_be_asked(each, kind, columns, served, now)
        ],
        [
            SkillView(each, state.mastery, rules.TRACING.learn, columns.prerequisites.get(each, ()))
            for each, state in skills.items()
        ],
        chance=_chance(columns, skills),
        now=now,
        rng=uow.kernel.rng,
        policy=kind.policy,
        just_answered=recent[-1] if recent else None,
        recent_kinds=[columns.types[place] for place in recent],
    )


async def _to_find_the_level(
    uow: UnitOfWork, learner: Principal, session: Session, columns: ItemColumns, served: Served
) -> Choice | None:
    """What tells most about the learner, by the answers of this placement alone; None once enough is known."""
    answers = await attempts.session_evidence(uow, learner.user_id, session.id)
    level = estimate((each.curve, each.shows_knowledge) for each in answers)
    if level.standard_error <= rules.LEVEL_FOUND_AT:
        return None
    before = {item_id for item_id, _ in served}
    left = [
        PlacementItem(place, columns.skill_ids[place], _curve(columns, place))
        for place, item_id in enumerate(columns.ids)
        if item_id not in before
    ]
    return placement_item(left, Counter(skill for _, skill in served), level, rng=uow.kernel.rng)


async def _beliefs(uow: UnitOfWork, learner: Principal, columns: ItemColumns) -> dict[UUID, SkillState]:
    """What is believed of every skill that the items ask for."""
    skill_ids = sorted(set(chain.from_iterable(columns.skill_ids)))
    known = await states.load_skills(uow, learner.user_id, skill_ids)
    untouched = fold.new_skill(rules.TRACING)
    return {each: known.get(each, untouched) for each in skill_ids}


def _candidates(columns: ItemColumns, known: Mapping[UUID, Asked], time_zone: str) -> Iterable[Candidate]:
    @cache
    def due_at(day: date) -> datetime:
        return dating.start_of(day, time_zone)

    for place, item_id in enumerate(columns.ids):
        asked = known.get(item_id)
        yield Candidate(
            item=place,
            skills=columns.skill_ids[place],
            kind=columns.types[place],
            due_at=due_at(asked.due_on) if asked else None,
            times_asked=asked.attempts if asked else 0,
            last_asked_at=asked.last_asked_at if asked else None,
        )


def _may_be_asked(candidate: Candidate, kind: KindRules, columns: ItemColumns, served: Served, now: datetime) -> bool:
    if kind.only_due and (candidate.due_at is None or candidate.due_at > now):
        return False
    return kind.repeats or all(columns.ids[cast("int", candidate.item)] != item_id for item_id, _ in served)


def _chance(columns: ItemColumns, skills: Mapping[UUID, SkillState]) -> Callable[[Candidate], float]:
    """The probability that a candidate is answered right: the mean over its skills."""

    def chance(candidate: Candidate) -> float:
        place = cast("int", candidate.item)
        curve = _curve(columns, place)
        return sum(rules.p_correct(skills[each], curve) for each in columns.skill_ids[place]) / len(candidate.skills)

    return chance


def _curve(columns: ItemColumns, place: int) -> ItemCurve:
    return ItemCurve(columns.a[place], columns.b[place], columns.c[place])


def _places(columns: ItemColumns, item_ids: Sequence[UUID]) -> list[int]:
    """Where items stand in the columns; those that are there no longer are left out."""
    places = {item_id: place for place, item_id in enumerate(columns.ids) if item_id in item_ids}
    return [places[item_id] for item_id in item_ids if item_id in places]
