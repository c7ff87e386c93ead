"""Routes of figures: what answers say about items, and what a way to review would bring."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from lyceum.library.contracts import ItemNotFound, SubjectNotFound
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid
from lyceum.practice import forecasting, item_statistics
from lyceum.practice.contracts.settings import HIGHEST_RETENTION, LOWEST_RETENTION, Scheduler, Weights
from lyceum.practice.schemas.settings import SettingForecastView
from lyceum.practice.schemas.statistics import DifficultyView, ItemStatisticsPage
from lyceum.practice.settings import Wish

router = Router(prefix="/practice", tags=["practice"])

SubjectId = Annotated[UUID, Query(description="The subject, one of yours.")]
OnlyFlagged = Annotated[bool, Query(description="Only items that something may be wrong with.")]
ItemId = Annotated[UUID, Path(description="The item.")]


@router.get(
    "/statistics",
    summary="List what answers say about items",
    responses=error_responses(SubjectNotFound, CursorInvalid),
)
async def list_statistics(
    uow: Transaction,
    owner: SignedIn,
    page: Paging,
    subject_id: SubjectId,
    flagged: OnlyFlagged = False,  # noqa: FBT002  a query parameter is named
) -> ItemStatisticsPage:
    """How hard the items of one of your subjects are, how well they tell who knows, and what may be wrong with them.

    Counted once a day, from each learner's first answer if it was given without help. Nobody can be told from it: of
    fewer than five learners there are no figures.
    """
    found = await item_statistics.list_statistics(uow, owner, subject_id, page, only_flagged=flagged)
    return ItemStatisticsPage.of(found)


@router.get("/settings/forecast", summary="See what a way to review would bring")
async def forecast(
    uow: Transaction,
    learner: SignedIn,
    scheduler: Annotated[Scheduler, Query(description="What would date reviews.")],
    desired_retention: Annotated[
        float, Query(ge=LOWEST_RETENTION, le=HIGHEST_RETENTION, description="The probability of recall to review at.")
    ],
    weights: Annotated[Weights | None, Query(description="By which weights FSRS remembers; left out: as now.")] = None,
) -> SettingForecastView:
    """How many reviews each of your next thirty days would bring if you chose so now. Nothing is saved."""
    wish = Wish(scheduler, desired_retention, weights)
    return SettingForecastView.of(await forecasting.forecast(uow, learner, wish))


@router.get("/items/{item_id}/difficulty", summary="Read how hard an item is", responses=error_responses(ItemNotFound))
async def read_difficulty(uow: Transaction, learner: SignedIn, item_id: ItemId) -> DifficultyView:
    """How hard an item is taken to be, and from how many answers that is known."""
    return DifficultyView.of(await item_statistics.difficulty_of(uow, learner, item_id))
