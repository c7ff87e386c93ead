"""Sentences, words and the hygiene of text."""

from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.edit_distance import edit_distance
from lyceum.algorithms.text.hygiene import clean_line, without_unreadable
from lyceum.algorithms.text.sentences import sentence_spans, sentences
from lyceum.algorithms.text.words import count_words, singular, term_key, words


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith met Mrs. Jones.", "They talked."],
        ["It grew (e.g. in the U.S. South).", "Then it fell."],
        ["The U.S. Constitution is old.", "It is short."],
        ["He lived in the U.S.", "The law changed."],
        ["J. R. Smith wrote it.", "Nobody read it."],
        ["Pi is 3.14 or so.", "That is close."],
        ["“Is it so?”", "“Yes.”", "She left."],
        ["See Fig. 3 and Eq. 2.", "Both hold."],
        ["It costs $3.16 per gallon.", "In 2021 it fell."],
        ["Wait… what?", "Yes!"],
        ["What follows is a list:"],
        ["これは文です。", "次の文です。"],
        ["なぜか？", "「はい。」と言った。", "円周率は３．１４である．", "次。"],
        ["Das gilt z. B. für Zellen.", "Andere, d. h. die großen, i. d. R. nicht."],
        ["Am 3. Mai 1831 sah er ihn.", "Im 19. Jahrhundert wusste man mehr."],
        ["Er traf Dr. Braun am 2. Tag.", "Vgl. Abb. 3 und S. 5 bzw. Kap. 2 dort."],
        ["The answer is 42.", "The question is not."],
        ["He chose option b.", "That was right."],
        ["C'est vrai, p. ex. ici.", "Mme. Curie le savait."],
    ],
)
def test_a_text_falls_into_its_sentences(expected: list[str]) -> None:
    separator = "" if expected[0].endswith(("。", "？")) else " "

    assert sentences(separator.join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("the law of demand", 4),
        ("– a dash – counts as one, as it always did", 11),
        ("細胞は小さい。", 3),
        ("DNAは二重らせん。", 4),
        ("세포는 작다", 2),
        ("นิวเคลียส", 5),
    ],
)
def test_words_are_counted_by_characters_where_there_are_no_spaces(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u202e", "\u2066", "\U000e0041", "\ufe0f", "\U000e0101", "\u3164", "\u034f", "\u2800"]
)
def test_nothing_invisible_survives(sign: str) -> None:
    assert without_unreadable(f"a{sign}b") == "ab"


def test_paragraphs_are_never_one_sentence() -> None:
    assert sentences("A heading\n\nA sentence. Another\n\nEnd.") == ["A heading", "A sentence.", "Another", "End."]


@given(st.text(max_size=300))
def test_sentences_are_verbatim_in_order_and_lose_only_white_space(text: str) -> None:
    spans = sentence_spans(text)

    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


def test_sentences_of_a_long_text_without_full_stops_take_linear_time() -> None:
    assert len(sentence_spans("word, " * 100_000)) == 1
    assert len(sentence_spans("a. " * 50_000)) >= 1


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("curves", "curve"), ("prices", "price"), ("studies", "study"), ("boxes", "box"), ("glass", "glass"),
        ("classes", "class"), ("virus", "virus"), ("analysis", "analysis"), ("physics", "physics"), ("gas", "gas"),
        ("Newton’s", "newton"), ("bacteria", "bacterium"), ("Women", "woman"),
    ],
)  # fmt: skip
def test_words_lose_their_plural(word: str, expected: str) -> None:
    assert singular(word) == expected


@given(st.text(max_size=40))
def test_a_term_key_is_its_own_key_when_it_is_plain(text: str) -> None:
    key = term_key(text)

    assert key == key.strip()
    assert "  " not in key


def test_mentions_of_one_term_share_a_key() -> None:
    assert term_key("The Demand-Curves") == term_key("demand curve") == "demand curve"
    assert term_key("deoxyribonucleic acid (DNA)") == "deoxyribonucleic acid"
    assert words("Don’t re-use 3.14 cell’s") == ["Don’t", "re-use", "3.14", "cell’s"]


def test_invisible_and_control_characters_are_stripped() -> None:
    dirty = "a\u200bb\u202ec\x00d\u00ade\ufeff\U000e0041f\ttab"

    assert without_unreadable(dirty) == "abcdef\ttab"
    assert clean_line("  ﬁne \n\u00a0 text\u2028 ") == "fine text"


def test_joiners_stay_where_a_script_spells_with_them() -> None:
    assert without_unreadable("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text(max_size=100))
def test_a_clean_line_is_clean(text: str) -> None:
    line = clean_line(text)

    assert clean_line(line) == line
    assert "\n" not in line
    assert "\x00" not in line


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("kitten", "sitting", 3), ("ca", "abc", 3)],
)
def test_the_distance_is_the_published_one(left: str, right: str, distance: int) -> None:
    assert edit_distance(left, right, limit=5) == distance


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 4))
def test_a_limit_only_caps_the_distance_and_the_order_does_not_matter(left: str, right: str, limit: int) -> None:
    exact = edit_distance(left, right, limit=20)

    assert edit_distance(right, left, limit=20) == exact
    assert edit_distance(left, right, limit=limit) == min(exact, limit + 1)


def test_of_long_texts_only_letters_are_compared_that_few_errors_could_bring_together() -> None:
    looked_at = 0

    class Watched(str):
        __slots__ = ()

        def __getitem__(self, place: SupportsIndex | slice) -> str:
            nonlocal looked_at
            looked_at += 1
            return super().__getitem__(place)

    assert edit_distance("a" * 499 + "b", Watched("a" * 499 + "c"), limit=2) == 1
    # Two looks at each of five neighbours at the most.
    assert looked_at <= 500 * 5 * 2
