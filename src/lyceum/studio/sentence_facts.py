"""What a sentence is like, whichever term is looked for in it; worked out once for all its terms."""

from dataclasses import dataclass
from functools import lru_cache

from lyceum.algorithms.text.words import words
from lyceum.studio import stem_rules


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """The rules of `stem_rules` for one sentence without its asides, and its number of words."""

    text: str
    points_back: bool
    points_elsewhere: bool
    addresses_reader: bool
    is_worked_example: bool
    is_whole: bool
    word_count: int


@lru_cache(maxsize=4_096)
def facts_of(sentence: str) -> SentenceFacts:
    """The facts of a sentence as printed."""
    text = stem_rules.without_asides(sentence)
    return SentenceFacts(
        text=text,
        points_back=stem_rules.points_back(text),
        points_elsewhere=stem_rules.points_elsewhere(text),
        addresses_reader=stem_rules.addresses_reader(text),
        is_worked_example=stem_rules.is_worked_example(text),
        is_whole=stem_rules.is_whole_sentence(text),
        word_count=len(words(text)),
    )
