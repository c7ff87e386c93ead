"""What stands around a mention: the turns of phrase by which a text names, explains, lists or merely uses a term.

Everything is decided by looking at a few tokens on either side, so the cost is linear in the length of the sentence.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from lyceum.algorithms.text.stop_words import listed


class Context(StrEnum):
    """One way in which a sentence mentions a phrase."""

    NAMED = "named"
    NAMED_IN_PART = "named_in_part"
    CALLED = "called"
    OTHER_NAME = "other_name"
    ALTERNATIVE = "alternative"
    QUOTED = "quoted"
    THE_TERM = "the_term"
    CONCEPT_OF = "concept_of"
    ABBREVIATED = "abbreviated"
    IS_A = "is_a"
    IS_NOUN = "is_noun"
    IS_OTHER = "is_other"
    IS_DONE = "is_done"
    MEANS = "means"
    DOES = "does"
    WAS_A = "was_a"
    OPENS = "opens"
    LATE_IS_A = "late_is_a"
    LATE_MEANS = "late_means"
    APPOSITION = "apposition"
    DASH = "dash"
    BRACKET_AFTER = "bracket_after"
    IN_BRACKETS = "in_brackets"
    SUCH_AS = "such_as"
    LISTED = "listed"
    OBJECT = "object"
    IS_NOT = "is_not"
    ENDS_CLAUSE = "ends_clause"


_NAMING = listed("called termed named dubbed labeled labelled coined known")
_ARTICLES = listed("a an the its their our his")
_QUOTES = frozenset("“\"‘'”’")
_ADVERBS = listed(
    "also often sometimes commonly usually generally typically simply essentially basically frequently collectively "
    "formally originally"
)
_IS = listed("is are")
_WAS = listed("was were")
_WHAT = listed("a an the any one when where how what that those defined whatever")
_MEANS = listed(
    "refers refer means mean describes describe denotes denote represents represent measures states says holds "
    "consists consist occurs occur exists exist arises happens comprises"
)
_DOES = listed(
    "involves involve includes include explains explain shows show provides provide allows allow contains contain "
    "enables enable protects controls regulates produces carries helps requires establishes established gave stated "
    "created granted receives processes transmits acts assumes suggests proposes"
)
_BACKING = listed("of in on for with to by from than between and or as at into through about using that")
_BREAKS = listed("because which when where if who")
_STOPS = frozenset(",.;:)—–!?")
_APPOSING = listed("a an the which or meaning that whereby when")
_KINDS = listed("concept concepts idea notion theory principle process law type types kind kinds form forms study")
_TERM_WORDS = listed("term terms word phrase")
_EARLY = listed("in for when as if by")
_EARLY_TOKENS = 3
_LONGEST_BRACKET = 10
_LONGEST_ASIDE = 14
# "is information about": what a thing is, said without an article; "is important" and "is moving" say something else.
_QUALITY_ENDINGS = (
    "ed",
    "ing",
    "ly",
    "ous",
    "al",
    "ive",
    "ic",
    "able",
    "ible",
    "ful",
    "less",
    "ary",
    "ent",
    "ant",
    "er",
)
_QUALITIES = listed(
    "not no called known also more most less very so such too both all some important common different similar "
    "likely due good bad high low large small new old true part based made used it he she they we you often in on at "
    "to by from for of up as now then still only just much many"
)


class SentenceContexts:
    """The contexts of every phrase of one sentence."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._lower = [token.lower() for token in tokens]
        self._first_call = next(
            (at for at, token in enumerate(self._lower) if at and token in {"call", "calls"}), len(tokens)
        )
        self._left: dict[int, frozenset[str]] = {}
        self._right: dict[int, frozenset[str]] = {}

    def of(self, start: int, stop: int) -> Iterator[Context]:
        """The contexts of the phrase `tokens[start:stop]`."""
        if start not in self._left:
            self._left[start] = frozenset(self._before(start))
        if stop not in self._right:
            self._right[stop] = frozenset(self._after(stop))
        left, right = self._left[start], self._right[stop]
        yield from self._naming(left, right)
        yield from self._explaining(left, right)
        for side, context in _PLAIN_LEFT.items():
            if side in left:
                yield context
        for side, context in _PLAIN_RIGHT.items():
            if side in right:
                yield context
        if "(" in left and "end" in right:
            yield Context.IN_BRACKETS

    @staticmethod
    def _naming(left: frozenset[str], right: frozenset[str]) -> Iterator[Context]:
        is_whole = not right.isdisjoint(_NAME_ENDS)
        if "named" in left:
            yield Context.NAMED if is_whole else Context.NAMED_IN_PART
        if "called" in left and "end" in right:
            yield Context.CALLED
        if is_whole:
            for side, context in _WHOLE_LEFT.items():
                if side in left:
                    yield context

    @staticmethod
    def _explaining(left: frozenset[str], right: frozenset[str]) -> Iterator[Context]:
        if "start" in left or "early" in left:
            for side, context in _SUBJECT_RIGHT.items():
                if side in right:
                    yield context
            yield Context.OPENS
        elif "object" not in left:
            if "is a" in right or "is noun" in right:
                yield Context.LATE_IS_A
            if "means" in right:
                yield Context.LATE_MEANS

    def _before(self, start: int) -> Iterator[str]:
        lower = self._lower
        at = start - 1
        if at >= 0 and lower[at] in _QUOTES:
            yield "quote"
            at -= 1
        has_article = at >= 0 and lower[at] in _ARTICLES
        at -= has_article
        if at >= 0 and lower[at] in _QUOTES:
            at -= 1
        if at < 0:
            yield "start"
            return
        word = lower[at]
        before, earlier = lower[at - 1] if at else "", lower[at - 2] if at > 1 else ""
        yield from self._word_before(word, before, earlier, at)
        if has_article and at > self._first_call and word not in _BACKING:
            yield "called"

    def _word_before(self, word: str, before: str, earlier: str, at: int) -> Iterator[str]:
        if word in _NAMING or (word == "as" and (before in {"known", "to", "defined"} or earlier == "referred")):
            yield "named"
        elif word == "as" and before == "such":
            yield "such as"
        elif word == "or":
            yield "or name" if before in {",", "—", "(", "–"} else "or"
        elif word in _TERM_WORDS:
            yield "the term"
        elif word == "of" and before in _KINDS:
            yield "concept"
        elif word == "(":
            yield "("
        elif word in {",", "—", ":", "–", "and"}:
            yield "list"
        elif word in _BACKING:
            yield "object"
        elif at <= _EARLY_TOKENS and self._lower[0] in _EARLY:
            yield "early"

    def _after(self, stop: int) -> Iterator[str]:
        lower = self._lower
        at = stop + (stop < len(lower) and lower[stop] in _QUOTES)
        if at < len(lower) and lower[at] == "(":
            closing = self._find(")", at + 1, _LONGEST_BRACKET)
            if closing:
                yield "abbreviation" if self._abbreviates(at + 1, closing) else "bracket"
                at = closing + 1
        elif at < len(lower) and lower[at] == ",":
            if at + 1 < len(lower) and lower[at + 1] in _APPOSING:
                yield "apposition"
            comma = self._find(",", at + 1, _LONGEST_ASIDE)
            if comma and comma + 1 < len(lower) and lower[comma + 1] in _IS | _MEANS:
                at = comma + 1
        if at >= len(lower):
            yield "end"
        else:
            yield from self._word_after(at)

    def _word_after(self, at: int) -> Iterator[str]:
        lower = self._lower
        word, following = lower[at], self._next_word(at)
        if word in _ADVERBS and following in _IS | _MEANS:
            at = lower.index(following, at)
            word, following = following, self._next_word(at)
        if word in _IS:
            yield _kind_of_being(following)
        elif word in _WAS:
            if following in _WHAT:
                yield "was a"
        elif word in _MEANS:
            yield "means"
        elif word in _DOES:
            yield "does"
        elif word in {"—", "–", ":"}:
            yield "dash"
        elif word in _STOPS:
            yield "end"
        elif word in _BACKING or word in _BREAKS:
            yield "preposition"

    def _next_word(self, at: int) -> str:
        for word in self._lower[at + 1 : at + 4]:
            if word not in _ADVERBS:
                return word
        return ""

    def _find(self, mark: str, start: int, most: int) -> int | None:
        try:
            return self._lower.index(mark, start, start + most)
        except ValueError:
            return None

    def _abbreviates(self, start: int, stop: int) -> bool:
        inside = self._tokens[start] if stop - start == 1 else ""
        return sum(letter.isupper() for letter in inside) > 1


def _kind_of_being(following: str) -> str:
    if following in _WHAT:
        return "is a"
    if following in {"not", "no", "called", "known"}:
        return "is not"
    if following.endswith(("ed", "ing")):
        return "is done"
    if following.isalpha() and following not in _QUALITIES and not following.endswith(_QUALITY_ENDINGS):
        return "is noun"
    return "is other"


_NAME_ENDS = frozenset(
    {
        "end", "preposition", "is a", "is noun", "is other", "is done", "means", "apposition", "dash", "abbreviation",
        "bracket",
    }
)  # fmt: skip
_WHOLE_LEFT = {"or name": Context.OTHER_NAME, "or": Context.ALTERNATIVE, "concept": Context.CONCEPT_OF}
_SUBJECT_RIGHT = {
    "is a": Context.IS_A,
    "is noun": Context.IS_NOUN,
    "is other": Context.IS_OTHER,
    "is done": Context.IS_DONE,
    "means": Context.MEANS,
    "does": Context.DOES,
    "was a": Context.WAS_A,
}
_PLAIN_LEFT = {
    "quote": Context.QUOTED,
    "the term": Context.THE_TERM,
    "such as": Context.SUCH_AS,
    "list": Context.LISTED,
    "object": Context.OBJECT,
}
_PLAIN_RIGHT = {
    "abbreviation": Context.ABBREVIATED,
    "apposition": Context.APPOSITION,
    "dash": Context.DASH,
    "bracket": Context.BRACKET_AFTER,
    "is not": Context.IS_NOT,
    "end": Context.ENDS_CLAUSE,
}
