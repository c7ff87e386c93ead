"""What an attempt pins: all that its folding depends on, as plain data with the attempt, and read back from there."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import Rating
from lyceum.algorithms.tracing.bkt import BktParams, for_item
from lyceum.library.contracts import Item
from lyceum.practice import rules
from lyceum.practice.contracts import ReviewSetting
from lyceum.practice.fold import Evidence


def pinned(item: Item, *, rating: Rating, day: date, setting: ReviewSetting) -> dict[str, Any]:
    """What an answer to this item is judged with.

    The setting explains the date that the learner was told; nothing is folded by it.
    """
    return {
        "item": asdict(item.parameters),
        "skills": {str(skill.id): asdict(for_item(rules.TRACING, item.parameters.c)) for skill in item.skills},
        "rating": int(rating),
        "day": day.isoformat(),
        "setting": asdict(setting),
    }


def evidence(
    place: tuple[datetime, UUID],
    item_id: UUID,
    parameters: Mapping[str, Any],
    *,
    correct: bool,
    quality: int,
    assisted: bool,
) -> Evidence:
    """The part of an attempt that changes beliefs, from the attempt and what it pins."""
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
    )
