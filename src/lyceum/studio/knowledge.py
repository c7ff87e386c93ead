"""What a document says of its terms, as far as items need it: their meanings, and which may be taken for which."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lyceum.studio.definitions import Use
from lyceum.studio.distractors import may_be_same, ranked
from lyceum.studio.drafts import SourcePassage, Term
from lyceum.studio.lexicon import Lexeme, Lexicon, Place, place_of, stems
from lyceum.studio.mentions import TermFinder
from lyceum.studio.solver import Solver
from lyceum.studio.statements import Gloss, Statement, statement_of

# Only a sentence that defines tells a meaning; the next best ones of a term rarely do.
STATED_CONFIDENCE = 0.55
_MOST_SENTENCES_TRIED = 4
# A wrong option whose best sentence matches the question this well, measured against the key's, may be right as well.
# Ours: on three chapters read by hand everything above .8 was ambiguous, hardly anything below .6.
MOST_SUPPORT = 0.65
# A statement is judged alone, with no better option beside it.
MOST_SUPPORT_OF_FALSE = 0.4
_RIVALS = 8
_KIND_OF = re.compile(r"^(?:an?|the|one)?\s*(?:[\w-]+\s)?(?:types?|kinds?|forms?|class|sorts?|branch|variety)\s+of\s+")
_GENUS_ENDS = re.compile(r"\b(?:of|for|in|on|that|which|who|whose|with|to|from|between|by|used|when|where)\b|[,;:(]")


class Knowledge:
    """Built once per document; the same document gives the same knowledge."""

    def __init__(
        self,
        terms: Sequence[Term],
        uses: Mapping[str, Sequence[Use]],
        passages: Sequence[SourcePassage],
        finder: TermFinder,
    ) -> None:
        self.lexicon = Lexicon(terms, uses, passages)
        self.solver = Solver(self.lexicon)
        self.stated: dict[str, list[tuple[Use, Statement]]] = {}
        self._defining: dict[str, frozenset[Place]] = {}
        taught: defaultdict[tuple[str, ...], list[Lexeme]] = defaultdict(list)
        for term in terms:
            lexeme = self.lexicon.get(term.key)
            if lexeme is None:
                continue
            sure = [use for use in uses[term.key][:_MOST_SENTENCES_TRIED] if use.confidence >= STATED_CONFIDENCE]
            found = ((use, statement_of(use, finder)) for use in sure)
            self.stated[term.key] = [(use, statement) for use, statement in found if statement is not None]
            self._defining[term.key] = frozenset(place_of(use.sentence) for use, _ in self.stated[term.key])
            if sure or term.is_bold:
                taught[lexeme.chapter].append(lexeme)
        self._taught = dict(taught)
        self._ranked: dict[str, list[Lexeme]] = {}
        self._headings = [[frozenset(stems(heading)) for heading in passage.heading_path] for passage in passages]

    def rivals(self, key: Lexeme) -> list[Lexeme]:
        """The terms that the key's chapter teaches, most easily taken for the key first."""
        if key.term.key not in self._ranked:
            found = ranked(key, self._taught.get(key.chapter, ()), self.lexicon)
            self._ranked[key.term.key] = [each.lexeme for each in found]
        return self._ranked[key.term.key]

    def glosses(self, key: str) -> list[str]:
        """What the text says a term is."""
        return [statement.gloss for _, statement in self.stated.get(key, ())]

    def is_kind_of(self, narrower: Lexeme, wider: Lexeme) -> bool:
        """Whether the text explains one term as a kind of the other: "an enzyme is a protein that …"."""
        return any(wider.parts <= _genus(gloss) for gloss in self.glosses(narrower.term.key))

    def is_wrong(self, key: Lexeme, other: Lexeme, question: str, *, most_support: float = MOST_SUPPORT) -> bool:
        """Whether a term is certainly no answer to a question that asks for the key."""
        if may_be_same(key, other, self.lexicon) or self.is_kind_of(key, other) or self.is_kind_of(other, key):
            return False
        if self._is_topic_of(other, key):
            return False
        return not self._may_mean(other, question) and self.rivals_share(key, [other], question) < most_support

    def is_shared_word(self, key: Lexeme, word: str) -> bool:
        """Whether a word of a term belongs to another term of its chapter too, so that it does not tell the term."""
        return any(
            word in other.parts and not self.lexicon.are_aliases(key.term.key, other.term.key)
            for other in self._taught.get(key.chapter, ())
            if other.term.key != key.term.key
        )

    def is_event_like(self, key: Lexeme, other: Lexeme) -> bool:
        """Whether two terms name happenings of one kind: much else may happen at the same time."""
        is_same_head = key.term.key.rpartition(" ")[2] == other.term.key.rpartition(" ")[2]
        stated = self.stated.get(other.term.key, ())
        return is_same_head or any(statement.kind is Gloss.EVENT for _, statement in stated)

    def _is_topic_of(self, wider: Lexeme, key: Lexeme) -> bool:
        """Whether one term heads the section that explains the other, which may be a case of it."""
        headings = self._headings[key.home]
        return any(wider.parts == heading for heading in headings) and not any(key.parts <= each for each in headings)

    def rivals_share(self, key: Lexeme, others: Iterable[Lexeme], question: str) -> float:
        """How well the best of other terms fits a question, measured against the key; see `Margin.share`.

        A sentence that says what another term is speaks against that term, however like the question: opposites are
        explained in the same words.
        """
        rivals = [(each, self._defining.get(each.term.key, frozenset())) for each in others]
        return self.solver.margin(question, key, rivals).share

    def _may_mean(self, other: Lexeme, question: str) -> bool:
        """Whether all that is asked for is said of the other term too: then it is the same, or a kind of it."""
        asked = Counter(stems(question))
        return any(asked <= Counter(stems(gloss)) for gloss in self.glosses(other.term.key))

    def is_told_apart(self, key: Lexeme, question: str) -> bool:
        """Whether the terms most easily taken for the key fit the question clearly worse, aliases aside."""
        near = [each for each in self.rivals(key)[:_RIVALS] if not may_be_same(key, each, self.lexicon)]
        return self.rivals_share(key, near, question) < MOST_SUPPORT and not any(
            self._may_mean(each, question) for each in near
        )


def _genus(gloss: str) -> frozenset[str]:
    """The words that say what kind of thing is meant, up to where it is told from others of its kind."""
    rest = _KIND_OF.sub("", gloss)
    end = _GENUS_ENDS.search(rest)
    return frozenset(stems(rest[: end.start()] if end else rest))
