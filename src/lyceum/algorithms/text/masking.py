"""Hiding an answer in a text: the answer itself, in any form, and every word that gives it away.

Meant for hints, so that it hides too much rather than too little: a word is hidden when it is one of the answer's words
in another form ("demanded", "mitochondria"), holds one ("macroeconomics"), is a number of the answer in digits or in
words, or abbreviates the answer. Where no spaces part the words, the answer is looked for letter by letter.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from lyceum.algorithms.text.numbers import number_of
from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular

GAP = "____"

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# Between the words of one number: "twenty five", "twenty-five".
_PARTED = re.compile(r"[\s\-–]+")
_GAPS = re.compile(rf"{GAP}(?:[\s\-–]*{GAP})+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# Ours: shorter words share their beginnings by chance.
_SHORTEST_ROOT = 4
# Ours: two letters of an ending may differ ("analysis", "analyses"; "economy", "economics").
_ENDING = 2
# Ours: a shorter answer is looked for as a word, not within others.
_SHORTEST_WITHIN = 4
# Stands where nothing of an answer can go on: at a gap that is there already.
_WALL = "\ue000"
_FEWEST_INITIALS = 2


@dataclass(frozen=True, slots=True)
class _Secrets:
    """What is to be hidden.

    Attributes:
        words: folded words that give the answer away.
        numbers: values of numbers in it.
        wholes: the answers without spaces and signs.
        signs: the characters of answers that are nothing but signs.
    """

    words: frozenset[str]
    numbers: frozenset[int]
    wholes: frozenset[str]
    signs: frozenset[str]


def masked(text: str, answers: Collection[str]) -> str:
    """The text with every trace of the answers replaced by a gap; itself, if there is none.

    Args:
        text: any text.
        answers: everything that counts as the answer: the key, accepted variants, aliases.
    """
    secrets = _secrets(answers)
    spans = [*_telling_words(text, secrets), *_wholes_within(text, secrets)]
    if not spans:
        return text
    pieces, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            pieces += [text[end:start], GAP]
        end = max(end, stop)
    return _GAPS.sub(GAP, "".join([*pieces, text[end:]]))


def tells(text: str, answers: Collection[str]) -> bool:
    """Whether a text holds a trace of the answers."""
    return masked(text, answers) != text


def _secrets(answers: Iterable[str]) -> _Secrets:
    forms = {form for answer in answers for form in (answer, answer.translate(_UMLAUTS)) if form.strip()}
    words = {word for form in forms for word in _words_of(form)}
    numbers = {number for form in forms for number, _ in _numbers_in(form)}
    wholes = {_compact(form) for form in forms}
    signs = {sign for form in forms if not _compact(form) for sign in _plain(form) if sign.isprintable()}
    return _Secrets(frozenset(words), frozenset(numbers), frozenset(wholes - {""}), frozenset(signs - {" "}))


def _words_of(answer: str) -> set[str]:
    printed = _WORD.findall(_POSSESSIVE.sub("", answer) or answer)
    every = [_fold(word) for word in printed]
    content = [_fold(word) for word in printed if _plain(word) not in STOP_WORDS] or every
    initials = "".join(word[0] for word in every if word)
    short = {initials} if len(initials) > _FEWEST_INITIALS else set()
    if len(content) >= _FEWEST_INITIALS:
        short.add("".join(word[0] for word in content if word))
    return {word for word in (*content, *short) if word}


def _numbers_in(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Every number in a text, in digits or in one or two words, and where it stands."""
    before: re.Match[str] | None = None
    for found in _WORD.finditer(text):
        word = _plain(found.group())
        values = [number_of(word), *map(number_of, _DIGITS.findall(word))]
        yield from ((value, found.span()) for value in values if value is not None)
        if before is not None and _PARTED.fullmatch(text, before.end(), found.start()):
            both = number_of(f"{_plain(before.group())} {word}")
            yield from ((value, (before.start(), found.end())) for value in [both] if value is not None)
        before = found


def _telling_words(text: str, secrets: _Secrets) -> Iterator[tuple[int, int]]:
    for found in _WORD.finditer(text):
        word = _fold(found.group())
        if any(_is_form_of(word, secret) for secret in secrets.words):
            yield found.span()
    yield from (span for number, span in _numbers_in(text) if number in secrets.numbers)


def _is_form_of(word: str, secret: str) -> bool:
    if word == secret or singular(word) == singular(secret):
        return True
    shorter, longer = sorted((word, secret), key=len)
    if len(shorter) < _SHORTEST_ROOT:
        return False
    return shorter in longer or word[: _root_length(shorter)] == secret[: _root_length(shorter)]


def _root_length(shorter: str) -> int:
    return max(_SHORTEST_ROOT, len(shorter) - _ENDING)


def _wholes_within(text: str, secrets: _Secrets) -> Iterator[tuple[int, int]]:
    letters, places = _letters(text)
    for whole in secrets.wholes:
        start = letters.find(whole)
        while start >= 0:
            first, last = places[start], places[start + len(whole) - 1]
            if len(whole) >= _SHORTEST_WITHIN or _is_caseless(whole) or _stands_alone(text, first, last):
                yield first, last + 1
            start = letters.find(whole, start + 1)
    if secrets.signs:
        yield from ((at, at + 1) for at, sign in enumerate(text) if not secrets.signs.isdisjoint(_plain(sign)))


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, folded, and where in it each stands."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kept = _WALL if character == "_" else _compact(character)
        folded.append(kept)
        places += [place] * len(kept)
    return "".join(folded), places


def _stands_alone(text: str, first: int, last: int) -> bool:
    before, after = text[first - 1 : first], text[last + 1 : last + 2]
    return not (before.isalnum() or after.isalnum())


def _is_caseless(text: str) -> bool:
    return all(character.isalpha() and character.lower() == character.upper() for character in text)


def _compact(text: str) -> str:
    return "".join(character for character in _fold(text) if character.isalnum())


def _fold(text: str) -> str:
    """Without case, width and accents."""
    return "".join(each for each in unicodedata.normalize("NFD", _plain(text)) if not unicodedata.combining(each))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
