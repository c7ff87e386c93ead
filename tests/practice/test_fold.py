"""The update kernel: the same attempts give the same state, whatever order they arrive in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.tracing.bkt import BktParams
from lyceum.practice import fold
from lyceum.practice.fold import Evidence, ItemState, SkillState

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ITEMS = [UUID(int=number) for number in range(1, 4)]
SKILLS = [UUID(int=number) for number in range(11, 14)]
PARAMS = BktParams()


def evidence(
    number: int = 1, at: timedelta = timedelta(), *, quality: int = 5, assisted: bool = False, item: UUID = ITEMS[0]
) -> Evidence:
    return Evidence(
        attempt_id=UUID(int=1000 + number),
        effective_at=START + at,
        item_id=item,
        skills={SKILLS[0]: PARAMS},
        correct=quality >= 3,
        quality=quality,
        assisted=assisted,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Evidence]:
    """Attempts with ids of their own, over three items and three skills, some at the same moment."""
    made = []
    for number in range(draw(st.integers(1, 25))):
        quality = draw(st.integers(0, 5))
        skills = draw(st.sets(st.sampled_from(SKILLS), min_size=1))
        made.append(
            Evidence(
                attempt_id=UUID(int=1000 + number),
                effective_at=START + timedelta(hours=draw(st.integers(0, 24 * 40))),
                item_id=draw(st.sampled_from(ITEMS)),
                skills={skill: BktParams(prior=draw(st.floats(0.05, 0.6))) for skill in sorted(skills)},
                correct=quality >= 3,
                quality=quality,
                assisted=draw(st.booleans()),
            )
        )
    return made


def arrive(history: list[Evidence]) -> tuple[dict[UUID, ItemState], dict[UUID, SkillState]]:
    """Take attempts one by one as requests do: on top of what is there, or from the log where one comes late."""
    items: dict[UUID, ItemState] = {}
    skills: dict[UUID, SkillState] = {}
    for count, each in enumerate(history, 1):
        log = history[:count]
        before = items.get(each.item_id, fold.NEW_ITEM)
        if fold.comes_last(before.last, each):
            items[each.item_id] = fold.after_item(before, each)
        else:
            items[each.item_id] = fold.fold_item(past for past in log if past.item_id == each.item_id)
        for skill in each.skills:
            known = skills.get(skill)
            if known is None or fold.comes_last(known.last, each):
                skills[skill] = fold.after_skill(known, each, skill)
            else:
                skills[skill] = fold.fold_skill(log, skill)
    return items, skills


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_state_of_a_replay(history: list[Evidence], shuffler: object) -> None:
    arrived = sorted(history, key=lambda _: shuffler.random())  # type: ignore[attr-defined]  # Hypothesis's Random

    assert arrive(arrived) == fold.fold_all(history)


@given(histories())
def test_mastery_stays_a_probability_and_streaks_stay_inside_their_longest(history: list[Evidence]) -> None:
    _, skills = fold.fold_all(history)

    for state in skills.values():
        assert 0.0 <= state.mastery <= 1.0
        assert 0 <= state.correct_streak <= state.longest_streak <= state.correct_count <= state.practice_count


def test_what_is_recalled_long_before_it_is_due_leaves_the_schedule_as_it_was() -> None:
    first = fold.after_item(fold.NEW_ITEM, evidence())

    again = fold.after_item(first, evidence(2, timedelta(minutes=5)))

    assert again.schedule == first.schedule
    assert again.due_at == first.due_at == START + timedelta(days=1)
    assert again.attempts == 2


def test_what_is_due_tomorrow_at_ten_may_be_reviewed_in_the_morning() -> None:
    first = fold.after_item(fold.NEW_ITEM, evidence())

    again = fold.after_item(first, evidence(2, timedelta(hours=22)))

    assert again.schedule.interval_days == 6
    assert again.due_at == START + timedelta(hours=22, days=6)


def test_what_is_forgotten_starts_again_however_early_it_was_asked() -> None:
    known = fold.fold_item([evidence(), evidence(2, timedelta(days=1)), evidence(3, timedelta(days=7))])

    forgotten = fold.after_item(known, evidence(4, timedelta(days=8), quality=1))

    assert known.schedule.interval_days > 6
    assert forgotten.schedule.repetitions == 0
    assert forgotten.due_at == START + timedelta(days=9)


def test_an_answer_given_with_the_key_in_sight_is_no_sign_of_knowing() -> None:
    with_help = fold.after_skill(None, evidence(assisted=True), SKILLS[0])
    alone = fold.after_skill(None, evidence(), SKILLS[0])

    assert with_help.mastery < alone.mastery
    assert with_help.correct_streak == 0
    assert alone.correct_streak == 1


def test_attempts_of_one_moment_are_ordered_by_their_id() -> None:
    right, wrong = evidence(1), evidence(2, quality=1)

    assert fold.fold_item([wrong, right]) == fold.fold_item([right, wrong])
    assert fold.fold_item([wrong, right]).schedule.repetitions == 0
