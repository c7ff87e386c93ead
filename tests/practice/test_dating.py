"""When an item comes back: on days of the learner, by the scheduler they chose, whatever clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.practice import dating, fold
from lyceum.practice.contracts.settings import ReviewSetting, Scheduler
from lyceum.practice.fold import Evidence
from tests.practice.histories import START, evidence, histories

SM2 = ReviewSetting(Scheduler.SM2)
FSRS = ReviewSetting(Scheduler.FSRS)


def test_the_same_memory_has_a_date_by_either_scheduler() -> None:
    state = fold.fold_item([evidence(), evidence(2, timedelta(days=1))])

    by_sm2, by_fsrs = dating.due(state, SM2), dating.due(state, FSRS)

    assert by_sm2 == dating.Due(START.date() + timedelta(days=7), 6)
    assert by_fsrs is not None
    assert by_fsrs.day == START.date() + timedelta(days=1 + by_fsrs.interval_days)


def test_what_is_recalled_early_is_dated_from_then_by_fsrs_alone() -> None:
    state = fold.fold_item([evidence(), evidence(2, timedelta(days=1)), evidence(3, timedelta(days=3))])

    by_sm2, by_fsrs = dating.due(state, SM2), dating.due(state, FSRS)

    assert by_sm2 == dating.Due(START.date() + timedelta(days=7), 6)
    assert by_fsrs is not None
    assert by_fsrs.day == START.date() + timedelta(days=3 + by_fsrs.interval_days)


def test_what_was_never_attempted_does_not_come_back() -> None:
    assert dating.due(fold.NEW_ITEM, SM2) is None
    assert dating.due(fold.NEW_ITEM, FSRS) is None


@given(histories(), st.floats(0.7, 0.97), st.floats(0.7, 0.97))
def test_whoever_wants_to_recall_more_reviews_no_later(history: list[Evidence], one: float, other: float) -> None:
    less, more = sorted((one, other))

    for state in fold.fold_all(history)[0].values():
        late, early = (dating.due(state, ReviewSetting(Scheduler.FSRS, each)) for each in (less, more))
        assert late is not None
        assert early is not None
        assert state.day is not None
        assert state.day < early.day <= late.day


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "Asia/Kathmandu", date(2026, 3, 3)),
        (datetime(2026, 3, 2, 3, 0, tzinfo=UTC), "America/Los_Angeles", date(2026, 3, 1)),
        # The hour from two to three comes twice in Berlin on this day, and the day is one all the same.
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 26)),
    ],
)
def test_a_moment_lies_in_the_learners_day(moment: datetime, zone: str, day: date) -> None:
    assert dating.day_of(moment, zone) == day


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 28), "Europe/Berlin", 24),
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(day: date, zone: str, hours: float) -> None:
    begins, ends = dating.start_of(day, zone), dating.start_of(day + timedelta(days=1), zone)

    assert (ends - begins) == timedelta(hours=hours)
    assert dating.day_of(begins, zone) == day
    assert dating.day_of(begins - timedelta(microseconds=1), zone) == day - timedelta(days=1)


def test_where_midnight_is_skipped_the_day_begins_right_after() -> None:
    # On this day clocks in Cairo went from 23:59:59 to 01:00.
    begins = dating.start_of(date(2025, 4, 25), "Africa/Cairo")

    assert begins == datetime(2025, 4, 24, 22, 0, tzinfo=UTC)
    assert dating.day_of(begins, "Africa/Cairo") == date(2025, 4, 25)
    assert dating.day_of(begins - timedelta(microseconds=1), "Africa/Cairo") == date(2025, 4, 24)


def test_recall_falls_from_the_last_review_on() -> None:
    assert dating.retrievability(10.0, START, START) == 1.0
    assert dating.retrievability(10.0, START, START + timedelta(days=10)) == pytest.approx(0.9)
    # A clock behind the one that took the answer.
    assert dating.retrievability(10.0, START, START - timedelta(hours=1)) == 1.0


@pytest.mark.parametrize("retention", [0.69, 0.98, float("nan")])
def test_a_retention_that_nobody_can_want_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="desired_retention"):
        ReviewSetting(Scheduler.FSRS, retention)
