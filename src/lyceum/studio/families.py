"""Words that give each other away: inflections and relatives by their first letters, abbreviations by initials."""

from collections.abc import Iterable

from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular, words
from lyceum.studio.drafts import BLANK

# Letters that two words must share from the start to count as one family: "supply", "supplied".
_FAMILY_LETTERS = 5
_FAMILY_DIFFERENCE = 4
# A word of this length at the end of another is its base: "ribosome" in "polyribosome".
_PART_LETTERS = 6


def same_family(left: str, right: str) -> bool:
    """Whether two words in normal form are one word or relatives of it."""
    if left == right:
        return True
    shorter = min(len(left), len(right))
    if shorter >= _PART_LETTERS and (left.endswith(right) or right.endswith(left)):
        return True
    same_start = left[:_FAMILY_LETTERS] == right[:_FAMILY_LETTERS]
    return shorter >= _FAMILY_LETTERS and same_start and abs(len(left) - len(right)) <= _FAMILY_DIFFERENCE


def shares_word(text: str, word: str) -> bool:
    """Whether a text holds a word or a relative of it."""
    return any(same_family(singular(each), singular(word)) for each in words(text.replace("-", " ")))


def reveals(stem: str, accepted: Iterable[str]) -> bool:
    """Whether the stem holds an accepted answer, its abbreviation, or most of its words.

    Of an answer of several words one may stay, if it is not the last: "the lowest _price_ that one can legally pay"
    leaves "price floor" to be found. Words of one family count as the same: "supply" and "supplied".
    """
    shown = [singular(word) for word in words(stem.replace("-", " ").replace(BLANK, " "))]
    for answer in accepted:
        hidden = [singular(word) for word in words(answer.replace("-", " ")) if word.lower() not in STOP_WORDS]
        if not hidden:
            continue
        given = [any(same_family(left, right) for left in shown) for right in hidden]
        if given[-1] or sum(given) * 2 > len(given):
            return True
        if len(hidden) > 1 and "".join(word[0] for word in hidden) in shown:
            return True
    return False


def words_given(stem: str, option: str) -> int:
    """How many words of an option the stem holds, relatives counted."""
    shown = [singular(word) for word in words(stem.replace("-", " ").replace(BLANK, " "))]
    own = {singular(word) for word in words(option.replace("-", " ")) if word.lower() not in STOP_WORDS}
    return sum(any(same_family(left, right) for left in shown) for right in own)
