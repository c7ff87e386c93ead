"""Wire models of predictions: what is asked, what a predictor says and why, and how well predictors do."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from lyceum.platform import telling
from lyceum.practice import examples, wording
from lyceum.practice.contracts.predictors import Prediction, Predictions, PredictorState
from lyceum.practice.evaluating import CalibrationBin, Evaluation, ModelFigures
from lyceum.practice.schemas.items import example
from lyceum.practice.store.predictors import Registered

_MOST_ITEMS = 200


class PredictionsBody(BaseModel):
    """Whose chance of which items."""

    model_config = example(examples.PREDICTIONS_WANTED)

    learner_id: UUID | None = Field(
        None, description="Left out: you. Else a student of a class of yours, or a child you are the guardian of."
    )
    item_ids: list[UUID] = Field(min_length=1, max_length=_MOST_ITEMS, description="Of items in the learner's library.")


class PredictionReasonView(BaseModel):
    """What moved a prediction."""

    feature: str = Field(description="A code: what it tells of.")
    contribution: float = Field(description="In logits: above 0 it speaks for a right answer, below 0 against it.")
    text: str = Field(description="The same for a person.")


class PredictionView(BaseModel):
    """How likely one item would be answered right, now."""

    model_config = example(examples.PREDICTION)

    item_id: UUID
    chance: float = Field(ge=0, le=1, description="The probability of a right answer without help.")
    confidence: float = Field(
        ge=0, lt=1, description="How much of it rests on the learner's own answers to what it asks for: 0 with none."
    )
    reasons: list[PredictionReasonView] = Field(description="What moved it most, the strongest first.")

    @classmethod
    def of(cls, prediction: Prediction) -> Self:
        """From what practice knows, in the language of whoever is being answered."""
        language = telling.language()
        reasons = [
            PredictionReasonView(feature=feature, contribution=part, text=wording.moved(feature, part, language))
            for feature, part in prediction.reasons.items()
        ]
        return cls(
            item_id=prediction.item_id, chance=prediction.chance, confidence=prediction.confidence, reasons=reasons
        )


class ModelView(BaseModel):
    """Which predictor in which version."""

    name: str
    version: int


class PredictionsView(BaseModel):
    """What a predictor says of some items."""

    model_config = example(examples.PREDICTIONS)

    items: list[PredictionView] = Field(description="Each item once, in the order asked for.")
    model: ModelView
    fallback: bool = Field(description="Whether it is the predictor that needs no training, for want of a better one.")

    @classmethod
    def of(cls, predictions: Predictions) -> Self:
        """From what practice knows."""
        return cls(
            items=[PredictionView.of(each) for each in predictions.items],
            model=ModelView(name=predictions.name, version=predictions.version),
            fallback=predictions.is_fallback,
        )


class ServingView(ModelView):
    """Which predictor most are told, and why it."""

    text: str


class FiguresView(ModelView):
    """How well a predictor does. Figures are null where there is nothing to judge by, or they may not be told."""

    state: PredictorState
    share: float = Field(ge=0, le=1, description="Of the learners, who are told what it says.")
    log_loss: float | None = Field(description="In nats, less is better.")
    auc: float | None = Field(description="Area under the ROC curve, more is better.")
    rmse: float | None = Field(description="Root of the mean squared error, less is better.")

    @classmethod
    def of(cls, figures: ModelFigures) -> Self:
        """From what practice knows."""
        one = figures.registered
        return cls(
            name=one.name,
            version=one.version,
            state=one.state,
            share=one.share,
            log_loss=figures.log_loss,
            auc=figures.auc,
            rmse=figures.rmse,
        )


class BinView(BaseModel):
    """Answers that were given about the same chance."""

    low: float
    high: float
    predicted: float = Field(description="The mean of what was said.")
    observed: float = Field(description="The share of right answers.")
    count: int

    @classmethod
    def of(cls, found: CalibrationBin) -> Self:
        """From what practice knows."""
        return cls(
            low=found.low, high=found.high, predicted=found.predicted, observed=found.observed, count=found.count
        )


class EvaluationView(BaseModel):
    """How well answers are predicted here, each before it was given."""

    model_config = example(examples.EVALUATION)

    answers: int | None = Field(description="All models had predicted them. Null if of fewer than five learners.")
    learners: int | None = Field(description="Who gave them.")
    serving: ServingView
    models: list[FiguresView] = Field(description="Those that predict now, the serving one first; on the same answers.")
    bins: list[BinView] = Field(description="Of the serving one, on all answers it had predicted.")
    evaluated_at: datetime

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        """From what practice knows, in the language of whoever is being answered."""
        serving = evaluation.serving
        tried = next((each.registered.share for each in evaluation.models if _is_tried(each)), None)
        text = wording.why_serving(serving.answers, tried, len(evaluation.models), telling.language())
        return cls(
            answers=evaluation.answers,
            learners=evaluation.learners,
            serving=ServingView(name=serving.name, version=serving.version, text=text),
            models=[FiguresView.of(each) for each in evaluation.models],
            bins=[BinView.of(each) for each in evaluation.bins],
            evaluated_at=evaluation.evaluated_at,
        )


def _is_tried(figures: ModelFigures) -> bool:
    return figures.registered.state is PredictorState.CANDIDATE


class PredictorView(ModelView):
    """A predictor as it is registered."""

    model_config = example(examples.PREDICTOR)

    state: PredictorState
    share: float = Field(ge=0, le=1, description="Of the learners, who are told what it says.")
    answers: int = Field(description="It was trained on.")
    learners: int = Field(description="Who gave them.")
    trained_until: datetime | None = Field(description="When the last of them was given.")
    trained_at: datetime | None = Field(description="Null for the one that needs no training.")
    served_from: datetime | None = Field(description="Null if it never served, or was rolled back.")
    loss: float | None = Field(description="Log loss in training, on learners it had not seen.")
    loss_to_beat: float | None = Field(description="The same without training, on the same answers.")

    @classmethod
    def of(cls, one: Registered) -> Self:
        """From what practice knows."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class PredictorList(BaseModel):
    """Every predictor there ever was, the newest first."""

    model_config = example(examples.PREDICTORS)

    items: list[PredictorView]
