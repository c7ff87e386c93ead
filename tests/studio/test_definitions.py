"""Definitions: which sentence of several says what a term is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.words import term_key
from lyceum.studio.definitions import definitions_of, uses_of_terms
from lyceum.studio.drafts import SourcePassage, Term
from lyceum.studio.mentions import TermFinder
from lyceum.studio.terms import split_sentences


def best_sentence(term: str, text: str, others: tuple[str, ...] = ()) -> str | None:
    passages = [SourcePassage(1, text, 1)]
    terms = [Term(term_key(each), each, 1.0) for each in (term, *others)]
    uses = uses_of_terms(terms, passages, split_sentences(passages))
    found = definitions_of(terms[0], uses.get(terms[0].key, []), passages)
    return found[0].quote.text if found else None


@pytest.mark.parametrize(
    "definition",
    [
        "An allele is a specific version of a gene.",
        "The term allele refers to a specific version of a gene.",
        "Each specific version of a gene is called an allele.",
        "Biologists call each specific version of a gene an allele.",
        "An allele occurs when a gene has a specific version.",
    ],
)
def test_the_sentence_that_defines_is_preferred_to_those_that_mention(definition: str) -> None:
    text = f"Many people carry one allele for blue eyes. {definition} This allele may be passed on to children."

    assert best_sentence("allele", text) == definition


def test_a_term_that_is_only_mentioned_has_no_definition() -> None:
    assert best_sentence("allele", "Later the allele was passed on. Researchers looked at one allele again.") is None


def test_an_example_is_no_definition() -> None:
    assert best_sentence("height", "Height is one example of a trait. Later height is measured.") is None


def test_a_mention_inside_a_longer_term_belongs_to_the_longer_one() -> None:
    finder = TermFinder(["demand", "demand curve"])

    assert [each.key for each in finder.mentions("Demand and the demand curve, and demand-curves.")] == [
        "demand",
        "demand curve",
        "demand curve",
    ]


def test_a_term_is_not_found_across_punctuation() -> None:
    assert TermFinder(["demand curve"]).mentions("Of demand, curve and all.") == []


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_mentions_are_in_order_and_do_not_overlap(text: str, terms: list[str]) -> None:
    keys = [key for term in terms if (key := term_key(term))]

    position = 0
    for mention in TermFinder(keys).mentions(text):
        assert position <= mention.start < mention.end
        assert mention.key in keys
        position = mention.end
