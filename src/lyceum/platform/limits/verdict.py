"""What charging windows comes to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passed:
    """All windows were charged.

    Attributes:
        charged_ms: when, by the clock that counts.
        tightest: the number of the window with the smallest share left, of those clients are told; -1 for none.
        left: how many more it lets through now.
        renewal_ms: after this it lets through more.
        epoch: what Valkey had under the key that was asked for; None without one, or while Valkey is away.
        by_memory: whether this process counted alone.
    """

    charged_ms: int
    tightest: int
    left: int
    renewal_ms: int
    epoch: str | None
    by_memory: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """No window was charged.

    Attributes:
        refused_ms: when, by the clock that counts.
        culprit: the number of the window that asks for the longest wait.
        wait_ms: after this the same request passes, if nothing else does.
        news: the number of a window that has just begun to hold somebody back for long; -1 for none.
    """

    refused_ms: int
    culprit: int
    wait_ms: int
    news: int = -1
