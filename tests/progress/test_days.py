"""Days and streaks where people live: clocks that are changed, zones that move, leap days, the end of a year."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.progress.contracts import Streak
from lyceum.progress.rules import QUARTER_MINUTES, day_of, days_from, one_answer, streak_of

QUARTER = timedelta(minutes=QUARTER_MINUTES)
# Changes at midnight, by half an hour, by two hours, odd offsets, moves across the date line, and none of that.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "America/Asuncion",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Pacific/Chatham",
)
# Where zones have moved across the date line, clocks are changed, a year ends, and February has 29 days.
EVENTFUL = (
    datetime(2011, 12, 30, 10, tzinfo=UTC),
    datetime(1994, 12, 31, 10, tzinfo=UTC),
    datetime(1993, 8, 21, 12, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2018, 11, 4, 3, tzinfo=UTC),
    datetime(2018, 2, 18, 2, tzinfo=UTC),
    datetime(2027, 12, 31, 23, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
)


def streak_in(zone: str, *answers: str, now: str) -> Streak:
    """The streak of answers given as moments in UTC."""
    there = ZoneInfo(zone)
    active = {day_of(datetime.fromisoformat(f"{each}Z"), there) for each in answers}
    return streak_of(days_from(min(active), day_of(datetime.fromisoformat(f"{now}Z"), there), there), active)


def naive_streak(active: set[date], lived: list[date]) -> Streak:
    """By looking at every day there was, one after another."""
    runs, run = [0], 0
    for day in lived:
        run = run + 1 if day in active else 0
        runs.append(run)
    today_done = lived[-1] in active
    current = runs[-1] if today_done else runs[-2]
    return Streak(current, max(runs), today_done, len(active))


@given(
    st.sampled_from(ZONES),
    st.sampled_from(EVENTFUL),
    st.integers(0, 40 * 96),
    st.lists(st.integers(0, 40 * 96), min_size=1, max_size=40),
)
def test_a_streak_is_what_looking_at_every_quarter_of_an_hour_gives(
    name: str, eventful: datetime, until_now: int, quarters: list[int]
) -> None:
    zone, begin = ZoneInfo(name), eventful - timedelta(days=20)
    answers = sorted(begin + number * QUARTER for number in quarters)
    now = max(begin + until_now * QUARTER, answers[-1])
    lived = sorted({day_of(answers[0] + number * QUARTER, zone) for number in range((now - answers[0]) // QUARTER + 1)})
    active = {day_of(answer, zone) for answer in answers}

    days = days_from(min(active), day_of(now, zone), zone)

    assert [day.date for day in days] == lived
    assert streak_of(days, active) == naive_streak(active, lived)


@given(st.sampled_from(ZONES), st.sampled_from(EVENTFUL), st.integers(0, 40 * 96))
def test_every_quarter_of_an_hour_lies_in_the_day_its_zone_says(name: str, eventful: datetime, number: int) -> None:
    zone, moment = ZoneInfo(name), eventful - timedelta(days=20) + number * QUARTER
    days = days_from((eventful - timedelta(days=22)).date(), (eventful + timedelta(days=22)).date(), zone)

    found = days[bisect_right([day.begins_at for day in days], moment) - 1]

    assert found.date == day_of(moment, zone)
    assert all(before.begins_at < after.begins_at for before, after in pairwise(days))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 24),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Antarctica/Troll", date(2026, 3, 29), 22),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("America/Sao_Paulo", date(2018, 2, 17), 25),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: str, day: date, hours: float) -> None:
    this, following = days_from(day, day + timedelta(days=1), ZoneInfo(zone))

    assert following.begins_at - this.begins_at == timedelta(hours=hours)


def test_a_day_that_a_zone_left_out_breaks_no_streak() -> None:
    # Samoa had no 30 December 2011: these are its 29th and its 31st.
    assert streak_in("Pacific/Apia", "2011-12-30T08:00", "2011-12-30T12:00", now="2011-12-30T13:00").current == 2
    assert [each.date.day for each in days_from(date(2011, 12, 29), date(2011, 12, 31), ZoneInfo("Pacific/Apia"))] == [
        29,
        31,
    ]


def test_a_streak_runs_over_a_leap_day_and_the_end_of_a_year() -> None:
    assert streak_in("UTC", "2028-02-28T12:00", "2028-02-29T12:00", "2028-03-01T12:00", now="2028-03-01T13:00") == (
        Streak(3, 3, is_today_done=True, active_days=3)
    )
    assert streak_in("UTC", "2026-12-31T23:59", "2027-01-01T00:00", now="2027-01-01T00:01").current == 2


def test_a_leap_day_without_an_answer_breaks_a_streak() -> None:
    assert streak_in("UTC", "2028-02-28T12:00", "2028-03-01T12:00", now="2028-03-01T13:00").current == 1


def test_the_same_answers_make_another_streak_in_another_zone() -> None:
    # Late on one evening and early on the next in Berlin; in New York both lie in the same afternoon and evening.
    answers = ("2026-06-01T21:30", "2026-06-01T22:30")

    assert streak_in("Europe/Berlin", *answers, now="2026-06-02T08:00").current == 2
    assert streak_in("America/New_York", *answers, now="2026-06-02T08:00").current == 1


def test_a_streak_holds_until_a_day_without_an_answer_is_over() -> None:
    days = ("2026-06-01T12:00", "2026-06-02T12:00")

    assert streak_in("UTC", *days, now="2026-06-03T23:59") == Streak(2, 2, is_today_done=False, active_days=2)
    assert streak_in("UTC", *days, now="2026-06-04T00:00") == Streak(0, 2, is_today_done=False, active_days=2)


@pytest.mark.parametrize(
    ("told", "counted"), [(None, 0), (0, 0), (12_345, 12_345), (300_000, 300_000), (2**31 - 1, 300_000)]
)
def test_an_answer_counts_for_five_minutes_at_the_most(told: int | None, counted: int) -> None:
    assert one_answer(correct=True, score=0.5, time_ms=told).time_ms == counted
