"""How common an English word is: what everybody knows is seldom a term of a subject."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

# A word of no list is rarer than the rarest listed one.
_UNLISTED = 9.9
_NAMES = "names"


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """`classes`: from singular word in lower case to its class, 1 (the commonest) to 7; `names`: of people, places."""

    classes: Mapping[str, float]
    names: frozenset[str]

    def rarity(self, word: str) -> float:
        """From 1 for the commonest words to 9.9 for a word of no list."""
        return self.classes.get(word, _UNLISTED)

    def is_listed(self, word: str) -> bool:
        """Whether any list of common words has it."""
        return word in self.classes


@cache
def english_words() -> EnglishWords:
    """The lists, read once per process."""
    packed = resources.files("lyceum.studio").joinpath("data/english_words.txt.gz").read_bytes()
    classes: dict[str, float] = {}
    names: frozenset[str] = frozenset()
    for line in gzip.decompress(packed).decode().splitlines():
        label, *listed = line.split(" ")
        if label == _NAMES:
            names = frozenset(listed)
        else:
            classes.update(dict.fromkeys(listed, int(label) / 10))
    return EnglishWords(classes, names)
