"""Wrong options from the document's own terms: what a learner could take for the key, and what is certainly not it."""

from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import log, log1p, sqrt

from lyceum.studio.lexicon import Lexeme, Lexicon

# A conditional logit on what people chose as distractors in 335 keyed questions of two open textbooks. Fitted on one
# book and tried on the other it finds .63 and .53 of them among the ten best of the book's terms (random: .01).
_COMPANY, _SAME_PASSAGES, _SAME_SENTENCES, _IN_LISTS = 3.6, 1.0, -2.2, 0.9
_CHAPTERS, _SECTIONS = 3.1, 3.6
_SPELLING, _SAME_HEAD, _SAME_FIRST, _SAME_ENDING, _SAME_WORDS = 0.75, 0.9, 1.1, 1.55, -1.35
_LENGTH, _FREQUENCY = 0.8, 0.2
_MOST_IN_LISTS = 2
_ENDING = 3
# Above this two terms are one term written twice, or two that even a teacher would not ask to tell apart.
MOST_SIMILAR = 0.85


@dataclass(frozen=True, slots=True)
class Ranked:
    """A possible distractor; `plausibility` ranks within one key only."""

    lexeme: Lexeme
    plausibility: float


def ranked(key: Lexeme, candidates: Iterable[Lexeme], lexicon: Lexicon) -> list[Ranked]:
    """The candidates other than the key, the most plausible first."""
    found = [Ranked(each, plausibility(key, each, lexicon)) for each in candidates if each.term.key != key.term.key]
    return sorted(found, key=lambda each: (-each.plausibility, each.lexeme.term.key))


def plausibility(key: Lexeme, other: Lexeme, lexicon: Lexicon) -> float:
    """How likely a teacher would offer one term where the other is right."""
    left, right = key.term.key, other.term.key
    left_words, right_words = left.split(), right.split()
    return (
        _COMPANY * lexicon.closeness(left, right)
        + _SAME_PASSAGES * _shared(key.passages, other.passages)
        + _SAME_SENTENCES * _shared(key.sentences, other.sentences)
        + _IN_LISTS * min(_MOST_IN_LISTS, lexicon.side_by_side(left, right))
        + _CHAPTERS * lexicon.overlap(left, right, level=1)
        + _SECTIONS * lexicon.overlap(left, right, level=2)
        + _SPELLING * spelling_similarity(left, right)
        + _SAME_HEAD * (left_words[-1] == right_words[-1])
        + _SAME_FIRST * (left_words[0] == right_words[0])
        + _SAME_ENDING * (left[-_ENDING:] == right[-_ENDING:])
        + _SAME_WORDS * len(key.parts & other.parts) / len(key.parts | other.parts)
        - _LENGTH * abs(log(len(right_words) / len(left_words)))
        + _FREQUENCY * log1p(len(other.passages))
    )


def similarity(left: Lexeme, right: Lexeme, lexicon: Lexicon) -> float:
    """In [0, 1]: the larger of how alike two terms are written and how alike their surroundings are."""
    return max(spelling_similarity(left.term.key, right.term.key), lexicon.closeness(left.term.key, right.term.key))


def spelling_similarity(left: str, right: str) -> float:
    """Dice coefficient of the letter trigrams of two normal forms."""
    first, second = _trigrams(left), _trigrams(right)
    return 2 * len(first & second) / (len(first) + len(second))


def may_be_same(left: Lexeme, right: Lexeme, lexicon: Lexicon) -> bool:
    """Whether one of two terms may name what the other names: an alias, a kind of it, or hardly another word."""
    return are_one(left, right, lexicon) or similarity(left, right, lexicon) > MOST_SIMILAR


def are_one(left: Lexeme, right: Lexeme, lexicon: Lexicon) -> bool:
    """Whether one of two terms is an alias, an abbreviation or a kind of the other by its name."""
    if left.parts <= right.parts or right.parts <= left.parts:
        return True
    if lexicon.are_aliases(left.term.key, right.term.key):
        return True
    return _initials(left.term.key) == right.term.key or _initials(right.term.key) == left.term.key


def is_of_a_kind(key: Lexeme, other: Lexeme) -> bool:
    """Whether two terms could stand in the same list: both names or neither, of like length and word class."""
    if key.is_name != other.is_name:
        return False
    return _looks_adjectival(key.term.key) == _looks_adjectival(other.term.key)


def _shared(left: Set[Hashable], right: Set[Hashable]) -> float:
    return len(left & right) / sqrt(max(1, len(left)) * max(1, len(right)))


@lru_cache(maxsize=20_000)
def _trigrams(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def _initials(key: str) -> str:
    return "".join(part[0] for part in key.split()) if " " in key else ""


_ADJECTIVE_ENDINGS = ("ous", "ic", "ive", "able", "ible", "ful", "ed")


def _looks_adjectival(key: str) -> bool:
    return " " not in key and key.endswith(_ADJECTIVE_ENDINGS)


def distinct(chosen: Sequence[Lexeme], candidate: Lexeme, lexicon: Lexicon) -> bool:
    """Whether a candidate is no second name of a distractor that was chosen."""
    return not any(may_be_same(candidate, each, lexicon) for each in chosen)
