"""Routes of progress: what you have done, and what you know."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from lyceum.identity.contracts.people import PersonNotFound
from lyceum.library.contracts import SkillNotFound, SubjectNotFound
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.progress import activity, doing_now, of_others, one_skill, overview
from lyceum.progress.contracts import RangeInvalid
from lyceum.progress.schemas.days import ActivityList, ForecastList
from lyceum.progress.schemas.now import NowView
from lyceum.progress.schemas.one_skill import SkillDetailView
from lyceum.progress.schemas.records import RecordList
from lyceum.progress.schemas.retention import RetentionView
from lyceum.progress.schemas.skills import SkillProgressList, SkillProgressView
from lyceum.progress.schemas.summaries import LearningStatsView, OverviewView

router = Router(prefix="/progress", tags=["progress"])

_LONGEST_FORECAST = 90

UserId = Annotated[UUID, Path(description="A student of a class of yours, a child you are the guardian of, or you.")]


@router.get("/me", summary="Read your progress")
async def read_progress(uow: Transaction, learner: SignedIn) -> OverviewView:
    """What you have done, what you know, and what falls due in the next seven days."""
    return OverviewView.of(await overview.overview(uow, learner), uow.clock.now())


@router.get("/me/now", summary="Read what to do now")
async def read_now(uow: Transaction, learner: SignedIn) -> NowView:
    """The one thing that helps you most now, why, and what else you could do."""
    return NowView.now(await doing_now.what_now(uow, learner))


@router.get("/me/activity", summary="Read your days", responses=error_responses(RangeInvalid))
async def list_activity(
    uow: Transaction,
    learner: SignedIn,
    first: Annotated[date | None, Query(alias="from", description="Left out: 90 days before `to`.")] = None,
    last: Annotated[date | None, Query(alias="to", description="Left out: today.")] = None,
) -> ActivityList:
    """What you did on each day of your time zone, from one day to another, both included; 373 days at the most."""
    return ActivityList.of(await activity.activity_between(uow, learner, first, last))


@router.get("/me/forecast", summary="Read what falls due")
async def list_forecast(
    uow: Transaction,
    learner: SignedIn,
    days: Annotated[int, Query(ge=1, le=_LONGEST_FORECAST, description="How many, today included.")] = 30,
) -> ForecastList:
    """How many reviews fall on each of your next days; today also holds all that is overdue."""
    return ForecastList.of(await overview.forecast(uow, learner, days))


@router.get("/me/retention", summary="Read what you recall")
async def read_retention(
    uow: Transaction,
    learner: SignedIn,
    days: Annotated[int, Query(ge=1, le=_LONGEST_FORECAST, description="To look ahead.")] = 30,
) -> RetentionView:
    """What share of what you have learned you will recall if you review nothing, and what you recalled week by week.

    The expected share falls along FSRS-6's forgetting curve, whichever scheduler dates your reviews.
    """
    return RetentionView.of(await overview.retention(uow, learner, days))


@router.get("/me/skills", summary="Read your skills", responses=error_responses(SubjectNotFound))
async def list_skills(
    uow: Transaction,
    learner: SignedIn,
    subject_id: Annotated[UUID | None, Query(description="One of your subjects; left out: all.")] = None,
) -> SkillProgressList:
    """What is believed of each of your skills, in the order they are taught."""
    found = await overview.skills_of(uow, learner, subject_id=subject_id)
    return SkillProgressList(items=[SkillProgressView.of(skill) for skill in found])


@router.get("/me/skills/{skill_id}", summary="Read one of your skills", responses=error_responses(SkillNotFound))
async def read_skill(
    uow: Transaction, learner: SignedIn, skill_id: Annotated[UUID, Path(description="A skill of one of your subjects.")]
) -> SkillDetailView:
    """One of your skills: how it came about, what it needs, what needs it, and what asks for it when.

    The answers behind it are in `practice/attempts?skill_id=`.
    """
    return SkillDetailView.of(await one_skill.look_closely(uow, learner, skill_id), uow.clock.now())


@router.get("/me/documents", summary="Read your progress with each document")
async def list_documents(uow: Transaction, learner: SignedIn) -> RecordList:
    """How far you are with each of your documents, the newest first."""
    return RecordList.of(await overview.documents_of(uow, learner))


@router.get("/me/subjects", summary="Read your progress with each subject")
async def list_subjects(uow: Transaction, learner: SignedIn) -> RecordList:
    """How far you are with each of your subjects, the newest first."""
    return RecordList.of(await overview.subjects_of(uow, learner))


@router.get("/me/stats", summary="Read your figures")
async def read_stats(uow: Transaction, learner: SignedIn) -> LearningStatsView:
    """Your learning on one page: time, what is completed, score, streak, subjects, week, skills."""
    return LearningStatsView.of(await overview.stats(uow, learner))


# The fourth source's spelling of the first.
@router.get("/user/{user_id}", include_in_schema=False)
@router.get("/users/{user_id}", summary="Read somebody's figures", responses=error_responses(PersonNotFound))
async def read_stats_of(uow: Transaction, who: SignedIn, user_id: UserId) -> LearningStatsView:
    """A learner's figures on one page, for their teachers and guardians. Each look is noted in the security log."""
    return LearningStatsView.of(await of_others.stats_of(uow, who, user_id))


@router.get("/users/{user_id}/skills", summary="Read somebody's skills", responses=error_responses(PersonNotFound))
async def list_skills_of(uow: Transaction, who: SignedIn, user_id: UserId) -> SkillProgressList:
    """What is believed of each of a learner's skills, for their teachers and guardians. Each look is noted."""
    found = await of_others.skills_of(uow, who, user_id)
    return SkillProgressList(items=[SkillProgressView.of(skill) for skill in found])
