"""The hints an item has, weakest first: where it stands, what shape its answer has, what is said around it.

Made from the item and its passage alone. Nothing of the answer is in any of them: a clue that would tell it, even by
chance, is put in other words, or left out.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lyceum.algorithms.text.masking import GAP, masked, tells
from lyceum.algorithms.text.sentences import sentences
from lyceum.library.contracts import Item, ItemType

# Of three options, one struck out leaves a choice; of two it would leave the key.
_FEWEST_OPTIONS = 3
_LONGEST_SENTENCE = 400
# Fewer words between the gaps say nothing.
_FEWEST_WORDS = 4
_VERDICTS = ("true", "false")


class ClueCode(StrEnum):
    """What a clue is about; words are made from it in the learner's language."""

    WHERE = "where"
    SHAPE = "shape"
    STRIKE = "strike"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text to be typed looks like: letters of each of its words, and its first letter, as far as it is told."""

    lengths: tuple[int, ...] = ()
    first: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One hint, in nobody's language yet: `wording` makes sentences of it.

    Attributes:
        code: what it is about; which of the others are set goes by it.
        page, heading: where the source stands; no heading if none may be named.
        shapes: of the texts to be typed, in their order.
        option: the text of an option that is wrong, and `struck` its id.
        sentence: of the document, the answer masked.
    """

    code: ClueCode
    page: int | None = None
    heading: str | None = None
    shapes: tuple[Shape, ...] = ()
    option: str | None = None
    struck: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an item's source: the headings it is under, and the text of its passage."""

    headings: tuple[str, ...] = ()
    text: str = ""


def clues_of(item: Item, around: Surroundings, said: Callable[[Clue], Iterable[str]]) -> tuple[Clue, ...]:
    """The hints of an item, weakest first; each is given after the one before.

    Args:
        item: what is asked.
        around: what stands around its source.
        said: a clue in words, in every language it may be given in; one that tells in any of them is not given.
    """
    answers = answers_of(item)
    offered = (_where(item, around), _of_type(item), _sentences(item, around))

    def is_silent(clue: Clue) -> bool:
        return not any(tells(text, answers) for text in said(clue))

    found = (next(filter(is_silent, kind), None) for kind in offered)
    return tuple(clue for clue in found if clue is not None)


def answers_of(item: Item) -> list[str]:
    """Everything that would tell the answer: the key as it is shown, and all that is accepted."""
    if isinstance(item.key, bool):
        return list(_VERDICTS)
    if item.options is not None:
        return [option["text"] for option in item.options if option["id"] == item.key]
    keys = [item.key] if isinstance(item.key, str) else item.key
    return [*keys, *(text for texts in item.accepted for text in texts)]


def _where(item: Item, around: Surroundings) -> Iterator[Clue]:
    if item.source is None:
        return
    for heading in reversed(around.headings):
        yield Clue(code=ClueCode.WHERE, page=item.source.page, heading=heading)
    yield Clue(code=ClueCode.WHERE, page=item.source.page)


def _of_type(item: Item) -> Iterator[Clue]:
    if item.type in (ItemType.CLOZE, ItemType.SHORT_ANSWER):
        keys = [item.key] if isinstance(item.key, str) else list(item.key) if isinstance(item.key, list) else []
        yield from (Clue(code=ClueCode.SHAPE, shapes=shapes) for shapes in _shapes(keys))
    if item.type is ItemType.MULTIPLE_CHOICE:
        yield from _strikes(item)


def _shapes(keys: Sequence[str]) -> Iterator[tuple[Shape, ...]]:
    """The shape of the answers, said in one way after another, for as long as a way tells too much."""
    lengths, firsts = [_lengths(key) for key in keys], [_first(key) for key in keys]
    if all(firsts):
        yield tuple(map(Shape, lengths, firsts))
    yield tuple(map(Shape, lengths))
    if all(firsts):
        yield tuple(Shape(first=first) for first in firsts)


def _lengths(key: str) -> tuple[int, ...]:
    return tuple(sum(character.isalnum() for character in word) for word in key.split())


def _first(key: str) -> str | None:
    """The first letter; a number has none, since its first digit is half of it."""
    first = next((character for character in key if character.isalnum()), "")
    return first if first.isalpha() else None


def _strikes(item: Item) -> Iterator[Clue]:
    options = item.options or []
    if len(options) < _FEWEST_OPTIONS:
        return
    wrong = [option for option in options if option["id"] != item.key]
    # The same option each time, and not always the first.
    turn = zlib.crc32(item.id.bytes) % len(wrong)
    for option in wrong[turn:] + wrong[:turn]:
        yield Clue(code=ClueCode.STRIKE, option=option["text"], struck=option["id"])


def _sentences(item: Item, around: Surroundings) -> Iterator[Clue]:
    # A flashcard's answer is its source, and the words around it are about it.
    if item.source is None or item.type is ItemType.FLASHCARD:
        return
    answers = answers_of(item)
    for sentence in _in_order(item, item.source.quote, around):
        text = masked(sentence, answers)
        plain = [word for word in text.split() if any(map(str.isalnum, word)) and GAP not in word]
        if len(plain) >= _FEWEST_WORDS and len(text) <= _LONGEST_SENTENCE:
            yield Clue(code=ClueCode.SENTENCE, sentence=text)


def _in_order(item: Item, quote: str, around: Surroundings) -> Iterator[str]:
    """The source sentence, unless it is the question itself, and then its neighbours, those on the answer first."""
    if item.type in (ItemType.MULTIPLE_CHOICE, ItemType.SHORT_ANSWER):
        yield quote
    every = sentences(around.text)
    own = {number for number, sentence in enumerate(every) if sentence in quote or quote in sentence}
    near = [
        every[number] for place in sorted(own) for number in (place + 1, place - 1) if _is_other(number, every, own)
    ]
    answers = answers_of(item)
    yield from sorted(near, key=lambda sentence: not tells(sentence, answers))


def _is_other(number: int, every: Sequence[str], own: set[int]) -> bool:
    return 0 <= number < len(every) and number not in own
