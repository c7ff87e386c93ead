"""How well answers are predicted here, each before it was given: which predictor serves, and how it was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import registry
from lyceum.practice.contracts.predictors import PredictorState
from lyceum.practice.store import predictions, predictors
from lyceum.practice.store.predictions import BINS, Bin
from lyceum.practice.store.predictors import Registered

# Fewer, and a figure would tell of single people.
LEAST_LEARNERS = 5
_SHOWN_BINS = 10


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """A predictor with its figures; None where there are no answers to judge by, or they may not be told."""

    registered: Registered
    log_loss: float | None = None
    auc: float | None = None
    rmse: float | None = None


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Answers that were given a chance from `low` to `high`: what was predicted and observed in the mean."""

    low: float
    high: float
    predicted: float
    observed: float
    count: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the page for the curious shows.

    Attributes:
        answers, learners: that all models had predicted; None if they may not be told.
        serving: what serves.
        models: those that predict now, the serving one first, on the same answers.
        bins: of the serving one, on all answers it had predicted.
        evaluated_at: when.
    """

    answers: int | None
    learners: int | None
    serving: Registered
    models: tuple[ModelFigures, ...]
    bins: tuple[CalibrationBin, ...]
    evaluated_at: datetime


async def evaluate(uow: UnitOfWork) -> Evaluation:
    """The figures of this installation, of five learners or more, whoever asks."""
    active = sorted(await predictors.list_active(uow), key=_by_state)
    serving, everybody = active[0], [each.id for each in active]
    answers, learners, models = None, None, tuple(map(ModelFigures, active))
    bins: tuple[CalibrationBin, ...] = ()
    if await _may_be_told(uow, everybody):
        answers, learners = await predictions.count(uow, everybody, newest=registry.NEWEST)
        did = await predictions.binned(uow, everybody, newest=registry.NEWEST)
        models = tuple(_figures(each, did[each.id]) for each in active)
    if await _may_be_told(uow, [serving.id]):
        of_serving = await predictions.binned(uow, [serving.id], newest=registry.NEWEST)
        bins = tuple(_calibration(of_serving[serving.id]))
    return Evaluation(answers, learners, serving, models, bins, uow.clock.now())


async def _may_be_told(uow: UnitOfWork, predictor_ids: Sequence[int]) -> bool:
    """Whether it may be known how well some predictors did on the answers that all of them had predicted."""
    _, learners = await predictions.count(uow, predictor_ids, newest=registry.NEWEST)
    return learners >= LEAST_LEARNERS


def auc(bins: Sequence[Bin]) -> float:
    """Probability that a right answer was given more than a wrong one; ties, and the same bin, count half."""
    right = sum(each.correct for each in bins)
    wrong = sum(each.answers for each in bins) - right
    if right == 0 or wrong == 0:
        return 0.5
    won, below = 0.0, 0
    for each in sorted(bins, key=lambda one: one.number):
        missed = each.answers - each.correct
        won += each.correct * (below + missed / 2.0)
        below += missed
    return won / (right * wrong)


def _figures(registered: Registered, bins: Sequence[Bin]) -> ModelFigures:
    answers = sum(each.answers for each in bins)
    if answers == 0:
        return ModelFigures(registered)
    loss, squares = sum(each.loss for each in bins), sum(each.squares for each in bins)
    return ModelFigures(registered, loss / answers, auc(bins), (squares / answers) ** 0.5)


def _calibration(bins: Sequence[Bin]) -> list[CalibrationBin]:
    width = BINS // _SHOWN_BINS
    found = []
    for number, some in groupby(sorted(bins, key=lambda each: each.number), key=lambda each: each.number // width):
        parts = list(some)
        count = sum(each.answers for each in parts)
        predicted, observed = sum(each.chance for each in parts), sum(each.correct for each in parts)
        low, high = number / _SHOWN_BINS, (number + 1) / _SHOWN_BINS
        found.append(CalibrationBin(low, high, predicted / count, observed / count, count))
    return found


def _by_state(registered: Registered) -> tuple[int, int]:
    order = (PredictorState.SERVING, PredictorState.CANDIDATE, PredictorState.SHADOW)
    return order.index(registered.state), registered.id
