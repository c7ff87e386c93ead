"""Keeps predictions of recall honest while reviews come in: an offset and a slope on their logit, learnt one by one."""

import math
from dataclasses import dataclass

# Ours: before the first review a prediction is taken as it is; each number is believed to be off by about 0.3.
_FIRST_VARIANCE = 0.1
# Ours: what a learner's habits may change from one review to the next; last year's reviews slowly lose their say.
_DRIFT = 1e-4
# About this logit, where most recall is, the slope turns: then offset and slope say different things.
_USUAL_LOGIT = 2.0
_SUREST = 1e-3
# Ours: whoever was said to recall more is expected to recall more, however little; no lapse turns that round.
_LEAST_SLOPE = 0.2


@dataclass(frozen=True, slots=True)
class Recalibration:
    """What is believed: `offset` and `slope` with their variances and covariance."""

    offset: float = 0.0
    slope: float = 1.0
    offset_variance: float = _FIRST_VARIANCE
    slope_variance: float = _FIRST_VARIANCE
    covariance: float = 0.0

    def recall(self, predicted: float) -> float:
        """The probability of recall to expect where one was predicted, in (0, 1)."""
        return 1.0 / (1.0 + math.exp(-(_USUAL_LOGIT + self.offset + self.slope * _above_usual(predicted))))

    def after(self, predicted: float, *, recalled: bool) -> "Recalibration":
        """What is believed after a review.

        Args:
            predicted: the probability of recall that was predicted for it.
            recalled: whether it was.

        Source: an extended Kalman filter for a logistic model (Fahrmeir 1992, section 3). Ours: a slope below the least
        is put there, and the offset where it is likeliest with that slope; no variance grows beyond the first.
        """
        above = _above_usual(predicted)
        expected = self.recall(predicted)
        spread = expected * (1.0 - expected)
        by_offset = self.offset_variance + self.covariance * above
        by_slope = self.covariance + self.slope_variance * above
        total = 1.0 / spread + by_offset + by_slope * above
        surprise = (recalled - expected) / spread
        offset = self.offset + by_offset / total * surprise
        slope = self.slope + by_slope / total * surprise
        offset_variance = self.offset_variance - by_offset * by_offset / total
        slope_variance = self.slope_variance - by_slope * by_slope / total
        covariance = self.covariance - by_offset * by_slope / total
        missing = max(0.0, _LEAST_SLOPE - slope)
        return Recalibration(
            offset + covariance / slope_variance * missing,
            slope + missing,
            min(offset_variance + _DRIFT, _FIRST_VARIANCE),
            min(slope_variance + _DRIFT, _FIRST_VARIANCE),
            covariance,
        )


def _above_usual(predicted: float) -> float:
    held = min(max(predicted, _SUREST), 1.0 - _SUREST)
    return math.log(held / (1.0 - held)) - _USUAL_LOGIT
