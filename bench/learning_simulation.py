"""Simulated learners: what schedulers keep in memory for how many minutes, and how many answers mastery takes.

Nobody's memory follows the formulas of a scheduler. So there are two truths: one that FSRS describes, with weights of
each learner's own, and one that it does not (DASH: Mozer & Lindsey 2016), where recall follows from how often a card
was seen and known in windows of time. Numbers that are not theirs are ours, and are the same for every scheduler.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import fmean, median
from typing import Protocol

import numpy as np

from lyceum.algorithms.scheduling import fsrs, fsrs_fit, review_log, sm2
from lyceum.algorithms.scheduling.fsrs import (
    DEFAULT_PARAMS,
    DEFAULT_WEIGHTS,
    HIGHEST_WEIGHTS,
    LOWEST_WEIGHTS,
    FsrsParams,
    FsrsState,
    Rating,
)
from lyceum.algorithms.selection import seed3
from lyceum.algorithms.selection.choices import Candidate, SkillState
from lyceum.algorithms.selection.next_item import next_item
from lyceum.algorithms.selection.seed3 import Seed3Columns
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams, BktState

LEARNERS, CARDS, DAYS = 12, 150, 365
# Every card is new on one of the first hundred days; what is in memory is looked at in the second half year.
_NEW_UNTIL, _LOOKED_AT = 100, range(183, DAYS, 9)
_SECONDS_RECALLED, _SECONDS_FORGOTTEN = 7.0, 20.0
# Of what is recalled.
_HARD, _EASY = 0.15, 0.1
_RETENTIONS = (0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97)
_STRETCHES = (0.3, 0.5, 0.7, 1.0, 1.5, 2.2)
_QUALITIES = {Rating.AGAIN: 1, Rating.HARD: 3, Rating.GOOD: 4, Rating.EASY: 5}
_WARM_UP_CARDS, _WARM_UP_DAYS = 80, 120


class Memory(Protocol):
    """How a card is truly remembered."""

    def recall(self, day: float) -> float:
        """The chance that it is recalled then."""
        ...

    def review(self, day: float, rating: Rating) -> None:
        """It was looked at."""
        ...


@dataclass
class FsrsMemory:
    """As FSRS-6 says, with weights of the learner's own, and cards that last longer or shorter than they should."""

    params: FsrsParams
    lasting: float
    state: FsrsState | None = None
    day: float = 0.0

    def recall(self, day: float) -> float:
        if self.state is None:
            return 0.0
        return fsrs.retrievability(self.state.stability * self.lasting, day - self.day, self.params)

    def review(self, day: float, rating: Rating) -> None:
        same = day - self.day < 1.0
        self.state = (
            fsrs.first_review(rating, self.params)
            if self.state is None
            else fsrs.review(self.state, rating, day - self.day, self.params, is_same_day=same)
        )
        self.day = day


@dataclass
class DashMemory:
    """A logistic curve of ability, difficulty, and what was seen and known within a day, a week, a month and ever."""

    ease: float
    seen: list[tuple[float, bool]] = field(default_factory=list)

    def recall(self, day: float) -> float:
        if not self.seen:
            return 0.0
        logit = self.ease
        for window, of_known, of_seen in ((1, 0.5, 0.2), (7, 0.7, 0.2), (30, 1.0, 0.2), (math.inf, 0.9, 0.1)):
            within = [known for then, known in self.seen if day - then <= window]
            logit += of_known * math.log1p(sum(within)) + of_seen * math.log1p(len(within))
        return 1.0 / (1.0 + math.exp(-logit))

    def review(self, day: float, rating: Rating) -> None:
        self.seen.append((day, rating is not Rating.AGAIN))


class Scheduler(Protocol):
    """Says of one card when it comes back."""

    def after(self, day: int, rating: Rating) -> int:
        """The days until then."""
        ...


@dataclass
class BySm2:
    """SM-2, with its intervals stretched."""

    stretch: float
    state: sm2.Sm2State = sm2.NEVER_REVIEWED

    def after(self, day: int, rating: Rating) -> int:  # noqa: ARG002  named by the Protocol
        self.state = sm2.review(self.state, _QUALITIES[rating])
        return max(1, round(self.state.interval_days * self.stretch))


@dataclass
class ByFsrs:
    """FSRS-6, at the recall that is wanted."""

    retention: float
    params: FsrsParams
    state: FsrsState | None = None
    day: int = 0

    def after(self, day: int, rating: Rating) -> int:
        if self.state is None:
            self.state = fsrs.first_review(rating, self.params)
        else:
            self.state = fsrs.review(self.state, rating, day - self.day, self.params, is_same_day=day == self.day)
        self.day = day
        return fsrs.interval_days(self.state.stability, self.retention, self.params)


@dataclass
class Learner:
    """Somebody whose cards are remembered in one of the two ways."""

    cards: Callable[[random.Random], Memory]
    fitted: FsrsParams = DEFAULT_PARAMS


def schedulers() -> None:
    """Print, for both truths, what each scheduler keeps in memory and what it takes."""
    print("| memory is | scheduler | set to | minutes a day | in memory |\n| --- | --- | --- | --- | --- |")
    shares = []
    for truth, learners in (("as FSRS says", fsrs_learners()), ("DASH", dash_learners())):
        curves: dict[str, list[tuple[float, float]]] = {}
        for name, setting, scheduler in _schedulers():
            minutes, known = _year(learners, scheduler)
            curves.setdefault(name, []).append((known, minutes))
            print(f"| {truth} | {name} | {setting} | {minutes:.2f} | {known:.1%} |")
        level, minutes = curves["SM-2"][_STRETCHES.index(1.0)]
        shares += [
            f"| {truth} | {name} | {_minutes_for(level, curve) / minutes:.2f} |" for name, curve in curves.items()
        ]
    print("\n| memory is | scheduler | minutes for what SM-2 keeps in memory, as a share of its own |")
    print("| --- | --- | --- |")
    print("\n".join(shares) + "\n")


def _schedulers() -> Iterator[tuple[str, str, Callable[[Learner], Scheduler]]]:
    for stretch in _STRETCHES:
        yield "SM-2", f"intervals × {stretch}", lambda _, stretch=stretch: BySm2(stretch)  # type: ignore[misc]  # mypy finds no type for a default
    for retention in _RETENTIONS:
        yield "FSRS-6", f"{retention:.0%}", lambda _, wanted=retention: ByFsrs(wanted, DEFAULT_PARAMS)  # type: ignore[misc]  # mypy finds no type for a default
    for retention in _RETENTIONS:
        yield "FSRS-6 fitted", f"{retention:.0%}", lambda who, wanted=retention: ByFsrs(wanted, who.fitted)  # type: ignore[misc]  # mypy finds no type for a default


def fsrs_learners() -> list[Learner]:
    """Learners whose weights are about the published ones."""
    rng = np.random.default_rng(6)
    found = []
    for number in range(LEARNERS):
        weights = np.clip(np.array(DEFAULT_WEIGHTS) * rng.lognormal(0, 0.25, 21), LOWEST_WEIGHTS, HIGHEST_WEIGHTS)
        params = FsrsParams(tuple(map(float, weights)))
        found.append(
            _warmed_up(Learner(lambda dice, of=params: FsrsMemory(of, dice.lognormvariate(0, 0.4))), number)  # type: ignore[misc]  # mypy finds no type for a default
        )
    return found


def dash_learners() -> list[Learner]:
    """Learners of different ability, each with cards of different difficulty."""
    dice = random.Random("dash")
    abilities = [dice.gauss(-0.6, 0.7) for _ in range(LEARNERS)]
    return [
        _warmed_up(Learner(lambda dice, of=ability: DashMemory(of - dice.gauss(0, 0.8))), number)  # type: ignore[misc]  # mypy finds no type for a default
        for number, ability in enumerate(abilities)
    ]


def _warmed_up(learner: Learner, number: int) -> Learner:
    """With weights fitted to reviews of other cards, made before the year that is looked at."""
    rows: list[tuple[int, int, int, int]] = []
    for card in range(_WARM_UP_CARDS):
        dice = random.Random(f"warm {number} {card}")
        life = _live(learner.cards(dice), ByFsrs(0.9, DEFAULT_PARAMS), range(card % 60, _WARM_UP_DAYS), dice)
        rows += [(card, (day * 24 + 12) * 3_600_000, rating, int(day > card % 60)) for day, rating in life.reviews]
    log = review_log.collect(*zip(*rows, strict=True))
    learner.fitted = FsrsParams(tuple(map(float, fsrs_fit.fit(log, log.scored()))))
    return learner


@dataclass
class _Life:
    """The days a card was reviewed on, how, and the chance that it was in memory on each of `_LOOKED_AT`."""

    reviews: list[tuple[int, Rating]] = field(default_factory=list)
    known: list[float] = field(default_factory=list)


def _live(memory: Memory, scheduler: Scheduler, days: range, dice: random.Random) -> _Life:
    """A card from the day it is new; it is reviewed on the day it is due."""
    life, day = _Life(), days.start
    while day < days.stop:
        rating = _rating(memory.recall(day), dice)
        memory.review(day, rating)
        life.reviews.append((day, rating))
        due = day + scheduler.after(day, rating)
        life.known += [memory.recall(looked) for looked in _LOOKED_AT if day <= looked < due]
        day = due
    return life


def _rating(recall: float, dice: random.Random) -> Rating:
    if dice.random() >= recall:
        return Rating.AGAIN
    return dice.choices((Rating.HARD, Rating.GOOD, Rating.EASY), (_HARD, 1 - _HARD - _EASY, _EASY))[0]


def _year(learners: Sequence[Learner], scheduler: Callable[[Learner], Scheduler]) -> tuple[float, float]:
    """Minutes a day, and the mean share of all cards that is in memory in the second half of the year."""
    seconds, known = 0.0, []
    for number, learner in enumerate(learners):
        for card in range(CARDS):
            dice = random.Random(f"{number} {card}")
            life = _live(learner.cards(dice), scheduler(learner), range(card * _NEW_UNTIL // CARDS, DAYS), dice)
            forgotten = sum(rating is Rating.AGAIN for _, rating in life.reviews)
            seconds += _SECONDS_FORGOTTEN * forgotten + _SECONDS_RECALLED * (len(life.reviews) - forgotten)
            known += life.known
    return seconds / 60 / DAYS / len(learners), fmean(known)


def _minutes_for(level: float, curve: Sequence[tuple[float, float]]) -> float:
    """The minutes a scheduler takes to keep so much in memory, between the settings on both sides of it; or NaN."""
    known, minutes = zip(*sorted(curve), strict=True)
    return float(np.interp(level, known, minutes, left=math.nan, right=math.nan))


SKILLS, ITEMS, MOST_ANSWERS = 8, 5, 1_500


def mastery() -> None:
    """Print how many answers it takes until every skill is believed to be mastered, by two ways to choose."""
    print(
        "| slip | chosen by | finished | answers, median | of what is known by then |\n| --- | --- | --- | --- | --- |"
    )
    for slip in (0.1, 0.25):
        params = BktParams(prior=0.2, learn=0.15, guess=0.2, slip=slip)
        for name, choose in (("lyceum", _by_lyceum), ("seed3", _by_seed3)):
            found = [_until_mastered(params, choose, random.Random(f"{slip} {number}")) for number in range(100)]
            finished = [answers for answers, _ in found if answers < MOST_ANSWERS]
            told = f"{median(finished):.0f}" if finished else "none"
            print(f"| {slip} | {name} | {len(finished)} of 100 | {told} | {fmean(known for _, known in found):.1%} |")
    print()


@dataclass
class _Beliefs:
    """What is believed of a learner's skills, and how often each item was asked; item i asks for skill i % SKILLS."""

    params: BktParams
    skills: list[BktState]
    asked: list[int] = field(default_factory=lambda: [0] * (SKILLS * ITEMS))
    last: int | None = None

    def chance(self, item: int) -> float:
        return bkt.predict_correct(self.skills[item % SKILLS], self.params)


def _until_mastered(
    params: BktParams, choose: Callable[[_Beliefs, datetime, random.Random], int | None], dice: random.Random
) -> tuple[int, float]:
    """The answers it took, and the share of skills that are truly known then."""
    beliefs = _Beliefs(params, [bkt.initial(params)] * SKILLS)
    knows = [dice.random() < params.prior for _ in range(SKILLS)]
    now, answers = datetime(2026, 3, 2, 9, tzinfo=UTC), 0
    while answers < MOST_ANSWERS and any(each.mastery < 0.95 for each in beliefs.skills):
        item = choose(beliefs, now, dice)
        if item is None:
            break
        skill = item % SKILLS
        right = dice.random() < (1 - params.slip if knows[skill] else params.guess)
        beliefs.skills[skill] = bkt.update(beliefs.skills[skill], params, correct=right)
        knows[skill] = knows[skill] or dice.random() < params.learn
        beliefs.asked[item] += 1
        beliefs.last, answers, now = item, answers + 1, now + timedelta(seconds=30)
    return answers, fmean(knows)


def _by_lyceum(beliefs: _Beliefs, now: datetime, dice: random.Random) -> int | None:
    states = [SkillState(skill, each.mastery, beliefs.params.learn) for skill, each in enumerate(beliefs.skills)]
    asked = [Candidate(item, (item % SKILLS,), times_asked=times) for item, times in enumerate(beliefs.asked)]
    chosen = next_item(
        asked,
        states,
        new_items=lambda _: (),
        chance=lambda each: beliefs.chance(int(str(each.item))),
        now=now,
        rng=dice,
        just_answered=beliefs.last,
    )
    return None if chosen is None else int(str(chosen.item))


def _by_seed3(beliefs: _Beliefs, now: datetime, dice: random.Random) -> int:  # noqa: ARG001  called like the other
    count = SKILLS * ITEMS
    chances = np.array([beliefs.chance(item) for item in range(count)])
    columns = Seed3Columns(
        days_late=np.full(count, np.nan),
        difficulty=np.zeros(count),
        bonus=np.array([dice.random() / (1 + times) for times in beliefs.asked]),
        about=np.arange(count),
        mastery=np.array([beliefs.skills[item % SKILLS].mastery for item in range(count)]),
        ability=np.log(chances / (1 - chances)),
    )
    return int(seed3.score_all(columns).argmax())
