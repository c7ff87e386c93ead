"""Turns of phrase by which a text says that it is naming or explaining something."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lyceum.studio.term_candidates import LONGEST_TERM_WORDS, Candidate, Sentence, key_of, tokens_of


@dataclass(frozen=True, slots=True)
class CuePattern:
    """`weight` is how sure the cue is; `names_first`: the term begins where group `t` does, else it ends there."""

    pattern: re.Pattern[str]
    weight: float
    names_first: bool


@dataclass(slots=True)
class Cue:
    """What the cues say of one candidate: their summed weight, and the sentence of the surest."""

    weight: float = 0.0
    surest: float = 0.0
    sentence: int = -1


_NAMED = r"(?P<t>[^,.;:()]{3,60})"
_PHRASE = r"(?P<t>[^,.;:()]{3,50}?)"
_ARTICLE = r"(?:an?\s+|the\s+)?"


def _pattern(expression: str, weight: float, *, names_first: bool = False) -> CuePattern:
    return CuePattern(re.compile(expression, re.IGNORECASE), weight, names_first)


# Weights by how often each was right on the eight public chapters; the linear model on top only needs their order.
CUES = (
    _pattern(
        r"(?:is|are|was|were|be)\s+(?:often\s+|also\s+|commonly\s+|sometimes\s+|usually\s+)?"
        rf"(?:called|known as|termed|referred to as|named)\s+(?:an?\s+|the\s+|its\s+)?{_NAMED}",
        3.0,
        names_first=True,
    ),
    _pattern(rf"\bcalls?\s[^.;:]{{3,160}}?\s(?:an?\s+|the\s+){_NAMED}(?=[.;]|$)", 2.5, names_first=True),
    _pattern(rf"(?:called|known as|termed|referred to as)\s+{_ARTICLE}{_NAMED}", 2.5, names_first=True),
    _pattern(
        rf"^{_ARTICLE}(?P<t>[A-Z][^,.;:()]{{2,50}}?)\s*(?:\([^)]{{1,30}}\)\s*)?,?\s+(?:is|are)\s+"
        r"(?:an?|the|any|one|when|defined|how)\b",
        2.0,
    ),
    _pattern(
        rf"^{_ARTICLE}(?P<t>[A-Za-z][^,.;:()]{{2,50}}?)\s+"
        r"(?:refers? to|means|describes?|occurs? when|is defined as|consists? of|involves?)\b",
        2.0,
    ),
    _pattern(rf"\b(?:an?|the)\s+{_PHRASE}\s+(?:is|are)\s+(?:an?|the|any)\s+\w+", 1.0),
    _pattern(rf",\s+or\s+{_ARTICLE}{_PHRASE}[,.;—]", 1.2),
    _pattern(rf"\bterm\s+[“\"]?{_PHRASE}[”\"]?\s+(?:is|refers|was|means|describes|to)\b", 2.0),
    _pattern(r"\b(?P<t>[A-Za-z][A-Za-z\- ]{2,50}?)\s+\([A-Z]{2,6}s?\)", 1.0),
)


def cues_of(sentences: Sequence[Sentence], candidates: Mapping[str, Candidate]) -> dict[str, Cue]:
    """The cues of every candidate that has any."""
    found: dict[str, Cue] = {}
    for index, sentence in enumerate(sentences):
        for cue in CUES:
            for match in cue.pattern.finditer(sentence.text):
                key = _named(tokens_of(match["t"]), candidates, names_first=cue.names_first)
                if key is None:
                    continue
                known = found.setdefault(key, Cue())
                known.weight += cue.weight
                if cue.weight > known.surest:
                    known.surest, known.sentence = cue.weight, index
    return found


def _named(tokens: Sequence[str], candidates: Mapping[str, Candidate], *, names_first: bool) -> str | None:
    """The longest candidate that begins, or ends, the tokens."""
    for length in range(min(LONGEST_TERM_WORDS, len(tokens)), 0, -1):
        key = key_of(tokens[:length] if names_first else tokens[-length:])
        if key in candidates:
            return key
    return None
