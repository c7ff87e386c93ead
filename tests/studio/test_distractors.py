"""Which terms are taken for which, and which may not be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.studio.distractors import may_be_same, ranked, similarity, spelling_similarity
from lyceum.studio.drafts import SourcePassage
from lyceum.studio.readability import grade_level, syllables
from tests.studio.knowing import Known, known

TRADE = (
    "A tariff is a tax on goods that come from abroad. A quota is a limit on goods that come from abroad. "
    "A tariff or a quota makes goods from abroad dear."
)
SKY = "A comet is a ball of ice that circles the sun. Observers saw a comet at night."


@pytest.fixture(scope="module")
def read() -> Known:
    passages = [SourcePassage(1, TRADE, 1, ("Trade", "Limits")), SourcePassage(2, SKY, 2, ("Sky", "Bodies"))]
    return known(passages, ("tariff", "quota", "comet"))


def test_a_term_in_the_same_company_is_more_plausible_than_a_stranger(read: Known) -> None:
    best, other = ranked(read.lexeme("tariff"), read.knowledge.lexicon.all(), read.knowledge.lexicon)

    assert (best.lexeme.term.key, other.lexeme.term.key) == ("quota", "comet")
    assert best.plausibility > other.plausibility


def test_similarity_is_symmetric_and_one_for_the_same_term(read: Known) -> None:
    tariff, quota, lexicon = read.lexeme("tariff"), read.lexeme("quota"), read.knowledge.lexicon

    assert similarity(tariff, quota, lexicon) == pytest.approx(similarity(quota, tariff, lexicon))
    assert similarity(tariff, tariff, lexicon) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "left", "right", "is_same"),
    [
        ("A price support, also known as a price floor, is legal.", "price support", "price floor", True),
        ("A demand curve, or a demand line, falls.", "demand curve", "demand line", True),
        ("The gross product (GP) grows. The GP is large.", "gross product", "GP", True),
        ("A neuron fires, and a motor neuron moves a limb.", "neuron", "motor neuron", True),
        ("A price floor or a price ceiling is set.", "price floor", "price ceiling", False),
        ("A change in price (a price floor, for example) is felt.", "price", "floor", False),
        ("Excess demand, or a shortage, is felt by all.", "demand", "shortage", False),
    ],
)
def test_two_names_of_one_thing_are_known_from_two_things(text: str, left: str, right: str, *, is_same: bool) -> None:
    found = known(text, (left, right))

    assert may_be_same(found.lexeme(left), found.lexeme(right), found.knowledge.lexicon) is is_same


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_spelling_similarity_is_a_share(left: str, right: str) -> None:
    assert 0.0 <= spelling_similarity(left, right) <= 1.0
    assert spelling_similarity(left, left) == 1.0


@pytest.mark.parametrize(
    ("word", "count"),
    [("a", 1), ("cell", 1), ("table", 2), ("supply", 2), ("makes", 1), ("wanted", 2), ("economy", 4), ("rhythm", 1)],
)
def test_syllables_are_counted_by_their_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_level_follows_the_published_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade_level("The cat sat on the mat.") == pytest.approx(-1.45)
    assert grade_level("") == 0.0


@given(st.text(max_size=200))
def test_any_text_has_a_grade_level(text: str) -> None:
    assert -20.0 < grade_level(text) < 2_000.0
