"""Routes of plans."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from lyceum.people import plans
from lyceum.people.contracts import CodeExpiryInvalid, PlanUnknown
from lyceum.people.routes.refusals import OF_PERSON, READING, WRITING
from lyceum.people.schemas.plans import HeldPlanView, PlanBody, PlanList, PlanView
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction

router = Router(tags=["plans"])

PersonId = Annotated[UUID, Path(description="An account.")]


@router.get("/plans", summary="List plans", responses=error_responses(*READING))
async def list_plans(uow: Transaction, who: SignedIn) -> PlanList:
    """Every plan there is, the least first, and what each entitles to."""
    return PlanList(items=[PlanView.model_validate(each) for each in await plans.list_plans(uow, who)])


@router.get("/people/me/plan", summary="Read your plan", responses=error_responses(*READING))
async def read_own_plan(uow: Transaction, who: SignedIn) -> HeldPlanView:
    """The plan you have, and until when."""
    return HeldPlanView.model_validate(await plans.read_own(uow, who))


@router.put(
    "/people/{person_id}/plan",
    summary="Give somebody a plan",
    responses=error_responses(*WRITING, *OF_PERSON, PlanUnknown, CodeExpiryInvalid),
)
async def assign_plan(uow: Transaction, who: SignedIn, person_id: PersonId, body: PlanBody) -> HeldPlanView:
    """It replaces the plan they had; `free` takes any other back. Takes `plans:assign`."""
    held = await plans.assign(uow, who, person_id, plan=body.plan, expires_at=body.expires_at)
    return HeldPlanView.model_validate(held)
