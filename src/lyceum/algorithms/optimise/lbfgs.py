"""Lowest point of a smooth function of many variables: limited-memory BFGS."""

from collections import deque
from collections.abc import Callable

import numpy as np

from lyceum.algorithms.arrays import Floats

Objective = Callable[[Floats], tuple[float, Floats]]

_MEMORY = 10
# Nocedal & Wright 2006, section 3.1: sufficient decrease.
_ARMIJO = 1e-4
_HALVINGS = 25


def minimise(objective: Objective, start: Floats, *, steps: int, tolerance: float = 1e-6) -> Floats:
    """Where the objective is lowest, going down from the start.

    Args:
        objective: value and (n,) gradient at a point; convex, or the nearest valley is found.
        start: (n,) float64; not changed.
        steps: how many are taken at most.
        tolerance: ends when a step lowers the value by less than this share of it.

    Returns:
        (n,) float64, never worse than the start.

    Source: Nocedal & Wright 2006, algorithms 7.4 and 7.5, with backtracking from a full step.
    """
    point = start.astype(np.float64)
    value, slope = objective(point)
    pairs: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(steps):
        direction = -_bent(slope, pairs)
        if direction @ slope >= 0.0:
            pairs.clear()
            direction = -slope
        # Before anything is known of the curvature, a first step of length 1.
        length = 1.0 if pairs else 1.0 / max(1.0, float(np.abs(slope).max()))
        found = _shorter(objective, point, value, direction, float(direction @ slope), length)
        if found is None:
            break
        new_point, new_value, new_slope = found
        moved, turned = new_point - point, new_slope - slope
        if (curvature := float(moved @ turned)) > 1e-12:
            pairs.append((moved, turned, curvature))
        gained = value - new_value
        point, value, slope = new_point, new_value, new_slope
        if gained <= tolerance * max(abs(value), 1e-12):
            break
    return point


def _shorter(
    objective: Objective, point: Floats, value: float, direction: Floats, falling: float, length: float
) -> tuple[Floats, float, Floats] | None:
    """The first step, halved until the value falls enough; None if it never does."""
    for _ in range(_HALVINGS):
        new_point = point + length * direction
        new_value, new_slope = objective(new_point)
        if new_value <= value + _ARMIJO * length * falling:
            return new_point, new_value, new_slope
        length /= 2.0
    return None


def _bent(slope: Floats, pairs: deque[tuple[Floats, Floats, float]]) -> Floats:
    """The inverse Hessian, as the last steps tell it, times the gradient."""
    bent = slope.copy()
    shares = []
    for moved, turned, curvature in reversed(pairs):
        share = float(moved @ bent) / curvature
        bent -= share * turned
        shares.append(share)
    if pairs:
        _, turned, curvature = pairs[-1]
        bent *= curvature / float(turned @ turned)
    for (moved, turned, curvature), share in zip(pairs, reversed(shares), strict=True):
        bent += (share - float(turned @ bent) / curvature) * moved
    return bent
