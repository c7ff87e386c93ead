"""Which of several ways works best here: a linear contextual bandit, which tries what it knows least about.

Each arm (a way) has a model of its own of what it brings in a context: a ridge regression, kept as the inverse of its
matrix, so that an observation costs a few sums. What is known of an arm is plain numbers; it is folded from what was
observed, in any order, and can be thrown away and folded again.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from lyceum.algorithms.selection.choices import Dice

Vector = tuple[float, ...]

# Ours: an arm nobody has tried brings 0, give or take 1 for a context of length 1.
_RIDGE = 1.0
# Ours: how many standard errors above its mean an arm is taken for; the best of a few in simulation (bench/ways.py).
OPTIMISM = 1.0


@dataclass(frozen=True, slots=True)
class Arm:
    """What is known of one arm.

    Attributes:
        inverse: of ridge + the sum of x x', row by row.
        weighted: the sum of reward times x.
        times: observations.
    """

    inverse: tuple[Vector, ...]
    weighted: Vector
    times: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What an arm would bring in a context: `mean`, with its standard `error` for rewards that err by 1."""

    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The arm to try, and what was expected of each."""

    arm: Hashable
    expected: Mapping[Hashable, Expected]


def untried(size: int) -> Arm:
    """An arm before it is tried; `size` is of the contexts."""
    rows = range(size)
    return Arm(tuple(tuple(float(row == column) / _RIDGE for column in rows) for row in rows), (0.0,) * size)


def observed(arm: Arm, context: Sequence[float], reward: float, times: float = 1.0) -> Arm:
    """What is known of an arm after it was tried.

    Args:
        arm: before; it is not changed.
        context: x, where it was tried; of the arm's size.
        reward: what it brought, in any unit.
        times: how often it brought that there; above 0.

    Raises:
        ValueError: if the context is of another size, or the number not above 0.

    Source: Li, Chu, Langford & Schapire 2010, algorithm 1 (disjoint models), whose inverse is kept up by Sherman &
        Morrison's formula.
    """
    if len(context) != len(arm.weighted) or times <= 0.0:
        raise ValueError(f"expected {len(arm.weighted)} numbers above 0 times, got {len(context)}, {times} times")
    turned = _product(arm.inverse, context)
    shrinking = times / (1.0 + times * _dot(context, turned))
    inverse = tuple(
        tuple(value - shrinking * one * other for value, other in zip(row, turned, strict=True))
        for row, one in zip(arm.inverse, turned, strict=True)
    )
    weighted = tuple(value + times * reward * each for value, each in zip(arm.weighted, context, strict=True))
    return Arm(inverse, weighted, arm.times + times)


def expected(arm: Arm, context: Sequence[float]) -> Expected:
    """What an arm would bring in a context."""
    turned = _product(arm.inverse, context)
    return Expected(_dot(arm.weighted, turned), math.sqrt(max(_dot(context, turned), 0.0)))


def bonus(arm: Arm, context: Sequence[float]) -> float:
    """How little is known of an arm in a context, in [0, 1]: 1 if nothing was ever observed there, towards 0 with more.

    Returns:
        The error of what is expected, as a share of what it was before the first observation; 1 in no context at all.
    """
    at_first = math.sqrt(_dot(context, context) / _RIDGE)
    return min(expected(arm, context).error / at_first, 1.0) if at_first > 0.0 else 1.0


def choose(arms: Mapping[Hashable, Arm], context: Sequence[float], rng: Dice, optimism: float = OPTIMISM) -> Decision:
    """The arm to try: the one that may bring most, `optimism` errors above what is expected of it.

    Args:
        arms: at least one.
        context: x, where it will be tried.
        rng: decides between equals, as all are at first.
        optimism: how many errors; 0 never explores.

    Raises:
        ValueError: if there is no arm.
    """
    if not arms:
        raise ValueError("expected at least one arm")
    found = {name: expected(arm, context) for name, arm in arms.items()}
    best = max(found, key=lambda name: (found[name].mean + optimism * found[name].error, rng.random()))
    return Decision(best, found)


def _product(matrix: tuple[Vector, ...], vector: Sequence[float]) -> Vector:
    return tuple(_dot(row, vector) for row in matrix)


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(each * factor for each, factor in zip(one, other, strict=True))
