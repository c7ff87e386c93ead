"""Pictures of letters: right shades, right places, wide and narrow, with signs and without."""

from datetime import date, timedelta
from io import BytesIO, StringIO, TextIOWrapper
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from lyceum.cli import charts
from lyceum.cli.screen import Screen
from lyceum.progress.contracts import Activity

MONDAY = date(2026, 3, 2)


def screen(width: int = 40, language: str = "en") -> tuple[Screen, StringIO]:
    output = StringIO()
    return Screen(language, ZoneInfo("UTC"), Console(file=output, width=width)), output


def test_a_picture_of_days_has_a_row_for_each_weekday_and_fits_a_narrow_window() -> None:
    shown, output = screen()
    first = charts.first_monday(MONDAY + timedelta(days=2))
    days = {first + timedelta(days=number): Activity(number % 9) for number in range(87)}

    charts.show_days(shown, days)

    lines = output.getvalue().splitlines()
    assert first == MONDAY - timedelta(weeks=12)
    assert [line[2:4] for line in lines[:7]] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    # Every ninth day is a day off; Mondays are the 0th, 7th, 14th … of the days.
    assert lines[0][5:] == " ".join("·░░▒▒▓▓██"[number % 9] for number in range(0, 87, 7)).rjust(len(lines[0]) - 5)
    assert max(map(len, lines)) <= 40
    assert "2025-12-08 to 2026-03-04" in output.getvalue()


def test_each_day_stands_in_its_week_and_row() -> None:
    shown, output = screen(width=100)
    days = {MONDAY + timedelta(days=number): Activity() for number in range(14)}
    days[date(2026, 3, 11)] = Activity(5)
    del days[date(2026, 3, 5)]

    charts.show_days(shown, days)

    rows = {line[2:4]: line[6:].split(" ") for line in output.getvalue().splitlines()[:7]}
    assert rows["We"][:2] == ["·", "█"]
    assert rows["Mo"][:2] == ["·", "·"]
    assert rows["Th"][:3] == ["", "", "·"], "a day that was left out is blank"


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_more_never_gets_a_lighter_shade_and_nothing_gets_its_own(most: int, one: int, other: int) -> None:
    less, more = sorted((min(one, most), min(other, most)))

    assert charts.shade_of(less, most, 5) <= charts.shade_of(more, most, 5) <= 4
    assert (charts.shade_of(less, most, 5) == 0) == (less == 0)
    assert charts.shade_of(most, most, 5) == 4


def test_a_forecast_ends_with_the_last_day_that_has_a_review() -> None:
    shown, output = screen()
    reviews = [30, 0, 10, *[0] * 11]

    charts.show_forecast(shown, {MONDAY + timedelta(days=number): count for number, count in enumerate(reviews)})

    assert output.getvalue() == f"  Mo  2  {'█' * 20} 30\n  Tu  3   0\n  We  4  {'█' * 7} 10\n"


@pytest.mark.parametrize(("share", "drawn"), [(0, 0), (0.01, 1), (0.5, 5), (0.99, 9), (1, 10)])
def test_a_bar_is_whole_only_for_the_whole(share: float, drawn: int) -> None:
    shown, _ = screen()

    assert charts.share_bar(shown, share, 10) == "█" * drawn + "░" * (10 - drawn)


def test_a_terminal_without_shades_gets_plain_signs() -> None:
    plain = Screen("en", ZoneInfo("UTC"), Console(file=TextIOWrapper(BytesIO(), encoding="ascii")))

    assert plain.shades() == ".-+*#"


@pytest.mark.parametrize(
    ("time_ms", "said"),
    [(0, "0 s"), (59_400, "59 s"), (60_000, "1 min"), (3_599_000, "1 h 0 min"), (3_660_000, "1 h 1 min")],
)
def test_a_duration_is_said_as_people_say_it(time_ms: int, said: str) -> None:
    shown, _ = screen()

    assert shown.duration(time_ms) == said


def test_a_command_is_never_broken() -> None:
    shown, output = screen()
    command = "lyceum practise --document 0198c0de-7a11-7000-8000-000000000010"

    shown.show_command("learn.practise", command, indent=2)

    assert output.getvalue() == f"  Practise it:\n{command}\n"
