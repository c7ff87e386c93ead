"""What a document says of its terms, as far as items need it: their meanings, and which may be taken for which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lyceum.studio.defining import defines, is_only_example
from lyceum.studio.definitions import Use
from lyceum.studio.distractors import are_one, is_of_a_kind, may_be_same, ranked
from lyceum.studio.drafts import SourcePassage, Term
from lyceum.studio.kinds import genus_of, kinds_of
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
# Ours: "loss of information from long-term memory" is said of "amnesia" nearly as well as of "forgetting".
_MUCH_THE_SAME = 0.75
_RIVALS = 8


class Knowledge:
    """Built once per document; the same document gives the same knowledge."""

    def __init__(
        self,
        terms: Sequence[Term],
        uses: Mapping[str, Sequence[Use]],
        passages: Sequence[SourcePassage],
        finder: TermFinder,
        *,
        language: str | None = "en",
    ) -> None:
        self.finder = finder
        self.is_english = language == "en"
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
        self._kinds: dict[str, frozenset[str]] = {}
        self._examples = frozenset(
            key
            for key, of_term in uses.items()
            if any(is_only_example(use.sentence.text, use.mention) for use in of_term)
        )
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

    def kinds(self, key: Lexeme) -> frozenset[str]:
        """The words for what a term is, from its definitions and its own name."""
        if key.term.key not in self._kinds:
            self._kinds[key.term.key] = kinds_of(key, [each for _, each in self.stated.get(key.term.key, ())])
        return self._kinds[key.term.key]

    def are_of_a_kind(self, key: Lexeme, other: Lexeme) -> bool:
        """Whether two terms could stand in one list: both are goods, both are tables, both are curves."""
        return is_of_a_kind(key, other) and not self.kinds(key).isdisjoint(self.kinds(other))

    def is_example(self, key: str) -> bool:
        """Whether the text calls the term an example of something else."""
        return key in self._examples

    def tells(self, quoted: str, key: Lexeme) -> bool:
        """Whether a quote says what its term is; in a language whose turns of phrase are not known any may."""
        return not self.is_english or defines(quoted, key, self.finder)

    def is_kind_of(self, narrower: Lexeme, wider: Lexeme) -> bool:
        """Whether the text explains one term as a kind of the other: "an enzyme is a protein that …"."""
        return any(wider.parts <= genus_of(gloss) for gloss in self.glosses(narrower.term.key))

    def is_wrong(self, key: Lexeme, other: Lexeme, question: str, *, most_support: float = MOST_SUPPORT) -> bool:
        """Whether a term is certainly no answer to a question that asks for the key."""
        if may_be_same(key, other, self.lexicon) or self.is_kind_of(key, other) or self.is_kind_of(other, key):
            return False
        if self._is_topic_of(other, key):
            return False
        return not self._may_mean(key, other, question) and self.rivals_share(key, [other], question) < most_support

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

    def _may_mean(self, key: Lexeme, other: Lexeme, question: str) -> bool:
        """Whether all that is asked for is said of the other term too: then it is the same, or a kind of it.

        Opposites are named alike and differ in one word; what is named otherwise need only mean much the same.
        """
        asked = Counter(stems(question))
        enough = asked.total() * (1.0 if key.parts & other.parts else _MUCH_THE_SAME)
        said = (Counter(stems(gloss)) for gloss in self.glosses(other.term.key))
        return any((asked & each).total() >= enough for each in said)

    def is_told_apart(self, key: Lexeme, question: str) -> bool:
        """Whether the terms most easily taken for the key fit the question clearly worse, aliases aside."""
        near = [each for each in self.rivals(key)[:_RIVALS] if not are_one(key, each, self.lexicon)]
        return self.rivals_share(key, near, question) < MOST_SUPPORT and not any(
            self._may_mean(key, each, question) for each in near
        )
