"""What to do now, from what is known of a learner."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from lyceum.platform import i18n
from lyceum.practice.contracts.reviews import DueNow
from lyceum.practice.contracts.sessions import Session, SessionKind
from lyceum.progress import wording
from lyceum.progress.contracts import Action, Because, Now, Standing, Step, SubjectStanding, Target
from lyceum.progress.rules import FEWEST_FOR_PLACEMENT, MOST_OTHERS, what_now

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = Standing(
    today=TODAY,
    session=None,
    due=DueNow(0, None),
    pace_ms=None,
    next_due_at=None,
    next_due_on=None,
    subjects=(),
    reading=(),
    not_readable=0,
)
READING = Target(document_id=UUID(int=9), job_id=UUID(int=10), title="Cells")
PLACEABLE = FEWEST_FOR_PLACEMENT


def subject(
    number: int, *, mastered: int = 0, items: int = 40, last_practised_at: datetime | None = None
) -> SubjectStanding:
    return SubjectStanding(
        subject_id=UUID(int=number),
        title=f"Subject {number}",
        items=items,
        skills=4,
        skills_mastered=mastered,
        last_practised_at=last_practised_at,
    )


def session(kind: SessionKind = SessionKind.PRACTICE) -> Session:
    return Session(
        id=UUID(int=1),
        learner_id=UUID(int=2),
        kind=kind,
        scope={},
        length=20,
        answered=8,
        started_at=NOON,
        ended_at=None,
    )


ALL_MASTERED = subject(3, mastered=4, last_practised_at=NOON)
EVERYTHING = replace(
    NOTHING,
    session=session(),
    due=DueNow(3, TODAY),
    subjects=[subject(4), subject(5, mastered=1, last_practised_at=NOON)],
    reading=[READING],
)


def actions(now: Now) -> list[Action]:
    return [step.action for step in (now.first, *now.others)]


def codes(step: Step) -> list[Because]:
    return [reason.code for reason in step.reasons]


def numbers(step: Step) -> dict[str, int]:
    return {name: number for reason in step.reasons for name, number in reason.numbers.items()}


def test_what_was_begun_comes_first_and_the_rest_in_order() -> None:
    now = what_now(EVERYTHING)

    assert actions(now) == [Action.CONTINUE, Action.REVIEW, Action.PRACTISE, Action.PLACE, Action.WAIT]
    assert now.first.target.session_id == UUID(int=1)
    assert numbers(now.first) == {"left": 12, "answered": 8}


def test_a_review_that_was_begun_is_gone_on_with_and_not_begun_beside() -> None:
    now = what_now(replace(EVERYTHING, session=session(SessionKind.REVIEW)))

    assert actions(now)[:2] == [Action.CONTINUE, Action.PRACTISE]


def test_reviews_say_how_many_how_late_and_how_long_they_take() -> None:
    due = DueNow(12, TODAY - timedelta(days=3))

    now = what_now(replace(EVERYTHING, session=None, due=due, pace_ms=20_000.0))

    assert now.first.action is Action.REVIEW
    assert codes(now.first) == [Because.REVIEWS_DUE, Because.LONG_OVERDUE, Because.TAKES_MINUTES]
    assert numbers(now.first) == {"items": 12, "days": 3, "minutes": 4}


def test_what_fell_due_today_is_not_overdue_and_no_pace_makes_no_minutes() -> None:
    now = what_now(replace(NOTHING, due=DueNow(1, TODAY)))

    assert codes(now.first) == [Because.REVIEWS_DUE]


def test_the_subject_practised_last_is_practised_first() -> None:
    earlier = subject(6, last_practised_at=NOON - timedelta(hours=1))

    now = what_now(replace(NOTHING, subjects=[ALL_MASTERED, subject(7), earlier, subject(8, last_practised_at=NOON)]))

    assert actions(now) == [Action.PRACTISE, Action.PRACTISE, Action.PLACE]
    assert [step.target.subject_id for step in (now.first, *now.others)] == [UUID(int=each) for each in (8, 6, 7)]
    assert numbers(now.first) == {"skills": 4, "mastered": 0}


def test_a_new_subject_is_placed_if_it_has_enough_items_and_practised_if_not() -> None:
    large = what_now(replace(NOTHING, subjects=[subject(4, items=PLACEABLE)]))
    small = what_now(replace(NOTHING, subjects=[subject(4, items=PLACEABLE - 1)]))

    assert actions(large) == [Action.PLACE]
    assert actions(small) == [Action.PRACTISE]
    assert codes(large.first) == codes(small.first) == [Because.NEVER_PRACTISED]


def test_one_waits_only_if_nothing_else_can_be_done() -> None:
    now = what_now(replace(NOTHING, subjects=[ALL_MASTERED], reading=[READING]))

    assert actions(now) == [Action.WAIT]
    assert now.first.target == READING


def test_where_nothing_is_there_one_uploads_and_is_told_what_failed() -> None:
    assert codes(what_now(NOTHING).first) == [Because.NOTHING_TO_LEARN]

    now = what_now(replace(NOTHING, not_readable=2))

    assert now.first.action is Action.UPLOAD
    assert numbers(now.first) == {"documents": 2}


def test_who_has_done_all_rests_until_the_next_review() -> None:
    next_due_at = NOON + timedelta(days=5)

    now = what_now(replace(NOTHING, subjects=[ALL_MASTERED], next_due_at=next_due_at, next_due_on=next_due_at.date()))
    for_ever = what_now(replace(NOTHING, subjects=[ALL_MASTERED]))

    assert actions(now) == actions(for_ever) == [Action.REST]
    assert now.next_due_at == next_due_at
    assert numbers(now.first) == {"skills": 4, "days": 5}
    assert codes(for_ever.first) == [Because.ALL_MASTERED]


def test_there_are_never_many_others() -> None:
    now = what_now(replace(EVERYTHING, subjects=[subject(number) for number in range(20)]))

    assert len(now.others) == MOST_OTHERS


@pytest.mark.parametrize("code", Because)
def test_every_reason_has_a_sentence_for_one_and_for_many(code: Because) -> None:
    names = ("left", "answered", "items", "skills", "mastered", "days", "minutes", "documents")
    counts: dict[str, int] = {} if code in {Because.BEING_READ, Because.NOTHING_TO_LEARN} else dict.fromkeys(names, 1)

    several = {name: number + 1 for name, number in counts.items()}
    for given, language in product((counts, several), i18n.languages()):
        sentence = wording.because(code, given, language)
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "now." not in sentence
