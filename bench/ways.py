"""Simulated learners for whom different ways of practising work best: what a bandit gains over the best fixed way."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np

from lyceum.algorithms.selection import bandit
from lyceum.algorithms.selection.bandit import Arm

# What each way brings on average, by (1, mastery, whether it is late in the session). Each is best for somebody: seeing
# it again for who knows little, being asked openly for who knows much, a game for who is tired.
TRUTH: Mapping[Hashable, Sequence[float]] = {
    "see again": (0.60, -0.40, 0.00),
    "choose": (0.45, 0.00, -0.05),
    "recall": (0.20, 0.60, -0.20),
    "play": (0.30, 0.05, 0.20),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Mean reward of a policy over all rounds, and its regret against whoever knows the truth, by quarters of them."""

    mean: float
    regrets: tuple[float, ...]


Policy = Callable[[Sequence[float]], Hashable]
Learn = Callable[[Hashable, Sequence[float], float], None]


def play(policy: Policy, learn: Learn, rounds: int, seed: int) -> Told:
    """Rounds of right (1) and wrong (0) answers that follow a choice."""
    rng = np.random.default_rng(seed)
    total, regrets = 0.0, [0.0] * 4
    for number in range(rounds):
        context = (1.0, rng.random(), float(rng.random() < 0.3))
        means = {arm: sum(weight * each for weight, each in zip(TRUTH[arm], context, strict=True)) for arm in TRUTH}
        arm = policy(context)
        reward = float(rng.random() < means[arm])
        learn(arm, context, reward)
        total += means[arm]
        regrets[4 * number // rounds] += max(means.values()) - means[arm]
    return Told(total / rounds, tuple(regrets))


def fixed(arm: Hashable, rounds: int, seed: int) -> Told:
    """Always the same way."""
    return play(lambda _: arm, lambda *_: None, rounds, seed)


def learning(rounds: int, seed: int, optimism: float = bandit.OPTIMISM) -> Told:
    """The bandit's way."""
    arms: dict[Hashable, Arm] = {arm: bandit.untried(3) for arm in TRUTH}
    dice = np.random.default_rng(seed + 1_000)

    def learn(arm: Hashable, context: Sequence[float], reward: float) -> None:
        arms[arm] = bandit.observed(arms[arm], context, reward)

    return play(lambda context: bandit.choose(arms, context, dice, optimism).arm, learn, rounds, seed)


def measure(rounds: int = 2_000, seeds: int = 10) -> None:
    """Print what every fixed way and the bandit come to."""
    print(f"| ways of practising, {rounds:,} rounds, mean of {seeds} | mean reward | regret, by quarters |")
    print("| --- | --- | --- |")
    told = {f"always {way!r}": [fixed(way, rounds, seed) for seed in range(seeds)] for way in TRUTH}
    told |= {
        f"bandit, optimism {optimism}": [learning(rounds, seed, optimism) for seed in range(seeds)]
        for optimism in (0.0, 0.5, bandit.OPTIMISM, 2.0)
    }
    for name, found in told.items():
        regrets = (mean(each.regrets[quarter] for each in found) for quarter in range(4))
        print(f"| {name} | {mean(each.mean for each in found):.3f} | {', '.join(f'{each:.0f}' for each in regrets)} |")
    print()
