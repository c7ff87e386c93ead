"""Word pieces: what the published tokenizer of BERT (uncased) gives for the same text and pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.word_pieces import basic_words, word_piece_ids

PIECES = [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "un",
    "##aff",
    "##able",
    "runn",
    "##ing",
    ",",
    "want",
    "##want",
    "##ed",
    "wa",
    "日",
]
VOCABULARY = {piece: number for number, piece in enumerate(PIECES)}


def pieces_of(text: str, limit: int = 64) -> list[str]:
    return [PIECES[number] for number in word_piece_ids(text, VOCABULARY, limit)]


def test_a_word_is_cut_into_the_longest_pieces_there_are() -> None:
    assert pieces_of("unwanted running") == ["[CLS]", "un", "##want", "##ed", "runn", "##ing", "[SEP]"]


def test_a_word_with_a_part_that_is_no_piece_is_unknown_as_a_whole() -> None:
    assert pieces_of("unwantedX running") == ["[CLS]", "[UNK]", "runn", "##ing", "[SEP]"]


def test_what_does_not_fit_is_left_out_and_the_end_is_marked() -> None:
    assert pieces_of("unaffable, unaffable", limit=5) == ["[CLS]", "un", "##aff", "##able", "[SEP]"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \tHeLLo!how  \n Are yoU?  ", ["hello", "!", "how", "are", "you", "?"]),
        ("Übung, naïve CAFÉ", ["ubung", ",", "naive", "cafe"]),
        ("ah日本zz", ["ah", "日", "本", "zz"]),
        ("x²+y_2=$5.00", ["x²", "+", "y", "_", "2", "=", "$", "5", ".", "00"]),
        ("a\u200bb\x00c\ufffd d", ["abc", "d"]),
        ("“quote”—dash", ["“", "quote", "”", "—", "dash"]),
        ("", []),
    ],
)
def test_text_is_cleaned_and_cut_as_bert_does(text: str, words: list[str]) -> None:
    assert basic_words(text) == words


@given(st.text(), st.integers(2, 20))
def test_any_text_gives_ids_between_the_marks_and_no_more_than_asked(text: str, limit: int) -> None:
    ids = word_piece_ids(text, VOCABULARY, limit)

    assert 2 <= len(ids) <= limit
    assert (ids[0], ids[-1]) == (VOCABULARY["[CLS]"], VOCABULARY["[SEP]"])


@given(st.text())
def test_case_and_white_space_make_no_difference(text: str) -> None:
    assert basic_words(f"  {text}\n") == basic_words(text)
