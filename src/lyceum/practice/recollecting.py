"""How likely a learner is to recall an item now, as it is shown: FSRS's word, kept honest by how their reviews went.

What FSRS predicted for a review stands in its attempt. The last of those, one by one, say how far its predictions are
off for this learner; that changes what is shown, and neither what is remembered nor when anything comes back.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.algorithms.scheduling.fsrs import FsrsParams
from lyceum.algorithms.scheduling.recalibration import Recalibration
from lyceum.algorithms.scheduling.sm2 import LOWEST_SUCCESS
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, rules
from lyceum.practice.store import fits, states


@dataclass(frozen=True, slots=True)
class Recollection:
    """A learner's weights, and how far the predictions they give are off; None if no review tells yet."""

    params: FsrsParams
    belief: Recalibration | None

    def recall(self, stability: float, reviewed_at: datetime, now: datetime) -> float:
        """The probability that an item is recalled now."""
        predicted = dating.retrievability(stability, reviewed_at, now, self.params)
        return self.belief.recall(predicted) if self.belief else predicted


async def recollection_of(uow: UnitOfWork, learner_id: UUID) -> Recollection:
    """As the learner's last reviews have shown it."""
    setting = await states.find_setting(uow, learner_id)
    told = await fits.last_recalled(uow, learner_id, rules.RECALIBRATED_ON, lowest_success=LOWEST_SUCCESS)
    belief = Recalibration()
    for predicted, recalled in told:
        belief = belief.after(predicted, recalled=recalled)
    return Recollection(setting.params, belief if told else None)
