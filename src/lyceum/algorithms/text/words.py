"""Words of a text and their normal forms."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?|\d+(?:[.,]\d+)*", re.UNICODE)
# Han, kana and their marks, Thai, Lao, Burmese and Khmer: written without a space between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
# Two of their characters say about what one English word says: translations are that much shorter.
_UNSPACED_PER_WORD = 2
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
    "gyri": "gyrus",
    "sulci": "sulcus",
    "cilia": "cilium",
    "flagella": "flagellum",
    "ganglia": "ganglion",
    "fungi": "fungus",
    "foci": "focus",
    "loci": "locus",
    "radii": "radius",
    "alveoli": "alveolus",
    "nucleoli": "nucleolus",
    "villi": "villus",
    "algae": "alga",
    "larvae": "larva",
    "vertebrae": "vertebra",
    "formulae": "formula",
    "strata": "stratum",
    "theses": "thesis",
    "crises": "crisis",
    "diagnoses": "diagnosis",
    "syntheses": "synthesis",
    "helices": "helix",
    "cortices": "cortex",
    "appendices": "appendix",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "halves": "half",
    "leaves": "leaf",
    "species": "species",
    "series": "series",
}
# These end like plurals and are none.
_SINGULARS = frozenset(
    {"pancreas", "diabetes", "species", "series", "rabies", "herpes", "lens", "atlas", "canvas", "biceps"}
)
_SHORTEST_WITH_PLURAL = 4


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, as printed."""
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a text has; where a script has no spaces between them, two characters count as a word."""
    spaced, unspaced = _UNSPACED.subn(" ", text)
    in_words = sum(any(map(str.isalnum, part)) for part in spaced.split()) if unspaced else len(text.split())
    return in_words + -(-unspaced // _UNSPACED_PER_WORD)


# A book has some 30,000 different words and asks for each of them hundreds of times.
@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """A word in lower case without its plural or possessive ending; regular English plurals and common others."""
    lower = word.lower().replace("’", "'")
    lower = lower.removesuffix("'s").removesuffix("'")
    if lower in _IRREGULAR or lower in _SINGULARS:
        return _IRREGULAR.get(lower, lower)
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
