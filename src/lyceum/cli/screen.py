"""What a learner sees: texts of the catalogues in their language, and nothing in them that a terminal would obey."""

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from io import TextIOWrapper
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.platform import i18n, telling

# Longer lines are hard to read, however wide the window is; a pipe or a file gets them whole.
_WIDEST = 100
_UNBROKEN = 100_000
# In a window that leaves less than this beside the margin, a line is broken by the terminal.
_NARROWEST = 12
# From nothing to most, where the encoding has shades and where it has not.
_SHADES, _PLAIN_SHADES = "·░▒▓█", ".-+*#"
_MINUTE_S = 60
_DECIMAL_MARK = {"de": ","}


class Screen:
    """Where a command says what it has to say.

    Args:
        language: as `i18n.negotiate` returns it.
        zone: the zone that days are counted in.
        console: where to; None for standard output.
    """

    def __init__(self, language: str, zone: ZoneInfo, console: Console | None = None) -> None:
        self.language = language
        self.zone = zone
        self.console = console or _standard_output()

    @property
    def is_live(self) -> bool:
        """Whether a person watches, so that what was drawn can be drawn over."""
        return self.console.is_interactive

    def speaking(self, language: str, zone: ZoneInfo) -> "Screen":
        """The same place, for a person of another language."""
        return Screen(language, zone, self.console)

    def text(self, key: str, **values: object) -> str:
        """A text, on one line, with its values."""
        return clean_line(i18n.translate(key, self.language, **values))

    def say(self, key: str, style: str = "", indent: int = 0, **values: object) -> None:
        """Print a text."""
        self.show(self.text(key, **values), style, indent)

    def show(self, content: str, style: str = "", indent: int = 0, *, lead: str = "") -> None:
        """Print what is no text of ours: a question, a quotation; `lead` stands before its first line."""
        room = max(self.console.width - indent - len(lead), _NARROWEST)
        for line in Text(clean_line(content), style).wrap(self.console, room):
            line.rstrip()
            self.console.print(Text(" " * indent).append(lead, style).append_text(line), soft_wrap=True)
            lead = " " * len(lead)

    def show_command(self, key: str, command: str, indent: int) -> None:
        """Print a text with a command to copy: it is never broken, and has lines of its own if there is no room."""
        said = self.text(key, command=command)
        if indent + len(said) <= self.console.width:
            self.console.print(Text(" " * indent + said, "bold"), soft_wrap=True)
            return
        self.say(key, "bold", indent, command="")
        self.console.print(Text(command, "bold"), soft_wrap=True)

    def prompt(self, text: str) -> None:
        """Ask for a line."""
        *above, last = Text(text, "bold").wrap(self.console, max(self.console.width, _NARROWEST))
        for line in above:
            line.rstrip()
            self.console.print(line, soft_wrap=True)
        self.console.print(last.append(" "), end="", soft_wrap=True)
        self.console.file.flush()

    def gap(self) -> None:
        """Print an empty line."""
        self.console.print()

    def busy(self, key: str) -> AbstractContextManager[object]:
        """Say what is going on for as long as the block lasts, to a person who watches."""
        return self.console.status(Text(self.text(key)), spinner="dots") if self.is_live else nullcontext()

    def refusal(self, code: str, message: str, details: Mapping[str, Any]) -> str:
        """Why something was not done."""
        with telling.answering(self.language):
            return clean_line(telling.refusal(code, message, details))

    def worded(self, data: Any) -> Any:  # noqa: ANN401  any plain data, and the same again
        """Plain data of a job with its phrases in words."""
        with telling.answering(self.language):
            return telling.worded(data)

    def refuse(self, why: str) -> None:
        """Say on standard error why the command ends."""
        sys.stderr.write(f"lyceum: {why}\n")
        sys.stderr.flush()

    def percent(self, share: float) -> str:
        """A probability, as people read it. Never rounded up to certainty."""
        return i18n.percent(share, self.language)

    def number(self, value: float, digits: int) -> str:
        """A number with a fraction."""
        return f"{value:.{digits}f}".replace(".", _DECIMAL_MARK.get(self.language, "."))

    def bar(self, filled: int, length: int) -> str:
        """So many of so many, drawn with what the terminal's encoding has."""
        full, empty = ("█", "░") if self._can_draw("█░") else ("#", ".")
        return full * filled + empty * (length - filled)

    def shades(self) -> str:
        """Five signs from nothing to most, of what the terminal's encoding has."""
        return _SHADES if self._can_draw(_SHADES) else _PLAIN_SHADES

    def duration(self, time_ms: int) -> str:
        """So long, as people say it."""
        seconds = round(time_ms / 1000)
        if seconds < _MINUTE_S:
            return self.text("cli.duration.seconds", seconds=seconds)
        hours, minutes = divmod(round(seconds / _MINUTE_S), _MINUTE_S)
        if not hours:
            return self.text("cli.duration.minutes", minutes=minutes)
        return self.text("cli.duration.hours", hours=hours, minutes=minutes)

    def _can_draw(self, signs: str) -> bool:
        try:
            signs.encode(self.console.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def counted(self, key: str, number: int) -> str:
        """So many of something: the text `<key>.one` or `<key>.many`."""
        return self.text(f"{key}.{'one' if number == 1 else 'many'}", number=number)

    def day(self, moment: datetime, now: datetime) -> str:
        """A moment as a day, seen from today."""
        day, today = moment.astimezone(self.zone).date(), now.astimezone(self.zone).date()
        match (day - today).days:
            case 0 if moment <= now:
                return self.text("cli.day.now")
            case 0:
                return self.text("cli.day.today", time=f"{moment.astimezone(self.zone):%H:%M}")
            case 1:
                return self.text("cli.day.tomorrow", date=day.isoformat())
            case ahead if ahead > 0:
                return self.text("cli.day.ahead", number=ahead, date=day.isoformat())
            case _:
                return self.text("cli.day.past", date=day.isoformat())


def _standard_output() -> Console:
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that cannot show a letter shows a mark in its place, and the command goes on.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _UNBROKEN
    return console
