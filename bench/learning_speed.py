"""What the learner model costs: scores of many candidates, attempts by the million, one step of a network.

Everything is simulated, so that it can be run anywhere; a part of `bench.learning`.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import fsrs as py_fsrs
import numpy as np

from lyceum.algorithms.folding import batch, compiling
from lyceum.algorithms.folding.batch import AskedColumns, AttemptColumns, States
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling import fsrs
from lyceum.algorithms.scheduling.fsrs import Rating
from lyceum.algorithms.selection import scoring, seed3
from lyceum.algorithms.selection.choices import DEFAULT_POLICY, Candidate, SkillState
from lyceum.algorithms.selection.next_item import next_item
from lyceum.algorithms.selection.scoring import CandidateColumns
from lyceum.algorithms.selection.seed3 import Seed3Columns
from lyceum.algorithms.tracing import network
from lyceum.algorithms.tracing.answers import collect
from lyceum.algorithms.tracing.bkt import BktParams
from lyceum.algorithms.tracing.memory import Question
from lyceum.algorithms.tracing.serving import NetworkServer
from lyceum.practice import fold
from lyceum.practice.fold import Evidence

_CANDIDATES = 100_000
_ATTEMPTS = 1_000_000
# Enough to measure what takes ten microseconds an attempt.
_FEW_ATTEMPTS = 100_000
_ITEMS, _SKILLS = 20, 5
_MOST_HISTORY = 1_000


def measure() -> None:
    """Print a table for each of them."""
    rng = np.random.default_rng(1)
    _scores(rng)
    _choices()
    _attempts(rng)
    _reviews(rng)
    _network_steps(rng)


def _scores(rng: np.random.Generator) -> None:
    print(f"| {_CANDIDATES:,} candidates, the best of them | ms, median | least |\n| --- | --- | --- |")
    late, gap, p_correct, others, dice = rng.random((5, _CANDIDATES))
    late = rng.normal(0.0, 20.0, _CANDIDATES)
    columns = CandidateColumns(late, gap, p_correct, rng.integers(0, 5, _CANDIDATES), others, dice)
    _print_ms("lyceum: due, gap, challenge, exploration, variety", lambda: scoring.score_all(columns, DEFAULT_POLICY))
    about = np.arange(_CANDIDATES)
    source = Seed3Columns(late, rng.normal(size=_CANDIDATES), dice, about, gap, rng.normal(size=_CANDIDATES))
    _print_ms("seed3: one weighted sum", lambda: seed3.score_all(source))
    print()


def _choices() -> None:
    """The whole choice of a request, its candidates made of what the store has read."""
    print("| one choice: skills, items asked before, new items | ms, median | least |\n| --- | --- | --- |")
    for sizes in ((5, 10, 4), (50, 200, 30), (300, 2_000, 500)):
        choose = _choice_among(*sizes)
        seconds = [_seconds(choose) for _ in range(20)]
        print(f"| {', '.join(map(str, sizes))} | {np.median(seconds) * 1e3:.2f} | {min(seconds) * 1e3:.2f} |")
    print()


def _choice_among(skills: int, before: int, new: int) -> Callable[[], object]:
    now, rng = datetime(2026, 3, 2, 9, tzinfo=UTC), np.random.default_rng(1)
    states = [SkillState(skill, skill % 90 / 100.0, 0.15, has_new=True) for skill in range(skills)]
    unseen = [Candidate(before + number, (0,), number % 3) for number in range(new)]
    asked = [
        Candidate(item, (item % skills,), item % 3, now + timedelta(days=item % 9 - 3), item % 4 + 1, now)
        for item in range(before)
    ]
    return lambda: next_item(asked, states, new_items=lambda _: unseen, chance=lambda _: 0.7, now=now, rng=rng)


def _print_ms(name: str, score: Callable[[], "np.ndarray[tuple[int], np.dtype[np.float64]]"]) -> None:
    seconds = [_seconds(lambda: score().argmax()) for _ in range(50)]
    print(f"| {name} | {np.median(seconds) * 1e3:.2f} | {min(seconds) * 1e3:.2f} |")


def _attempts(rng: np.random.Generator) -> None:
    print("| attempts through BKT, ability, SM-2, FSRS-6 and all counts | µs each | of a million, s |")
    print("| --- | --- | --- |")
    if compiling.is_available():
        for count, name in ((_FEW_ATTEMPTS // 5, "2,000 learners' states"), (_ATTEMPTS, "100,000 learners' states")):
            attempts, asked, states = _simulated(rng, count)
            begun = time.process_time()
            batch.fold(attempts, asked, states, is_compiled=True)
            first = time.process_time() - begun
            best = min(_seconds(lambda: batch.fold(attempts, asked, states, is_compiled=True)) for _ in range(3))  # noqa: B023  called at once
            _print_attempt(f"columns, compiled, {name}", best / count)
            if count < _ATTEMPTS:
                print(f"| (compiling, once in a process: {first - best:.1f} s) | | |")
    attempts, asked, states = _simulated(rng, _FEW_ATTEMPTS)
    plain = _seconds(lambda: batch.fold(attempts, asked, states, is_compiled=False))
    _print_attempt("columns, not compiled", plain / _FEW_ATTEMPTS)
    history = _evidence(rng, _FEW_ATTEMPTS)
    _print_attempt(
        "one by one, as requests and `recount` fold", _seconds(lambda: fold.fold_all(history)) / len(history)
    )
    print()


def _print_attempt(name: str, seconds: float) -> None:
    print(f"| {name} | {seconds * 1e6:.2f} | {seconds * _ATTEMPTS:.2f} |")


def _simulated(rng: np.random.Generator, count: int) -> tuple[AttemptColumns, AskedColumns, States]:
    """Ten attempts of each learner at some of their twenty items, over ninety days, all learners mixed."""
    learners = count // 10
    learner, item = rng.integers(0, learners, count), rng.integers(0, _ITEMS, count)
    at = np.sort(rng.integers(0, 90 * 86_400_000_000, count)) + 1_772_000_000_000_000
    quality = rng.choice(6, count, p=[0.05, 0.1, 0.1, 0.1, 0.55, 0.1])
    correct = (quality >= 3).astype(np.int64)
    attempts = AttemptColumns(
        item=learner * _ITEMS + item,
        at=at,
        day=at // 86_400_000_000 + 719_163,
        quality=quality,
        rating=np.clip(quality - 1, 1, 4),
        correct=correct,
        knows=correct,
        fitted=np.zeros(count, np.int64),
        skills_from=np.arange(count + 1),
    )
    learn, guess, slip, forget, a, c = (np.full(count, value) for value in (0.15, 0.2, 0.1, 0.0, 1.0, 0.25))
    asked = AskedColumns(learner * _SKILLS + item % _SKILLS, learn, guess, slip, forget, a, rng.normal(size=count), c)
    return attempts, asked, batch.new_states(learners * _ITEMS, np.full(learners * _SKILLS, 0.2))


def _evidence(rng: np.random.Generator, count: int) -> list[Evidence]:
    items, skills = [UUID(int=number) for number in range(1, 501)], [UUID(int=900 + number) for number in range(20)]
    params, begin = BktParams(), datetime(2026, 3, 2, 9, tzinfo=UTC)
    made = []
    for number, (item, quality) in enumerate(zip(rng.integers(0, 500, count), rng.integers(1, 6, count), strict=True)):
        at = begin + timedelta(minutes=7 * number)
        made.append(
            Evidence(
                attempt_id=UUID(int=number),
                effective_at=at,
                day=at.date(),
                item_id=items[item],
                curve=ItemCurve(b=float(item) / 250.0 - 1.0, c=0.25),
                skills={skills[item % 20]: params},
                correct=bool(quality >= 3),
                quality=int(quality),
                rating=Rating(max(int(quality) - 1, 1)),
                assisted=False,
            )
        )
    return made


def _reviews(rng: np.random.Generator) -> None:
    """FSRS-6 alone, beside the reference implementation on the same machine."""
    print("| FSRS-6 alone, 20,000 reviews | a second |\n| --- | --- |")
    ratings, days = rng.integers(1, 5, 20_000).tolist(), rng.integers(1, 30, 20_000).tolist()
    reference = py_fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    now = datetime(2026, 3, 2, tzinfo=UTC)

    def theirs() -> None:
        card, at = py_fsrs.Card(), now
        for rating, gap in zip(ratings, days, strict=True):
            at += timedelta(days=gap % 3)
            card, _ = reference.review_card(card, py_fsrs.Rating(rating), at)

    def ours() -> None:
        state = fsrs.first_review(Rating.GOOD)
        for rating, gap in zip(ratings, days, strict=True):
            state = fsrs.review(state, Rating(rating), float(gap % 3), is_same_day=gap % 3 == 0)

    print(f"| py-fsrs | {len(ratings) / _seconds(theirs):,.0f} |")
    print(f"| lyceum, one by one | {len(ratings) / _seconds(ours):,.0f} |\n")


def _network_steps(rng: np.random.Generator) -> None:
    print(
        f"| DKT, a step after {_MOST_HISTORY:,} answers, state carried | µs, median | 95 of 100 |\n| --- | --- | --- |"
    )
    learners, items = np.repeat(np.arange(30), 40), rng.integers(0, 200, 1_200)
    skills = [(int(item) % 20,) for item in items]
    answers, _ = collect(learners.tolist(), items.tolist(), skills, correct=rng.integers(0, 2, 1_200).tolist())
    fits = [network.fit(answers, np.random.default_rng(seed), epochs=1) for seed in range(3)]
    questions = [Question(number % 200, (number % 20,), number % 20) for number in range(_MOST_HISTORY)]
    for count, name in ((1, "one network"), (3, "three networks, as they serve")):
        server = NetworkServer(fits[:count], has_time=False)
        learner = server.start()
        for asked in questions:
            learner = server.step(learner, asked, correct=asked.item % 3 > 0)
        steps, asks = [], []
        for asked in questions:
            steps.append(_seconds(lambda: server.step(learner, asked, correct=True)))  # noqa: B023  called at once
            asks.append(_seconds(lambda: server.chances(learner, [asked])))  # noqa: B023  called at once
        for what, seconds in (("step", steps), ("what is said of one item", asks)):
            middle, slow = np.percentile(seconds, (50, 95)) * 1e6
            print(f"| {name}: {what} | {middle:.0f} | {slow:.0f} |")
    print()


def _seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
