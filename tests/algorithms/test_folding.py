"""The kernel over columns: the same states as one attempt after another, compiled or not, to the last bit."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings

from lyceum.algorithms.folding import compiling, kernel
from lyceum.algorithms.folding.batch import AskedColumns, AttemptColumns, States, fold
from lyceum.algorithms.folding.kernel import ItemMemory, SkillBelief, Traced
from lyceum.algorithms.irt import ability
from lyceum.algorithms.irt.ability import Ability
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.algorithms.scheduling import fsrs, sm2
from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS, FsrsParams, FsrsState, Rating
from lyceum.algorithms.scheduling.sm2 import Sm2State
from lyceum.algorithms.tracing import bkt
from lyceum.algorithms.tracing.bkt import BktParams, BktState
from tests.algorithms.attempts import ITEMS, PRIOR, SKILLS, Drawn, columns, histories, nothing_yet

OTHER_WEIGHTS = (0.4, 1.0, 3.0, 9.0, *DEFAULT_WEIGHTS[4:20], 0.3)
WEIGHTS = np.array([DEFAULT_WEIGHTS, OTHER_WEIGHTS])
ONE = Drawn(0, 1, 0, 4, is_assisted=False, skills=(0,), curve=(1.0, 0.0, 0.0), bkt=(0.1, 0.1, 0.1, 0.0), weights=0)


def one_by_one(attempts: AttemptColumns, asked: AskedColumns) -> tuple[list[ItemMemory], list[SkillBelief]]:
    """The states, each attempt folded as a request folds it."""
    items, skills = [kernel.NEW_ITEM] * ITEMS, [kernel.new_skill(PRIOR)] * SKILLS
    rows = [[int(number) for number in row] for row in zip(*attempts[:-1], strict=True)]
    for number, (item, at, day, quality, rating, correct, knows, fitted) in enumerate(rows):
        weights = (DEFAULT_WEIGHTS, OTHER_WEIGHTS)[fitted]
        items[item] = kernel.after_item(items[item], at, day, quality, rating, correct, weights)
        for row in range(attempts.skills_from[number], attempts.skills_from[number + 1]):
            skill, *how = (float(column[row]) for column in asked)
            skills[int(skill)] = kernel.after_skill(skills[int(skill)], Traced(*how), knows)
    return items, skills


def rows_of(states: States) -> tuple[list[ItemMemory], list[SkillBelief]]:
    items = [ItemMemory(*row) for row in zip(*(column.tolist() for column in states.items), strict=True)]
    skills = [SkillBelief(*row) for row in zip(*(column.tolist() for column in states.skills), strict=True)]
    return items, skills


@given(histories)
def test_attempts_folded_together_end_in_the_states_of_one_after_another(history: list[Drawn]) -> None:
    attempts, asked = columns(history)

    folded = fold(attempts, asked, nothing_yet(), weights=WEIGHTS, is_compiled=False)

    assert rows_of(folded) == one_by_one(attempts, asked)


@pytest.fixture(scope="module")
def compiler() -> Callable[..., States]:
    """The fold, compiled; it takes some seconds."""
    pytest.importorskip("numba", reason="the compiler is an extra: lyceum[fast]")

    def compiled(attempts: AttemptColumns, asked: AskedColumns, states: States) -> States:
        return fold(attempts, asked, states, weights=WEIGHTS, is_compiled=True)

    compiled(*columns([]), nothing_yet())
    return compiled


@pytest.mark.slow
@settings(deadline=None)
@given(history=histories)
def test_compiled_the_kernel_gives_the_same_bits(compiler: Callable[..., States], history: list[Drawn]) -> None:
    attempts, asked = columns(history)

    assert rows_of(compiler(attempts, asked, nothing_yet())) == one_by_one(attempts, asked)


@given(histories, histories)
def test_a_fold_goes_on_where_another_ended_and_leaves_that_one_as_it_was(
    first: list[Drawn], second: list[Drawn]
) -> None:
    attempts, asked = columns(first + second)
    end, middle = len(first), int(attempts.skills_from[len(first)])
    rows = attempts.skills_from
    earlier = AttemptColumns(*(column[:end] for column in attempts))._replace(skills_from=rows[: end + 1])
    later = AttemptColumns(*(column[end:] for column in attempts))._replace(skills_from=rows[end:] - middle)

    half = fold(earlier, AskedColumns(*(column[:middle] for column in asked)), nothing_yet(), weights=WEIGHTS)
    before = rows_of(half)
    whole = fold(later, AskedColumns(*(column[middle:] for column in asked)), half, weights=WEIGHTS)

    assert rows_of(whole) == rows_of(fold(attempts, asked, nothing_yet(), weights=WEIGHTS))
    assert rows_of(half) == before


@given(histories)
def test_the_kernel_says_what_each_algorithm_says_of_its_own(history: list[Drawn]) -> None:
    attempts, asked = columns([each._replace(item=0, skills=(0,), is_assisted=False, travel=0) for each in history])
    memory: FsrsState | None = None
    belief, level = BktState(PRIOR), ability.PRIOR
    days, moments = attempts.day.tolist(), attempts.at.tolist()
    for number, each in enumerate(history):
        params = FsrsParams((DEFAULT_WEIGHTS, OTHER_WEIGHTS)[each.weights])
        rating, correct = Rating(int(attempts.rating[number])), each.quality >= 3
        if memory is None:
            memory = fsrs.first_review(rating, params)
        else:
            elapsed = (moments[number] - moments[number - 1]) / 86_400_000_000
            is_same_day = days[number] == days[number - 1]
            memory = fsrs.review(memory, rating, elapsed, params, is_same_day=is_same_day)
        learn, guess, slip, forget = each.bkt
        belief = bkt.update(belief, BktParams(PRIOR, learn, guess, slip, forget), correct=correct)
        level = ability.update(ability.drifted(level), ItemCurve(*each.curve), correct=correct)

    items, skills = rows_of(fold(attempts, asked, nothing_yet(), weights=WEIGHTS))

    assert (items[0].stability, items[0].difficulty) == ((memory.stability, memory.difficulty) if memory else (0, 0))
    assert skills[0].mastery == belief.mastery
    assert Ability(skills[0].ability, skills[0].variance) == level


def test_a_success_before_its_day_leaves_the_memory_of_sm2() -> None:
    day, at = 739_000, 1_772_000_000_000_000
    first = kernel.after_item(kernel.NEW_ITEM, at, day, 4, 3, 1, DEFAULT_WEIGHTS)
    early = kernel.after_item(first, at + 1, day, 5, 4, 1, DEFAULT_WEIGHTS)
    in_time = kernel.after_item(first, at + 86_400_000_000, day + 1, 4, 3, 1, DEFAULT_WEIGHTS)

    once = sm2.review(sm2.NEVER_REVIEWED, 4)
    assert Sm2State(*early[:3]) == Sm2State(*first[:3]) == once
    assert Sm2State(*in_time[:3]) == sm2.review(once, 4)
    assert (early.attempts, early.correct) == (2, 2)


def test_a_row_that_is_not_among_the_states_is_refused() -> None:
    attempts, asked = columns([ONE])

    with pytest.raises(ValueError, match="every item must be one of 3 rows, got 3"):
        fold(attempts._replace(item=np.array([3])), asked, nothing_yet())
    with pytest.raises(ValueError, match="every skill must be one of 3 rows, got -1"):
        fold(attempts, asked._replace(skill=np.array([-1])), nothing_yet())
    with pytest.raises(ValueError, match="every fitted must be one of 1 rows"):
        fold(attempts._replace(fitted=np.array([1])), asked, nothing_yet())


def test_what_is_not_written_in_python_is_not_compiled() -> None:
    pytest.importorskip("numba", reason="the compiler is an extra: lyceum[fast]")

    with pytest.raises(TypeError, match="expected a function that is written in Python"):
        compiling.compiled(len)
