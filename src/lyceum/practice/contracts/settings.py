"""How a learner wants to review, and the weights that were fitted to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lyceum.algorithms.scheduling.fsrs import DEFAULT_PARAMS, FsrsParams


class Scheduler(StrEnum):
    """What dates reviews."""

    FSRS = "fsrs"
    SM2 = "sm2"


# Below, a learner forgets most of what is reviewed; above, reviews come faster than anybody can do them.
LOWEST_RETENTION, HIGHEST_RETENTION = 0.70, 0.97


class Weights(StrEnum):
    """Which weights FSRS remembers by."""

    DEFAULT = "default"
    FITTED = "fitted"


# Of the weights that were published with FSRS-6; fitted ones count from 1.
PUBLISHED_WEIGHTS = 0


@dataclass(frozen=True, slots=True)
class FittedWeights:
    """Weights fitted to one learner; `version` counts their fits."""

    version: int
    params: FsrsParams


@dataclass(frozen=True, slots=True)
class ReviewSetting:
    """How a learner wants to review.

    Attributes:
        scheduler: what dates reviews. Both remember every attempt, so that it can be changed at any time.
        desired_retention: the probability of recall to review at, 0.70 to 0.97. SM-2 does not know it.
        weights: which weights FSRS is to remember by.
        fitted: those that were fitted to the learner and predict better than the published ones; None without any.
    """

    scheduler: Scheduler = Scheduler.FSRS
    desired_retention: float = 0.9
    weights: Weights = Weights.FITTED
    fitted: FittedWeights | None = None

    @property
    def params(self) -> FsrsParams:
        """The weights that serve: the fitted ones if they are wished for and there are any."""
        return self.fitted.params if self.fitted and self.weights is Weights.FITTED else DEFAULT_PARAMS

    @property
    def weights_version(self) -> int:
        """The version of the weights that serve."""
        return self.fitted.version if self.fitted and self.weights is Weights.FITTED else PUBLISHED_WEIGHTS

    def __post_init__(self) -> None:
        if not LOWEST_RETENTION <= self.desired_retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"desired_retention must be in {LOWEST_RETENTION}..{HIGHEST_RETENTION}, got {self.desired_retention!r}"
            )


DEFAULT_SETTING = ReviewSetting()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a fit of FSRS's weights to a learner came to.

    Attributes:
        version: of the fit, from 1.
        reviews: that tell whether something was remembered.
        log_loss: per review, of weights fitted to the earlier reviews, on the later ones.
        log_loss_default: of the published weights, on the same.
        serves: whether the fitted ones are better, and so may be used.
        fitted_at: when.
    """

    version: int
    reviews: int
    log_loss: float
    log_loss_default: float
    serves: bool
    fitted_at: datetime
