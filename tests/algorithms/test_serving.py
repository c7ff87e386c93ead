"""A model served answer by answer says what it says of whole histories."""

import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.tracing import features, network, stacking
from lyceum.algorithms.tracing.answers import Answers, collect
from lyceum.algorithms.tracing.memory import Memory, Question
from lyceum.algorithms.tracing.network import Shape
from lyceum.algorithms.tracing.serving import Carried, NetworkServer
from tests.algorithms.cohorts import cohort

SMALL = Shape(state=6, head=5, embedding=3, steps=7, batch=8)

answer = st.tuples(
    st.integers(0, 3),
    st.integers(0, 5),
    st.sampled_from([("a",), ("b",), ("a", "b"), ("a", "b", "c")]),
    st.integers(0, 1),
    st.floats(0.0, 200_000.0),
)
histories = st.lists(answer, min_size=2, max_size=60)


def columns(rows: list[tuple[int, int, tuple[str, ...], int, float]], *, with_time: bool) -> Answers:
    who, what, which, correct, gaps = (list(column) for column in zip(*rows, strict=True))
    when = np.cumsum(gaps).tolist() if with_time else None
    return collect(who, what, which, correct=correct, seconds=when)[0]


def questions(answers: Answers) -> list[Question]:
    bounds = np.searchsorted(answers.asked_by, np.arange(answers.size + 1))
    return [
        Question(
            int(answers.item[row]),
            tuple(answers.skill[bounds[row] : bounds[row + 1]].tolist()),
            int(answers.skill_set[row]),
        )
        for row in range(answers.size)
    ]


def second_of(answers: Answers, row: int) -> float | None:
    return None if answers.seconds is None else float(answers.seconds[row])


def served(answers: Answers, server: NetworkServer) -> Floats:
    """What the server says of each answer, taking them in as they come."""
    said = np.empty(answers.size)
    learner, whose = server.start(), -1
    for row, asked in enumerate(questions(answers)):
        if answers.learner[row] != whose:
            learner, whose = server.start(), answers.learner[row]
        second = second_of(answers, row)
        said[row] = server.chances(learner, [asked], second)[0]
        learner = server.step(learner, asked, correct=bool(answers.correct[row]), second=second)
    return said


@given(rows=histories, with_time=st.booleans())
def test_the_numbers_of_one_answer_after_another_are_those_of_the_whole(
    rows: list[tuple[int, int, tuple[str, ...], int, float]], *, with_time: bool
) -> None:
    answers = columns(rows, with_time=with_time)
    known = features.rates(answers)
    names, wanted = features.describe(answers, known, is_counted=False)

    memory, whose = Memory(), -1
    for row, asked in enumerate(questions(answers)):
        if answers.learner[row] != whose:
            memory, whose = Memory(), answers.learner[row]
        second = second_of(answers, row)
        told = memory.numbers(asked, known, second)
        assert len(told) == len(names)
        assert told == pytest.approx(wanted[row].tolist(), abs=2e-6)
        memory.take(asked, known, correct=bool(answers.correct[row]), second=second)


@pytest.mark.parametrize("with_time", [True, False])
def test_networks_served_together_say_the_mean_of_what_they_say_of_whole_histories(*, with_time: bool) -> None:
    answers = cohort(np.random.default_rng(1), learners=20, each=25, with_time=with_time)
    # Some of the learners, items and skills are not among those it is trained on.
    trained_on = answers.of((answers.learner < 12) & (answers.item < 9))
    fits = [network.fit(trained_on, np.random.default_rng(seed), epochs=2, shape=SMALL) for seed in range(3)]

    said = served(answers, NetworkServer(fits, has_time=with_time))

    assert said == pytest.approx(stacking.mean([network.predict(answers, each) for each in fits]), abs=1e-6)


def test_items_and_skills_the_networks_have_never_seen_are_served() -> None:
    fitted = network.fit(
        cohort(np.random.default_rng(4), learners=12, each=10), np.random.default_rng(5), epochs=1, shape=SMALL
    )
    server = NetworkServer([fitted], has_time=False)
    new = Question(900, (901, 0, 902), "new")

    learner = server.step(server.start(), new, correct=True)
    said = server.chances(learner, [new, Question(1, (1,), "one")])

    assert ((said > 0.0) & (said < 1.0)).all()


def test_many_questions_at_once_are_answered_as_one_by_one() -> None:
    answers = cohort(np.random.default_rng(6), learners=12, each=10)
    server = NetworkServer([network.fit(answers, np.random.default_rng(7), epochs=1, shape=SMALL)], has_time=False)
    learner = server.start()
    for number, asked in enumerate(questions(answers)[:7]):
        learner = server.step(learner, asked, correct=number % 2 == 0)
    many = questions(answers)[:9]

    together = server.chances(learner, many)

    assert together == pytest.approx([server.chances(learner, [asked])[0] for asked in many], abs=1e-6)


def test_mastery_is_what_is_said_of_an_item_of_the_skill_that_nobody_knows() -> None:
    answers = cohort(np.random.default_rng(8), learners=12, each=10)
    server = NetworkServer([network.fit(answers, np.random.default_rng(9), epochs=1, shape=SMALL)], has_time=False)
    learner = server.step(server.start(), Question(3, (0,), "zero"), correct=True)

    mastery = server.mastery(learner, {0: "zero", 2: "two"})

    unknown = [Question(answers.n_items + 7, (0,), "zero"), Question(answers.n_items + 7, (2,), "two")]
    assert list(mastery.values()) == pytest.approx(server.chances(learner, unknown).tolist())
    assert server.mastery(learner, {}) == {}


def test_mastery_rises_with_right_answers_and_falls_with_wrong_ones() -> None:
    answers = cohort(np.random.default_rng(10), learners=60, each=30)
    server = NetworkServer([network.fit(answers, np.random.default_rng(11), epochs=3, shape=SMALL)], has_time=False)

    def after(*, correct: bool) -> float:
        learner = server.start()
        for item in (1, 7, 1, 7, 10):
            learner = server.step(learner, Question(item, (1,), 1), correct=correct)
        return server.mastery(learner, {1: 1})[1]

    assert after(correct=False) + 0.1 < after(correct=True)


@given(rows=histories, with_time=st.booleans())
def test_a_learner_kept_as_text_goes_on_as_if_never_put_away(
    rows: list[tuple[int, int, tuple[str, ...], int, float]], *, with_time: bool
) -> None:
    answers = columns(rows, with_time=with_time)
    known = features.rates(answers)
    memory, put_away = Memory(), Memory()
    for row, asked in enumerate(questions(answers)):
        second, correct = second_of(answers, row), bool(answers.correct[row])
        # A set may go by its number, or by those of its skills.
        named = asked if row % 2 else replace(asked, skill_set=asked.skills)
        put_away = Memory.from_plain(json.loads(json.dumps(put_away.to_plain())))
        assert put_away.numbers(named, known, second) == memory.numbers(named, known, second)
        for each in (memory, put_away):
            each.take(named, known, correct=correct, second=second)


def test_a_state_kept_as_text_is_the_same_state_and_small() -> None:
    answers = cohort(np.random.default_rng(12), learners=12, each=10, with_time=True)
    fits = [network.fit(answers, np.random.default_rng(seed), epochs=1) for seed in range(3)]
    server = NetworkServer(fits, has_time=True)
    learner = server.start()
    for number in range(500):
        asked = Question(number % 60, (number % 10,), (number % 10,))
        learner = server.step(learner, asked, correct=number % 3 > 0, second=float(number))

    kept = json.dumps(learner.to_plain())
    again = Carried.from_plain(json.loads(kept))

    assert (again.hidden == learner.hidden).all()
    assert again.memory == learner.memory
    assert len(zlib.compress(kept.encode())) < 6_000


def test_a_state_of_another_version_is_refused() -> None:
    plain = Memory().to_plain() | {"version": 0}

    with pytest.raises(ValueError, match="expected a memory of version 1, got 0"):
        Memory.from_plain(plain)


def test_a_set_of_skills_that_no_text_can_name_is_refused() -> None:
    memory = Memory()
    known = features.rates(cohort(np.random.default_rng(13), learners=2, each=4))
    memory.take(Question(0, (0,), frozenset({0})), known, correct=True, second=None)

    with pytest.raises(TypeError, match="must go by a number, a text or a tuple"):
        memory.to_plain()


def test_there_is_nothing_to_serve_without_a_network() -> None:
    with pytest.raises(ValueError, match="at least one"):
        NetworkServer([], has_time=False)
