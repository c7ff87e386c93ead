"""Answers a question from the document by words alone, to find out where a wrong option may be right as well."""

from collections.abc import Iterable
from dataclasses import dataclass

from lyceum.studio.lexicon import Lexeme, Lexicon, Place, stems

# The usual values of BM25 (Robertson & Zaragoza 2009); a word counts once in a sentence.
_SATURATION, _LENGTH_SHARE = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Margin:
    """How well the sentences about the key match the question, and the best match of any rival's sentences."""

    key: float
    rival: float

    @property
    def share(self) -> float:
        """The rival's match as a share of the key's; 1 or more where a rival matches as well."""
        return self.rival / self.key if self.key > 0 else 1.0


class Solver:
    """Scores question against sentence by BM25, over the sentences of one document that mention terms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def margin(self, question: str, key: Lexeme, rivals: Iterable[tuple[Lexeme, frozenset[Place]]]) -> Margin:
        """What speaks for the key, and for its strongest rival in sentences that do not name the key too.

        Args:
            question: what is asked.
            key: the term that is right.
            rivals: other terms, each with the sentences that do not count because they say what that term is.
        """
        asked = frozenset(stems(question)) - key.parts
        best = max((self._score(asked, place) for place in key.sentences), default=0.0)
        against = (place for rival, own in rivals for place in rival.sentences - key.sentences - own)
        return Margin(best, max((self._score(asked, place) for place in against), default=0.0))

    def _score(self, asked: frozenset[str], place: Place) -> float:
        bag = self._lexicon.bag(place)
        shared = asked & bag
        if not shared:
            return 0.0
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(bag) / self._lexicon.mean_length
        weight = (_SATURATION + 1) / (1 + _SATURATION * length)
        return weight * sum(self._lexicon.idf(stem) for stem in sorted(shared))
