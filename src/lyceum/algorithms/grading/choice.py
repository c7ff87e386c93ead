"""Grading of answers that are chosen: an option, or the learner's own verdict on a flashcard."""

from collections.abc import Collection, Hashable
from types import MappingProxyType

from lyceum.algorithms.grading.grades import (
    HESITANT,
    LABORIOUS,
    PERFECT,
    UNAIDED,
    WRONG,
    Effort,
    FeedbackCode,
    Grade,
    graded,
)
from lyceum.algorithms.scheduling.sm2 import HIGHEST_QUALITY, LOWEST_QUALITY, LOWEST_SUCCESS

# The four buttons of a flashcard, 1 again, 2 hard, 3 good, 4 easy, on SM-2's scale (the usual reading of both).
QUALITY_OF_BUTTON = MappingProxyType({1: WRONG, 2: LABORIOUS, 3: HESITANT, 4: PERFECT})


def grade_choice(
    chosen: Hashable | None, key: Hashable, options: Collection[Hashable], *, effort: Effort = UNAIDED
) -> Grade:
    """Grade one chosen option.

    Args:
        chosen: what the learner chose; None is no answer.
        key: the right option.
        options: every option that was offered; the key is one of them.
        effort: hints and time.

    Raises:
        ValueError: if the key or the chosen option was not offered.
    """
    if key not in options:
        raise ValueError(f"the key {key!r} is not among the options")
    if chosen is None:
        return graded(FeedbackCode.BLANK, correct=False, effort=effort)
    if chosen not in options:
        raise ValueError(f"{chosen!r} was not offered; choose one of the options")
    if chosen == key:
        return graded(FeedbackCode.EXACT, correct=True, effort=effort)
    return graded(FeedbackCode.WRONG, correct=False, effort=effort)


def grade_recall(quality: int) -> Grade:
    """Grade a flashcard by the learner's own verdict, 0 (no idea) to 5 (perfect); 3 and above counts as known.

    Raises:
        ValueError: if the quality is not one of 0 to 5.
    """
    if quality not in range(LOWEST_QUALITY, HIGHEST_QUALITY + 1):
        raise ValueError(f"quality must be a whole number from 0 to 5, got {quality!r}")
    correct = quality >= LOWEST_SUCCESS
    feedback = FeedbackCode.RECALLED if correct else FeedbackCode.FORGOTTEN
    return Grade(correct=correct, score=quality / HIGHEST_QUALITY, quality=quality, feedback=feedback)


def grade_button(button: int) -> Grade:
    """Grade a flashcard by its four buttons: 1 again, 2 hard, 3 good, 4 easy.

    Raises:
        ValueError: if there is no such button.
    """
    if button not in QUALITY_OF_BUTTON:
        raise ValueError(f"a flashcard is graded 1 (again), 2 (hard), 3 (good) or 4 (easy), got {button!r}")
    return grade_recall(QUALITY_OF_BUTTON[button])
