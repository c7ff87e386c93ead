"""What a document shows of each of its terms: how it is written, where it is at home, in which company it is found."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from lyceum.algorithms.text.stop_words import PREPOSITIONS, STOP_WORDS, VERB_SIGNS
from lyceum.algorithms.text.words import singular, words
from lyceum.studio.definitions import Use
from lyceum.studio.drafts import SourcePassage, Term
from lyceum.studio.term_candidates import Sentence

_COUNTED = re.compile(r"\b(?:[Aa]n?|[Ee]ach|[Ee]very|[Aa]nother|[Oo]ne)\s+$")
# Before another noun a term is part of a longer name, and says nothing of its own grammar.
_PHRASE_ENDS = re.compile(
    r"^[”\"’]?\s*(?:$|[,.;:()—–]|(?:"
    + "|".join(
        sorted(PREPOSITIONS | VERB_SIGNS | {"is", "are", "was", "were", "and", "or", "has", "that", "which", "when"})
    )
    + r")\b)"
)
# Nothing, a preposition or a verb stands before it where a counted noun would want an article.
_BARE = re.compile(
    r"^[“\"‘]?$|\b(?:of|in|on|for|with|to|by|from|than|between|into|through|about|as|at|is|are|called|means|during|without|"
    r"by|that|which|when|if)\s+[“\"‘]?$"
)
# "the term gene and the term allele", "supply, demand": named side by side.
_SIDE_BY_SIDE = re.compile(r"^\s*(?:,|,? (?:and|or|versus|nor|from)(?: the| an?)?)\s*$")
_SAME_THING = re.compile(
    r"^[”\"’']?\s*+[,(—–]?\s*+(?:or what [\w ]{2,20} calls? |,? ?\(?(?:also|sometimes|often|otherwise|commonly) "
    r"(?:called|known as|referred to as|termed|named)|(?:is|are|was|were) (?:also |sometimes |often |otherwise )"
    r"(?:called|known as|referred to as|termed|named)|i\.e\.,?|that is,)\s*+(?:an?|the|its)?\s*+[“\"‘]?$"
)
_BRACKET_OPENS, _BRACKET_ENDS = re.compile(r"^\s*\($"), re.compile(r"^\)")
_OR_ELSE = re.compile(r"^,\s+or\s+(?:an?\s+|the\s+)?[“\"‘]?$")
_ASIDE_ENDS = re.compile(r"^[”\"’]?\s*[,.;)—–]")
# "social surplus, also referred to as economic surplus or total surplus": one more name.
_OR_ALSO = re.compile(r"^[”\"’]?\s+or\s+[“\"‘]?$")

Place = tuple[int, int]
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One term as the document uses it.

    `singular` and `plural` are as printed, where printed; `is_counted` and `is_bare`: with "a", with no article.
    """

    term: Term
    chapter: tuple[str, ...]
    home: int
    singular: str | None
    plural: str | None
    is_name: bool
    is_capital: bool
    is_counted: bool
    is_bare: bool
    passages: frozenset[int]
    sentences: frozenset[Place]

    @property
    def parts(self) -> frozenset[str]:
        """The words of its normal form."""
        return frozenset(self.term.key.split())

    @property
    def label(self) -> str:
        """The term as it is shown by itself."""
        text = self.term.text
        if self.singular is not None and self.singular.lower() == text.lower():
            return self.singular
        return text if self.is_name else _lowered(text, is_capital=self.is_capital)

    def shown(self, *, plural: bool) -> str | None:
        """The term in one number; None where the text never writes it so."""
        return self.plural if plural else self.singular


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbouring mentions; `is_whole`: the left one is no part of a longer name ("excess demand")."""

    left: str
    right: str
    between: str
    after: str
    is_whole: bool

    @property
    def names_twice(self) -> bool:
        """Whether the sentence gives the thing on the left the name on the right as well."""
        if not self.is_whole or not _PHRASE_ENDS.match(self.after):
            return False
        return bool(
            _SAME_THING.match(self.between)
            or (_OR_ELSE.match(self.between) and _ASIDE_ENDS.match(self.after))
            or (_BRACKET_OPENS.match(self.between) and _BRACKET_ENDS.match(self.after))
        )


def is_plural(printed: str) -> bool:
    """Whether the head of a term is a plural by its ending: the last word, or the one before "of"."""
    last = printed.partition(" of ")[0].rpartition(" ")[2]
    return bool(last) and singular(last) != last.lower().replace("’", "'")


def stems(text: str) -> list[str]:
    """The words of a text that say something, in their normal form."""
    return [singular(word) for word in words(text.replace("-", " ")) if word.lower() not in STOP_WORDS]


class Lexicon:
    """Every term of a document that its teaching text mentions, built once."""

    def __init__(
        self, terms: Iterable[Term], uses: Mapping[str, Sequence[Use]], passages: Sequence[SourcePassage]
    ) -> None:
        self._uses = uses
        self._paths = [passage.heading_path for passage in passages]
        self._lexemes = {term.key: self._lexeme(term) for term in terms if uses.get(term.key)}
        self._by_chapter: defaultdict[tuple[str, ...], list[Lexeme]] = defaultdict(list)
        for lexeme in self._lexemes.values():
            self._by_chapter[lexeme.chapter].append(lexeme)
        self._vectors: dict[str, dict[str, float]] = {}
        self._spreads: dict[tuple[str, int], dict[tuple[str, ...], float]] = {}

    def get(self, key: str) -> Lexeme | None:
        """The lexeme of a term, if the text mentions it."""
        return self._lexemes.get(key)

    def of_chapter(self, chapter: tuple[str, ...]) -> Sequence[Lexeme]:
        """The terms that are at home in a chapter."""
        return self._by_chapter.get(chapter, ())

    def all(self) -> Iterable[Lexeme]:
        """Every term."""
        return self._lexemes.values()

    def bag(self, place: Place) -> frozenset[str]:
        """The words of a sentence that mentions a term."""
        return self._bags[place]

    def idf(self, stem: str) -> float:
        """How rare a word is among the sentences that mention terms."""
        return self._idf.get(stem, self._rarest)

    @property
    def mean_length(self) -> float:
        """Mean number of different words of those sentences."""
        return self._mean_length

    def are_aliases(self, left: str, right: str) -> bool:
        """Whether the text says that two terms name the same thing."""
        first, second = self._aliases.get(left, set()), self._aliases.get(right, set())
        return right in first or not first.isdisjoint(second)

    def aliases(self, key: str) -> list[Lexeme]:
        """Other names the text gives to a term."""
        return [self._lexemes[other] for other in sorted(self._aliases.get(key, ())) if other in self._lexemes]

    def side_by_side(self, left: str, right: str) -> int:
        """How often two terms stand next to each other in a list."""
        return self._neighbours.get((left, right), 0)

    def closeness(self, left: str, right: str) -> float:
        """Cosine in [0, 1] of the words that surround two terms."""
        return _product(self._vector(left), self._vector(right))

    def overlap(self, left: str, right: str, *, level: int) -> float:
        """Cosine in [0, 1] of where two terms are mentioned: chapters at level 1, sections at level 2."""
        return _product(self._spread(left, level), self._spread(right, level))

    def _lexeme(self, term: Term) -> Lexeme:
        uses = self._uses[term.key]
        forms: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
        named = inner = capital = within = 0
        is_counted = is_bare = False
        for use in uses:
            printed = use.sentence.text[use.mention.start : use.mention.end]
            before, after = use.sentence.text[: use.mention.start], use.sentence.text[use.mention.end :]
            if before or " " in printed:
                inner += 1
                named += all(part[:1].isupper() for part in printed.split())
            if before:
                within += 1
                capital += printed[:1].isupper()
            if not is_plural(printed) and _PHRASE_ENDS.match(after):
                is_counted = is_counted or bool(_COUNTED.search(before))
                is_bare = is_bare or bool(_BARE.search(before))
            forms[is_plural(printed)][printed] += 1
        is_name = named * 2 > inner or term.text.isupper()
        is_capital = is_name or capital * 2 > within or (not within and " " in term.text and term.text[:1].isupper())
        shown = {
            number: _written(count, is_capital=is_capital, preferred=term.text) if count else None
            for number, count in forms.items()
        }
        return Lexeme(
            term=term,
            chapter=self._paths[uses[0].sentence.passage][:1],
            home=uses[0].sentence.passage,
            singular=shown[False],
            plural=shown[True],
            is_name=is_name,
            is_capital=is_capital,
            is_counted=is_counted or (bool(shown[True]) and bool(shown[False])),
            is_bare=is_bare,
            passages=frozenset(use.sentence.passage for use in uses),
            sentences=frozenset(place_of(use.sentence) for use in uses),
        )

    def _vector(self, key: str) -> dict[str, float]:
        if key not in self._vectors:
            own = set(key.split())
            counts = Counter(stem for place in self._lexemes[key].sentences for stem in self._bags[place] - own)
            weights = {stem: (1 + math.log(count)) * self.idf(stem) for stem, count in sorted(counts.items())}
            self._vectors[key] = _scaled(weights)
        return self._vectors[key]

    def _spread(self, key: str, level: int) -> dict[tuple[str, ...], float]:
        if (key, level) not in self._spreads:
            counts = Counter(self._paths[passage][:level] for passage in self._lexemes[key].passages)
            self._spreads[key, level] = _scaled({path: float(count) for path, count in sorted(counts.items())})
        return self._spreads[key, level]

    @cached_property
    def _bags(self) -> dict[Place, frozenset[str]]:
        texts = {place_of(use.sentence): use.sentence.text for uses in self._uses.values() for use in uses}
        return {place: frozenset(stems(text)) for place, text in texts.items()}

    @cached_property
    def _idf(self) -> dict[str, float]:
        counts = Counter(stem for bag in self._bags.values() for stem in bag)
        return {stem: math.log((1 + len(self._bags)) / (0.5 + count)) for stem, count in counts.items()}

    @cached_property
    def _rarest(self) -> float:
        return math.log((1 + len(self._bags)) / 0.5)

    @cached_property
    def _mean_length(self) -> float:
        return sum(map(len, self._bags.values())) / max(1, len(self._bags))

    @cached_property
    def _pairs(self) -> list[_Pair]:
        """Neighbouring mentions of two terms in one sentence."""
        standing: defaultdict[Place, list[Use]] = defaultdict(list)
        for uses in self._uses.values():
            for use in uses:
                standing[place_of(use.sentence)].append(use)
        pairs: list[_Pair] = []
        for uses in standing.values():
            uses.sort(key=lambda use: use.mention.start)
            for left, right in pairwise(uses):
                text = left.sentence.text
                between = text[left.mention.end : right.mention.start]
                before, after = text[: left.mention.start].split()[-1:], text[right.mention.end :]
                is_whole = all(word.lower() in STOP_WORDS for word in before)
                pairs.append(_Pair(left.mention.key, right.mention.key, between, after, is_whole))
        return pairs

    @cached_property
    def _neighbours(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for pair in self._pairs:
            if _SIDE_BY_SIDE.match(pair.between):
                found[pair.left, pair.right] += 1
                found[pair.right, pair.left] += 1
        return found

    @cached_property
    def _aliases(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        chained = None
        for pair in self._pairs:
            is_more = chained == pair.left and bool(_OR_ALSO.match(pair.between))
            chained = pair.right if is_more or pair.names_twice else None
            if chained is not None:
                found[pair.left].add(pair.right)
                found[pair.right].add(pair.left)
        return dict(found)


def place_of(sentence: Sentence) -> Place:
    """What tells one sentence of a document from another."""
    return sentence.passage, sentence.start


def _scaled(weights: dict[_Key, float]) -> dict[_Key, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {key: weight / length for key, weight in weights.items()}


def _product(first: dict[_Key, float], second: dict[_Key, float]) -> float:
    if len(first) > len(second):
        first, second = second, first
    return sum(weight * second[key] for key, weight in first.items() if key in second)


def _written(forms: Counter[str], *, is_capital: bool, preferred: str) -> str:
    """The usual spelling, the term's own where it has one."""
    merged: Counter[str] = Counter()
    for form, count in forms.items():
        merged[_lowered(form, is_capital=is_capital)] += count
    return preferred if preferred in merged else max(merged, key=lambda form: (merged[form], form))


def _lowered(text: str, *, is_capital: bool) -> str:
    """In lower case at the start, unless the text writes it with a capital, or it is an abbreviation or of a person."""
    first = text.partition(" ")[0]
    is_kept = is_capital or not first[1:].islower() or first.endswith(("’s", "'s"))
    return text if is_kept else f"{text[:1].lower()}{text[1:]}"
