"""What a learner will recall if they review nothing, and what they have recalled when they did.

The expected share is the mean of FSRS-6's forgetting curve over the items, whichever scheduler dates them: both
schedulers' memories are kept. Source: FSRS-6 of the Open Spaced Repetition project (Ye 2025), whose curve is R = (1 +
factor t / S)^-w20, with the weights that serve the learner; `docs/algorithms/fsrs.md`.
"""

from datetime import date, timedelta

from lyceum.algorithms.scheduling.fsrs import forgetting_curve
from lyceum.algorithms.scheduling.sm2 import LOWEST_SUCCESS
from lyceum.library import facade as library
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating
from lyceum.practice.contracts.reviews import Retention, RetentionPoint, RetentionWeek
from lyceum.practice.store import retention as store
from lyceum.practice.store import states

# A quarter of a year: long enough to see a change, and each week still has its reviews.
WEEKS = 12


async def retention(uow: UnitOfWork, learner: Principal, days: int) -> Retention:
    """What is expected to be recalled today and on each of the next days, and what was in the last weeks."""
    today = dating.day_of(uow.clock.now(), learner.time_zone)
    attempted = set(await store.attempted(uow, learner.user_id))
    active = await library.active_among(uow, learner, list(attempted))
    put_away = attempted - active
    curve = forgetting_curve((await states.find_setting(uow, learner.user_id)).params)
    shares = await store.expected(uow, learner.user_id, days, curve=curve, without=put_away)
    points = (RetentionPoint(today + timedelta(days=number), share) for number, share in enumerate(shares))
    return Retention(len(active), tuple(points), await _weeks(uow, learner, today))


async def _weeks(uow: UnitOfWork, learner: Principal, today: date) -> tuple[RetentionWeek, ...]:
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=before) for before in reversed(range(WEEKS))]
    begins = [dating.start_of(monday, learner.time_zone) for monday in mondays]
    found = await store.observed(uow, learner.user_id, begins, curve=forgetting_curve(), lowest_success=LOWEST_SUCCESS)
    return tuple(
        RetentionWeek(monday=monday, reviews=week.reviews, recalled=week.recalled, predicted=week.predicted)
        if (week := found.get(place))
        else RetentionWeek(monday=monday)
        for place, monday in enumerate(mondays)
    )
