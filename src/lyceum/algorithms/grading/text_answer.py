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

# Ours, checked on look-alike terms: "macroeconomics", "afferent", "inelastic" and "meiosis" must not pass for their
# opposites, so that the first five letters are exact and shorter words must be spelt right.
_EXACT_LETTERS = 5
_ONE_ERROR_FROM_LETTERS = 8
_TWO_ERRORS_FROM_LETTERS = 13
# A wrong answer this close is worth telling the learner about: the same idea, badly spelt, in a short word.
_NEAR_MISS_ERRORS = 2
_NEAR_MISS_FROM_LETTERS = 5


def normalise_answer(text: str) -> str:
    """The form in which answers are compared.

    NFKC, case-folded, white space and hyphens as one space, punctuation dropped except where it carries meaning
    ("-3.5", "50%", "C#"), "1,000" as "1000", "&" as "and", one leading article dropped.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = _APOSTROPHES.sub("", _THOUSANDS.sub("", folded)).replace("&", " and ")
    folded = re.sub(r"(?<=\d)\.(?=\d)", _DECIMAL, _SIGNED.sub(_MINUS, folded))
    kept = "".join(_kept(character) for character in folded)
    plain = " ".join(kept.split()).replace(_MINUS, "-").replace(_DECIMAL, ".")
    return _ARTICLE.sub("", plain)


def grade_text(
    response: str, accepted: Sequence[str], *, other_terms: Collection[str] = (), effort: Effort = UNAIDED
) -> Grade:
    """Grade one typed answer.

    Args:
        response: what the learner typed.
        accepted: the accepted answers, the preferred one first; at least one.
        other_terms: terms of the same document that are not accepted; typing one of them is never a misspelling.
        effort: hints and time.

    Raises:
        ValueError: if no answer is accepted.
    """
    if not accepted:
        raise ValueError("at least one accepted answer is needed, got none")
    typed = normalise_answer(response)
    if not typed:
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
    if typed in {normalise_answer(term) for term in other_terms}:
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


def _kept(character: str) -> str:
    if character in _MEANINGFUL or character in (_MINUS, _DECIMAL):
        return character
    return " " if unicodedata.category(character)[0] in "PZC" else character


def _same(typed: str, target: str) -> bool:
    return typed == target


def _same_meaning(typed: str, target: str) -> bool:
    """Equal, but for how umlauts and numbers are written, and for an article in front of what was typed."""
    forms = {_canonical(typed), _canonical(_GERMAN_ARTICLE.sub("", typed))}
    return _canonical(target) in forms


def _canonical(text: str) -> str:
    return in_digits(text).translate(_UMLAUTS)


def _same_letters(typed: str, target: str) -> bool:
    return _without_accents(typed) == _without_accents(target)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not _FIRST_ACCENT <= letter <= _LAST_ACCENT)


def _same_singular(typed: str, target: str) -> bool:
    *typed_before, typed_last = typed.split()
    *target_before, target_last = target.split()
    return typed_before == target_before and singular(typed_last) == singular(target_last)


def _parted_otherwise(typed: str, target: str) -> bool:
    """As "e mail" and "email" are; not "1 000" and "10 00"."""
    return not _has_digit(target) and typed.replace(" ", "") == target.replace(" ", "")


def _misspelt(typed: str, target: str) -> bool:
    typed_words, target_words = typed.split(), target.split()
    if len(typed_words) != len(target_words) or _has_number(typed) or _has_digit(target):
        return False
    return all(
        edit_distance(left, right, limit=_errors_forgiven(left, right)) <= _errors_forgiven(left, right)
        for left, right in zip(typed_words, target_words, strict=True)
    )


def _errors_forgiven(typed: str, target: str) -> int:
    if typed[:_EXACT_LETTERS] != target[:_EXACT_LETTERS] or len(target) < _ONE_ERROR_FROM_LETTERS:
        return 0
    return 2 if len(target) >= _TWO_ERRORS_FROM_LETTERS else 1


def _is_near_miss(typed: str, target: str) -> bool:
    if len(target) < _NEAR_MISS_FROM_LETTERS or _has_number(typed) or _has_digit(target):
        return False
    return edit_distance(typed, target, limit=_NEAR_MISS_ERRORS) <= _NEAR_MISS_ERRORS


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _has_number(typed: str) -> bool:
    """Whether what was typed is a number, in digits or in words: that is no misspelling of another."""
    return _has_digit(in_digits(typed))
