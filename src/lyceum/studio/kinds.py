"""What kind of thing a term names: the noun that its definition begins with, and the head of its own name."""

import re

from lyceum.algorithms.text.stop_words import listed
from lyceum.studio.lexicon import Lexeme, stems
from lyceum.studio.statements import Gloss, Statement

_KIND_OF = re.compile(
    r"^(?:an?|the|one|any|all)?\s*(?:[\w-]+\s)?(?:types?|kinds?|forms?|class|sorts?|branch|variety)\s+of\s+"
)
_GENUS_ENDS = re.compile(
    r"\b(?:of|for|in|on|at|as|not|than|that|which|who|whom|whose|where|when|why|how|with|without|within|to|from|into|"
    r"onto|between|among|around|about|against|across|along|through|over|under|above|below|behind|beyond|inside|"
    r"outside|near|during|after|before|by|per|used|called|named|known|given|made|composed|formed|found|located|caused|"
    r"based|designed|produced|associated|involved|measured|shown|consisting|containing|involving|surrounding|"
    r"connecting|describing|using|having|resulting|extending|is|are|was|were|can|may|we|they|it)\b|[,;:(—–]"
)
_OR_ELSE = re.compile(r"\s+(?:or|and)\s+(?:an?\s+|the\s+)?")
# Two things may be called so and have nothing in common.
_SAYS_NOTHING = listed("thing one part term name word way example idea concept something someone anything everything")


def kinds_of(key: Lexeme, statements: list[Statement]) -> frozenset[str]:
    """The words for what a term is; two terms that share one could be taken for each other."""
    own = {key.term.key.partition(" of ")[0].rpartition(" ")[2]} - _SAYS_NOTHING
    return frozenset(own).union(*(kinds_of_gloss(each) for each in statements))


def kinds_of_gloss(statement: Statement) -> frozenset[str]:
    """The head of what comes first in a definition: "price" in "a legal maximum price that one pays"."""
    if statement.kind is not Gloss.NOUN:
        return frozenset()
    heads = (stems(part)[-1:] for part in _OR_ELSE.split(_until_told_apart(statement.gloss)))
    return frozenset(word for head in heads for word in head) - _SAYS_NOTHING


def genus_of(gloss: str) -> frozenset[str]:
    """The words that say what kind of thing is meant, up to where it is told from others of its kind."""
    return frozenset(stems(_until_told_apart(gloss)))


def _until_told_apart(gloss: str) -> str:
    rest = _KIND_OF.sub("", gloss)
    end = _GENUS_ENDS.search(rest)
    return rest[: end.start()] if end else rest
