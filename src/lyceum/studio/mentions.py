"""Where terms stand in a sentence; a mention inside a longer term belongs to the longer one."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from lyceum.algorithms.text.words import singular

_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
# Kana and Chinese characters: written without spaces between words.
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_GAP = re.compile(r"^(?:[\s\-]|['’]s?\s)?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A term at half-open character range `start:end` of a sentence."""

    key: str
    start: int
    end: int


class TermFinder:
    """Finds the mentions of known terms, longest first; built once per document."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        unspaced = []
        for key in keys:
            parts = tuple(key.split())
            if _UNSPACED.search(key):
                unspaced.append(key)
            elif parts:
                self._by_first[parts[0]].append(parts)
        for known in self._by_first.values():
            known.sort(key=len, reverse=True)
        longest_first = sorted(unspaced, key=lambda key: (-len(key), key))
        self._unspaced = re.compile("|".join(map(re.escape, longest_first))) if unspaced else None

    def mentions(self, sentence: str) -> list[Mention]:
        """Every mention in order, none inside another; in a script without spaces wherever the letters stand."""
        if self._unspaced and _UNSPACED.search(sentence):
            return [Mention(match.group(), match.start(), match.end()) for match in self._unspaced.finditer(sentence)]
        parts = [(singular(match.group()), match.start(), match.end()) for match in _PART.finditer(sentence)]
        found = []
        index = 0
        while index < len(parts):
            matched = self._longest_at(sentence, parts, index)
            if matched:
                found.append(Mention(" ".join(matched), parts[index][1], parts[index + len(matched) - 1][2]))
                index += len(matched)
            else:
                index += 1
        return found

    def starts(self, sentence: str) -> list[tuple[str, int]]:
        """Every term with the number of the word it begins at, terms inside longer ones too."""
        if self._unspaced and _UNSPACED.search(sentence):
            return [(mention.key, mention.start) for mention in self.mentions(sentence)]
        parts = [singular(match.group()) for match in _PART.finditer(sentence)]
        return [
            (" ".join(known), index)
            for index, part in enumerate(parts)
            for known in self._by_first.get(part, ())
            if tuple(parts[index : index + len(known)]) == known
        ]

    def _longest_at(self, sentence: str, parts: list[tuple[str, int, int]], index: int) -> tuple[str, ...] | None:
        for known in self._by_first.get(parts[index][0], ()):
            window = parts[index : index + len(known)]
            if tuple(part for part, _, _ in window) != known:
                continue
            gaps = (sentence[left[2] : right[1]] for left, right in pairwise(window))
            if all(_GAP.match(gap) for gap in gaps):
                return known
        return None
