"""Codes of practice as sentences for a person, in English; whoever has another language goes by the code."""

from collections.abc import Mapping

from lyceum.algorithms.grading.grades import FeedbackCode
from lyceum.algorithms.selection.choices import ReasonCode
from lyceum.practice.contracts import DueReason

_REASONS = {
    ReasonCode.REVIEW_DUE: "It is due for review.",
    ReasonCode.SKILL_TO_LEARN: "You have most to gain in this skill: its mastery is {mastery:.0%}.",
    ReasonCode.NEW_ITEM: "You have not seen it yet.",
    ReasonCode.MORE_PRACTICE: "Its skill needs more practice; times you have answered it: {times_asked:.0f}.",
    ReasonCode.PREREQUISITE_FIRST: "Others build on its skill, and wait for it; how many: {waiting:.0f}.",
    ReasonCode.ANOTHER_KIND: "It asks in another way than the last ones.",
    ReasonCode.FINDS_LEVEL: "Your answer to it tells most about where to start.",
    ReasonCode.RIGHT_CHALLENGE: "It is about as hard as helps you learn: you would get {p_correct:.0%} of such right.",
}
_FEEDBACK = {
    FeedbackCode.EXACT: "Right.",
    FeedbackCode.SPELLING: "Right, with a slip in the spelling.",
    FeedbackCode.PLURAL: "Right; the key has the other number.",
    FeedbackCode.ACCENTS: "Right, but for the accents.",
    FeedbackCode.NEAR_MISS: "Nearly: the spelling is too far off to count.",
    FeedbackCode.OTHER_TERM: "That is another term of this subject.",
    FeedbackCode.WRONG: "Not right.",
    FeedbackCode.BLANK: "Nothing was answered.",
    FeedbackCode.RECALLED: "You knew it.",
    FeedbackCode.FORGOTTEN: "You did not know it; it comes back soon.",
}
_DUE = {
    DueReason.FIRST_SUCCESS: "Newly known: it comes back soon.",
    DueReason.RECALLED: "Recalled: the interval grows.",
    DueReason.FORGOTTEN: "Not known: it comes back soon.",
    DueReason.TOO_EARLY: "Recalled before it was due: the date stays.",
}


def reason(code: str, numbers: Mapping[str, float]) -> str:
    """Why an item is asked."""
    return _REASONS[ReasonCode(code)].format(**numbers)


def feedback(code: str) -> str:
    """What was found about an answer."""
    return _FEEDBACK[FeedbackCode(code)]


def due(code: str) -> str:
    """Why an item is due when it is."""
    return _DUE[DueReason(code)]
