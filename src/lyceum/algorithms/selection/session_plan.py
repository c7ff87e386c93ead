"""Plans a session under constraints: which quota of it each topic has, and nothing twice in a row.

Nothing else is fixed beforehand. Before each item, the quotas and what was asked say which topics may come next, and
scores decide among those: also which quotas are rounded up, and which down.
"""

import math
from collections.abc import Mapping, Set
from typing import TypeVar

T = TypeVar("T")

# Quotas are rounded to so many digits: shares such as 0.3 are no floats, and three of ten are to be just three.
_DIGITS = 9


def quotas(there: Mapping[T, int], mix: Mapping[T, float], length: int) -> dict[T, float]:
    """How many items each topic is to have, to a length or until there are no more.

    Args:
        there: how many items each topic has.
        mix: the share of each topic, at least 0; they need not sum to 1. A topic that is not named has none.
        length: items of the session, at the most.

    Returns:
        Numbers, not rounded, no topic's above what it has; together the length, or all there is. What a topic cannot
        fill goes to the others by their shares; those without a share get, all alike, what the rest cannot fill.

    Raises:
        ValueError: for a length below 0, or a share that is no number of at least 0.
    """
    if length < 0:
        raise ValueError(f"a session has at least 0 items, got {length}")
    if any(not 0.0 <= share < math.inf for share in mix.values()):
        raise ValueError(f"the share of a topic is a number of at least 0, got {list(mix.values())}")
    numbers = dict.fromkeys(there, 0.0)
    left = float(min(length, sum(there.values())))
    unfilled = set(there)
    while left and unfilled:
        # By the order of `there`, so that sums of floats do not hang on the order of a set.
        shares = {topic: mix.get(topic, 0.0) for topic in there if topic in unfilled}
        if not any(shares.values()):
            shares = dict.fromkeys(shares, 1.0)
        # Divided by the largest first: sums of what is very large, and shares of what is very small, stay numbers.
        largest = max(shares.values())
        total = sum(share / largest for share in shares.values())
        parts = {topic: left * (share / largest / total) for topic, share in shares.items()}
        full = {topic for topic, part in parts.items() if round(part, _DIGITS) >= there[topic]}
        if not full:
            numbers |= parts
            break
        numbers |= {topic: float(there[topic]) for topic in full}
        left -= sum(there[topic] for topic in full)
        unfilled -= full
    return {topic: round(number, _DIGITS) for topic, number in numbers.items()}


def open_topics(quota: Mapping[T, float], asked: Mapping[T, int]) -> set[T]:
    """The topics that may be asked for next.

    Args:
        quota: of each topic, as `quotas` gave it.
        asked: how many items of each topic have come already.

    Returns:
        Every topic that has not had its quota, rounded down; and as long as the length allows, those that have not had
        it rounded up. Whoever keeps to it ends with each quota rounded one way or the other.
    """
    times = {topic: asked.get(topic, 0) for topic in quota}
    spare = round(sum(quota.values())) - sum(max(math.floor(number), times[topic]) for topic, number in quota.items())
    return {
        topic
        for topic, number in quota.items()
        if times[topic] < (math.ceil(number) if spare > 0 else math.floor(number))
    }


def in_turn(quota: Mapping[T, float], asked: Mapping[T, int], last: T | None = None) -> Set[T]:
    """Those of the open topics whose turn it is, so that no topic comes twice in a row where that can be helped.

    Args:
        quota: as in `open_topics`.
        asked: as in `open_topics`.
        last: the topic that was asked last, in this session or before it.

    Returns:
        The open topics but for the last one, or that one if there is no other. A topic whose items are more than half
        of what is left comes at once: later, nothing would stand between them.
    """
    may_come = open_topics(quota, asked)
    left = round(sum(quota.values())) - sum(asked.get(topic, 0) for topic in quota)
    others = may_come - {last}
    pressing = {topic for topic in others if 2 * (math.floor(quota[topic]) - asked.get(topic, 0)) > left}
    return pressing or others or may_come
