"""Answers as columns, and what came before each: against plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.tracing.answers import Histories, collect

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=1, max_size=40)


def test_rows_are_gathered_by_learner_and_keep_their_order() -> None:
    answers, order = collect(
        ["ann", "bob", "ann"], ["x", "x", "y"], [("s",), ("s",), ("t", "s")], correct=[1, 0, 0], seconds=[5, 6, 7]
    )

    assert order.tolist() == [0, 2, 1]
    assert answers.learner.tolist() == [0, 0, 1]
    assert answers.item.tolist() == [0, 1, 0]
    assert answers.asked_by.tolist() == [0, 1, 1, 2]
    assert answers.skill.tolist() == [0, 1, 0, 0]
    assert answers.skill_set.tolist() == [0, 1, 0]
    assert answers.correct.tolist() == [1.0, 0.0, 0.0]
    assert answers.seconds is not None
    assert answers.seconds.tolist() == [5.0, 7.0, 6.0]
    assert (answers.n_items, answers.n_skills) == (2, 2)


def test_what_the_rows_say_of_time_counts_more_than_their_order() -> None:
    answers, order = collect(
        ["ann", "bob", "ann", "ann"], ["x", "x", "y", "z"], [("s",)] * 4, correct=[1, 0, 0, 1], seconds=[7, 6, 5, 7]
    )

    assert order.tolist() == [2, 0, 3, 1]
    assert answers.item.tolist() == [1, 0, 2, 0]
    assert answers.seconds is not None
    assert answers.seconds.tolist() == [5.0, 7.0, 7.0, 6.0]


def test_a_skill_named_twice_is_asked_for_once() -> None:
    assert collect([1], [1], [("s", "s")], correct=[1])[0].skills_asked().tolist() == [1]


def test_an_answer_that_asks_for_no_skill_is_refused() -> None:
    with pytest.raises(ValueError, match="number 1 asks for none"):
        collect([1, 1], [1, 2], [("s",), ()], correct=[1, 0])


def test_no_answers_are_no_rows() -> None:
    assert collect([], [], [], correct=[])[0].size == 0


def test_a_choice_of_answers_keeps_the_numbers_of_items_and_skills() -> None:
    answers, _ = collect([1, 1, 2], ["x", "y", "z"], [("s",), ("t", "s"), ("u",)], correct=[1, 0, 1])

    chosen = answers.of(np.array([False, True, True]))

    assert chosen.item.tolist() == [1, 2]
    assert chosen.asked_by.tolist() == [0, 0, 1]
    assert chosen.skill.tolist() == [1, 0, 2]
    assert (chosen.n_items, chosen.n_skills) == (3, 3)
    assert chosen.mean_over_skills(np.array([1.0, 2.0, 5.0])).tolist() == [1.5, 5.0]


@given(rows, st.integers(1, 4), st.floats(0.1, 0.9))
def test_what_came_before_is_what_a_loop_finds(pairs: list[tuple[int, int]], lag: int, decay: float) -> None:
    keys, values = (np.array(column) for column in zip(*pairs, strict=True))
    histories = Histories(keys)

    seen: dict[int, list[float]] = {}
    for row, (key, value) in enumerate(pairs):
        before = seen.setdefault(key, [])
        assert histories.count()[row] == len(before)
        assert histories.total(values.astype(float))[row] == sum(before)
        assert histories.lagged(values.astype(float), lag, -1.0)[row] == (before[-lag] if len(before) >= lag else -1.0)
        expected = sum(each * decay**age for age, each in enumerate(reversed(before)))
        # What weighs less than a thousandth may be left out.
        assert histories.decayed(values.astype(float), decay)[row] == pytest.approx(expected, abs=2e-3 / (1.0 - decay))
        before.append(float(value))


@given(rows)
def test_histories_walk_in_step_and_meet_every_row_but_the_first_ones(pairs: list[tuple[int, int]]) -> None:
    keys = np.array([key for key, _ in pairs])

    met = [
        (before, now) for befores, nows in Histories(keys).steps() for before, now in zip(befores, nows, strict=True)
    ]

    assert sorted(now for _, now in met) == [row for row in range(len(keys)) if keys[row] in keys[:row]]
    assert all(keys[before] == keys[now] and before < now for before, now in met)
    assert all(keys[now] not in keys[before + 1 : now] for before, now in met)
