"""Policy of the library: what an item of each type must say, and which prerequisites can stand together."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TypeVar, assert_never

from lyceum.algorithms.grading.text_answer import LONGEST_WRITTEN_OUT, is_overlong, normalise_answer
from lyceum.library.contracts import ContentMisfit, ItemContent, ItemParameters, ItemType, Key

S = TypeVar("S", bound=Hashable)

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
MOST_GAPS = 20
LONGEST_PROSE, LONGEST_TYPED = 2000, 500
# May run over several lines, but holds nothing that a terminal obeys or that turns the direction of what follows.
PRINTABLE = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+$"
OPTION_ID = r"^[A-Za-z0-9_-]{1,20}$"
_GAP = re.compile(r"_{3,}")


def guessable(parameters: ItemParameters, content: ItemContent) -> ItemParameters:
    """The parameters of an item that is new: whoever knows nothing is right as often as chance has it."""
    if content.type is ItemType.TRUE_FALSE:
        chance = 0.5
    elif content.options:
        chance = 1.0 / len(content.options)
    else:
        return parameters
    return replace(parameters, c=max(parameters.c, chance))


def checked(content: ItemContent) -> ItemContent:
    """The content as it is kept: every key among what is accepted, nothing accepted twice.

    Raises:
        ContentMisfit: if it is not what an item of its type says.
    """
    if (content.type is ItemType.MULTIPLE_CHOICE) != (content.options is not None):
        raise ContentMisfit("Options belong to a multiple-choice item, and to no other.")
    match content.type:
        case ItemType.CLOZE:
            return _checked_cloze(content)
        case ItemType.SHORT_ANSWER:
            return replace(content, accepted=_accepted([_text(content.key)], content.accepted))
        case ItemType.FLASHCARD:
            _text(content.key)
        case ItemType.MULTIPLE_CHOICE:
            _check_options(content.options or [], content.key)
        case ItemType.TRUE_FALSE:
            if not isinstance(content.key, bool):
                raise ContentMisfit("The key of a statement is true or false.")
        case _:
            assert_never(content.type)
    if content.accepted:
        raise ContentMisfit("Accepted answers belong to an item whose answer is typed: cloze or short answer.")
    return content


def count_gaps(stem: str) -> int:
    """How many gaps a text has."""
    return len(_GAP.findall(stem))


def filled(stem: str, fill: Callable[[int], str], around: Callable[[str], str]) -> str:
    """A text with something in each gap, counted from 0, and something made of the pieces around them."""
    first, *others = _GAP.split(stem)
    return around(first) + "".join(fill(number) + around(piece) for number, piece in enumerate(others))


def fitting(known: Iterable[tuple[S, S]], wanted: Iterable[tuple[S, S]]) -> list[tuple[S, S]]:
    """Those of the wanted prerequisites, in order, that close no cycle with the known ones and those before them.

    Args:
        known: pairs (skill, what is learned before it), without a cycle.
        wanted: pairs to be added.
    """
    needed_by: dict[S, set[S]] = defaultdict(set)
    for skill, prerequisite in known:
        needed_by[prerequisite].add(skill)
    fit = []
    # What needs a skill stays the same while that skill is given prerequisites, none of which needs it: one search for
    # all of them. One for each took 2 s in a map where everything needs a hundred others.
    for skill, together in groupby(wanted, itemgetter(0)):
        needing = _needing(needed_by, skill)
        fitting_it = [prerequisite for _, prerequisite in together if prerequisite not in needing]
        for prerequisite in fitting_it:
            needed_by[prerequisite].add(skill)
        fit += [(skill, prerequisite) for prerequisite in fitting_it]
    return fit


def _needing(needed_by: Mapping[S, Collection[S]], skill: S) -> set[S]:
    """The skill, and all that need it, at once or by way of others."""
    found, waiting = {skill}, [skill]
    while waiting:
        for each in needed_by.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _checked_cloze(content: ItemContent) -> ItemContent:
    gaps = count_gaps(content.stem)
    keys = content.key
    if not isinstance(keys, list) or len(keys) != gaps or not 1 <= gaps <= MOST_GAPS:
        raise ContentMisfit(
            f"A cloze item has 1 to {MOST_GAPS} gaps, written ____, and a key for each; the stem has {gaps}."
        )
    return replace(content, accepted=_accepted(keys, content.accepted))


def _accepted(keys: Sequence[str], accepted: Sequence[Sequence[str]]) -> list[list[str]]:
    """What is accepted for each gap, its key first."""
    if accepted and len(accepted) != len(keys):
        raise ContentMisfit(f"Accepted answers are one list for each text to be typed; expected {len(keys)}.")
    whole = [
        list(dict.fromkeys([key, *others])) for key, others in zip(keys, accepted or [[]] * len(keys), strict=True)
    ]
    if any(is_overlong(text) for texts in whole for text in texts):
        raise ContentMisfit(
            f"An answer to be typed stands for at most {LONGEST_WRITTEN_OUT} letters; some characters stand for many."
        )
    if not all(normalise_answer(text) for texts in whole for text in texts):
        raise ContentMisfit("An answer to be typed has at least one letter or digit.")
    return whole


def _check_options(options: Sequence[dict[str, str]], key: Key) -> None:
    ids, texts = [each["id"] for each in options], {" ".join(each["text"].casefold().split()) for each in options}
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise ContentMisfit(f"There are {FEWEST_OPTIONS} to {MOST_OPTIONS} options; got {len(options)}.")
    if len(set(ids)) != len(ids) or len(texts) != len(ids):
        raise ContentMisfit("Each option has an id and a text that no other has.")
    if key not in ids:
        raise ContentMisfit("The key of a multiple-choice item is the id of one of its options.")


def _text(key: Key) -> str:
    if not isinstance(key, str) or not key.strip():
        raise ContentMisfit("The key of this type of item is a text.")
    return key
