"""Prerequisites: which term a text uses to explain which, and the few edges that are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.studio.drafts import Reason, SourcePassage
from lyceum.studio.prerequisites import MOST_DIRECT, precedence, prerequisites_of, traces_of
from lyceum.studio.terms import split_sentences

TEXT = (
    "Price is what a buyer pays. Every price is paid in money. Buyers look at the price first. A price floor is the "
    "lowest price that the law allows. A price floor keeps a price from falling. Deadweight loss is what a price floor "
    "costs. Sellers know the price too."
)
WORDS = ("price", "price floor", "deadweight loss", "law", "money")


def test_the_wider_and_earlier_term_comes_first() -> None:
    traces = traces_of(WORDS, split_sentences([SourcePassage(1, TEXT, 1)]))

    assert precedence(traces["price"], traces["price floor"]) > 0
    assert precedence(traces["price floor"], traces["deadweight loss"]) > 0


def test_precedence_turns_its_sign_with_the_pair() -> None:
    traces = traces_of(WORDS, split_sentences([SourcePassage(1, TEXT, 1)]))

    forward = precedence(traces["price"], traces["price floor"])

    assert precedence(traces["price floor"], traces["price"]) == pytest.approx(-forward)


def test_edges_are_reduced_and_say_why() -> None:
    skills = {key: (key,) for key in ("deadweight loss", "price floor", "price")}
    traces = traces_of(skills, split_sentences([SourcePassage(1, TEXT, 1)]))

    order, edges = prerequisites_of(skills, traces)

    assert order == ["price", "price floor", "deadweight loss"]
    assert [(edge.first_key, edge.then_key) for edge in edges] == [
        ("price", "price floor"),
        ("price floor", "deadweight loss"),
    ]
    assert edges[0].reasons[0] is Reason.PART_OF_NAME
    assert Reason.EXPLAINED_WITH in edges[1].reasons


def test_skills_the_text_never_mentions_together_have_no_edge() -> None:
    text = "Price is what a buyer pays. Money is what is paid with."
    skills = {"price": ("price",), "money": ("money",)}

    assert prerequisites_of(skills, traces_of(skills, split_sentences([SourcePassage(1, text, 1)])))[1] == []


@given(st.lists(st.sampled_from([*WORDS, "is the", "of", ".  The", "."]), max_size=80))
def test_any_text_gives_an_order_without_cycles_and_few_edges(parts: list[str]) -> None:
    skills = {key: (key,) for key in WORDS}

    order, edges = prerequisites_of(skills, traces_of(skills, split_sentences([SourcePassage(1, " ".join(parts), 1)])))

    assert sorted(order) == sorted(skills)
    assert all(order.index(edge.first_key) < order.index(edge.then_key) for edge in edges)
    assert all(sum(edge.then_key == key for edge in edges) <= MOST_DIRECT for key in skills)
