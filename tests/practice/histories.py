"""Attempts as the fold sees them, and arrivals of them in any order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import DEFAULT_PARAMS, DEFAULT_WEIGHTS, FsrsParams, Rating
from lyceum.algorithms.tracing.bkt import BktParams
from lyceum.practice import fold
from lyceum.practice.fold import Evidence, ItemState, SkillState

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ITEMS = [UUID(int=number) for number in range(1, 4)]
SKILLS = [UUID(int=number) for number in range(11, 14)]
PARAMS = BktParams()
# Two that were fitted to somebody who forgets fast, and to somebody who does not.
FITTED = [
    FsrsParams((*(weight * factor for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:20], decay))
    for factor, decay in ((0.3, 0.4), (4.0, 0.11))
]


def rated(quality: int) -> Rating:
    return {3: Rating.HARD, 4: Rating.GOOD, 5: Rating.EASY}.get(quality, Rating.AGAIN)


def evidence(
    number: int = 1,
    at: timedelta = timedelta(),
    *,
    quality: int = 4,
    assisted: bool = False,
    item: UUID = ITEMS[0],
    day: date | None = None,
) -> Evidence:
    return Evidence(
        attempt_id=UUID(int=1000 + number),
        effective_at=START + at,
        day=day or (START + at).date(),
        item_id=item,
        curve=ItemCurve(),
        skills={SKILLS[0]: PARAMS},
        correct=quality >= 3,
        quality=quality,
        rating=rated(quality),
        assisted=assisted,
    )


def some_evidence(number: int = 1) -> st.SearchStrategy[Evidence]:
    """An attempt at any hour of forty days, by somebody who may travel, so that their days may go backwards."""
    return st.builds(
        _evidence_of,
        st.just(number),
        hour=st.integers(0, 24 * 40),
        travel=st.integers(-1, 1),
        quality=st.integers(0, 5),
        item=st.sampled_from(ITEMS),
        skills=st.sampled_from([SKILLS[:1], SKILLS[1:], SKILLS]),
        curve=st.sampled_from([ItemCurve(), ItemCurve(1.7, -1.5, 0.25), ItemCurve(0.6, 2.0, 0.5)]),
        prior=st.sampled_from([0.05, 0.2, 0.6]),
        assisted=st.booleans(),
        weights=st.sampled_from([DEFAULT_PARAMS, *FITTED]),
    )


def _evidence_of(
    number: int,
    *,
    hour: int,
    travel: int,
    quality: int,
    item: UUID,
    skills: list[UUID],
    curve: ItemCurve,
    prior: float,
    assisted: bool,
    weights: FsrsParams,
) -> Evidence:
    at = START + timedelta(hours=hour)
    return Evidence(
        attempt_id=UUID(int=1000 + number),
        effective_at=at,
        day=at.date() + timedelta(days=travel),
        item_id=item,
        curve=curve,
        skills={skill: BktParams(prior=prior) for skill in skills},
        correct=quality >= 3,
        quality=quality,
        rating=rated(quality),
        assisted=assisted,
        weights=weights,
    )


def histories() -> st.SearchStrategy[list[Evidence]]:
    """Attempts with ids of their own, over three items and three skills, some at the same moment."""
    return st.lists(some_evidence(), min_size=1, max_size=25).map(
        lambda drawn: [replace(each, attempt_id=UUID(int=1000 + number)) for number, each in enumerate(drawn)]
    )


class Arrivals:
    """Takes attempts one by one as requests do: on top of what is there, or from the log where one comes late."""

    def __init__(self) -> None:
        self.log: list[Evidence] = []
        self.items: dict[UUID, ItemState] = {}
        self.skills: dict[UUID, SkillState] = {}

    def take(self, new: Evidence) -> None:
        self.log.append(new)
        before = self.items.get(new.item_id, fold.NEW_ITEM)
        if fold.follows(before, new):
            self.items[new.item_id] = fold.after_item(before, new)
        else:
            self.items[new.item_id] = fold.fold_item(past for past in self.log if past.item_id == new.item_id)
        for skill in new.skills:
            known = self.skills.get(skill)
            if fold.follows(known, new):
                self.skills[skill] = fold.after_skill(known, new, skill)
            else:
                self.skills[skill] = fold.fold_skill(self.log, skill)
