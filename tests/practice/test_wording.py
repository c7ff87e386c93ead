"""Every code of practice has words, in every language, with its numbers in them."""

import re

import pytest

from lyceum.algorithms.grading.grades import FeedbackCode
from lyceum.algorithms.selection.choices import ReasonCode
from lyceum.platform import i18n
from lyceum.practice import wording
from lyceum.practice.clues import Clue, ClueCode, Shape
from lyceum.practice.contracts.reviews import DueReason

LANGUAGES = sorted({*i18n.languages(), i18n.PSEUDO})
NUMBERS = {
    ReasonCode.SKILL_TO_LEARN: {"mastery": 0.204, "expected_gain": 0.1},
    ReasonCode.MORE_PRACTICE: {"times_asked": 3.0},
    ReasonCode.RIGHT_CHALLENGE: {"p_correct": 0.7, "target": 0.75},
    ReasonCode.PREREQUISITE_FIRST: {"mastery": 0.2, "waiting": 1.0},
    ReasonCode.YOUR_MIX: {"share": 0.25},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_in_every_language(language: str) -> None:
    told = [wording.reason(code, NUMBERS.get(code, {}), language) for code in ReasonCode]
    told += [wording.feedback(code, language) for code in FeedbackCode]
    told += [wording.due(code, language) for code in DueReason]

    assert len(set(told)) == len(told)
    for text in told:
        assert not re.search(r"\{\w+\}|practice\.\w", text)
        assert text.startswith("⟦") is (language == i18n.PSEUDO)


def test_numbers_are_said_as_people_say_them() -> None:
    def said(code: ReasonCode, language: str, **numbers: float) -> str:
        return wording.reason(code, numbers, language)

    assert "20%" in said(ReasonCode.SKILL_TO_LEARN, "en", mastery=0.204)
    assert "20\N{NO-BREAK SPACE}%" in said(ReasonCode.SKILL_TO_LEARN, "de", mastery=0.204)
    assert "99%" in said(ReasonCode.RIGHT_CHALLENGE, "en", p_correct=0.9999)
    assert "once" in said(ReasonCode.MORE_PRACTICE, "en", times_asked=1.0)
    assert "3-mal" in said(ReasonCode.MORE_PRACTICE, "de", times_asked=3.0)
    assert (
        said(ReasonCode.PREREQUISITE_FIRST, "en", waiting=1.0) == "Another skill builds on its skill, and waits for it."
    )


@pytest.mark.parametrize(
    ("clue", "english", "german"),
    [
        (Clue(code=ClueCode.WHERE, page=3), "See page 3.", "Sieh auf Seite 3 nach."),
        (
            Clue(code=ClueCode.WHERE, page=3, heading="{page}"),
            "See page 3, under “{page}”.",
            "Sieh auf Seite 3 nach, unter „{page}“.",
        ),
        (Clue(code=ClueCode.STRIKE, option="salt"), "It is not “salt”.", "„salt“ ist es nicht."),
        (Clue(code=ClueCode.SENTENCE, sentence="A ____."), "The text says: “A ____.”", "Im Text steht: „A ____.“"),
        (
            Clue(code=ClueCode.SHAPE, shapes=(Shape((3, 6), "l"), Shape((1,), "c"))),
            "2 words of 3, 6 letters, beginning with “l”; then 1 word of 1 letter, beginning with “c”.",
            "2 Wörter mit 3, 6 Buchstaben, am Anfang „l“; dann 1 Wort mit 1 Buchstaben, am Anfang „c“.",
        ),
        (
            Clue(code=ClueCode.SHAPE, shapes=(Shape(first="w"),)),
            "It begins with “w”.",
            "Es beginnt mit „w“.",
        ),
    ],
)
def test_a_clue_is_said_in_the_readers_language(clue: Clue, english: str, german: str) -> None:
    assert [wording.hint(clue, language) for language in ("en", "de")] == [english, german]
