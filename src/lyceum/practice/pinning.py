"""What an attempt pins: all that its folding depends on, as plain data with the attempt, and read back from there."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import DEFAULT_PARAMS, FsrsParams, Rating
from lyceum.algorithms.tracing.bkt import BktParams, for_item
from lyceum.library.contracts import Item
from lyceum.practice import rules
from lyceum.practice.contracts.settings import ReviewSetting
from lyceum.practice.fold import Evidence


def pinned(item: Item, *, rating: Rating, day: date, setting: ReviewSetting) -> dict[str, Any]:
    """What an answer to this item is judged with.

    The setting explains the date that the learner was told, and `parameters_version` says which calibration of the item
    the curve is from; nothing is folded by either. FSRS's weights are pinned by their version; the store has them all.
    """
    return {
        "item": item.parameters.curve(),
        "parameters_version": item.parameters.version,
        "skills": {str(skill.id): asdict(for_item(rules.TRACING, item.parameters.c)) for skill in item.skills},
        "rating": int(rating),
        "day": day.isoformat(),
        "setting": {"scheduler": setting.scheduler.value, "desired_retention": setting.desired_retention},
        "weights_version": setting.weights_version,
    }


def evidence(
    place: tuple[datetime, UUID],
    item_id: UUID,
    parameters: Mapping[str, Any],
    *,
    correct: bool,
    quality: int,
    assisted: bool,
    weights: FsrsParams = DEFAULT_PARAMS,
) -> Evidence:
    """The part of an attempt that changes beliefs, from the attempt and what it pins.

    `weights` are those whose version it pins; attempts of before there were others pin none.
    """
    effective_at, attempt_id = place
    # Before FSRS attempts pinned neither the day nor the rating: the best that can still be known of them.
    day, rating = parameters.get("day"), parameters.get("rating")
    return Evidence(
        attempt_id=attempt_id,
        effective_at=effective_at,
        day=date.fromisoformat(day) if day else effective_at.astimezone(UTC).date(),
        item_id=item_id,
        curve=ItemCurve(**parameters["item"]),
        skills={UUID(each): BktParams(**params) for each, params in parameters["skills"].items()},
        correct=correct,
        quality=quality,
        rating=Rating(rating) if rating else rules.rating_of(quality, is_own_verdict=False),
        assisted=assisted,
        weights=weights,
    )


def believed(beliefs: Mapping[str, Mapping[str, float]], parameters: Mapping[str, Any]) -> float:
    """The chance of a right answer by what was believed before it, as `snapshots` tells it, and what it pins."""
    curve = ItemCurve(**parameters["item"])
    chances = [
        rules.chance_of(each["mastery"], each["ability"], BktParams(**parameters["skills"][skill_id]), curve)
        for skill_id, each in beliefs.items()
    ]
    return sum(chances) / len(chances)
