"""What a session asks next: the candidates it may ask, as selection wants to see them."""

from collections import Counter
from collections.abc import Callable, Container, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from random import Random
from typing import Any, cast
from uuid import UUID

from lyceum.algorithms.irt.ability import estimate
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.selection.choices import Candidate, Choice, Reason, ReasonCode
from lyceum.algorithms.selection.choices import SkillState as SkillView
from lyceum.algorithms.selection.placement import PlacementItem, placement_item
from lyceum.algorithms.selection.session_plan import in_turn, open_topics, quotas
from lyceum.library import facade as library
from lyceum.library.contracts import ItemColumns, PracticeScope
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, fold, rules, snapshots
from lyceum.practice.contracts.sessions import Session
from lyceum.practice.exploring import Mastery, little_known
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
    kind = rules.OF_KIND[session.kind]
    served = await sessions.served_by(uow, session.id, last=rules.RESTING_SENTENCES if kind.repeats else None)
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
    known = await reviews.asked_among(uow, learner.user_id, columns.place_of)
    asked = _asked(columns, known, learner.time_zone)
    skills = await _beliefs(uow, learner, columns)
    kind, now = rules.OF_KIND[session.kind], uow.clock.now()
    shown = _places(columns, [item_id for item_id, _ in served])
    served_places = set(shown)
    may_be_asked = [each for each in asked.values() if _may_be_asked(each, kind, served_places, now)]

    # It brings numpy, which takes a tenth of a second and 20 MB to load: that is no process's start to wait for.
    from lyceum.algorithms.selection.next_item import next_item  # noqa: PLC0415  see above

    unknown = little_known(asked.values(), _mastery(skills))

    turn = _turn(columns, session, served) if kind.mixes else _Turn(columns.places_of.keys())

    def choose_beside(resting: Set[int]) -> Choice | None:
        left = {skill: state for skill, state in skills.items() if skill in turn.skills}
        return next_item(
            [each for each in may_be_asked if each.item not in resting],
            _skill_views(columns, left, asked.keys() | resting, only_due=kind.only_due),
            new_items=_new_items(columns, asked.keys() | resting, uow.kernel.rng),
            chance=_chance(columns, skills),
            now=now,
            rng=uow.kernel.rng,
            policy=kind.policy,
            just_answered=shown[-1] if shown else None,
            recent_kinds=[columns.types[place] for place in shown[-rules.RECENT :]],
            unknown=unknown,
        )

    resting = _quoting_the_same(columns, shown[-rules.RESTING_SENTENCES :])
    choice = choose_beside(resting) or choose_beside(frozenset())
    return None if choice is None else turn.told(choice)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The skills that may be asked for now; `wanted` is the share of each, if the learner's mix shut others out."""

    skills: Set[UUID]
    wanted: Mapping[UUID, float] = field(default_factory=dict)

    def told(self, choice: Choice) -> Choice:
        """The choice, with the mix as its first reason if that decided."""
        wanted = self.wanted.get(cast("UUID", choice.skill))
        if not wanted:
            return choice
        share = wanted / sum(self.wanted.values())
        return replace(choice, reasons=(Reason(ReasonCode.YOUR_MIX, {"share": share}), *choice.reasons))


def _turn(columns: ItemColumns, session: Session, served: Served) -> _Turn:
    """Which skills may come next, for each to have its share in the end."""
    times = Counter(skill for _, skill in served if skill in columns.places_of)
    places = _places(columns, [item_id for item_id, _ in served])
    gone = Counter(chain.from_iterable(columns.skill_ids[place] for place in places))
    items = {skill: len(places) for skill, places in columns.places_of.items()}
    # What was asked for one skill is no longer there for the others it asks for too.
    there = {skill: number - gone[skill] + times[skill] for skill, number in items.items()}
    mix: Mapping[UUID, float] = items
    if session.mix is not None:
        mix = {UUID(skill): share for skill, share in session.mix.items()}
    quota = quotas(there, mix, session.length)
    skills = in_turn(quota, times, served[-1][1] if served else None)
    if session.mix is None:
        return _Turn(skills)
    may_come = open_topics(quota, times)
    shut_out = any(times[skill] < number for skill, number in there.items() if skill not in may_come)
    return _Turn(skills, mix if shut_out else {})


def _quoting_the_same(columns: ItemColumns, shown: Sequence[int]) -> frozenset[int]:
    """The other items that quote what was just read."""
    beside = chain.from_iterable(columns.quoting[columns.sentences[place]] for place in shown)
    return frozenset(beside) - frozenset(shown)


async def _to_find_the_level(
    uow: UnitOfWork, learner: Principal, session: Session, columns: ItemColumns, served: Served
) -> Choice | None:
    """What tells most about the learner, by the answers of this placement alone; None once enough is known."""
    answers = await attempts.session_evidence(uow, learner.user_id, session.id)
    level = estimate((each.curve, each.shows_knowledge) for each in answers)
    if level.standard_error <= rules.LEVEL_FOUND_AT:
        return None
    before = {item_id for item_id, _ in served}
    places = _some(range(len(columns.ids)), rules.MOST_WEIGHED, uow.kernel.rng)
    left = [
        PlacementItem(place, columns.skill_ids[place], _curve(columns, place))
        for place in places
        if columns.ids[place] not in before
    ]
    return placement_item(left, Counter(skill for _, skill in served), level, rng=uow.kernel.rng)


async def _beliefs(uow: UnitOfWork, learner: Principal, columns: ItemColumns) -> dict[UUID, SkillState]:
    """What is believed of every skill that the items ask for."""
    known = await states.load_skills(uow, learner.user_id, list(columns.places_of))
    untouched = fold.new_skill(rules.TRACING)
    return {each: known.get(each, untouched) for each in columns.places_of}


def _skill_views(
    columns: ItemColumns, skills: Mapping[UUID, SkillState], not_new: Set[int], *, only_due: bool
) -> list[SkillView]:
    times = Counter(chain.from_iterable(columns.skill_ids[place] for place in not_new))
    none: tuple[UUID, ...] = ()
    return [
        SkillView(
            each,
            state.mastery,
            rules.TRACING.learn,
            columns.prerequisites.get(each, none),
            has_new=not only_due and len(columns.places_of[each]) > times[each],
        )
        for each, state in skills.items()
    ]


def _new_items(columns: ItemColumns, not_new: Set[int], rng: Random) -> Callable[[Hashable], list[Candidate]]:
    """What a skill has that was never asked; of very many, some."""

    def new_items(skill: Hashable) -> list[Candidate]:
        places = [place for place in columns.places_of[cast("UUID", skill)] if place not in not_new]
        return [
            Candidate(place, columns.skill_ids[place], columns.types[place])
            for place in _some(places, rules.MOST_WEIGHED, rng)
        ]

    return new_items


def _some(places: Sequence[int], most: int, rng: Random) -> Sequence[int]:
    return places if len(places) <= most else rng.sample(places, most)


def _asked(columns: ItemColumns, known: Mapping[UUID, Asked], time_zone: str) -> dict[int, Candidate]:
    """The items that were attempted before, by their places."""

    @cache
    def due_at(day: date) -> datetime:
        return dating.start_of(day, time_zone)

    found = {}
    for item_id, asked in known.items():
        place = columns.place_of[item_id]
        found[place] = Candidate(
            item=place,
            skills=columns.skill_ids[place],
            kind=columns.types[place],
            due_at=due_at(asked.due_on),
            times_asked=asked.attempts,
            last_asked_at=asked.last_asked_at,
        )
    return found


def _may_be_asked(candidate: Candidate, kind: KindRules, served_places: Container[Hashable], now: datetime) -> bool:
    if kind.only_due and (candidate.due_at is None or candidate.due_at > now):
        return False
    return kind.repeats or candidate.item not in served_places


def _chance(columns: ItemColumns, skills: Mapping[UUID, SkillState]) -> Callable[[Candidate], float]:
    """The probability that a candidate is answered right: the mean over its skills."""

    def chance(candidate: Candidate) -> float:
        place = cast("int", candidate.item)
        curve = _curve(columns, place)
        return sum(rules.p_correct(skills[each], curve) for each in columns.skill_ids[place]) / len(candidate.skills)

    return chance


def _mastery(skills: Mapping[UUID, SkillState]) -> Mastery:
    def mastery(candidate: Candidate) -> float:
        return sum(skills[cast("UUID", each)].mastery for each in candidate.skills) / len(candidate.skills)

    return mastery


def _curve(columns: ItemColumns, place: int) -> ItemCurve:
    return ItemCurve(columns.a[place], columns.b[place], columns.c[place])


def _places(columns: ItemColumns, item_ids: Sequence[UUID]) -> list[int]:
    """Where items stand in the columns; those that are there no longer are left out."""
    return [columns.place_of[item_id] for item_id in item_ids if item_id in columns.place_of]
