"""Which passwords are accepted (AUTH-14): pure, so that every refusal can be explained and tested."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

MIN_LENGTH = 12
# argon2 takes any length; this bounds what a request can make us hash.
MAX_BYTES = 1024

# Shorter words occur by chance in good passwords.
_PERSONAL_WORD = 4
_FEW_CHARACTERS = 5
# Share of neighbouring characters that also lie next to each other on a keyboard or in the alphabet. In random
# passwords about one pair in ten does; in "Qwertyuiop12!" nearly all do.
_WALK_SHARE = 0.75
_MAX_COMMON_WORDS = 2
# Of the words that are looked for, so that a long password costs little.
LONGEST_WORD = 40

# Signs written for letters; "1", "!" and "|" stand for two, or for nothing.
_LOOK_ALIKE = str.maketrans("@403$578+", "aaoesstbt")
_LOOK_ALIKES = tuple({**_LOOK_ALIKE, **dict.fromkeys(map(ord, "1!|"), meant)} for meant in ("i", "l", ""))
_AROUND = "0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~§°€ "
_ROWS = ("1234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "yxcvbnm", "zxcvbnm", "azertyuiop", "qsdfghjklm")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p", "1qay", "6zhn", "zaq1", "xsw2")
_NEIGHBOURS = frozenset(pair for line in (*_ROWS, *_COLUMNS) for a, b in pairwise(line) for pair in (a + b, b + a))


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule a password breaks.

    Attributes:
        rule: its name, for a program.
        advice: what to do, for the person. Never repeats the password.
        number: that stands in the advice, if any does.
    """

    rule: str
    advice: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed password and whose it would be."""

    password: str = field(repr=False)
    email: str = ""
    full_name: str = ""


def normalise(password: str) -> str:
    """The same characters however a keyboard composes them (RFC 8265: NFC)."""
    return unicodedata.normalize("NFC", password)


def broken_rules(candidate: Candidate, common: frozenset[str]) -> list[Broken]:
    """Every rule the password breaks, in the order they are worth telling; empty if it is accepted.

    Args:
        candidate: the password, and what it must not be guessed from.
        common: words that people choose as passwords, in lower case, letters only.
    """
    password = normalise(candidate.password)
    if len(password.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return [Broken("too_long", f"use {MAX_BYTES} bytes at the most", MAX_BYTES)]
    checks: tuple[tuple[bool, str, str], ...] = (
        (len(password) < MIN_LENGTH, "length", f"use {MIN_LENGTH} characters or more"),
        (not _any(str.isupper, password), "upper", "add an upper-case letter"),
        (not _any(str.islower, password), "lower", "add a lower-case letter"),
        (not _any(str.isdigit, password), "digit", "add a digit"),
        (all(map(str.isalnum, password)), "special", "add a character that is neither letter nor digit"),
        (not password.isprintable(), "unprintable", "leave out control characters"),
        (is_personal(candidate), "personal", "leave out your name and your e-mail address"),
        (is_common(password, common), "common", "choose words or characters that are harder to guess"),
    )
    numbers = {"length": MIN_LENGTH}
    return [Broken(rule, advice, numbers.get(rule)) for broken, rule, advice in checks if broken]


def is_personal(candidate: Candidate) -> bool:
    """Whether the password contains the owner's address, or a part of their name or of what is before the `@`."""
    folded = normalise(candidate.password).casefold()
    address = candidate.email.casefold()
    if address and address in folded:
        return True
    local = address.rpartition("@")[0]
    words = {local, *re.split(r"[\W\d_]+", local), *re.split(r"[\W_]+", candidate.full_name.casefold())}
    return any(len(word) >= _PERSONAL_WORD and word in folded for word in words)


def is_common(password: str, common: frozenset[str]) -> bool:
    """Whether the password is a usual word in disguise, a walk over the keyboard, or a few characters repeated.

    Disguises are: case, digits and signs before, after and between, letters written as look-alike digits or signs, and
    a word twice or two usual words in a row.
    """
    folded = password.casefold()
    skeleton = "".join(filter(str.isalnum, folded))
    if len(set(folded)) < _FEW_CHARACTERS or _is_walk(skeleton):
        return True
    return any(_made_of(core, common) for core in _cores(folded))


def _any(is_kind: Callable[[str], bool], text: str) -> bool:
    return any(map(is_kind, text))


def _cores(folded: str) -> set[str]:
    """The letters that may be meant, read in several ways."""
    inner = folded.strip(_AROUND)
    readings = {folded, *(text.translate(table) for text in (folded, inner) for table in _LOOK_ALIKES)}
    return {core for text in readings if (core := "".join(filter(str.isalpha, text)))}


def _made_of(core: str, common: frozenset[str]) -> bool:
    """Whether the letters are at most two different usual words, each as often as you like."""
    # Each way to read the first `end` letters, as the set of words it takes.
    ways: list[set[frozenset[str]]] = [{frozenset()}, *(set() for _ in core)]
    for end in range(1, len(core) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            word = core[start:end]
            if ways[start] and word in common:
                ways[end] |= {longer for way in ways[start] if len(longer := way | {word}) <= _MAX_COMMON_WORDS}
    return bool(ways[-1])


def _is_walk(skeleton: str) -> bool:
    pairs = list(pairwise(skeleton))
    near = sum(first + second in _NEIGHBOURS or abs(ord(first) - ord(second)) <= 1 for first, second in pairs)
    return bool(pairs) and near / len(pairs) >= _WALK_SHARE
