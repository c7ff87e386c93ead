"""P47 and P48 (ML-08), the rule: what to do now follows from what was answered, begun and forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lyceum.practice.contracts.reviews import DueNow
from lyceum.practice.contracts.sessions import Session, SessionKind
from lyceum.progress.contracts import Action, Because, Standing, Step, SubjectStanding
from lyceum.progress.rules import what_now

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@st.composite
def subjects(draw: st.DrawFn) -> tuple[SubjectStanding, ...]:
    """Some subjects, each with some of its skills mastered, practised at some time or never."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        skills = draw(st.integers(1, 6))
        mastered = draw(st.integers(0, skills))
        minutes = draw(st.none() | st.integers(0, 10_000)) if mastered == 0 else draw(st.integers(0, 10_000))
        found.append(
            SubjectStanding(
                subject_id=UUID(int=number + 1),
                title=f"Subject {number}",
                items=draw(st.integers(1, 60)),
                skills=skills,
                skills_mastered=mastered,
                last_practised_at=None if minutes is None else NOON - timedelta(minutes=minutes),
            )
        )
    return tuple(found)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Whatever may be known of a learner."""
    answered = draw(st.none() | st.integers(0, 19))
    due = draw(st.integers(0, 40))
    return Standing(
        today=TODAY,
        session=None
        if answered is None
        else Session(
            id=UUID(int=99),
            learner_id=UUID(int=98),
            kind=draw(st.sampled_from([SessionKind.PRACTICE, SessionKind.REVIEW])),
            scope={},
            length=20,
            answered=answered,
            started_at=NOON,
            ended_at=None,
        ),
        due=DueNow(due, TODAY - timedelta(days=draw(st.integers(0, 90))) if due else None),
        pace_ms=draw(st.none() | st.integers(500, 300_000)),
        next_due_at=None,
        next_due_on=draw(st.none() | st.just(TODAY + timedelta(days=2))),
        subjects=draw(subjects()),
        reading=(),
        not_readable=draw(st.integers(0, 2)),
    )


def steps_of(standing: Standing) -> list[Step]:
    now = what_now(standing)
    return [now.first, *now.others]


@given(standing=standings())
def test_p47_each_step_follows_from_what_the_learner_did_and_names_it(standing: Standing) -> None:
    by_id = {each.subject_id: each for each in standing.subjects}
    for step in steps_of(standing):
        told = {reason.code: reason.numbers for reason in step.reasons}
        assert told, "nothing is recommended without a reason"
        match step.action:
            case Action.CONTINUE:
                assert standing.session is not None
                assert told[Because.SESSION_OPEN]["left"] == standing.session.length - standing.session.answered
            case Action.REVIEW:
                assert told[Because.REVIEWS_DUE] == {"items": standing.due.items}
            case Action.PRACTISE | Action.PLACE:
                assert step.target.subject_id is not None
                subject = by_id[step.target.subject_id]
                assert subject.skills_mastered < subject.skills, "what is mastered is not practised"
                if subject.last_practised_at is None:
                    assert told[Because.NEVER_PRACTISED] == {"items": subject.items, "skills": subject.skills}
                else:
                    mastered = {"skills": subject.skills, "mastered": subject.skills_mastered}
                    assert told[Because.SKILLS_TO_MASTER] == mastered
            case Action.REST:
                assert all(each.skills_mastered == each.skills for each in standing.subjects)
                assert not standing.due.items or standing.session is not None
            case _:
                assert step.action is Action.UPLOAD
                assert not standing.subjects


@given(standing=standings(), data=st.data())
def test_p48_what_changes_about_a_learner_changes_what_is_recommended(standing: Standing, data: st.DataObject) -> None:
    open_ones = [each for each in standing.subjects if each.skills_mastered < each.skills]
    if not open_ones:
        return
    one = data.draw(st.sampled_from(open_ones))
    others = [each for each in standing.subjects if each is not one]
    mastered = replace(one, skills_mastered=one.skills, last_practised_at=NOON)
    turned_to = replace(one, last_practised_at=NOON + timedelta(minutes=1))

    after_mastery = steps_of(replace(standing, subjects=(*others, mastered)))
    after_turning = [step.target.subject_id for step in steps_of(replace(standing, subjects=(*others, turned_to)))]
    all_due = steps_of(replace(standing, session=None, due=DueNow(5, TODAY)))

    assert one.subject_id not in [step.target.subject_id for step in after_mastery]
    assert next(each for each in after_turning if each is not None) == one.subject_id
    assert all_due[0].action is Action.REVIEW
