"""Taking a defining sentence apart: what it says its term is."""

import pytest

from lyceum.algorithms.text.words import term_key
from lyceum.studio.statements import Gloss, statement_of
from tests.studio.knowing import known


def gloss_of(term: str, sentence: str) -> tuple[Gloss, str] | None:
    read = known(sentence, [term])
    statement = statement_of(read.uses[term_key(term)][0], read.finder)
    return (statement.kind, statement.gloss) if statement else None


@pytest.mark.parametrize(
    ("term", "sentence", "gloss"),
    [
        ("lysosome", "A lysosome is an organelle that digests worn parts.", "an organelle that digests worn parts"),
        ("price ceiling", "A price ceiling is a legal maximum price; it is rare.", "a legal maximum price"),
        ("codon", "A codon is a unit of three bases, such as AUG.", "a unit of three bases"),
        ("normal good", "A product that sells better is called a normal good.", "a product that sells better"),
        ("demand schedule", "Economists call a table of such amounts a demand schedule.", "a table of such amounts"),
        ("semantic memory", "Semantic memory is knowledge about words and facts.", "knowledge about words and facts"),
        ("neglect", "Neglect refers to the loss of one half of space.", "the loss of one half of space"),
        (
            "encoding",
            "We learn through a process called encoding, which is the input of facts.",
            "the input of facts",
        ),
        ("exon", "Introns are called waste, and a piece that remains is called an exon.", "a piece that remains"),
        (
            "cleft",
            "The cleft is a narrow space between cells and is an important site.",
            "a narrow space between cells",
        ),
        ("plate", "The plate is the name given to the plane of the cell.", "the plane of the cell"),
    ],
)
def test_what_a_sentence_says_its_term_is_is_found(term: str, sentence: str, gloss: str) -> None:
    assert gloss_of(term, sentence) == (Gloss.NOUN, gloss)


def test_what_happens_and_what_is_stated_are_told_from_what_is() -> None:
    assert gloss_of("subsidy", "A subsidy occurs when the government pays a firm.") == (
        Gloss.EVENT,
        "the government pays a firm",
    )
    assert gloss_of("law of demand", "The law of demand states that people buy less of what costs more.") == (
        Gloss.CLAUSE,
        "people buy less of what costs more",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "A lysosome is an important part of every living animal cell.",
        "A lysosome is an example of what cells are made of.",
        "When prices rise, goods that people can do without are called a lysosome.",
        "A lysosome is one of many things that a cell is made of.",
        "A lysosome, a lysosome and a lysosome are a set of three parts.",
    ],
)
def test_what_says_nothing_of_the_meaning_is_no_gloss(sentence: str) -> None:
    assert gloss_of("lysosome", sentence) is None


def test_a_statement_ends_with_the_meaning_and_keeps_no_bracket_of_its_term() -> None:
    text = "Long-term memory (LTM) is the lasting storage of information, but it may fail."

    _, statement = known(text, ["long-term memory"]).stated("long-term memory")

    assert statement.plain == "Long-term memory is the lasting storage of information."
