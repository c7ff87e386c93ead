"""Words of a text and their normal forms."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?|\d+(?:[.,]\d+)*", re.UNICODE)
_ARTICLES = frozenset({"a", "an", "the"})
_SIBILANT_PLURAL = re.compile(r"(?:ss|x|ch|sh|zz)es$")
_NO_PLURAL = re.compile(r"(?:ss|us|is|ics|[^aeiou]as|ias)$")
# Plurals that English does not build with -s; both sides of a comparison go through the same table.
_IRREGULAR = {
    "bacteria": "bacterium",
    "phenomena": "phenomenon",
    "criteria": "criterion",
    "nuclei": "nucleus",
    "hypotheses": "hypothesis",
    "analyses": "analysis",
    "axes": "axis",
    "mitochondria": "mitochondrion",
    "men": "man",
    "women": "woman",
    "children": "child",
    "people": "person",
    "indices": "index",
    "stimuli": "stimulus",
    "matrices": "matrix",
    "vertices": "vertex",
    "spectra": "spectrum",
    "ova": "ovum",
    "lives": "life",
}
_SHORTEST_WITH_PLURAL = 4


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, as printed."""
    return _WORD.findall(text)


def singular(word: str) -> str:
    """A word in lower case without its plural or possessive ending; regular English plurals and common others."""
    lower = word.lower().replace("’", "'")
    lower = lower.removesuffix("'s").removesuffix("'")
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if len(lower) > _SHORTEST_WITH_PLURAL and lower.endswith("ies"):
        return lower[:-3] + "y"
    if len(lower) > _SHORTEST_WITH_PLURAL and _SIBILANT_PLURAL.search(lower):
        return lower[:-2]
    if len(lower) >= _SHORTEST_WITH_PLURAL and lower.endswith("s") and not _NO_PLURAL.search(lower):
        return lower[:-1]
    return lower


def term_key(text: str) -> str:
    """The normal form of a term: lower case, singular words, no article in front, no bracketed part, hyphens as spaces.

    Two mentions of one term have the same key: "the Demand Curves" and "demand curve".
    """
    outside_brackets = re.sub(r"\([^)]*\)", " ", unicodedata.normalize("NFKC", text))
    parts = words(outside_brackets.replace("-", " "))
    while len(parts) > 1 and parts[0].lower() in _ARTICLES:
        parts = parts[1:]
    return " ".join(singular(part) for part in parts)
