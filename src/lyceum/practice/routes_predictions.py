"""Routes of predictions: how likely answers are right, how well that is known, and which predictor says it."""

from typing import Annotated

from fastapi import Path

from lyceum.identity.contracts.people import PersonNotFound
from lyceum.library.contracts import ItemNotFound
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.principal import PermissionMissing
from lyceum.practice import evaluating, predicting, registry
from lyceum.practice.contracts.predictors import NothingToRollBack, PredictorNotFound
from lyceum.practice.schemas.predictions import (
    EvaluationView,
    PredictionsBody,
    PredictionsView,
    PredictorList,
    PredictorView,
)

router = Router(prefix="/practice", tags=["practice"])


@router.post("/predictions", summary="Predict answers", responses=error_responses(PersonNotFound, ItemNotFound))
async def predict(uow: Transaction, who: SignedIn, body: PredictionsBody) -> PredictionsView:
    """How likely each of some items would be answered right now, by which predictor, and what speaks for it."""
    return PredictionsView.of(await predicting.predict(uow, who, body.item_ids, learner_id=body.learner_id))


@router.get("/evaluation", summary="Read how well answers are predicted")
async def read_evaluation(uow: Transaction, _who: SignedIn) -> EvaluationView:
    """How well the predictors of this installation do on its own answers, each predicted before it was given.

    Where fewer than five learners have answered, there are no figures, whoever asks.
    """
    return EvaluationView.of(await evaluating.evaluate(uow))


@router.get("/predictors", summary="List predictors", responses=error_responses(PermissionMissing))
async def list_predictors(uow: Transaction, who: SignedIn) -> PredictorList:
    """Every predictor there ever was, the newest first. Takes `models:manage`."""
    found = await registry.list_predictors(uow, who)
    return PredictorList(items=[PredictorView.of(each) for each in found])


@router.post(
    "/predictors/{name}/rollback",
    summary="Take a predictor back",
    responses=error_responses(PermissionMissing, PredictorNotFound, NothingToRollBack),
)
async def roll_back(
    uow: Transaction, who: SignedIn, name: Annotated[str, Path(max_length=40, description="Such as `stack`.")]
) -> PredictorView:
    """Stop trying a predictor, or let the one serve again that served before it; tells which serves now.

    Takes `models:manage`.
    """
    return PredictorView.of(await registry.roll_back_as(uow, who, name))
