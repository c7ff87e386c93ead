"""What other domains may ask of practice."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from lyceum.library.contracts import Item
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import (
    answering,
    evidence,
    exporting,
    gathering,
    hints,
    mastering,
    registry,
    replaying,
    retaining,
    reviewing,
    rules,
    seeing,
    sessions,
    wording,
)
from lyceum.practice.contracts.attempts import Answered, NewAttempt, Recorded
from lyceum.practice.contracts.beliefs import MasteryPoint, SkillMastery
from lyceum.practice.contracts.reviews import DueNow, Retention, Review
from lyceum.practice.contracts.sessions import NextItem, Session, StartSession
from lyceum.practice.hints import Hint
from lyceum.practice.store import attempts, predictors
from lyceum.practice.store import sessions as store
from lyceum.practice.store.predictors import Registered

MASTERED_AT = rules.MASTERED_AT
LONGEST_SESSION = rules.LONGEST_SESSION


async def start_session(uow: UnitOfWork, learner: Principal, request: StartSession) -> Session:
    """Begin a session.

    Raises:
        SubjectNotFound, DeckNotFound, SkillNotFound, DocumentNotFound: if the learner has none with that id.
        NothingToPractise: if there is no active item in it.
    """
    return await sessions.start_session(uow, learner, request)


async def next_item(uow: UnitOfWork, learner: Principal, session_id: UUID) -> NextItem:
    """The item a session waits for an answer to; None in it once the session is over.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    return await sessions.next_item(uow, learner, session_id)


async def reveal(uow: UnitOfWork, learner: Principal, session_id: UUID, item_id: UUID) -> Item:
    """Show the answer to the item the session waits for: the back of a flashcard, or giving up on anything else.

    Raises:
        SessionNotFound: if they have none with this id.
        SessionEnded, ItemNotServed: see each.
    """
    return await sessions.reveal(uow, learner, session_id, item_id)


async def give_hint(uow: UnitOfWork, learner: Principal, session_id: UUID, item_id: UUID) -> Hint:
    """The next hint to the item the session waits for; it is counted, since help changes what an answer shows.

    Raises:
        SessionNotFound: if they have none with this id.
        SessionEnded, ItemNotServed, NoMoreHints: see each.
    """
    return await hints.give_hint(uow, learner, session_id, item_id=item_id)


def hint_in_words(hint: Hint, language: str) -> str:
    """A hint for whoever reads this language, as `i18n.negotiate` gives it."""
    return wording.hint(hint.clue, language)


async def end_session(uow: UnitOfWork, learner: Principal, session_id: UUID) -> Session:
    """End a session now; one that is over stays so.

    Raises:
        SessionNotFound: if they have none with this id.
    """
    return await sessions.end_session(uow, learner, session_id)


async def record_attempt(uow: UnitOfWork, learner: Principal, new: NewAttempt) -> Recorded:
    """Take an answer: the only way in which evidence about a learner comes to be.

    Raises:
        SessionNotFound, ItemNotFound: if the learner has none with that id.
        SessionEnded, ItemNotServed, ClientAttemptIdReused, ResponseMisfit: see each.
    """
    return await answering.record_attempt(uow, learner, new)


async def mastery_of(uow: UnitOfWork, learner: Principal, skill_ids: Sequence[UUID]) -> list[SkillMastery]:
    """What is believed of each skill, in the order asked for; one never practised has the prior."""
    return await mastering.mastery_of(uow, learner, skill_ids)


async def count_due(uow: UnitOfWork, learner: Principal) -> int:
    """How many items are due for review now."""
    return await reviewing.count_due(uow, learner)


async def due_now(uow: UnitOfWork, learner: Principal) -> DueNow:
    """How many items are due for review now, and since when the first of them."""
    return await reviewing.due_now(uow, learner)


async def pace_ms(uow: UnitOfWork, learner: Principal) -> float | None:
    """How long one answer takes the learner, by the last of theirs that have a time; None without any."""
    return await reviewing.pace_ms(uow, learner)


async def open_session(uow: UnitOfWork, learner: Principal) -> Session | None:
    """The learner's newest session that can be gone on with: begun within a day, with answers left to give."""
    return await sessions.find_open(uow, learner)


async def next_due_at(uow: UnitOfWork, learner: Principal) -> datetime | None:
    """When the next item falls due that is not due yet."""
    return await reviewing.next_due_at(uow, learner)


async def forecast(uow: UnitOfWork, learner: Principal, days: int) -> dict[date, int]:
    """How many reviews fall on each of the learner's next days; the first also holds all that is overdue."""
    return await reviewing.forecast(uow, learner, days)


async def upcoming_reviews(uow: UnitOfWork, learner: Principal, limit: int) -> list[tuple[Review, Item]]:
    """The reviews that come first, due already or not, by date."""
    return await reviewing.upcoming(uow, learner, limit)


async def reviews_of(uow: UnitOfWork, learner: Principal, item_ids: Sequence[UUID]) -> list[Review]:
    """When each of some items comes back, the soonest first; those never attempted are left out."""
    return await reviewing.reviews_of(uow, learner, item_ids)


async def mastery_series(uow: UnitOfWork, learner: Principal, skill_id: UUID) -> list[MasteryPoint]:
    """What was believed of a skill at the end of each day of the learner on which they practised it, by the fold."""
    return await evidence.series_of(uow, learner, skill_id)


async def retention(uow: UnitOfWork, learner: Principal, days: int) -> Retention:
    """What is expected to be recalled today and on each of the next days, and what was in the last weeks.

    Args:
        uow: the transaction.
        learner: whose memory.
        days: to look ahead, at least 1.
    """
    return await retaining.retention(uow, learner, days)


async def first_mastered(uow: UnitOfWork, learner_id: UUID, skill_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each skill was first mastered, by the fold of all attempts there are; those that never were are left out."""
    return await mastering.first_mastered(uow, learner_id, skill_ids)


async def answers_until(uow: UnitOfWork, learner_id: UUID, moment: datetime) -> list[Answered]:
    """The answers of a learner that counted by a moment, as far as they have arrived."""
    return await attempts.all_answered(uow, learner_id, moment)


async def answers_of(uow: UnitOfWork, learner_id: UUID) -> list[Answered]:
    """Every answer of a learner, for whoever counts them again. No attempt is taken until this transaction ends."""
    await store.lock_learner(uow, learner_id)
    return await attempts.all_answered(uow, learner_id)


async def seen_by(uow: UnitOfWork, who: Principal, learner_id: UUID) -> Principal:
    """The learner whose learning somebody may see, in whose name it is read; each look at another is noted.

    Raises:
        PersonNotFound: if they may not be seen, or do not exist.
    """
    return await seeing.seen_by(uow, who, learner_id)


async def export_answers(kernel: Kernel, path: Path) -> int:
    """Write every answer into a new Parquet file, with learners under other names; how many there were.

    Raises:
        ParquetMissing: if pyarrow is not installed.
        FileExistsError: if there is such a file.
    """
    return await exporting.export_answers(kernel, path)


async def predictors_standing(uow: UnitOfWork) -> list[Registered]:
    """The predictors that predict now, in the order in which they were registered."""
    return await predictors.list_active(uow)


async def roll_back_predictor(uow: UnitOfWork, name: str) -> Registered:
    """Take a predictor back that is told to somebody; what serves now. For the machine's operator.

    Raises:
        PredictorNotFound: if there never was one of this name.
        NothingToRollBack: if it is told to nobody, or nothing served before it.
    """
    return await registry.roll_back(uow, name)


async def gather_again(uow: UnitOfWork, since: datetime) -> None:
    """Let figures take in what this transaction has entered under earlier moments; to be called at its end."""
    await gathering.look_again(uow, since)


async def replay(uow: UnitOfWork, learner_id: UUID) -> int:
    """Throw a learner's states away and fold their attempts again; how many attempts there were."""
    return await replaying.replay(uow, learner_id)
