"""The update kernel: the same attempts give the same state, whatever order they arrive in."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.practice import fold
from lyceum.practice.fold import Evidence
from tests.practice.histories import SKILLS, START, Arrivals, evidence, histories

DAY = timedelta(days=1)


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_state_of_a_replay(history: list[Evidence], shuffler: object) -> None:
    arrivals = Arrivals()

    for each in sorted(history, key=lambda _: shuffler.random()):  # type: ignore[attr-defined]  # Hypothesis's Random
        arrivals.take(each)

    assert (arrivals.items, arrivals.skills) == fold.fold_all(history)


@given(histories())
def test_what_is_believed_stays_inside_its_bounds(history: list[Evidence]) -> None:
    items, skills = fold.fold_all(history)

    for skill in skills.values():
        assert 0.0 <= skill.mastery <= 1.0
        assert 0.0 < skill.ability.standard_error <= 1.0
        assert 0 <= skill.correct_streak <= skill.longest_streak <= skill.correct_count <= skill.practice_count
    for item in items.values():
        assert item.fsrs is not None
        assert item.sm2_day is not None
        assert 0 <= item.correct <= item.attempts
        assert 0 <= item.lapses <= item.attempts // 2


def test_sm2_does_not_count_what_is_recalled_before_its_day() -> None:
    first = fold.after_item(fold.NEW_ITEM, evidence())

    again = fold.after_item(first, evidence(2, timedelta(minutes=5)))

    assert again.sm2 == first.sm2
    assert again.sm2_day == first.sm2_day == START.date()
    assert again.attempts == 2


def test_fsrs_counts_every_attempt_and_knows_that_the_day_is_the_same() -> None:
    first = fold.after_item(fold.NEW_ITEM, evidence(quality=1))

    again = fold.after_item(first, evidence(2, timedelta(minutes=5)))
    next_day = fold.after_item(first, evidence(2, timedelta(minutes=5), day=START.date() + DAY))

    assert first.fsrs is not None
    assert again.fsrs is not None
    assert next_day.fsrs is not None
    assert again.fsrs.stability > first.fsrs.stability
    # Five minutes over midnight have made nobody forget, so that recalling it shows next to nothing.
    assert next_day.fsrs.stability - first.fsrs.stability < 0.02


def test_a_day_is_the_learners_and_not_twenty_four_hours() -> None:
    in_the_evening = fold.after_item(fold.NEW_ITEM, evidence(at=timedelta(hours=13)))

    in_the_morning = fold.after_item(in_the_evening, evidence(2, timedelta(hours=22), day=START.date() + DAY))

    assert in_the_morning.sm2.interval_days == 6
    assert in_the_morning.sm2_day == START.date() + DAY


def test_who_travels_west_lives_a_day_twice_and_reviews_nothing_too_early() -> None:
    first = fold.after_item(fold.NEW_ITEM, evidence())

    again = fold.after_item(first, evidence(2, timedelta(hours=20), day=START.date() - DAY))

    assert again.sm2 == first.sm2
    assert again.fsrs is not None
    assert again.day == START.date() - DAY


def test_a_day_lived_twice_is_the_same_day_to_fsrs() -> None:
    here = fold.fold_item([evidence(), evidence(2, timedelta(hours=3))])
    further_west = fold.fold_item([evidence(), evidence(2, timedelta(hours=3), day=START.date() - timedelta(days=1))])

    assert further_west.fsrs == here.fsrs
    assert further_west.fsrs != fold.fold_item([evidence(), evidence(2, timedelta(hours=20))]).fsrs


def test_what_is_forgotten_starts_again_however_early_it_was_asked() -> None:
    known = fold.fold_item([evidence(), evidence(2, DAY), evidence(3, 7 * DAY)])

    forgotten = fold.after_item(known, evidence(4, 8 * DAY, quality=1))

    assert known.sm2.interval_days > 6
    assert (forgotten.sm2.repetitions, forgotten.sm2.interval_days) == (0, 1)
    assert known.fsrs is not None
    assert forgotten.fsrs is not None
    assert forgotten.fsrs.stability < known.fsrs.stability
    assert (known.lapses, forgotten.lapses, forgotten.is_recalled) == (0, 1, False)


def test_forgetting_what_was_not_remembered_is_no_lapse() -> None:
    state = fold.fold_item([evidence(quality=1), evidence(2, DAY, quality=0)])

    assert state.lapses == 0


def test_an_answer_given_with_the_key_in_sight_is_no_sign_of_knowing() -> None:
    with_help = fold.after_skill(None, evidence(assisted=True), SKILLS[0])
    alone = fold.after_skill(None, evidence(), SKILLS[0])

    assert with_help.mastery < alone.mastery
    assert with_help.ability.mean < 0.0 < alone.ability.mean
    assert with_help.correct_streak == 0
    assert alone.correct_streak == 1


def test_a_hard_item_says_more_about_who_answers_it() -> None:
    easy, hard = (replace(evidence(), curve=ItemCurve(b=b)) for b in (-2.0, 2.0))

    able, abler = (fold.after_skill(None, each, SKILLS[0]).ability.mean for each in (easy, hard))

    assert able < abler


def test_attempts_of_one_moment_are_ordered_by_their_id() -> None:
    right, wrong = evidence(1), evidence(2, quality=1)

    assert fold.fold_item([wrong, right]) == fold.fold_item([right, wrong])
    assert fold.fold_item([wrong, right]).sm2.repetitions == 0
