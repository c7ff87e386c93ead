"""The arithmetic of one sliding window: counts of equal parts of it, added up so that the sum is never too small.

A window of length `span_ms` is cut into `PARTS` parts. Whoever asks in part `b` is judged by the sum of the parts `b -
PARTS` to `b`, which cover the last `span_ms` wholly and up to one part more. So in no interval of the window's length,
wherever it begins, more than `limit` pass; and somebody may wait up to 1/`PARTS` of the window (5 %) longer than a log
of every moment would ask. Such a log would keep 10,000 moments for the server's window, this keeps 21 numbers.

Who goes on asking while told to wait is held back (LIM-10): first for as long as the window, then twice as long each
time, up to a quarter of an hour; each five minutes without a refusal take one step back.

The script in Valkey does the same, number for number (`tests/platform/limits` compares them).
"""

from dataclasses import dataclass, replace
from typing import Final

PARTS: Final = 20
LONGEST_HOLD_MS: Final = 15 * 60 * 1000
STEP_BACK_MS: Final = 5 * 60 * 1000
# A hold of so long is written to the security log, once until it has been stepped back from.
LONG_HOLD_MS: Final = 60 * 1000
# Beyond this number of steps every window's hold is the longest.
_HIGHEST_LEVEL: Final = 16


@dataclass(frozen=True, slots=True)
class Rule:
    """What one window allows.

    Attributes:
        limit: how many may pass within the window.
        span_ms: its length.
        patience: refusals to somebody who was told to wait, before they are held back; 0 for never.
    """

    limit: int
    span_ms: int
    patience: int = 0

    @property
    def part_ms(self) -> int:
        """The length of a part, rounded up: all parts together are never shorter than the window."""
        return -(-self.span_ms // PARTS)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one window remembers.

    Attributes:
        part: the number of the newest part, counted from the beginning of time.
        counts: what passed in each of the last `PARTS` + 1 parts, the oldest first.
        told_ms: until when whoever was refused was told to wait.
        held_ms: until when they are held back.
        refused_ms: when they were last refused.
        strikes: refusals while told to wait, since the last hold began.
        level: how often the hold was lengthened and not stepped back from.
    """

    part: int = 0
    counts: tuple[int, ...] = (0,) * (PARTS + 1)
    told_ms: int = 0
    held_ms: int = 0
    refused_ms: int = 0
    strikes: int = 0
    level: int = 0


NEW: Final = Tally()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What becomes of a window that refused.

    Attributes:
        tally: to be kept.
        wait_ms: after this, as much as was refused passes, if nothing else does.
        is_news: whether the hold has just become a long one.
    """

    tally: Tally
    wait_ms: int
    is_news: bool


def at(tally: Tally, rule: Rule, now_ms: int) -> Tally:
    """The tally as of now: old parts dropped.

    A clock that was set back makes everything it counted count as of now: too late a date never lets too many pass.
    """
    part = now_ms // rule.part_ms
    gone = part - tally.part
    if gone == 0:
        return tally
    if gone < 0:
        redated = (*(0,) * PARTS, sum(tally.counts))
        held_ms = min(tally.held_ms, now_ms + LONGEST_HOLD_MS)
        return replace(tally, part=part, counts=redated, told_ms=0, held_ms=held_ms)
    kept = tally.counts[gone:]
    return replace(tally, part=part, counts=(*kept, *(0,) * (PARTS + 1 - len(kept))))


def wait_ms(tally: Tally, rule: Rule, now_ms: int, cost: int) -> int:
    """How long until `cost` more would pass; 0 if they pass now. The tally is `at` now.

    Raises:
        ValueError: if the cost is more than the window ever lets through.
    """
    if cost > rule.limit:
        raise ValueError(f"A cost of {cost} never fits into a limit of {rule.limit}; charge it in smaller parts.")
    too_many = sum(tally.counts) + cost - rule.limit
    wait, freed = 0, 0
    for index, count in enumerate(tally.counts):
        if freed >= too_many:
            break
        freed += count
        # The part at `index` counts until PARTS + 1 later parts have begun.
        wait = (tally.part + index + 1) * rule.part_ms - now_ms
    return max(wait, tally.held_ms - now_ms, 0)


def passed(tally: Tally, cost: int) -> Tally:
    """With `cost` more that passed. The tally is `at` now."""
    return replace(tally, counts=(*tally.counts[:-1], tally.counts[-1] + cost))


def refused(tally: Tally, rule: Rule, now_ms: int, wait: int) -> Refusal:
    """With one more refusal, which may begin a hold, or lengthen one. The tally is `at` now.

    Args:
        tally: of the window.
        rule: of the window.
        now_ms: the time.
        wait: as `wait_ms` says.
    """
    level = max(tally.level - max(now_ms - tally.refused_ms, 0) // STEP_BACK_MS, 0)
    strikes = tally.strikes + 1 if now_ms < tally.told_ms else 0
    held, is_news = tally.held_ms, False
    if rule.patience and strikes >= rule.patience:
        before = _hold_ms(rule, level)
        strikes, level = 0, min(level + 1, _HIGHEST_LEVEL)
        hold = _hold_ms(rule, level)
        is_news = before < LONG_HOLD_MS <= hold
        held = max(held, now_ms + hold)
        wait = max(wait, hold)
    told = max(tally.told_ms, now_ms + wait)
    kept = replace(tally, told_ms=told, held_ms=held, refused_ms=now_ms, strikes=strikes, level=level)
    return Refusal(kept, wait, is_news)


def given_back(tally: Tally, rule: Rule, charged_ms: int, cost: int) -> Tally:
    """Without `cost` that passed at a moment; nothing happens if that has been forgotten."""
    index = charged_ms // rule.part_ms - tally.part + PARTS
    if not 0 <= index <= PARTS:
        return tally
    counts = list(tally.counts)
    counts[index] = max(counts[index] - cost, 0)
    return replace(tally, counts=tuple(counts))


def left(tally: Tally, rule: Rule) -> int:
    """How many more would pass now. The tally is `at` now."""
    return max(rule.limit - sum(tally.counts), 0)


def renewal_ms(tally: Tally, rule: Rule, now_ms: int) -> int:
    """How long until more would pass than now; the window's length if nothing has passed. The tally is `at` now."""
    for index, count in enumerate(tally.counts):
        if count:
            return (tally.part + index + 1) * rule.part_ms - now_ms
    return rule.span_ms


def _hold_ms(rule: Rule, level: int) -> int:
    return min(rule.span_ms << (level - 1), LONGEST_HOLD_MS) if level else 0
