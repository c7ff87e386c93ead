"""Sessions under constraints: what each topic is to have, which may come next, and turns."""

import itertools
import math
from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.selection.session_plan import in_turn, open_topics, quotas

topics = st.sampled_from("abcd")
numbers = st.dictionaries(topics, st.integers(0, 30), min_size=1)
shares = st.one_of(st.just(0.0), st.floats(0, 5), st.floats(0, 1e300), st.integers(0, 100).map(float))
mixes = st.dictionaries(topics, shares, max_size=4)
lengths = st.integers(0, 60)


def asked_in_turn(quota: dict[str, float], rng: Random) -> str:
    """The topics of a session, in which chance decides whatever is left to it."""
    asked = ""
    while topics := in_turn(quota, Counter(asked), asked[-1] if asked else None):
        asked += rng.choice(sorted(topics))
    return asked


def test_each_topic_has_its_share() -> None:
    assert quotas({"a": 20, "b": 20, "c": 20}, {"a": 0.45, "b": 0.35, "c": 0.2}, 10) == {"a": 4.5, "b": 3.5, "c": 2.0}
    assert quotas({"a": 8, "b": 4, "c": 4}, {"a": 8, "b": 4, "c": 4}, 8) == {"a": 4.0, "b": 2.0, "c": 2.0}


def test_shares_that_are_no_floats_are_whole_numbers_where_they_should_be() -> None:
    # In floats, three tenths of ten come to a little less than three here.
    assert quotas(dict.fromkeys("abc", 20), {"a": 0.3, "b": 0.3, "c": 0.4}, 10) == {"a": 3.0, "b": 3.0, "c": 4.0}


def test_what_a_topic_cannot_fill_goes_to_the_others_by_their_shares() -> None:
    assert quotas({"a": 1, "b": 20, "c": 20}, {"a": 0.5, "b": 0.3, "c": 0.2}, 11) == {"a": 1.0, "b": 6.0, "c": 4.0}


def test_a_topic_without_a_share_gets_what_the_others_cannot_fill() -> None:
    assert quotas({"a": 10, "b": 20}, {"a": 1.0}, 5) == {"a": 5.0, "b": 0.0}
    assert quotas({"a": 1, "b": 20, "c": 20}, {"a": 1.0}, 5) == {"a": 1.0, "b": 2.0, "c": 2.0}
    assert quotas({"a": 1, "b": 20}, {}, 5) == {"a": 1.0, "b": 4.0}


def test_every_topic_may_come_until_all_that_can_be_rounded_up_are() -> None:
    quota = {"a": 2.5, "b": 0.25, "c": 0.25}

    assert open_topics(quota, {}) == {"a", "b", "c"}
    assert open_topics(quota, {"b": 1}) == {"a"}
    assert open_topics(quota, {"a": 2}) == {"a", "b", "c"}
    assert open_topics(quota, {"a": 2, "c": 1}) == set()


def test_a_topic_that_had_too_much_takes_from_what_could_be_rounded_up() -> None:
    assert open_topics({"a": 2.0, "b": 1.5, "c": 1.5}, {"a": 3}) == {"b", "c"}
    assert open_topics({"a": 2.0, "b": 1.5, "c": 1.5}, {"a": 3, "b": 1}) == {"c"}


def test_the_topic_asked_last_waits_while_there_is_another() -> None:
    assert in_turn({"a": 2.0, "b": 2.0}, {}, "a") == {"b"}
    assert in_turn({"a": 2.0, "b": 2.0}, {"b": 2}, "a") == {"a"}


def test_a_topic_that_would_be_left_alone_comes_at_once() -> None:
    assert in_turn({"a": 3.0, "b": 1.0, "c": 1.0}, {}) == {"a"}
    assert in_turn({"a": 3.0, "b": 2.0, "c": 1.0}, {}) == {"a", "b", "c"}


@given(numbers, mixes, lengths)
def test_quotas_fill_the_session_with_what_there_is(there: dict[str, int], mix: dict[str, float], length: int) -> None:
    quota = quotas(there, mix, length)

    assert sum(quota.values()) == pytest.approx(min(length, sum(there.values())), abs=1e-6)
    assert all(0.0 <= quota[topic] <= there[topic] for topic in there)


@given(st.dictionaries(topics, st.integers(1, 100), min_size=1), lengths)
def test_a_topic_with_enough_items_has_just_its_share(mix: dict[str, int], length: int) -> None:
    quota = quotas(dict.fromkeys(mix, 100), mix, length)

    total = sum(mix.values())
    assert quota == {topic: round(float(Fraction(length * share, total)), 9) for topic, share in mix.items()}


@given(numbers, mixes, lengths, st.randoms(use_true_random=False))
def test_whatever_scores_decide_each_topic_is_rounded_up_or_down(
    there: dict[str, int], mix: dict[str, float], length: int, rng: Random
) -> None:
    quota = quotas(there, mix, length)

    asked = Counter(asked_in_turn(quota, rng))

    assert asked.total() == min(length, sum(there.values()))
    assert all(asked[topic] in {math.floor(number), math.ceil(number)} for topic, number in quota.items())


@given(st.dictionaries(topics, st.integers(0, 12), min_size=1), st.randoms(use_true_random=False))
def test_no_topic_comes_twice_in_a_row_while_it_can_be_helped(there: dict[str, int], rng: Random) -> None:
    asked = asked_in_turn({topic: float(number) for topic, number in there.items()}, rng)

    assert Counter(asked) == Counter({topic: number for topic, number in there.items() if number})
    if max(there.values()) <= math.ceil(len(asked) / 2):
        assert all(one != other for one, other in itertools.pairwise(asked))


@pytest.mark.parametrize(("mix", "length"), [({}, -1), ({"a": -0.1}, 1), ({"a": math.nan}, 1), ({"a": math.inf}, 1)])
def test_constraints_that_make_no_sense_are_refused(mix: dict[str, float], length: int) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        quotas({"a": 1}, mix, length)
