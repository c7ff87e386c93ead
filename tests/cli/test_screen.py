"""What a screen makes of texts, numbers, days and control characters."""

import pkgutil
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import BytesIO, StringIO, TextIOWrapper
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from lyceum.algorithms.grading.grades import FeedbackCode
from lyceum.algorithms.selection.choices import ComponentName, ReasonCode
from lyceum.cli.acting import machine_screen
from lyceum.cli.screen import Screen
from lyceum.documents import contracts as documents
from lyceum.library import contracts as library
from lyceum.library.contracts import ItemType
from lyceum.platform import i18n
from lyceum.platform.errors import LyceumError
from lyceum.practice import contracts as practice
from lyceum.practice.contracts.reviews import DueReason

NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


def screen(language: str = "en", zone: str = "UTC", width: int = 60) -> tuple[Screen, StringIO]:
    output = StringIO()
    return Screen(language, ZoneInfo(zone), Console(file=output, width=width)), output


@given(st.text())
def test_nothing_a_terminal_would_obey_is_shown(text: str) -> None:
    shown, output = screen()

    shown.show(text, indent=2)

    assert not any(ord(each) < 32 or 127 <= ord(each) < 160 for each in output.getvalue().replace("\n", ""))


def test_a_long_line_is_broken_between_words_and_keeps_its_margin() -> None:
    shown, output = screen(width=20)

    shown.show("one two three four five six seven", indent=2)

    assert output.getvalue() == "  one two three four\n  five six seven\n"


@pytest.mark.parametrize(
    ("ahead", "zone", "expected"),
    [
        (timedelta(0), "UTC", "now"),
        (timedelta(hours=-1), "UTC", "now"),
        (timedelta(hours=1), "UTC", "today at 23:30"),
        (timedelta(hours=2), "UTC", "tomorrow (2026-03-03)"),
        (timedelta(hours=1), "Europe/Vienna", "tomorrow (2026-03-03)"),
        (timedelta(days=6), "UTC", "in 6 days (2026-03-08)"),
        (timedelta(days=-2), "UTC", "since 2026-02-28"),
    ],
)
def test_a_day_is_seen_from_today_in_the_persons_zone(ahead: timedelta, zone: str, expected: str) -> None:
    shown, _ = screen(zone=zone)

    assert shown.day(NOW + ahead, NOW) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.0, "0%"), (0.345, "35%"), (0.9999, "99%"), (1.0, "100%")])
def test_a_probability_is_never_rounded_up_to_certainty(share: float, expected: str) -> None:
    assert screen()[0].percent(share) == expected


def test_an_english_refusal_is_the_exact_one_and_others_come_from_the_catalogue() -> None:
    english, german = screen()[0], screen("de")[0]

    assert english.refusal("DOCUMENT_TOO_LARGE", "The file has 51 MB.", {"limit_mb": 50}) == "The file has 51 MB."
    assert "größer als 50 MB" in german.refusal("DOCUMENT_TOO_LARGE", "The file has 51 MB.", {"limit_mb": 50})
    assert german.refusal("NEVER_HEARD_OF", "Exact.", {}) == "Exact."


def test_every_code_that_is_shown_has_a_text() -> None:
    wanted = [f"practice.feedback.{code.value}" for code in FeedbackCode]
    wanted += [f"practice.due.{code.value}" for code in DueReason]
    wanted += [f"practise.part.{name.value}" for name in ComponentName]
    wanted += [f"practise.kind.{kind.value}" for kind in ItemType]
    wanted += [f"learn.items.{kind.value}.{number}" for kind in ItemType for number in ("one", "many")]
    counted = {ReasonCode.MORE_PRACTICE, ReasonCode.PREREQUISITE_FIRST}
    wanted += [f"practise.because.{code.value}" + (".one" if code in counted else "") for code in ReasonCode]
    parts = [import_module(f"{practice.__name__}.{each.name}") for each in pkgutil.iter_modules(practice.__path__)]
    errors = [each for home in (documents, library, *parts) for each in vars(home).values()]
    errors = [each for each in errors if isinstance(each, type) and issubclass(each, LyceumError)]
    wanted += [f"error.{each.code}" for each in errors]

    assert set(wanted) - i18n.catalogue("en").keys() == set()


@pytest.mark.parametrize(
    ("environment", "language", "zone"),
    [
        ({"LANG": "de_AT.UTF-8", "TZ": "Asia/Tokyo"}, "de", "Asia/Tokyo"),
        ({"LC_ALL": "C", "LANG": "de_DE", "TZ": ":UTC"}, "en", "UTC"),
        ({"LANG": "fr_FR.UTF-8@euro", "TZ": "UTC"}, "en", "UTC"),
        ({"TZ": "Europe/Vienna"}, "en", "Europe/Vienna"),
    ],
)
def test_language_and_zone_are_the_machines(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str, zone: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "TZ"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    found = machine_screen()

    assert (found.language, found.zone.key) == (language, zone)


@pytest.mark.parametrize(("encoding", "drawn"), [("utf-8", "██░"), ("ascii", "##."), ("iso-8859-1", "##.")])
def test_a_bar_is_drawn_with_what_the_terminal_can_show(encoding: str, drawn: str) -> None:
    shown = Screen("en", ZoneInfo("UTC"), Console(file=TextIOWrapper(BytesIO(), encoding=encoding)))

    assert shown.bar(2, 3) == drawn


def test_a_long_prompt_is_broken_between_words_and_the_line_after_it_stays_open() -> None:
    output = StringIO()
    screen = Screen("en", ZoneInfo("UTC"), Console(file=output, width=24))

    screen.prompt("How well did you know it? 1 not at all, 2 barely:")

    assert output.getvalue() == "How well did you know\nit? 1 not at all, 2\nbarely: "
