"""Which phrases of a text may be terms, and what is counted about each."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lyceum.algorithms.text.stop_words import DETERMINERS, STOP_WORDS, VERB_SIGNS, listed
from lyceum.algorithms.text.words import singular
from lyceum.studio.term_contexts import Context, SentenceContexts

LONGEST_TERM_WORDS = 4
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?|\d+(?:[.,]\d+)*|[^\s\w]", re.UNICODE)
# "(Tulving, 1972)": who said it is no part of what is said. Bounded, so that no text costs quadratic time.
_CITATION = re.compile(r"\s?\([^()]{0,200}\b(?:1[5-9]|20)\d\d[a-z]?\)")
# Joins two nouns to one term: "law of demand".
_INNER = frozenset({"of"})
_EXPLAINING = frozenset(
    {
        Context.NAMED, Context.CALLED, Context.OTHER_NAME, Context.THE_TERM, Context.IS_A, Context.IS_NOUN,
        Context.MEANS, Context.LATE_IS_A, Context.DASH, Context.APPOSITION, Context.ABBREVIATED,
    }
)  # fmt: skip
# Nouns that look like adverbs.
_NOUNS_IN_LY = listed("supply family assembly anomaly monopoly oligopoly butterfly fly italy july ally")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage: `passage.text[start:end] == text`."""

    passage: int
    section: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Candidate:
    """A phrase by its normal form, with what its mentions look like. Indices are of sentences, in order."""

    key: str
    count: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[int] = field(default_factory=list)
    sections: Counter[int] = field(default_factory=Counter)
    mid_sentence: int = 0
    capitalised: int = 0
    after_determiner: int = 0
    after_verb_sign: int = 0
    opens_phrase: int = 0
    closes_phrase: int = 0
    contexts: Counter[Context] = field(default_factory=Counter)
    is_explained_at_first: bool = False

    @property
    def word_count(self) -> int:
        """Words of the normal form."""
        return self.key.count(" ") + 1

    @property
    def commonest_form(self) -> str:
        """As printed most often."""
        return max(self.forms, key=lambda form: (self.forms[form], form))


def tokens_of(text: str) -> list[str]:
    """Words, numbers and single marks."""
    return _TOKEN.findall(text)


def key_of(tokens: Sequence[str]) -> str:
    """The normal form of a phrase, the same as `words.term_key` gives."""
    return " ".join(singular(part) for token in tokens for part in token.split("-") if part)


def candidates_of(sentences: Sequence[Sentence]) -> dict[str, Candidate]:
    """Every phrase of up to four words that neither begins nor ends with a function word, by normal form."""
    found: dict[str, Candidate] = {}
    for index, sentence in enumerate(sentences):
        tokens = tokens_of(_CITATION.sub("", sentence.text))
        contexts = SentenceContexts(tokens)
        for start, stop in phrase_bounds(tokens):
            key = key_of(tokens[start:stop])
            candidate = found.get(key)
            if candidate is None:
                candidate = found[key] = Candidate(key)
            _count(candidate, tokens, start, stop)
            candidate.sections[sentence.section] += 1
            if not candidate.mentions or candidate.mentions[-1] != index:
                candidate.mentions.append(index)
            around = tuple(contexts.of(start, stop))
            candidate.contexts.update(around)
            if candidate.mentions[0] == index and not _EXPLAINING.isdisjoint(around):
                candidate.is_explained_at_first = True
    return found


def phrase_bounds(tokens: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Half-open token ranges that may be terms."""
    is_content = [_is_content(token) for token in tokens]
    for start, token in enumerate(tokens):
        if not is_content[start] or _is_adverb(token):
            continue
        for stop in range(start + 1, min(start + LONGEST_TERM_WORDS, len(tokens)) + 1):
            last = tokens[stop - 1]
            if is_content[stop - 1] and not _is_adverb(last):
                yield start, stop
            elif last.lower() not in _INNER:
                break


def _is_content(token: str) -> bool:
    if token.endswith(("’s", "'s")) and token[0].islower():
        # "a person's genotype" is no term, "Newton's law" is.
        return False
    return token[0].isalpha() and token.lower().replace("’", "'") not in STOP_WORDS and len(token) > 1


def _is_adverb(token: str) -> bool:
    lower = token.lower()
    return lower.endswith("ly") and lower not in _NOUNS_IN_LY


def _count(candidate: Candidate, tokens: Sequence[str], start: int, stop: int) -> None:
    before = tokens[start - 1].lower() if start else ""
    after = tokens[stop].lower() if stop < len(tokens) else ""
    candidate.count += 1
    candidate.forms[" ".join(tokens[start:stop])] += 1
    if start:
        candidate.mid_sentence += 1
        candidate.capitalised += tokens[start][0].isupper() and tokens[stop - 1][0].isupper()
    candidate.after_determiner += before in DETERMINERS
    candidate.after_verb_sign += before in VERB_SIGNS
    candidate.opens_phrase += not before or not before[0].isalpha() or before in STOP_WORDS
    candidate.closes_phrase += not after or not after[0].isalpha() or after in STOP_WORDS
