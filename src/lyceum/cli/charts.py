"""Pictures made of letters: the days a learner was active, the reviews that will fall due, shares as bars."""

import math
from collections.abc import Mapping
from datetime import date, timedelta

from rich.text import Text

from lyceum.cli.screen import Screen
from lyceum.progress.contracts import Activity

WEEKS = 13
_WEEK = 7
# One for each shade above nothing.
_COLOURS = ("", "green4", "green3", "green1", "bold bright_green")
_LONGEST_BAR = 20
_FORECAST_DAYS = 14


def first_monday(today: date) -> date:
    """Where a picture of so many weeks begins."""
    return today - timedelta(days=today.weekday() + _WEEK * (WEEKS - 1))


def show_days(screen: Screen, days: Mapping[date, Activity]) -> None:
    """A column for each week, a row for each day of the week, a shade for how much was answered.

    Args:
        screen: where.
        days: from a Monday on; one that is missing is left blank.
    """
    monday = min(days)
    monday -= timedelta(days=monday.weekday())
    most = max(activity.attempts for activity in days.values())
    for weekday in range(_WEEK):
        line = Text(f"  {weekday_of(screen, monday + timedelta(days=weekday))} ")
        for week in range(WEEKS):
            activity = days.get(monday + timedelta(days=week * _WEEK + weekday))
            line.append(" ")
            line.append_text(_cell(screen, activity, most) if activity else Text(" "))
        screen.console.print(line, soft_wrap=True)
    screen.say(
        "progress.days.legend", "dim", indent=2, first=min(days), last=max(days), signs=" ".join(screen.shades())
    )


def _cell(screen: Screen, activity: Activity, most: int) -> Text:
    shade = shade_of(activity.attempts, most, len(_COLOURS))
    return Text(screen.shades()[shade], _COLOURS[shade] or "dim")


def shade_of(number: int, most: int, shades: int) -> int:
    """Which of so many shades a number gets: the first is kept for nothing, the last is for the most there was."""
    return math.ceil(number / most * (shades - 1)) if number else 0


def show_forecast(screen: Screen, forecast: Mapping[date, int]) -> None:
    """A bar for each of the next days, up to the last on which something falls due, a fortnight at the most."""
    coming = list(forecast.items())[:_FORECAST_DAYS]
    while coming and not coming[-1][1]:
        coming.pop()
    most = max((number for _, number in coming), default=0)
    longest = min(_LONGEST_BAR, most)
    for day, number in coming:
        length = math.ceil(number / most * longest)
        label = f"{weekday_of(screen, day)} {day.day:2}"
        screen.console.print(f"  {label}  {screen.bar(length, length)} {number}".rstrip(), soft_wrap=True)


def weekday_of(screen: Screen, day: date) -> str:
    """The day of the week, in two letters."""
    return screen.text(f"cli.weekday.{day.isoweekday()}")


def share_bar(screen: Screen, share: float, length: int) -> str:
    """A share as a bar; only the whole is drawn whole, and what is not nothing shows."""
    filled = round(share * length)
    if 0 < share < 1:
        filled = min(max(filled, 1), length - 1)
    return screen.bar(filled, length)
