"""What an attempt pins is all that its folding needs, and what older ones did not pin is taken as well as it can be."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import DEFAULT_PARAMS, DEFAULT_WEIGHTS, FsrsParams, Rating
from lyceum.algorithms.tracing.bkt import BktParams
from lyceum.library.contracts import Item, ItemParameters, ItemType, SkillName
from lyceum.practice import pinning, rules
from lyceum.practice.contracts.settings import FittedWeights, ReviewSetting, Scheduler, Weights
from lyceum.practice.fold import Evidence

SKILL = UUID(int=11)
PLACE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC), UUID(int=1)
ITEM = Item(
    id=UUID(int=2),
    version=1,
    type=ItemType.TRUE_FALSE,
    stem="Water moves.",
    key=True,
    accepted=[],
    options=None,
    skills=(SkillName(SKILL, "Osmosis"),),
    source=None,
    parameters=ItemParameters(1.3, -0.1, 0.5),
    subject_id=UUID(int=3),
    document_id=None,
    is_active=True,
)


def read(parameters: dict[str, Any], quality: int = 4) -> Evidence:
    kept = json.loads(json.dumps(parameters))
    return pinning.evidence(PLACE, ITEM.id, kept, correct=True, quality=quality, assisted=False)


def test_what_is_pinned_is_read_back_as_it_was() -> None:
    setting = ReviewSetting(Scheduler.SM2, 0.85)

    found = read(pinning.pinned(ITEM, rating=Rating.EASY, day=date(2026, 3, 3), setting=setting))

    assert (found.place, found.item_id, found.day, found.rating) == (PLACE, ITEM.id, date(2026, 3, 3), Rating.EASY)
    assert found.curve == ItemCurve(1.3, -0.1, 0.5)
    assert found.skills == {SKILL: BktParams(guess=0.5)}


def test_an_attempt_from_before_fsrs_is_taken_by_its_quality_and_by_its_day_in_greenwich() -> None:
    old = {"item": {"a": 1.0, "b": 0.0, "c": 0.0}, "skills": {str(SKILL): {"prior": 0.3}}}

    found = read(old, quality=3)

    assert (found.day, found.rating) == (date(2026, 3, 2), Rating.HARD)
    assert found.skills == {SKILL: BktParams(prior=0.3)}


@pytest.mark.parametrize(
    ("quality", "own", "graded"),
    [
        (0, Rating.AGAIN, Rating.AGAIN),
        (1, Rating.AGAIN, Rating.AGAIN),
        (2, Rating.AGAIN, Rating.AGAIN),
        (3, Rating.HARD, Rating.HARD),
        (4, Rating.GOOD, Rating.GOOD),
        (5, Rating.EASY, Rating.GOOD),
    ],
)
def test_easy_is_only_what_a_learner_calls_easy(quality: int, own: Rating, graded: Rating) -> None:
    assert rules.rating_of(quality, is_own_verdict=True) is own
    assert rules.rating_of(quality, is_own_verdict=False) is graded


def test_the_version_of_the_weights_that_serve_is_pinned() -> None:
    fitted = FittedWeights(3, FsrsParams((*DEFAULT_WEIGHTS[:20], 0.3)))
    wished, unwished = (ReviewSetting(weights=each, fitted=fitted) for each in (Weights.FITTED, Weights.DEFAULT))

    def version(setting: ReviewSetting) -> object:
        day = date(2026, 3, 3)
        return pinning.pinned(ITEM, rating=Rating.GOOD, day=day, setting=setting)["weights_version"]

    assert (version(wished), version(unwished), version(ReviewSetting())) == (3, 0, 0)
    assert (wished.params, unwished.params) == (fitted.params, DEFAULT_PARAMS)
