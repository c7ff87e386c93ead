"""What predicts answers, what it says, and what is refused about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lyceum.platform.errors import Conflict, Invalid, NotFound


class PredictorNotFound(NotFound):
    """There is no predictor of this name."""

    code = "PREDICTOR_NOT_FOUND"


class NothingToRollBack(Conflict):
    """The predictor is told to nobody, or nothing served before it."""

    code = "NOTHING_TO_ROLL_BACK"


class ArtefactUnusable(Invalid):
    """A file of trained predictors is damaged, too large, or of another version."""

    code = "ARTEFACT_UNUSABLE"


class TrainingTooLarge(Invalid):
    """Training took more time or memory than it may."""

    code = "TRAINING_TOO_LARGE"


class ParquetMissing(Conflict):
    """What writes Parquet files is not installed."""

    code = "PARQUET_MISSING"


class PredictorState(StrEnum):
    """What a predictor does: is told to most, is told to some, predicts for itself, or is not asked any more."""

    SERVING = "serving"
    CANDIDATE = "candidate"
    SHADOW = "shadow"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Prediction:
    """How likely one item would be answered right.

    Attributes:
        item_id: of the item.
        chance: the probability.
        confidence: how much of it rests on the learner's own answers to what the item asks for, 0 with none, towards 1.
        reasons: what moved it most, in logits by feature, the strongest first.
    """

    item_id: UUID
    chance: float
    confidence: float
    reasons: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Predictions:
    """What one predictor says; `is_fallback` if it is the one that needs no training."""

    items: tuple[Prediction, ...]
    name: str
    version: int
    is_fallback: bool
