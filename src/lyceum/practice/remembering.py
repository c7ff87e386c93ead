"""What a learner answered before, for them to look at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.library import facade as library
from lyceum.library.contracts import PracticeScope
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.withholding import withheld
from lyceum.practice import evidence, sessions
from lyceum.practice.contracts.attempts import Attempt, AttemptNotFound, Recorded
from lyceum.practice.evidence import Steps
from lyceum.practice.store import attempts
from lyceum.practice.store import evidence as evidence_store
from lyceum.practice.store.evidence import Wanted


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer that was given, and what it did to each skill it asked for.

    `is_withheld`: the item is being asked again, so that its answer is not for now.
    """

    recorded: Recorded
    steps: Steps
    is_withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which answers to look at: of a skill, an item or a subject; None: whichever."""

    skill_id: UUID | None = None
    item_id: UUID | None = None
    subject_id: UUID | None = None


async def find_attempt(uow: UnitOfWork, learner: Principal, attempt_id: UUID) -> Remembered:
    """One of the learner's attempts.

    Raises:
        AttemptNotFound: if they have none with this id.
    """
    attempt = await attempts.read_attempt(uow, learner.user_id, attempt_id)
    if attempt is None:
        raise AttemptNotFound(f"You have no attempt {str(attempt_id)!r}.")
    return (await _remembered(uow, learner, [attempt]))[0]


async def list_session(uow: UnitOfWork, learner: Principal, session_id: UUID, page: PageRequest) -> Page[Remembered]:
    """What the learner answered in one of their sessions, in its order.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    await sessions.find_session(uow, learner, session_id)
    after = decode_cursor(page.cursor, int)[0] if page.cursor else -1
    found = await attempts.list_session(uow, learner.user_id, session_id, page.limit + 1, after=after)
    placed = cut(found, page.limit, lambda each: (each[0],))
    return Page(await _remembered(uow, learner, [attempt for _, attempt in placed.items]), placed.next_cursor)


async def list_attempts(uow: UnitOfWork, learner: Principal, about: About, page: PageRequest) -> Page[Remembered]:
    """What the learner answered, the one that counted last first.

    Raises:
        SkillNotFound, ItemNotFound, SubjectNotFound: if they have none with that id.
    """
    before = decode_cursor(page.cursor, datetime, UUID) if page.cursor else None
    if about.item_id is not None:
        await library.find_item(uow, learner, about.item_id)
    wanted = Wanted(about.item_id, await _skills_in(uow, learner, about), before)
    found = await evidence_store.list_attempts(uow, learner.user_id, wanted, page.limit + 1)
    cut_off = cut(found, page.limit, lambda attempt: (attempt.effective_at, attempt.id))
    return Page(await _remembered(uow, learner, cut_off.items), cut_off.next_cursor)


async def _skills_in(uow: UnitOfWork, learner: Principal, about: About) -> list[UUID] | None:
    """The skills of what is looked at; None for all."""
    if about.skill_id is not None:
        await library.check_scope(uow, learner, PracticeScope(skill_ids=(about.skill_id,)))
    if about.subject_id is None:
        return None if about.skill_id is None else [about.skill_id]
    skills = await library.skills_of_subject(uow, learner, about.subject_id)
    return [skill.id for skill in skills if about.skill_id in (None, skill.id)]


async def _remembered(uow: UnitOfWork, learner: Principal, given: Sequence[Attempt]) -> list[Remembered]:
    versions = [(attempt.item_id, attempt.item_version) for attempt in given]
    items = await library.find_versions(uow, learner, versions)
    secret = await withheld(uow, learner, [attempt.item_id for attempt in given])
    steps = await evidence.steps_of(uow, learner.user_id, [evidence.told_by(attempt) for attempt in given])
    return [
        Remembered(Recorded(attempt, items[version], is_new=False), steps[attempt.id], attempt.item_id in secret)
        for attempt, version in zip(given, versions, strict=True)
    ]
