"""What a session asks next: the candidates it may ask, as selection wants to see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast
from uuid import UUID

from lyceum.algorithms.selection.choices import Candidate
from lyceum.algorithms.selection.choices import SkillState as SkillView
from lyceum.algorithms.selection.next_item import next_item
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktState
from lyceum.library import facade as library
from lyceum.library.contracts import ItemColumns, PracticeScope
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, rules
from lyceum.practice.contracts import Session, choice_to_json
from lyceum.practice.rules import KindRules
from lyceum.practice.store import reviews, sessions, states
from lyceum.practice.store.reviews import Asked


@dataclass(frozen=True, slots=True)
class Chosen:
    """The item to serve, and why."""

    item_id: UUID
    version: int
    choice: dict[str, Any]


async def choose(uow: UnitOfWork, learner: Principal, session: Session) -> Chosen | None:
    """The next item of a session, or None when nothing is left to ask."""
    columns = await library.items_for_practice(uow, learner, PracticeScope.from_json(session.scope))
    skill_ids = sorted(set(chain.from_iterable(columns.skill_ids)))
    known = await reviews.asked_among(uow, learner.user_id, columns.ids)
    zone = learner.time_zone
    traced = await states.load_skills(uow, learner.user_id, skill_ids)
    mastery = {each: traced[each].mastery if each in traced else rules.TRACING.prior for each in skill_ids}
    served = await sessions.served_by(uow, session.id)
    kind, now = rules.OF_KIND[session.kind], uow.clock.now()
    candidates = [
        candidate
        for candidate in _candidates(columns, known, mastery, zone)
        if _may_be_asked(candidate, kind, served, is_due=candidate.due_at is not None and candidate.due_at <= now)
    ]
    choice = next_item(
        candidates,
        [SkillView(each, mastery[each], rules.TRACING.learn) for each in _askable_skills(skill_ids, kind, served)],
        now=now,
        rng=uow.kernel.rng,
        policy=kind.policy,
        just_answered=served[-1][0] if served else None,
    )
    if choice is None:
        return None
    place = columns.ids.index(cast("UUID", choice.item))
    return Chosen(columns.ids[place], columns.versions[place], choice_to_json(choice))


def _candidates(
    columns: ItemColumns, known: dict[UUID, Asked], mastery: dict[UUID, float], zone: str
) -> Iterable[Candidate]:
    for item_id, skills in zip(columns.ids, columns.skill_ids, strict=True):
        chances = [bkt.predict_correct(BktState(mastery[each]), rules.TRACING) for each in skills]
        state = known.get(item_id)
        yield Candidate(
            item=item_id,
            skills=skills,
            p_correct=sum(chances) / len(chances),
            due_at=dating.start_of(state.due_on, zone) if state else None,
            times_asked=state.attempts if state else 0,
            last_asked_at=state.last_asked_at if state else None,
        )


def _may_be_asked(candidate: Candidate, kind: KindRules, served: Sequence[tuple[UUID, UUID]], *, is_due: bool) -> bool:
    if kind.only_due and not is_due:
        return False
    return kind.repeats or all(candidate.item != item_id for item_id, _ in served)


def _askable_skills(skill_ids: Sequence[UUID], kind: KindRules, served: Sequence[tuple[UUID, UUID]]) -> Sequence[UUID]:
    if not kind.once_per_skill:
        return skill_ids
    asked = {skill_id for _, skill_id in served}
    return [each for each in skill_ids if each not in asked]
