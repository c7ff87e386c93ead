"""Policy of practice: what each session asks, what counts as assisted, when an answer counts, who sees it all."""

import hashlib
import math
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lyceum.algorithms.grading.grades import HINTS_THAT_CARRY, LABORIOUS, NEARLY, PERFECT, Grade
from lyceum.algorithms.irt import three_pl
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling.fsrs import Rating
from lyceum.algorithms.scheduling.sm2 import LOWEST_SUCCESS
from lyceum.algorithms.selection.choices import DEFAULT_POLICY, Policy
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams, BktState, for_item
from lyceum.platform.access import Effect, Is, Rule
from lyceum.practice.contracts.reviews import DueReason
from lyceum.practice.contracts.sessions import MixMisfit, SessionKind
from lyceum.practice.fold import SkillState

# Every skill is traced alike until calibration gives each its own; attempts pin what they were traced with.
TRACING = BktParams()
LONGEST_SESSION = 200
# New items of one skill, or items of a placement, that are compared with each other; of more, as many by lot.
MOST_WEIGHED = 500
# Above what a probability can be: nothing counts as mastered, so that a quiz asks everything it covers.
_NEVER_MASTERED = 1.1
MASTERED_AT = DEFAULT_POLICY.mastery_stop


@dataclass(frozen=True, slots=True)
class KindRules:
    """How one kind of session chooses.

    Attributes:
        length: items, unless the learner says otherwise.
        only_due: only what is due for review.
        repeats: whether an item may come again in the same session.
        finds_level: whether it asks what tells most about the learner, rather than what helps them most.
        mixes: whether each skill is asked for as often as its share says, in turns.
        policy: of the choice among what is left.
    """

    length: int
    policy: Policy = DEFAULT_POLICY
    only_due: bool = False
    repeats: bool = False
    finds_level: bool = False
    mixes: bool = False


OF_KIND: dict[SessionKind, KindRules] = {
    SessionKind.PRACTICE: KindRules(length=20, repeats=True),
    SessionKind.REVIEW: KindRules(length=50, only_due=True),
    SessionKind.PLACEMENT: KindRules(length=15, finds_level=True),
    SessionKind.QUIZ: KindRules(length=10, policy=Policy(mastery_stop=_NEVER_MASTERED), mixes=True),
}


# A placement ends when the level is known this well, in logits: half the prior's error, after some fourteen answers
# that cannot be guessed.
LEVEL_FOUND_AT = 0.5
# How many of the items asked last count for variety.
RECENT = 3
# Ours: whoever has just read a sentence knows what stands in it; another item that quotes it waits for so many others.
RESTING_SENTENCES = 8
# Ours: after a day one begins anew; whose newest sessions all have nothing left to ask has none to go on with.
SESSION_STAYS_OPEN = timedelta(days=1)
MOST_OPEN_LOOKED_AT = 5
# Ours: reviews on a later day, without help; of fewer, a quarter cannot tell which weights of FSRS are better.
LEAST_TO_FIT = 100
# Reviews from which it is learnt how far predictions of recall are off, one by one: enough that more change nothing.
RECALIBRATED_ON = 300
VIEW, LEARNER = "progress:view", "learner"
# Whose progress somebody may see; each fact is how who asks stands to the learner.
SEEING_PROGRESS = (
    Rule("oneself", Effect.ALLOW, VIEW, LEARNER, "It is your own.", Is("oneself")),
    Rule("teacher", Effect.ALLOW, VIEW, LEARNER, "You teach a class they are in.", Is("teacher_of"), "students:view"),
    Rule("guardian", Effect.ALLOW, VIEW, LEARNER, "You are their guardian.", Is("guardian_of")),
    Rule("blocked", Effect.DENY, VIEW, LEARNER, "One of you has blocked the other.", Is("blocked")),
)
# The share of the learners who are told what a new predictor says, until it is known to be better.
TRIED_ON = 0.2
# A predictor on trial is judged once it and what serves have predicted so many answers; as many new ones are needed
# for another training to be worth it.
JUDGED_AFTER = 200
# Ours: after so many answers that ask for a skill, half of what is said of it rests on them.
HALF_SURE_AFTER = 5.0
# How long it is kept what was said of an answer before it was given.
PREDICTIONS_KEPT = timedelta(days=400)
# How long one can go back to a predictor that is retired: then its file is deleted, if it is not the one before.
RETIRED_KEPT = timedelta(days=30)
# A file that nobody registered: longer than a training may take, and wait to be taken up again.
UNREGISTERED_KEPT = timedelta(days=7)
# Answers that a learner's pace is the mean of: enough to be steady, few enough to follow them.
PACE_OF = 100


def p_correct(skill: SkillState, curve: ItemCurve) -> float:
    """Probability that a learner answers an item of a skill right: the mean of what BKT and IRT say.

    BKT knows how fast a skill is learnt and nothing of how hard the item is, IRT the other way round; which of them
    errs less is measured where learners are, and until then neither is believed more.
    """
    return chance_of(skill.mastery, skill.ability.mean, for_item(TRACING, curve.c), curve)


def chance_of(mastery: float, ability: float, params: BktParams, curve: ItemCurve) -> float:
    """The same from a mastery, an ability in logits, and what the skill is traced with where this item asks for it."""
    return (bkt.predict_correct(BktState(mastery), params) + three_pl.p_correct(ability, curve)) / 2.0


def is_among(learner_id: UUID, share: float, trial: str) -> bool:
    """Whether a learner is among a share of all in a trial: the same answer whenever and wherever it is asked.

    Another trial draws anew, so that nobody is always the first to get what is new.
    """
    digest = hashlib.sha256(trial.encode() + learner_id.bytes).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def confidence_of(answers: float) -> float:
    """How much of a prediction rests on the learner's own answers, from 0 with none towards 1."""
    return answers / (answers + HALF_SURE_AFTER)


def check_mix(kind: SessionKind, mix: Mapping[UUID, float], asked_for: Container[UUID]) -> None:
    """Refuse a mix that says nothing about a session.

    Args:
        kind: of the session.
        mix: the share of each skill.
        asked_for: the skills that something in the session asks for.

    Raises:
        MixMisfit: if the kind has none, it names another skill, or a share is no number of at least 0 or none is more.
    """
    if not OF_KIND[kind].mixes:
        raise MixMisfit(f"A session of the kind {kind.value!r} keeps to no mix. Leave it out, or start a quiz.")
    if others := [str(skill) for skill in mix if skill not in asked_for]:
        raise MixMisfit(
            f"No question of this session asks for the skill {others[0]!r}. Name skills that it asks for.",
            details={"skill_ids": others},
        )
    if any(not 0.0 <= share < math.inf for share in mix.values()) or not any(mix.values()):
        raise MixMisfit("A share is a number of at least 0, and one of them is more. They need not sum to 1.")


def mastery_tenth(mastery: float) -> float:
    """The mastery as the bandit is told it: to a tenth, so that what is alike is counted together."""
    return round(mastery, 1)


def effective_at(occurred_at: datetime | None, *, served_at: datetime, received_at: datetime) -> datetime:
    """When an answer counts: when the device says, but not before the item was served nor after it was received."""
    return min(max(occurred_at or received_at, served_at), received_at)


def is_assisted(*, hints_used: int, was_revealed: bool, judges_self: bool) -> bool:
    """Whether the answer was given with the answer in sight.

    A flashcard is turned before it is judged, so that turning it is no help; anything else is.
    """
    return hints_used >= HINTS_THAT_CARRY or (was_revealed and not judges_self)


def quality_of(grade: Grade, *, assisted: bool) -> int:
    """How well it was recalled, 0 to 5: with the answer in sight, not well enough to count as a success."""
    return min(grade.quality, NEARLY) if assisted else grade.quality


def rating_of(quality: int, *, is_own_verdict: bool) -> Rating:
    """The quality as FSRS's rating: 0 to 2 again, 3 hard, 4 good, 5 easy if the learner says so and good otherwise.

    A right answer, unaided and in time, is what FSRS calls good. That it was easy only the learner can tell; taking it
    for easy would double every interval of what is graded here.
    """
    if quality < LOWEST_SUCCESS:
        return Rating.AGAIN
    if quality == LABORIOUS:
        return Rating.HARD
    return Rating.EASY if quality == PERFECT and is_own_verdict else Rating.GOOD


def due_reason(*, was_recalled: bool, is_recalled: bool, is_later: bool) -> DueReason:
    """Why the item is due when it is: from how it went last time and now, and whether its date has moved on."""
    if not is_recalled:
        return DueReason.FORGOTTEN
    if not was_recalled:
        return DueReason.FIRST_SUCCESS
    return DueReason.RECALLED if is_later else DueReason.TOO_EARLY


def confidence_in(mastery: float) -> float:
    """How far a belief is from even odds: 0 at 0.5, 1 at certainty."""
    return 1.0 - 4.0 * mastery * (1.0 - mastery)
