"""The limits of a socket, and the pure decisions about names and frame rates."""

import re
from dataclasses import dataclass

MAX_FRAME_BYTES = 64 * 1024
MAX_SUBSCRIPTIONS = 100
MAX_SOCKETS_PER_PERSON = 20
# Frames a second, and how many may come at once: a page that opens subscribes to all its channels in one go.
FRAMES_PER_S = 20.0
FRAME_BURST = 120.0
# Frames that were refused (unreadable, too frequent, for a channel that is not theirs) before the socket is closed;
# forgiven at one in ten seconds.
MAX_STRIKES = 20.0
STRIKES_FORGIVEN_PER_S = 0.1

_CHANNEL = re.compile(r"([a-z][a-z0-9_-]{0,31}):([A-Za-z0-9._~:-]{1,128})")


@dataclass(frozen=True, slots=True)
class Budget:
    """A token bucket: how much may still be spent.

    Attributes:
        left: units left at `at_s`.
        at_s: seconds on a clock that only goes forward.
    """

    left: float
    at_s: float

    def spend(self, now_s: float, *, per_s: float, most: float) -> "Budget | None":
        """The budget after one more unit, or None if there is not one left."""
        left = min(most, self.left + (now_s - self.at_s) * per_s)
        return Budget(left - 1.0, now_s) if left >= 1.0 else None


def split_channel(name: str) -> tuple[str, str] | None:
    """Prefix and rest of a channel's name, or None if it is not one."""
    match = _CHANNEL.fullmatch(name)
    return (match[1], match[2]) if match else None
