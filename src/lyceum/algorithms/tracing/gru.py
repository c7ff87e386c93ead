"""A gated recurrent unit over histories of different length, forwards and backwards, without padding.

Histories are sorted by length, the longest first, and laid out step by step: those that go on at step t are always the
first `sizes[t]`. So a batch is flat, every product over all steps is one product, and only the recurrence is a loop.
"""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats


@dataclass(frozen=True, slots=True)
class Trace:
    """What going forwards leaves for going backwards; N rows, the steps of all histories.

    Attributes:
        sizes: rows of each step, not rising.
        before: (N, h) the state before each row.
        last: (B, h) the state at the end.
        reset, update, new, recalled: (N, h) the gates, the candidate and its recurrent part.
    """

    sizes: list[int]
    before: Floats
    last: Floats
    reset: Floats
    update: Floats
    new: Floats
    recalled: Floats


def forward(inputs: Floats, recurrent: Floats, bias: Floats, sizes: list[int], start: Floats) -> Trace:
    """The states of every history.

    Args:
        inputs: (N, 3h) the rows' part of reset, update and candidate, with their bias.
        recurrent: (h, 3h) the state's weights.
        bias: (h,) of the candidate's recurrent part.
        sizes: rows of each step; they add up to N.
        start: (B, h) float32 states at the beginning; not changed.

    Source: Cho et al. 2014, with the reset gate after the product as in cuDNN.
    """
    width = len(recurrent)
    total = len(inputs)
    before, reset, update, new, recalled = (np.empty((total, width), np.float32) for _ in range(5))
    state = start.copy()
    end = 0
    for size in sizes:
        begin, end = end, end + size
        row = slice(begin, end)
        now = state[:size]
        before[row] = now
        product = now @ recurrent
        gates = _logistic(inputs[row, : 2 * width] + product[:, : 2 * width])
        reset[row], update[row] = gates[:, :width], gates[:, width:]
        recalled[row] = product[:, 2 * width :] + bias
        new[row] = np.tanh(inputs[row, 2 * width :] + reset[row] * recalled[row])
        state[:size] = new[row] + update[row] * (now - new[row])
    return Trace(sizes, before, state, reset, update, new, recalled)


def backward(trace: Trace, recurrent: Floats, slope: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Gradients of a loss that depends on the states before each row.

    Args:
        trace: of `forward`.
        recurrent: the weights it was given.
        slope: (N, h) gradient by `trace.before`.

    Returns:
        Gradients by `inputs` (N, 3h), `recurrent` (h, 3h), `bias` (h,) and `start` (B, h).
    """
    width = len(recurrent)
    by_input = np.empty((len(slope), 3 * width), np.float32)
    by_product = np.empty_like(by_input)
    back = np.ascontiguousarray(recurrent.T)
    later = np.zeros_like(trace.last)
    end = len(slope)
    # What does not depend on later steps, for all rows at once.
    keeps = trace.update * (1.0 - trace.update) * (trace.before - trace.new)
    bends = (1.0 - trace.update) * (1.0 - trace.new * trace.new)
    resets = trace.recalled * trace.reset * (1.0 - trace.reset)
    for size in reversed(trace.sizes):
        begin = end - size
        row = slice(begin, end)
        after = later[:size]
        candidate = after * bends[row]
        by_input[row, :width] = candidate * resets[row]
        by_input[row, width : 2 * width] = after * keeps[row]
        by_input[row, 2 * width :] = candidate
        by_product[row, : 2 * width] = by_input[row, : 2 * width]
        by_product[row, 2 * width :] = candidate * trace.reset[row]
        later[:size] = after * trace.update[row] + by_product[row] @ back + slope[row]
        end = begin
    return by_input, trace.before.T @ by_product, by_product[:, 2 * width :].sum(0), later


def _logistic(logits: Floats) -> Floats:
    gates: Floats = 0.5 * np.tanh(0.5 * logits) + 0.5
    return gates
