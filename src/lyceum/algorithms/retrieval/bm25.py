"""BM25: how much a passage says of the words of a question."""

import math

# Passages are cut to 80 to 220 words, so a long one is not padded, and length tells less than in whole documents.
# Measured with embeddings on questions over two textbooks: .2 gains .01 in MRR over the usual .75; 0 to .4 are as good.
SATURATION = 1.2
LENGTH_INFLUENCE = 0.2


def rarity(passages_with: int, passages: int) -> float:
    """What meeting a word is worth, in nats; never negative.

    Args:
        passages_with: passages that have the word.
        passages: all there are.

    Source: Robertson & Zaragoza 2009, eq. 3.3; 1 is added inside the logarithm, so that common words do not count
    against a passage.
    """
    return math.log(1 + (passages - passages_with + 0.5) / (passages_with + 0.5))


def impact(times: int, length: int, mean_length: float) -> float:
    """What a word that stands `times` in a passage adds, as a share of its rarity: 0 up to 1 + SATURATION.

    Args:
        times: how often the word stands in the passage.
        length: of the passage, in words.
        mean_length: of the passages it is compared with.

    Source: Robertson & Zaragoza 2009, eq. 3.15, times (k1 + 1).
    """
    relative = 1 - LENGTH_INFLUENCE + LENGTH_INFLUENCE * length / mean_length
    return times * (SATURATION + 1) / (times + SATURATION * relative)
