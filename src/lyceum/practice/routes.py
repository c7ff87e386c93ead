"""Routes of practice: sessions, the next item, hints, answers, reviews."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response, status

from lyceum.documents.contracts import DocumentNotFound
from lyceum.library.contracts import DeckNotFound, ItemNotFound, SkillNotFound, SubjectNotFound
from lyceum.platform.http.admission import charged
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.limit_table import LimitClass
from lyceum.platform.pages import CursorInvalid
from lyceum.practice import answering, batch, hints, remembering, reviewing, sessions, settings, summing_up
from lyceum.practice.contracts.attempts import AttemptNotFound, ClientAttemptIdReused, ResponseMisfit
from lyceum.practice.contracts.sessions import (
    HintOutOfTurn,
    ItemNotServed,
    MixMisfit,
    NoMoreHints,
    NothingAppliesHere,
    NothingToPractise,
    SessionEnded,
    SessionNotFound,
)
from lyceum.practice.remembering import About
from lyceum.practice.schemas.attempts import AttemptBody, AttemptView, RevealBody, RevealedView
from lyceum.practice.schemas.hints import HintBody, HintView
from lyceum.practice.schemas.records import BatchBody, BatchView, OutcomeView, RememberedPage, RememberedView
from lyceum.practice.schemas.sessions import NextView, ReviewPage, SessionPage, SessionView, StartSessionBody
from lyceum.practice.schemas.settings import SettingModel, SettingView
from lyceum.practice.schemas.summaries import SummaryView

router = Router(prefix="/practice", tags=["practice"])

SessionId = Annotated[UUID, Path(description="The session.")]
AttemptId = Annotated[UUID, Path(description="The attempt.")]
OfSkill = Annotated[UUID | None, Query(description="Only answers that asked for this skill.")]
OfItem = Annotated[UUID | None, Query(description="Only answers to this item.")]
OfSubject = Annotated[UUID | None, Query(description="Only answers that asked for skills of this subject.")]


@router.post(
    "/sessions",
    status_code=status.HTTP_201_CREATED,
    summary="Start a session",
    responses=error_responses(
        SubjectNotFound,
        DeckNotFound,
        DocumentNotFound,
        SkillNotFound,
        NothingToPractise,
        NothingAppliesHere,
        MixMisfit,
    ),
)
async def start_session(uow: Transaction, learner: SignedIn, body: StartSessionBody) -> SessionView:
    """Begin to practise a deck, a subject, a document or some skills."""
    return SessionView.of(await sessions.start_session(uow, learner, body.request()))


@router.get("/sessions", summary="List sessions", responses=error_responses(CursorInvalid))
async def list_sessions(uow: Transaction, learner: SignedIn, page: Paging) -> SessionPage:
    """Your sessions, the newest first."""
    found = await sessions.list_sessions(uow, learner, page)
    return SessionPage(items=[SessionView.of(each) for each in found.items], next_cursor=found.next_cursor)


@router.get("/sessions/{session_id}", summary="Read a session", responses=error_responses(SessionNotFound))
async def read_session(uow: Transaction, learner: SignedIn, session_id: SessionId) -> SessionView:
    """One of your sessions."""
    return SessionView.of(await sessions.find_session(uow, learner, session_id))


@router.get(
    "/sessions/{session_id}/attempts",
    summary="List what was answered in a session",
    responses=error_responses(SessionNotFound, CursorInvalid),
)
async def list_session_attempts(
    uow: Transaction, learner: SignedIn, page: Paging, session_id: SessionId
) -> RememberedPage:
    """What you answered in one of your sessions, in its order, with the keys."""
    return RememberedPage.of(await remembering.list_session(uow, learner, session_id, page))


@router.get("/sessions/{session_id}/summary", summary="Sum up a session", responses=error_responses(SessionNotFound))
async def sum_up(uow: Transaction, learner: SignedIn, session_id: SessionId) -> SummaryView:
    """What one of your sessions came to: answers, time, what it did to each skill, and what comes back when."""
    return SummaryView.of(await summing_up.sum_up(uow, learner, session_id))


@router.post("/sessions/{session_id}/end", summary="End a session", responses=error_responses(SessionNotFound))
async def end_session(uow: Transaction, learner: SignedIn, session_id: SessionId) -> SessionView:
    """End one of your sessions now; one that is over stays so."""
    return SessionView.of(await sessions.end_session(uow, learner, session_id))


@router.get("/next", summary="Get the next item", responses=error_responses(SessionNotFound))
async def next_item(
    uow: Transaction, learner: SignedIn, session_id: Annotated[UUID, Query(description="The session.")]
) -> NextView:
    """The item to answer now, and why: the same until it is answered; `{item: null, done: true}` at the end."""
    return NextView.of(await sessions.next_item(uow, learner, session_id))


@router.post(
    "/hints",
    summary="Get a hint",
    responses=error_responses(SessionNotFound, ItemNotFound, SessionEnded, ItemNotServed, HintOutOfTurn, NoMoreHints),
)
@charged(LimitClass.ATTEMPT)
async def give_hint(uow: Transaction, learner: SignedIn, body: HintBody) -> HintView:
    """Get the next hint to the item the session waits for: where it stands, its shape, what is said around it.

    Hints are counted with your answer. With three, the answer counts as given with help.
    """
    return HintView.of(await hints.give_hint(uow, learner, body.session_id, item_id=body.item_id, level=body.level))


@router.post(
    "/reveal",
    summary="Show the answer",
    responses=error_responses(SessionNotFound, ItemNotFound, SessionEnded, ItemNotServed),
)
@charged(LimitClass.ATTEMPT)
async def reveal(uow: Transaction, learner: SignedIn, body: RevealBody) -> RevealedView:
    """Turn a flashcard, before you say how well you knew it. Anything else counts as answered with help after this."""
    return RevealedView.of(await sessions.reveal(uow, learner, body.session_id, body.item_id))


@router.post(
    "/attempts",
    status_code=status.HTTP_201_CREATED,
    summary="Answer an item",
    responses={
        200: {"model": AttemptView, "description": "This answer came before; what it was told then."},
        **error_responses(
            SessionNotFound, ItemNotFound, SessionEnded, ItemNotServed, ClientAttemptIdReused, ResponseMisfit
        ),
    },
)
@charged(LimitClass.ATTEMPT)
async def record_attempt(uow: Transaction, learner: SignedIn, response: Response, body: AttemptBody) -> AttemptView:
    """Answer the item the session waits for. It is graded here, once, however often it is sent."""
    recorded = await answering.record_attempt(uow, learner, body.attempt())
    if not recorded.is_new:
        response.status_code = status.HTTP_200_OK
    return AttemptView.of(recorded)


@router.post("/attempts/batch", summary="Answer many items")
@charged(LimitClass.ATTEMPT)
async def record_attempts(uow: Transaction, learner: SignedIn, body: BatchBody) -> BatchView:
    """Send the answers a device kept while it was away.

    Each is taken or refused on its own, in the order of their `occurred_at`; sent again, each that was taken is told
    the same.
    """
    outcomes = await batch.record_attempts(uow, learner, [each.attempt() for each in body.attempts])
    return BatchView(items=[OutcomeView.of(each) for each in outcomes])


@router.get(
    "/attempts",
    summary="List what you answered",
    responses=error_responses(SkillNotFound, ItemNotFound, SubjectNotFound, CursorInvalid),
)
async def list_attempts(
    uow: Transaction,
    learner: SignedIn,
    page: Paging,
    skill_id: OfSkill = None,
    item_id: OfItem = None,
    subject_id: OfSubject = None,
) -> RememberedPage:
    """What you answered, the newest first, with the keys, and what each answer did to what is believed of you."""
    about = About(skill_id=skill_id, item_id=item_id, subject_id=subject_id)
    return RememberedPage.of(await remembering.list_attempts(uow, learner, about, page))


# As a UUID in the address itself, so that "batch" is none of them.
@router.get("/attempts/{attempt_id:uuid}", summary="Read an attempt", responses=error_responses(AttemptNotFound))
async def read_attempt(uow: Transaction, learner: SignedIn, attempt_id: AttemptId) -> RememberedView:
    """An answer you gave, with the key."""
    return RememberedView.of(await remembering.find_attempt(uow, learner, attempt_id))


@router.get("/reviews", summary="List what is due", responses=error_responses(CursorInvalid))
async def list_reviews(uow: Transaction, learner: SignedIn, page: Paging) -> ReviewPage:
    """What is due for review now: the pressing first, then by how long it has been due."""
    return ReviewPage.of(await reviewing.list_reviews(uow, learner, page), uow.clock.now())


@router.get("/settings", summary="Read how you review")
async def read_setting(uow: Transaction, learner: SignedIn) -> SettingView:
    """What dates your reviews, how much you want to recall, and what fitting to you came to."""
    return SettingView.of(await settings.read_setting(uow, learner))


@router.put("/settings", summary="Change how you review")
async def change_setting(uow: Transaction, learner: SignedIn, body: SettingModel) -> SettingView:
    """Change it from now on. Every item you have attempted is dated anew; changing it back gives the old dates."""
    return SettingView.of(await settings.change_setting(uow, learner, body.wish()))
