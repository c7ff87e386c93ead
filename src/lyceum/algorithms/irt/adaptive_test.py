"""Adaptive tests of many people at once: how long they are, how true, and how often each item is shown.

Each next item is the one that tells most about where the ability may be. Left alone, that shows a few items to
everybody. Here an item that would be shown too often gets a price, in the currency of information: it is asked where it
is worth more than its price, and others take its place elsewhere.
"""

from dataclasses import dataclass, replace

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints

_REACH = 4.5
_NODES = 61
# Ours: rounds of simulated tests in which prices settle, and how far one moves a price per unit of over-exposure.
_ROUNDS = 16
_PEOPLE = 400
_GAIN = 0.2
# Ours: of about the same worth, chance decides; without it everybody would have the same first item whatever its price.
# Measured: three times as much makes tests a tenth longer.
_NOISE = 0.005


@dataclass(frozen=True, slots=True)
class Bank:
    """Items: (J,) discrimination a, difficulty b and chance of guessing c, as in `ItemCurve`."""

    a: Floats
    b: Floats
    c: Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """How a test is given.

    Attributes:
        enough: it ends when the ability's standard deviation is below this, in logits.
        longest: items at most.
        prices: (J,) what an item costs, in information; None for nothing.
        cap: the share of people an item is shown to at most; none beyond it, whatever it would tell. 1 for no cap.
    """

    enough: float = 0.3
    longest: int = 60
    prices: Floats | None = None
    cap: float = 1.0


@dataclass(frozen=True, slots=True)
class Tests:
    """What came of the tests of N people.

    Attributes:
        length: (N,) items that were asked.
        estimate: (N,) mean of the belief at the end, in logits.
        error: (N,) its standard deviation.
        exposure: (J,) share of the people who were shown each item.
    """

    length: Ints
    estimate: Floats
    error: Floats
    exposure: Floats


def simulate(bank: Bank, abilities: Floats, rng: np.random.Generator, rules: Rules = Rules()) -> Tests:
    """Give the test to people whose ability is known.

    Args:
        bank: the items; each is asked once at the most.
        abilities: (N,) in logits.
        rng: their luck, and chance among items of about the same worth where there are prices.
        rules: when to stop, and what an item costs.

    Returns:
        What came of it. The belief starts as the standard normal.

    Source: posterior-weighted information as van der Linden 1998, eq. 6, with the information of Birnbaum 1968. Prices
        are the multipliers of the cap on exposure; they are ours, the aim is that of Sympson & Hetter 1985.
    """
    nodes = np.linspace(-_REACH, _REACH, _NODES)
    chances, worth = _curves(bank, nodes)
    log_right, log_wrong = np.log(chances), np.log1p(-chances)
    people, items = len(abilities), len(bank.a)
    belief = np.repeat(-(nodes[None] ** 2) / 2.0, people, axis=0)
    is_asked = np.zeros((people, items), dtype=bool)
    still = np.arange(people)
    most = int(rules.cap * people)
    for _ in range(min(rules.longest, items)):
        still = still[_spread(belief[still], nodes)[1] >= rules.enough]
        if not len(still):
            break
        value = _shares(belief[still]) @ worth
        if rules.prices is not None:
            value += rng.gumbel(0.0, _NOISE, value.shape) - rules.prices
        value[is_asked[still]] = -np.inf
        item = _within(value, most - is_asked.sum(0), rng)
        still, item = still[item >= 0], item[item >= 0]
        is_asked[still, item] = True
        steep = 1.0 / (1.0 + np.exp(-bank.a[item] * (abilities[still] - bank.b[item])))
        is_right = rng.random(len(still)) < bank.c[item] + (1.0 - bank.c[item]) * steep
        belief[still] += np.where(is_right[:, None], log_right[:, item].T, log_wrong[:, item].T)
    estimate, error = _spread(belief, nodes)
    return Tests(is_asked.sum(1), estimate, error, is_asked.mean(0))


def priced(bank: Bank, cap: float, rng: np.random.Generator, rules: Rules = Rules()) -> Rules:
    """Rules under which no item is shown to more than a share of people, at the least cost in length.

    Args:
        bank: the items.
        cap: that share, in (0, 1].
        rng: draws the people of the rounds in which prices settle, their abilities standard normal.
        rules: the other rules.

    Raises:
        ValueError: if the cap is not in (0, 1].
    """
    if not 0.0 < cap <= 1.0:
        raise ValueError(f"cap must be in 0..1 and not 0, got {cap!r}")
    prices = np.zeros(len(bank.a))
    for number in range(_ROUNDS):
        found = simulate(bank, rng.normal(size=_PEOPLE), rng, replace(rules, prices=prices, cap=1.0))
        # Smaller steps later, so that prices settle.
        gain = _GAIN / (1.0 + number / 4.0)
        prices = np.maximum(prices + gain * (found.exposure - cap), 0.0)
    return replace(rules, prices=prices, cap=cap)


def _within(value: Floats, left: Ints, rng: np.random.Generator) -> Ints:
    """The item of most value for each person, while it may still be shown; in random order of people. -1 for none."""
    value = np.where(left[None] > 0, value, -np.inf)
    item: Ints = value.argmax(1)
    wanted = np.bincount(item, minlength=len(left))
    if (wanted <= np.maximum(left, 0)).all():
        return item
    left = left.copy()
    for person in rng.permutation(len(value)):
        options = np.where(left > 0, value[person], -np.inf)
        best = int(options.argmax())
        item[person] = best if options[best] > -np.inf else -1
        left[best] -= 1
    return item


def _curves(bank: Bank, theta: Floats) -> tuple[Floats, Floats]:
    """Chance of a right answer, and information, of each ability and item: (T, J) twice."""
    steep = 1.0 / (1.0 + np.exp(-bank.a * (theta[:, None] - bank.b)))
    chances = np.clip(bank.c + (1.0 - bank.c) * steep, 1e-9, 1.0 - 1e-9)
    return chances, bank.a**2 * (1.0 - bank.c) * (1.0 - steep) * steep * (steep / chances)


def _shares(belief: Floats) -> Floats:
    shares: Floats = np.exp(belief - belief.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    return shares


def _spread(belief: Floats, nodes: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each belief."""
    shares = _shares(belief)
    mean = shares @ nodes
    return mean, np.sqrt(np.maximum(shares @ nodes**2 - mean**2, 0.0))
