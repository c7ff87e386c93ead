"""The same windows for one process, in its memory: what holds while Valkey is away."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from lyceum.platform.limits import counting
from lyceum.platform.limits.counting import NEW, Rule, Tally
from lyceum.platform.limits.verdict import Passed, Refused

# Some 10 MB; whoever was not heard of for longest is forgotten first.
MOST_TALLIES: Final = 20_000

Charged = tuple[str, Rule]


def monotonic_ms() -> int:
    """A time that only goes forward."""
    return time.monotonic_ns() // 1_000_000


class MemoryWindows:
    """Tallies of this process, bounded."""

    def __init__(self) -> None:
        self._tallies: OrderedDict[str, Tally] = OrderedDict()

    def __len__(self) -> int:
        """How many tallies are kept."""
        return len(self._tallies)

    def charge(self, windows: Sequence[Charged], hidden: int, cost: int, now_ms: int) -> Passed | Refused:
        """Charge all windows, or none; as the script does.

        Args:
            windows: key and rule of each.
            hidden: how many of the first are not told.
            cost: what each is charged.
            now_ms: the time.
        """
        tallies = [counting.at(self._tallies.get(key, NEW), rule, now_ms) for key, rule in windows]
        waits = [counting.wait_ms(tally, rule, now_ms, cost) for tally, (_, rule) in zip(tallies, windows, strict=True)]
        if any(waits):
            return self._refuse(windows, tallies, waits, now_ms)
        tightest, share, left, renewal = -1, 2.0, 0, 0
        for number, (key, rule) in enumerate(windows):
            before = tallies[number]
            self._keep(key, counting.passed(before, cost))
            room = counting.left(before, rule) - cost
            if number >= hidden and room / rule.limit < share:
                tightest, share, left = number, room / rule.limit, room
                renewal = counting.renewal_ms(counting.passed(before, cost), rule, now_ms)
        return Passed(now_ms, tightest, left, renewal, None, by_memory=True)

    def give_back(self, windows: Sequence[Charged], cost: int, charged_ms: int) -> None:
        """Undo a charge."""
        for key, rule in windows:
            if (tally := self._tallies.get(key)) is not None:
                self._tallies[key] = counting.given_back(tally, rule, charged_ms, cost)

    def _refuse(
        self, windows: Sequence[Charged], tallies: Sequence[Tally], waits: Sequence[int], now_ms: int
    ) -> Refused:
        culprit, longest, news = -1, 0, -1
        for number, wait in enumerate(waits):
            if not wait:
                continue
            key, rule = windows[number]
            refusal = counting.refused(tallies[number], rule, now_ms, wait)
            self._keep(key, refusal.tally)
            if refusal.wait_ms > longest:
                culprit, longest = number, refusal.wait_ms
            if refusal.is_news:
                news = number
        return Refused(now_ms, culprit, longest, news)

    def _keep(self, key: str, tally: Tally) -> None:
        self._tallies[key] = tally
        self._tallies.move_to_end(key)
        if len(self._tallies) > MOST_TALLIES:
            self._tallies.popitem(last=False)
