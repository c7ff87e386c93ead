"""Fitting one term into the place of another: article, number, capital."""

import re

from lyceum.studio.lexicon import Lexeme, is_plural
from lyceum.studio.mentions import Mention

_ARTICLE = re.compile(r"\b([Aa])n?\s+$")
_DETERMINER = re.compile(
    r"\b(?:an?|the|its|their|his|her|our|each|every|any|this|that|one|another)\s+[“\"‘]?$", re.IGNORECASE
)
_SPOKEN_WITH_CONSONANT = re.compile(r"^(?:uni(?!n)|use|usu|eu|one\b|once|u[A-Z])", re.IGNORECASE)
_SPOKEN_WITH_VOWEL = re.compile(r"^(?:hour|honest|honou?r|heir|[FHLMNRSX](?:[A-Z]|\b|-))")


def article_for(word: str) -> str:
    """`a` or `an`, by the sound the word begins with as far as its spelling tells."""
    if _SPOKEN_WITH_VOWEL.match(word):
        return "an"
    if _SPOKEN_WITH_CONSONANT.match(word):
        return "a"
    return "an" if word[:1].lower() in "aeiou" else "a"


def fits(other: Lexeme, sentence: str, mention: Mention) -> bool:
    """Whether a term could stand where another stands without an error of grammar giving it away."""
    plural = is_plural(sentence[mention.start : mention.end])
    if other.shown(plural=plural) is None:
        return False
    before = sentence[: mention.start]
    if plural:
        return True
    if _ARTICLE.search(before):
        return other.is_counted
    if _DETERMINER.search(before):
        return True
    return other.is_bare


def form_for(other: Lexeme, sentence: str, mention: Mention) -> str:
    """The other term in the number of what stands there; call only where it `fits`."""
    shown = other.shown(plural=is_plural(sentence[mention.start : mention.end]))
    return shown or other.term.text


def swapped(sentence: str, mention: Mention, replacement: str) -> str:
    """The sentence with another term in one place, the article before it made to agree."""
    before = sentence[: mention.start]
    match = _ARTICLE.search(before)
    if match:
        article = article_for(replacement)
        before = before[: match.start()] + (article.capitalize() if match[1] == "A" else article) + " "
    if not before.strip('“"‘ '):
        replacement = replacement[:1].upper() + replacement[1:]
    return before + replacement + sentence[mention.end :]
