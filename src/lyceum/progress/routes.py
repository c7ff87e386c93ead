"""Routes of progress: what you have done, and what you know."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from lyceum.library.contracts import SubjectNotFound
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.progress import overview
from lyceum.progress.schemas import OverviewView, SkillProgressList, SkillProgressView

router = Router(prefix="/progress", tags=["progress"])


@router.get("/me", summary="Read your progress")
async def read_progress(uow: Transaction, learner: SignedIn) -> OverviewView:
    """What you have done, what you know, and what falls due in the next seven days."""
    return OverviewView.of(await overview.overview(uow, learner))


@router.get("/me/skills", summary="Read your skills", responses=error_responses(SubjectNotFound))
async def list_skills(
    uow: Transaction,
    learner: SignedIn,
    subject_id: Annotated[UUID | None, Query(description="One of your subjects; left out: all.")] = None,
) -> SkillProgressList:
    """What is believed of each of your skills, in the order they are taught."""
    found = await overview.skills_of(uow, learner, subject_id=subject_id)
    return SkillProgressList(items=[SkillProgressView.of(skill) for skill in found])
