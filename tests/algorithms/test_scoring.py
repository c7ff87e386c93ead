"""Scores of many candidates at once: what they are one by one, in the same order."""

import itertools
import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.selection import seed3
from lyceum.algorithms.selection.choices import ComponentName, Policy, Weights
from lyceum.algorithms.selection.scoring import CandidateColumns, components, score_all, urgency
from lyceum.algorithms.selection.seed3 import Seed3Columns, Seed3Weights

NEVER = math.nan


class Drawn(NamedTuple):
    """One candidate."""

    days_late: float
    gap: float
    p_correct: float
    times_asked: int
    others: float
    dice: float
    unknown: float


shares = st.floats(0, 1)
days = st.one_of(st.just(NEVER), st.just(0.0), st.floats(-400, 400), st.sampled_from([-1e9, 1e9]))
candidates = st.builds(Drawn, days, shares, shares, st.integers(0, 50), shares, shares, shares)
drawn = st.lists(candidates, min_size=1, max_size=40)
policies = st.builds(
    Policy,
    st.builds(Weights, *[shares] * 5),
    target_p_correct=shares,
    target_width=st.floats(0.05, 1.0),
)


def columns(rows: list[Drawn]) -> CandidateColumns:
    return CandidateColumns(*(np.array(column) for column in zip(*rows, strict=True)))


def one_by_one(each: Drawn, policy: Policy) -> float:
    """The score of one candidate, as its documents say it."""
    weights = policy.weights
    due = 1.0 / (1.0 + math.exp(-min(each.days_late / 2.0, 700.0))) if each.days_late >= 0.0 else 0.0
    fits = math.exp(-0.5 * ((each.p_correct - policy.target_p_correct) / policy.target_width) ** 2)
    return (
        weights.due * due
        + weights.gap * each.gap
        + weights.challenge * fits
        + weights.exploration * each.dice * each.unknown / (1.0 + each.times_asked)
        + weights.variety * each.others
    )


def assert_same_order(scores: Floats, wanted: list[float]) -> None:
    """Whoever stands before another in the one stands before it in the other, but for what rounding makes equal."""
    assert scores.tolist() == pytest.approx(wanted, abs=1e-12)
    ordered = [wanted[row] for row in np.argsort(-scores, kind="stable")]
    assert all(first >= second - 1e-12 for first, second in itertools.pairwise(ordered))


@given(drawn, policies)
def test_many_candidates_have_the_scores_and_the_order_they_have_one_by_one(rows: list[Drawn], policy: Policy) -> None:
    scores = score_all(columns(rows), policy)

    assert_same_order(scores, [one_by_one(each, policy) for each in rows])


@given(drawn, policies)
def test_a_score_is_the_sum_of_its_components(rows: list[Drawn], policy: Policy) -> None:
    scores = score_all(columns(rows), policy)

    for row, score in enumerate(scores):
        parts = components(columns(rows), row, policy)
        assert sum(part.contribution for part in parts) == pytest.approx(score, abs=1e-12)
        assert all(0.0 <= part.measure <= 1.0 for part in parts)
        assert {part.name for part in parts} == set(ComponentName) - {ComponentName.INFORMATION}


def test_more_candidates_than_are_weighed_at_a_time_have_the_same_scores() -> None:
    rng = np.random.default_rng(1)
    late, gap, p_correct, others, dice = rng.random((5, 100))
    few = CandidateColumns(late, gap, p_correct, rng.integers(0, 9, 100), others, dice)
    many = CandidateColumns(*(np.tile(getattr(few, name), 250) for name in CandidateColumns.__slots__[:-1]))

    assert score_all(many, Policy()).tolist() == np.tile(score_all(few, Policy()), 250).tolist()


def test_one_number_for_all_is_the_same_as_one_for_each() -> None:
    rows = [Drawn(1.0, 0.25, 0.5, 1, 1.0, 0.5, 1.0), Drawn(NEVER, 0.25, 0.9, 0, 1.0, 0.1, 1.0)]
    each = columns(rows)
    shared = CandidateColumns(each.days_late, 0.25, each.p_correct, each.times_asked, 1.0, each.dice)

    assert score_all(shared, Policy()).tolist() == score_all(each, Policy()).tolist()
    assert components(shared, 1, Policy()) == components(each, 1, Policy())


def test_urgency_is_zero_before_the_due_date_a_half_at_it_and_grows_to_one() -> None:
    pressing = urgency(np.array([NEVER, -1.0, 0.0, 4.0, 100_000.0]))

    assert pressing.tolist() == pytest.approx([0.0, 0.0, 0.5, 0.880797, 1.0], abs=1e-6)


class Item(NamedTuple):
    """One item as the source sees it: its topics with P(L) and theta."""

    days_late: float
    difficulty: float
    bonus: float
    topics: list[tuple[float, float]]


logits = st.floats(-6, 6)
topics = st.lists(st.tuples(shares, logits), max_size=3)
some_items = st.lists(st.builds(Item, st.one_of(st.just(NEVER), st.floats(-400, 400)), logits, shares, topics))
one_topic_each = st.lists(st.builds(Item, st.floats(-40, 40), logits, shares, st.tuples(st.tuples(shares, logits))))


def as_the_source_says(item: Item, weights: Seed3Weights) -> float:
    """`computeUnifiedScore`, line by line."""
    urgent = 0.0 if math.isnan(item.days_late) else 1.0 / (1.0 + math.exp(-item.days_late / 2.0))
    gap = fits = 0.0
    for mastery, theta in item.topics:
        gap += (1.0 - mastery) / len(item.topics)
        p_correct = 1.0 / (1.0 + math.exp(item.difficulty - theta))
        fits += math.exp(-0.5 * ((p_correct - 0.75) / 0.1) ** 2) / len(item.topics)
    return (
        weights.urgency * urgent + weights.mastery * gap + weights.difficulty * fits + weights.exploration * item.bonus
    )


@given(
    st.one_of(some_items, one_topic_each).filter(len),
    st.builds(Seed3Weights, *[shares] * 4),
)
def test_the_score_of_the_source_is_reproduced_in_the_same_order(items: list[Item], weights: Seed3Weights) -> None:
    flat = [(row, *topic) for row, item in enumerate(items) for topic in item.topics]
    about, mastery, ability = np.array(flat, np.float64).reshape(len(flat), 3).T
    days_late, difficulty, bonus = np.array([item[:3] for item in items], np.float64).T

    scores = seed3.score_all(
        Seed3Columns(days_late, difficulty, bonus, about.astype(np.int64), mastery, ability), weights
    )

    assert_same_order(scores, [as_the_source_says(item, weights) for item in items])


def test_an_item_at_the_sources_target_has_the_score_worked_by_hand() -> None:
    # Due now: 0.5. P(L) 0.4: gap 0.6. theta - b = ln 3: P = 0.75, on target. 0.3 (0.5 + 0.6 + 1) + 0.1 * 0.5
    zero = np.zeros(1)
    item = Seed3Columns(zero, zero, zero + 0.5, np.array([0]), zero + 0.4, zero + math.log(3.0))

    assert seed3.score_all(item).tolist() == pytest.approx([0.68])
