"""Answers hidden in a text, in whatever form they stand there."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.grading.text_answer import normalise_answer
from lyceum.algorithms.text.masking import masked, tells
from lyceum.algorithms.text.numbers import CARDINALS, in_digits, number_of


@pytest.mark.parametrize(
    ("answers", "text", "hidden"),
    [
        (["law of demand"], "The Law of Demand is old.", "The ____ is old."),
        (["demand"], "What is demanded, and what demands are", "What is ____, and what ____ are"),
        (["mitochondrion"], "Mitochondria make energy.", "____ make energy."),
        (["economics"], "Macroeconomics and the economy", "____ and the ____"),
        (["analysis"], "Two analyses of it", "Two ____ of it"),
        (["gross domestic product"], "GDP, as it is called", "____, as it is called"),
        (["inner membrane"], "The inner membranes fold.", "The ____ fold."),
        (["three"], "There are 3 of them, the third is blue.", "There are ____ of them, the ____ is blue."),
        (["25"], "Some twenty-five years", "Some ____ years"),
        (["5"], "Five cells, fünf Zellen, 5 %", "____ cells, ____ Zellen, ____ %"),
        (["1998"], "It was in 1998.", "It was in ____."),
        (["C"], "C and cat, c.", "____ and cat, ____."),
        (["C++"], "Written in C++.", "Written in ____++."),
        (["%"], "It is 5 % of all.", "It is 5 ____ of all."),
        (["Züge"], "Zuege, ZÜGE und Zug", "____, ____ und Zug"),
        (["Angebot"], "Das Überangebot sinkt.", "Das ____ sinkt."),
        (["浸透"], "水が膜を通るのは浸透です。", "水が膜を通るのは____です。"),
        (["ミトコンドリア"], "ﾐﾄｺﾝﾄﾞﾘｱ", "____"),
        (["café"], "Un CAFE", "Un ____"),
        (["the"], "The end of the day", "____ end of ____ day"),
    ],
)
def test_every_form_of_an_answer_is_hidden(answers: list[str], text: str, hidden: str) -> None:
    assert masked(text, answers) == hidden


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        (["osmosis"], "Water moves through a membrane."),
        (["cell"], "A small room."),
        (["ion"], "A million regions"),
        (["3"], "Thirty people, 33 dogs and 13 cats"),
        (["abcd"], "ab ____ cd"),
        ([], "Anything."),
        ([" "], "Anything."),
    ],
)
def test_what_has_no_trace_of_an_answer_is_left_alone(answers: list[str], text: str) -> None:
    assert masked(text, answers) == text
    assert not tells(text, answers)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
VOCABULARY = [
    "the",
    "law",
    "of",
    "demand",
    "Demand",
    "3",
    "three",
    "Zug",
    "C++",
    "浸透",
    "x",
    "____",
    "économie",
    "a-b",
]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=8)


@given(TEXTS | WORDS.map(" ".join), st.lists(TEXTS.filter(normalise_answer) | WORDS.map(" ".join), max_size=3))
def test_no_answer_is_left_in_a_masked_text(text: str, answers: list[str]) -> None:
    hidden = f" {normalise_answer(masked(text, answers))} "

    for answer in filter(None, map(normalise_answer, answers)):
        assert f" {answer} " not in hidden


@given(TEXTS | WORDS.map(" ".join), st.lists(TEXTS, min_size=1, max_size=3))
def test_an_answer_in_the_middle_of_a_text_is_found(text: str, answers: list[str]) -> None:
    answer = answers[0]
    if any(character.isalnum() for character in unicodedata.normalize("NFKC", answer)):
        assert tells(f"{text} {answer} {text}", answers)


@given(st.sampled_from(sorted(CARDINALS)))
def test_a_number_is_hidden_in_digits_and_in_words(word: str) -> None:
    number = CARDINALS[word]

    assert str(number) not in masked(f"It is {number} here", [word])
    assert word not in masked(f"It is {word} here", [str(number)])


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("three", 3),
        ("Third", 3),
        ("3rd", 3),
        ("42", 42),
        ("zwölf", 12),
        ("hundred", 100),
        ("tree", None),
        ("9" * 30, None),
    ],
)
def test_a_word_is_the_number_it_stands_for(word: str, number: int | None) -> None:
    assert number_of(word) == number


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("twenty five cells", "25 cells"),
        ("three", "3"),
        ("einundzwanzig Zellen", "21 Zellen"),
        ("twenty", "20"),
        ("the third one", "the third 1"),
        ("", ""),
    ],
)
def test_numbers_in_words_are_put_in_digits(words: str, digits: str) -> None:
    assert in_digits(words) == digits
