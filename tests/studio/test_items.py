"""Cloze items: what is blanked and what is accepted."""

from lyceum.algorithms.text.words import term_key
from lyceum.studio.definitions import uses_of_terms
from lyceum.studio.drafts import ItemDraft, SourcePassage, Term
from lyceum.studio.items import clozes_of, other_terms_of
from lyceum.studio.mentions import TermFinder
from lyceum.studio.terms import split_sentences


def clozes(term: str, text: str) -> list[ItemDraft]:
    passages = [SourcePassage(1, text, 1)]
    known = Term(term_key(term), term, 1.0)
    uses = uses_of_terms([known], passages, split_sentences(passages))
    return list(clozes_of(known, uses[known.key], passages, TermFinder([known.key])))


def test_an_abbreviation_behind_the_term_is_blanked_and_accepted() -> None:
    (draft,) = clozes("gross domestic product", "The gross domestic product (GDP) is a measure of all that is made.")

    assert draft.stem == "The _____ is a measure of all that is made."
    assert draft.accepted == ("gross domestic product", "GDP")


def test_where_the_sentence_repeats_the_last_word_only_the_others_are_blanked() -> None:
    (draft,) = clozes("equilibrium price", "The equilibrium price is the only price at which all plans agree.")

    assert draft.stem == "The _____ price is the only price at which all plans agree."
    assert draft.accepted == ("equilibrium", "equilibrium price")


def test_every_mention_is_blanked_and_an_article_gives_nothing_away() -> None:
    (draft,) = clozes("allele", "An allele is a version of a gene, and another allele is another version.")

    assert draft.stem == "A(n) _____ is a version of a gene, and another _____ is another version."


def test_a_linking_word_and_bracketed_references_are_left_out_of_the_stem_only() -> None:
    (draft,) = clozes("allele", "However, an allele (Figure 2.1) is a version of a gene (Smith, 1998).")

    assert draft.stem == "A(n) _____ is a version of a gene."
    assert draft.quote.text == "However, an allele (Figure 2.1) is a version of a gene (Smith, 1998)."


def test_a_term_inside_a_longer_word_is_not_blanked() -> None:
    assert clozes("equilibrium", "An equilibrium is the state that each above-equilibrium price leads to.") == []


def test_other_terms_are_those_that_are_not_the_answer() -> None:
    (draft,) = clozes("allele", "An allele is a specific version of one gene.")
    terms = {key: Term(key, key, 1.0) for key in ("allele", "genotype")}

    assert other_terms_of(draft, terms) == ("genotype",)
