"""Serves the trained network one answer at a time: a learner's state is carried on, and no history is read again.

Several networks whose logits are averaged are served as one: their weights are stacked, and every product is over all.
"""

import base64
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.tracing.memory import Memory, Plain, Question
from lyceum.algorithms.tracing.network import FARTHEST, NetworkFit


@dataclass(slots=True)
class Carried:
    """What is kept of one learner between two answers.

    Attributes:
        hidden: (k, h) float32, the state of each of k networks.
        memory: what the networks' numbers are counted from.
    """

    hidden: Floats
    memory: Memory = field(default_factory=Memory)

    def to_plain(self) -> Plain:
        """As numbers, lists and texts, which `json` writes and reads without losing a bit; some kB.

        Raises:
            TypeError: as `Memory.to_plain`.
        """
        hidden = base64.b85encode(self.hidden.astype("<f4").tobytes()).decode("ascii")
        return {"networks": len(self.hidden), "hidden": hidden, "memory": self.memory.to_plain()}

    @classmethod
    def from_plain(cls, plain: Plain) -> "Carried":
        """What `to_plain` gave.

        Raises:
            ValueError: if it is of another version.
        """
        memory = Memory.from_plain(plain["memory"])
        hidden = np.frombuffer(base64.b85decode(plain["hidden"]), "<f4").reshape(plain["networks"], -1)
        return cls(hidden.astype(np.float32), memory)


class NetworkServer:
    """Networks of one shape, trained on the same answers.

    Args:
        fits: one or more.
        has_time: whether they were trained on answers whose time was known.

    Raises:
        ValueError: if there is none.
    """

    def __init__(self, fits: Sequence[NetworkFit], *, has_time: bool) -> None:
        if not fits:
            raise ValueError("expected at least one trained network")
        self._known, self._item_number = fits[0].known, fits[0].item_number
        self._has_time = has_time
        self._mean = fits[0].mean.astype(np.float32)
        self._per_scale = (1.0 / fits[0].scale).astype(np.float32)
        stacked = {name: np.stack([fit.weights[name] for fit in fits]) for name in fits[0].weights}
        self._start = stacked["start"]
        self._item, self._skill = stacked["item"], stacked["skill"]
        self._item_bias, self._skill_bias = stacked["item_bias"], stacked["skill_bias"]
        self._input, self._input_bias = stacked["input"], stacked["input_bias"][:, None]
        self._recurrent, self._recurrent_bias = stacked["recurrent"], stacked["recurrent_bias"][:, None]
        self._hidden, self._hidden_bias = stacked["hidden"], stacked["hidden_bias"][:, None]
        self._output = stacked["output"][:, :, None]
        self._direct, self._base = stacked["direct"][:, :, None], stacked["base"]
        self._width = self._start.shape[1]

    def start(self) -> Carried:
        """A learner nobody has seen yet."""
        return Carried(self._start)

    def chances(self, learner: Carried, asked: Sequence[Question], second: float | None = None) -> Floats:
        """Probability that each question would be answered right now, (n,) float64.

        Args:
            learner: as carried to this moment; not changed.
            asked: the questions.
            second: now, on the clock of the answers; ignored by networks trained without time.
        """
        numbers = self._numbers(learner, asked, second)
        seen = self._asked(asked, numbers)
        state = np.repeat(learner.hidden[:, None], len(asked), axis=1)
        hidden = np.maximum(np.concatenate([state, seen], axis=2) @ self._hidden + self._hidden_bias, 0.0)
        logits = (hidden @ self._output + numbers @ self._direct)[:, :, 0] + self._plain(asked)
        logit = logits.mean(axis=0).astype(np.float64)
        chances: Floats = 1.0 / (1.0 + np.exp(-logit))
        return chances

    def mastery(
        self, learner: Carried, skills: Mapping[int, Hashable], second: float | None = None
    ) -> dict[int, float]:
        """How well each skill is mastered: the chance of a right answer to an item of it that nobody knows, in [0, 1].

        In training the items of some answers are hidden, so that the networks learn to answer for a skill alone; this
        asks them to. Such an item is taken to be as hard as those of its skill usually are.

        Args:
            learner: as carried to this moment; not changed.
            skills: by their numbers, with the number of the set that is this skill alone (`Question.skill_set`).
            second: as for `chances`.
        """
        asked = [Question(len(self._item_number), (skill,), alone) for skill, alone in skills.items()]
        return dict(zip(skills, self.chances(learner, asked, second).tolist(), strict=True)) if asked else {}

    def step(self, learner: Carried, asked: Question, *, correct: bool, second: float | None = None) -> Carried:
        """The learner after an answer; the memory in it is the same one, with the answer taken in."""
        numbers = self._numbers(learner, [asked], second)
        answer = np.full((len(self._start), 1, 1), correct - 0.5, np.float32)
        inputs = np.concatenate([self._asked([asked], numbers), answer], axis=2) @ self._input + self._input_bias
        state, width = learner.hidden[:, None], self._width
        product = state @ self._recurrent
        gates = 0.5 * np.tanh(0.5 * (inputs[:, :, : 2 * width] + product[:, :, : 2 * width])) + 0.5
        recalled = product[:, :, 2 * width :] + self._recurrent_bias
        new = np.tanh(inputs[:, :, 2 * width :] + gates[:, :, :width] * recalled)
        after = new + gates[:, :, width:] * (state - new)
        learner.memory.take(asked, self._known, correct=correct, second=second if self._has_time else None)
        return Carried(after[:, 0], learner.memory)

    def _numbers(self, learner: Carried, asked: Sequence[Question], second: float | None) -> Floats:
        """(n, numbers), as the networks take them."""
        now = second if self._has_time else None
        told = np.array([learner.memory.numbers(each, self._known, now) for each in asked], np.float32)
        numbers: Floats = ((told - self._mean) * self._per_scale).clip(-FARTHEST, FARTHEST)
        return numbers

    def _asked(self, asked: Sequence[Question], numbers: Floats) -> Floats:
        """(k, n, inputs): the numbers, and what each network knows of the items and skills."""
        items = self._item[:, self._rows(asked)]
        skills = np.stack([self._mean_of(self._skill, each) for each in asked], axis=1)
        shared = np.repeat(numbers[None], len(items), axis=0)
        return np.concatenate([shared, items, skills], axis=2)

    def _plain(self, asked: Sequence[Question]) -> Floats:
        """(k, n): what an item and its skills bring whoever is asked."""
        skills = np.stack([self._mean_of(self._skill_bias, each) for each in asked], axis=1)
        plain: Floats = self._item_bias[:, self._rows(asked)] + skills + self._base
        return plain

    def _rows(self, asked: Sequence[Question]) -> list[int]:
        reach = len(self._item_number)
        return [int(self._item_number[each.item]) if each.item < reach else 0 for each in asked]

    def _mean_of(self, weights: Floats, asked: Question) -> Floats:
        """Mean over the question's skills; those the networks have not seen bring nothing."""
        reach = weights.shape[1]
        if len(asked.skills) == 1 and asked.skills[0] < reach:
            return weights[:, asked.skills[0]]
        summed: Floats = weights[:, [skill for skill in asked.skills if skill < reach]].sum(axis=1)
        return summed / np.float32(len(asked.skills))
