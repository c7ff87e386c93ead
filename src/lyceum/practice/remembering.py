"""What a learner answered before, for them to look at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lyceum.library import facade as library
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.withholding import withheld
from lyceum.practice import sessions
from lyceum.practice.contracts import Attempt, AttemptNotFound, Recorded
from lyceum.practice.store import attempts


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer that was given. `is_withheld`: the item is being asked again, so that its answer is not for now."""

    recorded: Recorded
    is_withheld: bool


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


async def _remembered(uow: UnitOfWork, learner: Principal, given: Sequence[Attempt]) -> list[Remembered]:
    versions = [(attempt.item_id, attempt.item_version) for attempt in given]
    items = await library.find_versions(uow, learner, versions)
    secret = await withheld(uow, learner, [attempt.item_id for attempt in given])
    return [
        Remembered(Recorded(attempt, items[version], is_new=False), attempt.item_id in secret)
        for attempt, version in zip(given, versions, strict=True)
    ]
