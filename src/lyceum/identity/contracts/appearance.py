"""How the web app looks to a person."""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """How the web app looks."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


class TextSize(StrEnum):
    """How large the web app writes."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    LARGER = "larger"


class Contrast(StrEnum):
    """How far the web app's colours stand apart."""

    STANDARD = "standard"
    MORE = "more"


class Motion(StrEnum):
    """How much the web app moves; `auto` is what the device asks for."""

    AUTO = "auto"
    REDUCED = "reduced"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """How the web app looks to a person, on whatever device they sign in."""

    theme: Theme = Theme.AUTO
    text_size: TextSize = TextSize.MEDIUM
    contrast: Contrast = Contrast.STANDARD
    motion: Motion = Motion.AUTO
