"""How hard a text is to read, by the length of its sentences and words; syllables are counted by their vowels."""

import re

from lyceum.algorithms.text.words import words

_VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôû]+")
_SILENT_E = re.compile(r"(?:[^aeiouy]e|[^aeiouylt]es|[^aeiouytd]ed)$")
_SPOKEN_LE = re.compile(r"[^aeiouy]le$")
_STOPS = re.compile(r"[.!?;:]+(?=\s|$)")


def syllables(word: str) -> int:
    """Syllables of an English word by its groups of vowels, a silent e left out; at least one."""
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    if _SILENT_E.search(lower) and not _SPOKEN_LE.search(lower):
        count -= 1
    return max(1, count)


def grade_level(text: str) -> float:
    """Years of schooling a text asks for.

    Source: Kincaid et al. 1975, the grade-level formula: 0.39 words per sentence + 11.8 syllables per word - 15.59.
    """
    found = words(text)
    if not found:
        return 0.0
    sentence_count = max(1, len(_STOPS.findall(text)))
    syllable_count = sum(syllables(word) for word in found)
    return 0.39 * len(found) / sentence_count + 11.8 * syllable_count / len(found) - 15.59
