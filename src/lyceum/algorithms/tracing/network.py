"""Deep knowledge tracing in query form: a recurrent network that is asked about one item after another.

Its state is carried from answer to answer; the head sees the state *and* the item that is asked, so it can serve. The
inputs are the same numbers about an answer that the logistic model has. It is trained and served with numpy alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.optimise.adam import Adam, clipped
from lyceum.algorithms.tracing import gru
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.features import Rates, describe, rates

Weights = dict[str, Floats]

# Ours: what hardly varied in training may be far from its mean later, and must not decide alone.
FARTHEST = 8.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes and speeds; ours, the same for every set of answers.

    Attributes:
        state, head, embedding: widths.
        steps: answers between two updates, through which gradients flow.
        batch: learners trained together, at most.
        rate: of the first epoch; `slowing`: by which it is multiplied after each.
        dropout: of the head's hidden layer; `forgotten`: share of items whose identity is hidden in training, so that
            the network can do with the numbers alone.
        item_decay: decay of what is known of single items.
        least: answers an item needs, to be known by itself.
    """

    state: int = 64
    head: int = 64
    embedding: int = 16
    steps: int = 100
    batch: int = 64
    rate: float = 2e-3
    slowing: float = 0.85
    dropout: float = 0.3
    forgotten: float = 0.3
    item_decay: float = 10.0
    least: int = 4


@dataclass(frozen=True, slots=True)
class NetworkFit:
    """Weights by name, float32, and what is needed to describe answers as in training.

    Attributes:
        item_number: (n_items,) int, the row of an item's weights; 0 for those too rare.
    """

    shape: Shape
    weights: Weights
    item_number: Ints
    mean: Floats
    scale: Floats
    known: Rates


def fit(
    answers: Answers,
    rng: np.random.Generator,
    *,
    epochs: int,
    shape: Shape = Shape(),
    watch: Callable[[NetworkFit, int], bool] | None = None,
) -> NetworkFit:
    """Train on whole histories.

    Args:
        answers: of the learners to learn from.
        rng: initial weights, order, dropout.
        epochs: passes over the answers.
        shape: sizes and speeds.
        watch: is shown the network after each epoch, and its number; False ends the training.

    Source: Piech et al. 2015, with a gated unit, with the asked item in the head, so that it can serve, with a bias per
        item and skill as in the Rasch model, and with the logistic model's numbers as inputs.
    """
    known = rates(answers)
    _, numbers = describe(answers, known, is_counted=True)
    mean, scale = numbers.mean(0), numbers.std(0) + 1e-6
    is_kept = known.item_seen >= shape.least
    item_number = np.where(is_kept, np.cumsum(is_kept), 0)
    weights = _initial(shape, numbers.shape[1], int(is_kept.sum()) + 1, answers.n_skills, rng)
    weights["base"][:] = np.log(known.usual / (1.0 - known.usual))
    fitted = NetworkFit(shape, weights, item_number, mean, scale, known)
    network = _Network(fitted, answers, (numbers - mean) / scale)
    optimiser = Adam(weights, {"item": shape.item_decay, "item_bias": shape.item_decay, "skill": 1.0})
    width = int(np.clip(len(network.learners) // 8, 4, shape.batch))
    for epoch in range(epochs):
        rate = shape.rate * shape.slowing**epoch
        for rows in network.batches(width, rng):
            state = np.zeros((0, shape.state), np.float32)
            for part, sizes in _parts(rows, shape.steps):
                is_first = not len(state)
                state = _started(weights, state, sizes[0])
                slopes, state = network.slopes(part, sizes, state, rng)
                if not is_first:
                    # The state was carried over: what every learner starts with has no part in these answers.
                    del slopes["start"]
                optimiser.step(clipped(slopes, 1.0), rate)
        if watch is not None and not watch(fitted, epoch):
            break
    return fitted


def predict(answers: Answers, fitted: NetworkFit) -> Floats:
    """Probability that each answer is right, from the same learner's answers before it; (n,) float64."""
    _, numbers = describe(answers, fitted.known, is_counted=False)
    network = _Network(fitted, answers, (numbers - fitted.mean) / fitted.scale)
    logits = np.empty(answers.size)
    for rows in network.batches(256, None):
        state = np.zeros((0, fitted.shape.state), np.float32)
        for part, sizes in _parts(rows, 400):
            logits[part], state = network.logits(part, sizes, _started(fitted.weights, state, sizes[0]))
    return 1.0 / (1.0 + np.exp(-logits))


def _initial(shape: Shape, numbers: int, items: int, skills: int, rng: np.random.Generator) -> Weights:
    asked = numbers + 2 * shape.embedding
    state = shape.state

    def normal(*size: int, scale: float) -> Floats:
        return rng.normal(0.0, scale, size).astype(np.float32)

    return {
        "item": normal(items, shape.embedding, scale=0.02),
        "skill": normal(skills, shape.embedding, scale=0.1),
        "input": normal(asked + 1, 3 * state, scale=asked**-0.5),
        "input_bias": np.zeros(3 * state, np.float32),
        "recurrent": normal(state, 3 * state, scale=state**-0.5),
        "recurrent_bias": np.zeros(state, np.float32),
        "start": np.zeros(state, np.float32),
        "hidden": normal(state + asked, shape.head, scale=(state + asked) ** -0.5),
        "hidden_bias": np.zeros(shape.head, np.float32),
        "output": normal(shape.head, scale=shape.head**-0.5),
        "direct": np.zeros(numbers, np.float32),
        "item_bias": np.zeros(items, np.float32),
        "skill_bias": np.zeros(skills, np.float32),
        "base": np.zeros(1, np.float32),
    }


class _Network:
    """The network over one set of answers."""

    def __init__(self, fitted: NetworkFit, answers: Answers, numbers: Floats) -> None:
        self.shape, self.weights = fitted.shape, fitted.weights
        self.answers = answers
        self.numbers = np.clip(numbers, -FARTHEST, FARTHEST).astype(np.float32)
        self.items = fitted.item_number[answers.item]
        first = np.ones(answers.size, dtype=bool)
        first[1:] = answers.learner[1:] != answers.learner[:-1]
        self.learners = np.flatnonzero(first)
        self.lengths = np.diff(np.append(self.learners, answers.size))
        self.first_skill = np.searchsorted(answers.asked_by, np.arange(answers.size + 1))

    def batches(self, width: int, rng: np.random.Generator | None) -> Iterator[list[Ints]]:
        """The rows of each step of learners of about the same length; shuffled if there is chance."""
        noise = np.zeros(len(self.learners)) if rng is None else rng.normal(0.0, 0.3, len(self.learners))
        order = np.argsort(-np.log(self.lengths) + noise, kind="stable")
        groups = [order[begin : begin + width] for begin in range(0, len(order), width)]
        for place in np.arange(len(groups)) if rng is None else rng.permutation(len(groups)):
            group = groups[place]
            group = group[np.argsort(-self.lengths[group], kind="stable")]
            starts, lengths = self.learners[group], self.lengths[group]
            yield [starts[lengths > step] + step for step in range(int(lengths[0]))]

    def _asked(self, rows: Ints, items: Ints) -> tuple[Floats, Ints, Ints, Floats]:
        """What is asked, (N, asked); and each row's skills: whose, which, and their share."""
        begin, count = self.first_skill[rows], self.first_skill[rows + 1] - self.first_skill[rows]
        whose = np.repeat(np.arange(len(rows)), count)
        which = self.answers.skill[np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + begin[whose]]
        starts = np.cumsum(count) - count
        share = (1.0 / count).astype(np.float32)
        skills = np.add.reduceat(self.weights["skill"][which], starts, axis=0) * share[:, None]
        return np.hstack([self.numbers[rows], self.weights["item"][items], skills]), whose, which, share

    def _forward(self, rows: Ints, items: Ints, sizes: list[int], state: Floats) -> "_Pass":
        weights = self.weights
        asked, whose, which, share = self._asked(rows, items)
        seen = np.hstack([asked, (self.answers.correct[rows, None] - 0.5).astype(np.float32)])
        inputs = seen @ weights["input"] + weights["input_bias"]
        trace = gru.forward(inputs, weights["recurrent"], weights["recurrent_bias"], sizes, state)
        head = np.hstack([trace.before, asked])
        hidden = np.maximum(head @ weights["hidden"] + weights["hidden_bias"], 0.0)
        of_skills = np.bincount(whose, weights["skill_bias"][which], len(rows)) * share
        plain = self.numbers[rows] @ weights["direct"] + weights["item_bias"][items] + of_skills + weights["base"]
        return _Pass(whose, which, share, seen, trace, head, hidden, plain)

    def logits(self, rows: Ints, sizes: list[int], state: Floats) -> tuple[Floats, Floats]:
        """Logits of some steps, and the state after them."""
        done = self._forward(rows, self.items[rows], sizes, state)
        return done.plain + done.hidden @ self.weights["output"], done.trace.last

    def slopes(self, rows: Ints, sizes: list[int], state: Floats, rng: np.random.Generator) -> tuple[Weights, Floats]:
        """Gradients of the mean log loss of some steps, and the state after them."""
        shape, weights = self.shape, self.weights
        items = np.where(rng.random(len(rows)) < shape.forgotten, 0, self.items[rows])
        done = self._forward(rows, items, sizes, state)
        kept = ((rng.random(done.hidden.shape) >= shape.dropout) / (1.0 - shape.dropout)).astype(np.float32)
        dropped = done.hidden * kept
        logits = done.plain + dropped @ weights["output"]
        missed = ((1.0 / (1.0 + np.exp(-logits)) - self.answers.correct[rows]) / len(rows)).astype(np.float32)
        by_hidden = np.outer(missed, weights["output"]) * kept * (done.hidden > 0.0)
        by_head = by_hidden @ weights["hidden"].T
        by_inputs, by_recurrent, by_bias, by_start = gru.backward(
            done.trace, weights["recurrent"], by_head[:, : shape.state]
        )
        by_asked = by_head[:, shape.state :] + by_inputs @ weights["input"][:-1].T
        numbers = self.numbers.shape[1]
        of_item = by_asked[:, numbers : numbers + shape.embedding]
        of_skill = (by_asked[:, numbers + shape.embedding :] * done.share[:, None])[done.whose]
        per_skill = (missed * done.share)[done.whose]
        slopes = {
            "item": _summed(items, of_item, len(weights["item"])),
            "skill": _summed(done.which, of_skill, len(weights["skill"])),
            "input": done.seen.T @ by_inputs,
            "input_bias": by_inputs.sum(0),
            "recurrent": by_recurrent,
            "recurrent_bias": by_bias,
            "start": by_start.sum(0),
            "hidden": done.head.T @ by_hidden,
            "hidden_bias": by_hidden.sum(0),
            "output": dropped.T @ missed,
            "direct": missed @ self.numbers[rows],
            "item_bias": np.bincount(items, missed, len(weights["item"])).astype(np.float32),
            "skill_bias": np.bincount(done.which, per_skill, len(weights["skill"])).astype(np.float32),
            "base": missed.sum(keepdims=True),
        }
        return slopes, done.trace.last


@dataclass(frozen=True, slots=True)
class _Pass:
    """What going forwards leaves: (N, .) arrays."""

    whose: Ints
    which: Ints
    share: Floats
    seen: Floats
    trace: gru.Trace
    head: Floats
    hidden: Floats
    plain: Floats


def _parts(steps: list[Ints], most: int) -> Iterator[tuple[Ints, list[int]]]:
    """Some steps at a time: their rows, and how many each step has."""
    for begin in range(0, len(steps), most):
        part = steps[begin : begin + most]
        yield np.concatenate(part), [len(rows) for rows in part]


def _started(weights: Weights, state: Floats, size: int) -> Floats:
    """The states of those who go on; everybody's first if there is none yet."""
    return state[:size] if len(state) else np.repeat(weights["start"][None], size, axis=0)


def _summed(numbers: Ints, values: Floats, count: int) -> Floats:
    """Sum of the rows with each number, (count, k)."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    summed = np.zeros((count, values.shape[1]), np.float32)
    summed[ordered[starts]] = np.add.reduceat(values[order], starts, axis=0)
    return summed
