"""What a session came to: from its attempts alone, so that it is the same whenever and wherever it is looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lyceum.library import facade as library
from lyceum.library.contracts import Item
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import evidence, reviewing, rules, sessions
from lyceum.practice.contracts.attempts import MOST_TIME_MS
from lyceum.practice.contracts.reviews import Review
from lyceum.practice.contracts.sessions import Session
from lyceum.practice.evidence import Steps
from lyceum.practice.store import evidence as store
from lyceum.practice.store.evidence import Given


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSum:
    """What a session did to one skill: `mastery_before` its first attempt at it, `mastery` after its last."""

    skill_id: UUID
    name: str
    mastery_before: float
    mastery: float
    attempts: int

    @property
    def is_mastered(self) -> bool:
        """Whether it was mastered when the session was over."""
        return self.mastery >= rules.MASTERED_AT

    @property
    def is_newly_mastered(self) -> bool:
        """Whether it was the session that brought it there."""
        return self.is_mastered and self.mastery_before < rules.MASTERED_AT


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a session came to.

    Attributes:
        session: the session.
        correct: right answers. `assisted`: given with the answer in sight. `hints_used`: in all of them.
        score: the sum of the scores.
        time_ms: taken for the answers, at most five minutes for each.
        skills: what was asked for, in the order it was first asked for.
        returning: the items that come back, by the day on which they do as of now; archived ones do not.
    """

    session: Session
    correct: int
    assisted: int
    hints_used: int
    score: float
    time_ms: int
    skills: Sequence[SkillSum]
    returning: Sequence[tuple[Review, Item]]


async def sum_up(uow: UnitOfWork, learner: Principal, session_id: UUID) -> Summary:
    """What one of the learner's sessions came to, or has come to so far.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    session = await sessions.find_session(uow, learner, session_id)
    given = await store.given_in(uow, learner.user_id, session_id)
    steps = await evidence.steps_of(uow, learner.user_id, given)
    items = await library.find_items(uow, learner, list({each.item_id for each in given}))
    reviews = await reviewing.reviews_of(uow, learner, [item.id for item in items.values() if item.is_active])
    return Summary(
        session=session,
        correct=sum(each.correct for each in given),
        assisted=sum(each.assisted for each in given),
        hints_used=sum(each.hints_used for each in given),
        score=sum(each.score for each in given),
        time_ms=sum(min(each.time_ms or 0, MOST_TIME_MS) for each in given),
        skills=list(_skills(given, steps, items)),
        returning=[(each, items[each.item_id]) for each in reviews],
    )


def _skills(given: Sequence[Given], steps: Mapping[UUID, Steps], items: Mapping[UUID, Item]) -> Iterator[SkillSum]:
    names = {skill.id: skill.name for item in items.values() for skill in item.skills}
    of_skill: dict[UUID, list[UUID]] = {}
    for each in given:
        for skill_id in each.skill_ids:
            of_skill.setdefault(skill_id, []).append(each.id)
    for skill_id, attempt_ids in of_skill.items():
        first, last = (steps[attempt_ids[place]][skill_id] for place in (0, -1))
        yield SkillSum(
            skill_id=skill_id,
            name=names[skill_id],
            mastery_before=first.mastery_before,
            mastery=last.mastery,
            attempts=len(attempt_ids),
        )
