"""No text that anybody sends makes a pattern of ours take time out of proportion to its length (ReDoS).

Each pattern is tried on long texts made of its own signs that almost match: one that backtracks with the square of the
length would take seconds, one that does so exponentially would not end.
"""

import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

import lyceum
from tests.builders import can_be_done_within
from tests.gateway.described import DOCUMENT

_WITHOUT_PATTERNS = re.compile(r"\.(__main__|migrations|migrating|adapters|building)\b")
# What a pattern is tried with besides the signs that it names: one of each kind.
_KINDS = "aA0_ -.\n"
# The longest text that a request may carry to a pattern, and the longest that one is looked for in.
_LONG, _SEARCHED = 20_000, 1_500
_MOST_CPU_S = 0.5


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every pattern that a module of ours holds, and every one that the API describes."""
    found = {f"described {each}": re.compile(each) for each in described(DOCUMENT)}
    for module in pkgutil.walk_packages(lyceum.__path__, "lyceum."):
        if _WITHOUT_PATTERNS.search(module.name):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name}.{name}"] = value
    return found


def described(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for inner in part.values():
            yield from described(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from described(inner)


PATTERNS = patterns()


def pumped(pattern: re.Pattern[Any], length: int) -> Iterator[str]:
    """Texts of one or two of its signs again and again, and an end that fits nothing."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    signs = list(dict.fromkeys([*_KINDS, *re.sub(r"\\\\.", "", source)]))[:16]
    for unit in [*signs, *map("".join, itertools.permutations(signs, 2))]:
        yield unit * (length // len(unit)) + "\x00!"


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_takes_time_in_proportion(name: str) -> None:
    pattern = PATTERNS[name]
    for length, tries in ((_LONG, pattern.fullmatch), (_SEARCHED, pattern.search)):
        for text in pumped(pattern, length):
            tried = partial(tries, text if isinstance(pattern.pattern, str) else text.encode())

            assert can_be_done_within(_MOST_CPU_S, tried), f"{length} signs that begin with {text[:6]!r}"


def test_a_pattern_that_backtracks_is_found() -> None:
    """The measure itself: it must see what is bad."""
    bad = re.compile(r"(?:\w+ ?)*x?\w*;", re.ASCII)

    texts = ("a" * number + "!" for number in range(5, 40))

    assert not all(can_be_done_within(_MOST_CPU_S, partial(bad.fullmatch, text)) for text in texts)


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 30
