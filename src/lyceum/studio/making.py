"""Which items are made of each term: several ways to ask, no sentence asked twice the same way, nothing unguarded."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import islice
from math import log2

from lyceum.studio.choices import ChoiceMaker
from lyceum.studio.defining import names
from lyceum.studio.definitions import Use, definitions_of
from lyceum.studio.drafts import FALSE, TRUE, Definition, DraftType, ItemDraft, SourcePassage, Term
from lyceum.studio.gates import Gatekeeper
from lyceum.studio.items import CLOZE_CONFIDENCE, cloze_of, flashcard_of, short_answer_of, with_sentence_before
from lyceum.studio.knowledge import Knowledge
from lyceum.studio.lexicon import Lexeme
from lyceum.studio.mentions import TermFinder
from lyceum.studio.phrasing import PHRASES
from lyceum.studio.statements import Statement
from lyceum.studio.verdicts import false_statement, true_statement

MOST_GAPS_PER_TERM = 2
# A definition that no gate lets through alone (it says "this price") is followed by a lesser one that may.
_MOST_DEFINITIONS_TRIED = 4
# Where a gate sees to it that a card defines, its sentence may sound less like a definition at first, and still less
# where it gives the term its name.
_LEAST_OF_GUARDED, _LEAST_OF_NAMED = 0.3, 0.1
# Our guess of how hard each way of asking is, in logits, until calibration: to judge or to choose is easier than to
# recall. A term mentioned once is this much harder than one met all the time.
_DIFFICULTY = {
    DraftType.TRUE_FALSE: -0.6,
    DraftType.MULTIPLE_CHOICE: -0.4,
    DraftType.FLASHCARD: 0.0,
    DraftType.CLOZE: 0.2,
    DraftType.SHORT_ANSWER: 0.4,
}
_RARITY = 0.8
# A sentence that was asked about in more ways than this already gets no gap too.
_MOST_MORE = 2

Maker = Callable[[], ItemDraft | None]
Stated = Sequence[tuple[Use, Statement]]


class ItemMaker:
    """Makes the items of one document, term by term; what a term gets depends on what the terms before it got."""

    def __init__(
        self, knowledge: Knowledge, passages: Sequence[SourcePassage], finder: TermFinder, *, language: str | None
    ) -> None:
        self.gatekeeper = Gatekeeper(passages, knowledge)
        self._knowledge = knowledge
        self._passages = passages
        self._by_id = {passage.id: passage for passage in passages}
        self._finder = finder
        self._phrases = PHRASES.get(language or "")
        self._choices = ChoiceMaker(knowledge, self._phrases, passages) if self._phrases else None
        self._swaps_terms = language == "en"
        self._made: Counter[str] = Counter()

    def items_of(self, term: Term, uses: Sequence[Use]) -> list[ItemDraft]:
        """A flashcard, one question for the term, one statement to judge, and gaps in other sentences."""
        key = self._knowledge.lexicon.get(term.key)
        if key is None:
            return []
        stated = self._knowledge.stated.get(term.key, [])
        made = [
            *islice(filter(self.gatekeeper.admits, self._cards(key, uses)), 1),
            *self._questions(key, stated),
            *self._judged(key, stated),
            *self._gaps(key, uses),
        ]
        return [replace(draft, difficulty=_difficulty(draft, key)) for draft in made]

    def _cards(self, key: Lexeme, uses: Sequence[Use]) -> Iterator[ItemDraft]:
        if self._phrases is not None:
            for each in self._definitions(key, uses)[:_MOST_DEFINITIONS_TRIED]:
                yield flashcard_of(key, each, self._phrases)
                longer = with_sentence_before(each.quote, self._by_id)
                if longer is not None:
                    yield flashcard_of(key, replace(each, quote=longer), self._phrases)

    def _definitions(self, key: Lexeme, uses: Sequence[Use]) -> list[Definition]:
        """What may stand behind a card, best first: in English what could be taken apart before what merely names."""
        if not self._swaps_terms:
            return definitions_of(key.term, uses, self._passages)
        found = [
            each
            for each in definitions_of(key.term, uses, self._passages, least=_LEAST_OF_NAMED)
            if each.confidence >= _LEAST_OF_GUARDED or names(each.quote.text, key, self._finder)
        ]
        taken_apart = {use.sentence.text for use, _ in self._knowledge.stated.get(key.term.key, ())}
        return sorted(found, key=lambda each: each.quote.text not in taken_apart)

    def _questions(self, key: Lexeme, stated: Stated) -> Iterator[ItemDraft]:
        """One question per meaning that the text gives."""
        if self._choices is None or self._phrases is None:
            return
        for use, statement in stated:
            typed = partial(short_answer_of, key, use, statement, self._passages)
            yield from self._first_admitted(
                key,
                {
                    "term": partial(self._choices.of_term, key, use, statement),
                    "typed": partial(typed, lexicon=self._knowledge.lexicon, phrases=self._phrases),
                    "meaning": partial(self._choices.of_meaning, key, use, statement),
                    "gap": partial(cloze_of, key.term, use, self._passages, self._finder, self._knowledge.lexicon),
                },
            )

    def _judged(self, key: Lexeme, stated: Stated) -> Iterator[ItemDraft]:
        """One statement, as the text makes it or with another term in it."""
        for use, statement in stated[: 1 if self._swaps_terms else 0]:
            yield from self._first_admitted(
                key,
                {
                    TRUE: partial(true_statement, key, use, statement, self._passages),
                    FALSE: partial(false_statement, key, use, statement, self._passages, self._knowledge),
                },
            )

    def _gaps(self, key: Lexeme, uses: Sequence[Use]) -> Iterator[ItemDraft]:
        """Gaps in sentences that no question asked about yet; in English `_questions` asks all that pin down."""
        left = 0 if self._swaps_terms else MOST_GAPS_PER_TERM
        for use in uses:
            if use.confidence < CLOZE_CONFIDENCE or not left:
                return
            cloze = cloze_of(key.term, use, self._passages, self._finder, self._knowledge.lexicon)
            if cloze is None or self.gatekeeper.has_asked(cloze) or self.gatekeeper.times_asked(cloze) > _MOST_MORE:
                continue
            if self.gatekeeper.admits(cloze):
                left -= 1
                yield cloze

    def _first_admitted(self, key: Lexeme, makers: Mapping[str, Maker]) -> Iterator[ItemDraft]:
        """The first draft that passes the gates, the kind made least so far tried first.

        Among equals a digest of the term decides, so that not every chapter begins with the same kind.
        """
        for kind in sorted(makers, key=lambda each: (self._made[each], _digest(key.term.key + each))):
            draft = makers[kind]()
            if draft is not None and self.gatekeeper.admits(draft):
                self._made[kind] += 1
                yield draft
                return


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _difficulty(draft: ItemDraft, key: Lexeme) -> float:
    rarity = 1 / (1 + log2(max(1, len(key.sentences))))
    return round(_DIFFICULTY[draft.type] + _RARITY * (rarity - 0.5), 2)
