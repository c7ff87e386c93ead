"""Word pieces: the units of text BERT models read, found greedily in a fixed vocabulary.

Source: Devlin et al. 2019 (BERT, uncased); Wu et al. 2016, section 4.1, for the pieces. Text is cleaned, lowercased and
freed of accents, cut at spaces, punctuation and each CJK ideograph; then each word into the longest pieces there are.
"""

import unicodedata
from collections.abc import Mapping

UNKNOWN = "[UNK]"
FIRST = "[CLS]"
LAST = "[SEP]"
_CONTINUES = "##"
_LONGEST_WORD = 100
# The blocks BERT cuts into single ideographs.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def word_piece_ids(text: str, vocabulary: Mapping[str, int], limit: int) -> list[int]:
    """The ids of a text's pieces between the marks of beginning and end.

    Args:
        text: anything.
        vocabulary: piece → id; has `[UNK]`, `[CLS]` and `[SEP]`.
        limit: most ids given back, the two marks included; the rest of the text is left out.

    Returns:
        At least two ids.
    """
    ids = [vocabulary[FIRST]]
    for word in basic_words(text):
        if len(ids) >= limit - 1:
            break
        ids.extend(vocabulary[piece] for piece in _pieces(word, vocabulary))
    return [*ids[: limit - 1], vocabulary[LAST]]


def basic_words(text: str) -> list[str]:
    """Lowercase words without accents; each mark of punctuation and each ideograph is a word."""
    spaced = "".join(map(_spaced, text))
    bare = "".join(c for c in unicodedata.normalize("NFD", spaced.lower()) if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if _is_punctuation(c) else c for c in bare).split()


def _pieces(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    if word in vocabulary:
        return [word]
    if len(word) > _LONGEST_WORD:
        return [UNKNOWN]
    pieces: list[str] = []
    start = 0
    while start < len(word):
        prefix = _CONTINUES if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if prefix + word[start:end] in vocabulary), None)
        if end is None:
            return [UNKNOWN]
        pieces.append(prefix + word[start:end])
        start = end
    return pieces


def _spaced(character: str) -> str:
    """A character as BERT cleans it: nothing for what cannot be seen, one space for any, ideographs on their own."""
    if " " <= character <= "~":
        return character
    if character in "\t\n\r":
        return " "
    category = unicodedata.category(character)
    if character == "\ufffd" or category[0] == "C":
        return ""
    if category == "Zs":
        return " "
    code = ord(character)
    return f" {character} " if any(low <= code <= high for low, high in _IDEOGRAPHS) else character


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character)[0] == "P"
