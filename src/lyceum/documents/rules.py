"""What counts in a search: which words, how much, and when an answer is worth trusting."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lyceum.algorithms.retrieval.bm25 import rarity

# A word that stands in every third passage tells little and costs most: beyond this many passages to score, the
# commonest words are left out. One book stays below it; a shelf does not.
MOST_POSTINGS = 8_000

# Likeness by trigrams from which a word that stands nowhere is taken for a misspelling of one that does, and the
# shortest word for which that is tried.
LEAST_LIKENESS = 0.45
SHORTEST_MISSPELT = 4

# Below this the documents may well not answer. Chosen so that of a book's own questions one in twenty is doubted; then
# three in four of a neighbouring subject are, and nearly all of a distant one.
LEAST_CONFIDENCE = 0.3


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question: its index form, in how many passages it stands, and how sure we are that it is meant."""

    lexeme: str
    passages: int
    likeness: float = 1.0


def word_weights(words: Sequence[AskedWord], passages: int) -> dict[str, float]:
    """What each word that stands somewhere counts; the commonest are left out where there are too many to score."""
    weights: dict[str, float] = {}
    postings = 0
    for word in sorted((each for each in words if each.passages), key=lambda each: each.passages):
        postings += word.passages
        if weights and postings > MOST_POSTINGS:
            break
        weight = word.likeness * rarity(word.passages, passages)
        weights[word.lexeme] = max(weight, weights.get(word.lexeme, 0.0))
    return weights


def misspelt(known: Mapping[str, int]) -> list[str]:
    """Words that stand nowhere, and may be misspelt."""
    return [
        word for word, passages in known.items() if not passages and len(word) >= SHORTEST_MISSPELT and word.isalpha()
    ]


def confidence(words: Sequence[AskedWord], passages: int, *, best_words: float, best_meaning: float | None) -> float:
    """How likely it is that the passages are about the question, 0 to 1.

    Three things tell: how near the nearest passage is, how much of the question the best passage by words has, and how
    much of the question stands nowhere. Logistic regressions on 4,600 questions of and to two textbooks; without
    embeddings there is one with two of the three.
    """
    rarities = [rarity(each.passages, passages) for each in words]
    total = sum(rarities) or 1.0
    coverage = best_words / total
    unknown = sum(
        worth * (1 - each.likeness if each.passages else 1) for each, worth in zip(words, rarities, strict=True)
    )
    if best_meaning is None:
        evidence = 5.4 * coverage - 6.9 * unknown / total - 2.8
    else:
        evidence = 11.1 * best_meaning + 3.0 * coverage - 4.9 * unknown / total - 7.1
    return 1 / (1 + math.exp(-evidence))
