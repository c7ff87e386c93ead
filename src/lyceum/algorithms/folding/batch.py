"""Millions of attempts at once: the kernel, run over columns.

Where there is a compiler (`lyceum[fast]`) the kernel is compiled, elsewhere it runs as it stands: one source, and the
same states to the last bit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.folding import compiling, kernel
from lyceum.algorithms.folding.kernel import ItemMemory, SkillBelief, Traced, after_item, after_skill
from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS

# Ours: below this many attempts the kernel is done before it would be compiled.
WORTH_COMPILING = 500_000


class ItemColumns(NamedTuple):
    """Memories of learners' items, one row each; what a column means is said at `ItemMemory`."""

    easiness: Floats
    interval_days: Ints
    repetitions: Ints
    sm2_day: Ints
    stability: Floats
    difficulty: Floats
    day: Ints
    at: Ints
    recalled: Ints
    attempts: Ints
    correct: Ints
    lapses: Ints


class SkillColumns(NamedTuple):
    """Beliefs about learners' skills, one row each; what a column means is said at `SkillBelief`."""

    mastery: Floats
    ability: Floats
    variance: Floats
    practised: Ints
    correct: Ints
    streak: Ints
    longest_streak: Ints


class AskedColumns(NamedTuple):
    """The skills that attempts asked for, m rows.

    Attributes:
        skill: the row of the learner's skill.
        learn, guess, slip, forget, a, b, c: how it is traced through the item, as said at `Traced`.
    """

    skill: Ints
    learn: Floats
    guess: Floats
    slip: Floats
    forget: Floats
    a: Floats
    b: Floats
    c: Floats


class AttemptColumns(NamedTuple):
    """Attempts of any learners, each learner's in canonical order; n rows.

    Attributes:
        item: (n,) the row of the learner's item.
        at, day, quality, rating, correct: (n,) ints, as `kernel.after_item` takes them.
        knows: (n,) ints, as `kernel.after_skill` takes them.
        fitted: (n,) the row of FSRS's weights that the attempt was judged with.
        skills_from: (n + 1,) where the rows of each attempt begin among those of the skills asked for.
    """

    item: Ints
    at: Ints
    day: Ints
    quality: Ints
    rating: Ints
    correct: Ints
    knows: Ints
    fitted: Ints
    skills_from: Ints


@dataclass(frozen=True, slots=True)
class States:
    """All that is believed of the learners."""

    items: ItemColumns
    skills: SkillColumns


def new_states(items: int, priors: Floats) -> States:
    """Before the first attempt: so many items of learners, and a skill of a learner for each prior P(L0)."""
    skills = kernel.new_skill(0.0)
    columns = [np.full(len(priors), each) for each in skills]
    columns[0] = priors.astype(np.float64)
    return States(ItemColumns(*(np.full(items, each) for each in kernel.NEW_ITEM)), SkillColumns(*columns))


def fold(
    attempts: AttemptColumns,
    asked: AskedColumns,
    states: States,
    *,
    weights: Floats | None = None,
    is_compiled: bool | None = None,
) -> States:
    """The states after the attempts.

    Args:
        attempts: in the order they are folded.
        asked: the skills of each.
        states: before them; not changed.
        weights: (k, 21) of FSRS-6, for those that `attempts.fitted` names; None: the published ones for all.
        is_compiled: whether to compile the kernel; None: if there is a compiler, and enough to do.

    Returns:
        New states: the same bits, compiled or not.

    Raises:
        ValueError: if a row is named that is not there.
        ModuleNotFoundError: if it is to be compiled, and there is no compiler.
    """
    weights = np.array([DEFAULT_WEIGHTS]) if weights is None else weights
    _check(attempts, asked, states, weights)
    if is_compiled is None:
        is_compiled = len(attempts.item) >= WORTH_COMPILING and compiling.is_available()
    items = ItemColumns(*(column.copy() for column in states.items))
    skills = SkillColumns(*(column.copy() for column in states.skills))
    if is_compiled:
        _run_compiled()(attempts, asked, items, skills, weights)
    else:
        seen = AttemptColumns(*map(_seen, attempts)), AskedColumns(*map(_seen, asked))
        run(*seen, ItemColumns(*map(_seen, items)), SkillColumns(*map(_seen, skills)), weights.tolist())
    return States(items, skills)


def run(
    attempts: AttemptColumns,
    asked: AskedColumns,
    items: ItemColumns,
    skills: SkillColumns,
    weights: Sequence[Sequence[float]],
) -> None:
    """Fold attempts into states, in place; arguments as for `fold`."""
    for number in range(len(attempts.item)):
        row = attempts.item[number]
        memory = after_item(
            _memory(items, row),
            attempts.at[number],
            attempts.day[number],
            attempts.quality[number],
            attempts.rating[number],
            attempts.correct[number],
            weights[attempts.fitted[number]],
        )
        _keep_memory(items, row, memory)
        for each in range(attempts.skills_from[number], attempts.skills_from[number + 1]):
            row = asked.skill[each]
            belief = after_skill(_belief(skills, row), _traced(asked, each), attempts.knows[number])
            _keep_belief(skills, row, belief)


# A compiler cannot loop over columns of different types, so they are named one by one.
def _memory(items: ItemColumns, row: int) -> ItemMemory:
    return ItemMemory(
        items.easiness[row],
        items.interval_days[row],
        items.repetitions[row],
        items.sm2_day[row],
        items.stability[row],
        items.difficulty[row],
        items.day[row],
        items.at[row],
        items.recalled[row],
        items.attempts[row],
        items.correct[row],
        items.lapses[row],
    )


def _keep_memory(items: ItemColumns, row: int, memory: ItemMemory) -> None:
    items.easiness[row] = memory.easiness
    items.interval_days[row] = memory.interval_days
    items.repetitions[row] = memory.repetitions
    items.sm2_day[row] = memory.sm2_day
    items.stability[row] = memory.stability
    items.difficulty[row] = memory.difficulty
    items.day[row] = memory.day
    items.at[row] = memory.at
    items.recalled[row] = memory.recalled
    items.attempts[row] = memory.attempts
    items.correct[row] = memory.correct
    items.lapses[row] = memory.lapses


def _belief(skills: SkillColumns, row: int) -> SkillBelief:
    return SkillBelief(
        skills.mastery[row],
        skills.ability[row],
        skills.variance[row],
        skills.practised[row],
        skills.correct[row],
        skills.streak[row],
        skills.longest_streak[row],
    )


def _keep_belief(skills: SkillColumns, row: int, belief: SkillBelief) -> None:
    skills.mastery[row] = belief.mastery
    skills.ability[row] = belief.ability
    skills.variance[row] = belief.variance
    skills.practised[row] = belief.practised
    skills.correct[row] = belief.correct
    skills.streak[row] = belief.streak
    skills.longest_streak[row] = belief.longest_streak


def _traced(asked: AskedColumns, row: int) -> Traced:
    return Traced(
        asked.learn[row], asked.guess[row], asked.slip[row], asked.forget[row], asked.a[row], asked.b[row], asked.c[row]
    )


@cache
def _run_compiled() -> Callable[..., None]:
    return compiling.compiled(run)


def _seen(column: Floats) -> Floats:
    """The same column, whose numbers Python sees as its own: numpy's would take three times as long, one by one."""
    return cast("Floats", column.data)


def _check(attempts: AttemptColumns, asked: AskedColumns, states: States, weights: Floats) -> None:
    # A compiled loop does not look whether a row is there.
    for name, rows, count in (
        ("item", attempts.item, len(states.items.day)),
        ("skill", asked.skill, len(states.skills.mastery)),
        ("fitted", attempts.fitted, len(weights)),
    ):
        if len(rows) and not 0 <= rows.min() <= rows.max() < count:
            raise ValueError(f"every {name} must be one of {count} rows, got {rows.min()}..{rows.max()}")
