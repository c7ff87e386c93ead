"""Grading of typed answers: exact after normalisation, with a tolerance that never lets another term pass.

In order: equal after normalisation, or with umlauts written out, numbers in digits or an article more; equal without
accents; equal with the last word in its singular; parted otherwise into words, or every word within a typing error of
the accepted one. Typing errors are forgiven only in long words, never in their first letters, never
in answers with digits, and never when what was typed is another term of the document: "nucleoside" is not a misspelt
"nucleotide".
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cached_property

from lyceum.algorithms.grading.grades import UNAIDED, Effort, FeedbackCode, Grade, graded
from lyceum.algorithms.text.edit_distance import edit_distance
from lyceum.algorithms.text.numbers import in_digits
from lyceum.algorithms.text.words import singular

_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Only in what was typed: in "die casting" it is no article.
_GERMAN_ARTICLE = re.compile(r"^(?:der|die|das|den|dem|des|eine?[mnrs]?)\s+(?=\S)")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Marks above and below Latin, Greek and Cyrillic letters; those of other scripts make another letter (か, が).
_FIRST_ACCENT, _LAST_ACCENT = "\u0300", "\u036f"
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_SIGNED = re.compile(r"(?<!\w)[-−‐-―](?=\d)")
# Punctuation that carries meaning: a decimal point inside a number, a minus sign, per cent, and C# or C++.
_MEANINGFUL = frozenset("%#@*/")
_MINUS = "\ue000"
_DECIMAL = "\ue001"
# What stands for them here is nothing when somebody types it.
_NO_MARKS = str.maketrans("", "", _MINUS + _DECIMAL)

# Ours, checked on look-alike terms: "macroeconomics", "afferent", "inelastic" and "meiosis" must not pass for their
# opposites, so that the first five letters are exact and shorter words must be spelt right.
_EXACT_LETTERS = 5
_ONE_ERROR_FROM_LETTERS = 8
_TWO_ERRORS_FROM_LETTERS = 13
# A wrong answer this close is worth telling the learner about: the same idea, badly spelt, in a short word.
_NEAR_MISS_ERRORS = 2
_NEAR_MISS_FROM_LETTERS = 5
# Ours: no word, and no term whose near miss is worth telling, is longer. To compare what is takes milliseconds a time.
_LONGEST_COMPARED = 100
# Ours: twice what may be typed. No script needs more; 500 times "ﷺ" are 9,000 letters, and were most of a second.
LONGEST_WRITTEN_OUT = 1000


def is_overlong(text: str) -> bool:
    """Whether a text stands for more than anybody types, since one character may stand for eighteen."""
    return len(_written_out(text)) > LONGEST_WRITTEN_OUT


def normalise_answer(text: str) -> str:
    """The form in which answers are compared; nothing, if that is overlong.

    NFKC, case-folded, white space and hyphens as one space, punctuation dropped except where it carries meaning
    ("-3.5", "50%", "C#"), "1,000" as "1000", "&" as "and", one leading article dropped.
    """
    folded = _written_out(text)
    if len(folded) > LONGEST_WRITTEN_OUT:
        return ""
    folded = _APOSTROPHES.sub("", _THOUSANDS.sub("", folded))
    folded = re.sub(r"(?<=\d)\.(?=\d)", _DECIMAL, _SIGNED.sub(_MINUS, folded))
    kept = "".join(_kept(character) for character in folded)
    plain = " ".join(kept.split()).replace(_MINUS, "-").replace(_DECIMAL, ".")
    return _ARTICLE.sub("", plain)


def grade_text(
    response: str, accepted: Sequence[str], *, other_terms: Collection[str] = (), effort: Effort = UNAIDED
) -> Grade:
    """Grade one typed answer.

    Args:
        response: what the learner typed; one that is overlong counts as blank.
        accepted: the accepted answers, the preferred one first; at least one.
        other_terms: terms of the same document that are not accepted; typing one of them is never a misspelling.
        effort: hints and time.

    Raises:
        ValueError: if no answer is accepted.
    """
    if not accepted:
        raise ValueError("at least one accepted answer is needed, got none")
    typed = _Typed(normalise_answer(response))
    if not typed.text:
        return graded(FeedbackCode.BLANK, correct=False, effort=effort)
    targets = [(answer, target) for answer in accepted if (target := normalise_answer(answer))]
    for matches, feedback in (
        (_same, FeedbackCode.EXACT),
        (_same_meaning, FeedbackCode.EXACT),
        (_same_letters, FeedbackCode.ACCENTS),
    ):
        for answer, target in targets:
            if matches(typed, target):
                return graded(feedback, correct=True, effort=effort, matched=answer)
    if typed.text in {normalise_answer(term) for term in other_terms}:
        return graded(FeedbackCode.OTHER_TERM, correct=False, effort=effort)
    for matches, feedback in (
        (_same_singular, FeedbackCode.PLURAL),
        (_parted_otherwise, FeedbackCode.SPELLING),
        (_misspelt, FeedbackCode.SPELLING),
    ):
        for answer, target in targets:
            if matches(typed, target):
                return graded(feedback, correct=True, effort=effort, matched=answer)
    near = any(_is_near_miss(typed, target) for _, target in targets)
    return graded(FeedbackCode.NEAR_MISS if near else FeedbackCode.WRONG, correct=False, effort=effort)


class _Typed:
    """What was typed, normalised, and its other forms: each is made once, however many answers it is compared with."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[str]:
        return self.text.split()

    @cached_property
    def canonical(self) -> set[str]:
        """With and without an article in front."""
        return {_canonical(self.text), _canonical(_GERMAN_ARTICLE.sub("", self.text))}

    @cached_property
    def letters(self) -> str:
        return _without_accents(self.text)

    @cached_property
    def is_number(self) -> bool:
        """Whether it is a number, in digits or in words: that is no misspelling of another."""
        return _has_digit(in_digits(self.text))


def _written_out(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_NO_MARKS)).casefold())
    return folded.replace("&", " and ")


def _kept(character: str) -> str:
    if character in _MEANINGFUL or character in (_MINUS, _DECIMAL):
        return character
    return " " if unicodedata.category(character)[0] in "PZC" else character


def _same(typed: _Typed, target: str) -> bool:
    return typed.text == target


def _same_meaning(typed: _Typed, target: str) -> bool:
    """Equal, but for how umlauts and numbers are written, and for an article in front of what was typed."""
    return _canonical(target) in typed.canonical


def _canonical(text: str) -> str:
    return in_digits(text).translate(_UMLAUTS)


def _same_letters(typed: _Typed, target: str) -> bool:
    return typed.letters == _without_accents(target)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not _FIRST_ACCENT <= letter <= _LAST_ACCENT)


def _same_singular(typed: _Typed, target: str) -> bool:
    *typed_before, typed_last = typed.words
    *target_before, target_last = target.split()
    return typed_before == target_before and singular(typed_last) == singular(target_last)


def _parted_otherwise(typed: _Typed, target: str) -> bool:
    """As "e mail" and "email" are; not "1 000" and "10 00"."""
    return not _has_digit(target) and "".join(typed.words) == target.replace(" ", "")


def _misspelt(typed: _Typed, target: str) -> bool:
    target_words = target.split()
    if len(typed.words) != len(target_words) or typed.is_number or _has_digit(target):
        return False
    return all(
        edit_distance(left, right, limit=_errors_forgiven(left, right)) <= _errors_forgiven(left, right)
        for left, right in zip(typed.words, target_words, strict=True)
    )


def _errors_forgiven(typed: str, target: str) -> int:
    if typed[:_EXACT_LETTERS] != target[:_EXACT_LETTERS]:
        return 0
    if not _ONE_ERROR_FROM_LETTERS <= len(target) <= _LONGEST_COMPARED:
        return 0
    return 2 if len(target) >= _TWO_ERRORS_FROM_LETTERS else 1


def _is_near_miss(typed: _Typed, target: str) -> bool:
    if not _NEAR_MISS_FROM_LETTERS <= len(target) <= _LONGEST_COMPARED or typed.is_number or _has_digit(target):
        return False
    return edit_distance(typed.text, target, limit=_NEAR_MISS_ERRORS) <= _NEAR_MISS_ERRORS


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
