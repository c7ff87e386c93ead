"""A switch that a domain declares in its code, and whoever runs the installation turns while it runs (CCH-08)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """A feature flag; its text for people is `flag.<name>` in the catalogues.

    Attributes:
        name: `domain.what_is_on`.
        default: how it stands until somebody switches it.
    """

    name: str
    default: bool
