"""Attempts as the fold sees them, and arrivals of them in any order."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import Rating
from lyceum.algorithms.tracing.bkt import BktParams
from lyceum.practice import fold
from lyceum.practice.fold import Evidence, ItemState, SkillState

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ITEMS = [UUID(int=number) for number in range(1, 4)]
SKILLS = [UUID(int=number) for number in range(11, 14)]
PARAMS = BktParams()


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


@st.composite
def some_evidence(draw: st.DrawFn, number: int = 1) -> Evidence:
    """An attempt at any hour of forty days, by somebody who may travel, so that their days may go backwards."""
    quality = draw(st.integers(0, 5))
    skills = draw(st.sets(st.sampled_from(SKILLS), min_size=1))
    at = START + timedelta(hours=draw(st.integers(0, 24 * 40)))
    return Evidence(
        attempt_id=UUID(int=1000 + number),
        effective_at=at,
        day=at.date() + timedelta(days=draw(st.integers(-1, 1))),
        item_id=draw(st.sampled_from(ITEMS)),
        curve=ItemCurve(draw(st.floats(0.5, 2)), draw(st.floats(-2, 2)), draw(st.sampled_from([0.0, 0.25, 0.5]))),
        skills={skill: BktParams(prior=draw(st.floats(0.05, 0.6))) for skill in sorted(skills)},
        correct=quality >= 3,
        quality=quality,
        rating=rated(quality),
        assisted=draw(st.booleans()),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Evidence]:
    """Attempts with ids of their own, over three items and three skills, some at the same moment."""
    return [draw(some_evidence(number)) for number in range(draw(st.integers(1, 25)))]


class Arrivals:
    """Takes attempts one by one as requests do: on top of what is there, or from the log where one comes late."""

    def __init__(self) -> None:
        self.log: list[Evidence] = []
        self.items: dict[UUID, ItemState] = {}
        self.skills: dict[UUID, SkillState] = {}

    def take(self, new: Evidence) -> None:
        self.log.append(new)
        before = self.items.get(new.item_id, fold.NEW_ITEM)
        if fold.comes_last(before.last, new):
            self.items[new.item_id] = fold.after_item(before, new)
        else:
            self.items[new.item_id] = fold.fold_item(past for past in self.log if past.item_id == new.item_id)
        for skill in new.skills:
            known = self.skills.get(skill)
            if known is None or fold.comes_last(known.last, new):
                self.skills[skill] = fold.after_skill(known, new, skill)
            else:
                self.skills[skill] = fold.fold_skill(self.log, skill)
