"""What a draft must pass before anyone sees it; every gate says why it refused.

Nothing here says that an item is right: a draft that no gate refuses is shown with its sentence and page.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import assert_never

from lyceum.algorithms.grading.text_answer import normalise_answer
from lyceum.algorithms.text.sentences import sentences
from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import term_key, words
from lyceum.studio import option_gates, stem_rules
from lyceum.studio.drafts import BLANK, DraftType, ItemDraft, SourcePassage
from lyceum.studio.english_words import english_words
from lyceum.studio.families import reveals, shares_word
from lyceum.studio.knowledge import Knowledge
from lyceum.studio.lexicon import Lexeme
from lyceum.studio.mentions import TermFinder
from lyceum.studio.readability import grade_level
from lyceum.studio.refusals import Refusal

_MOST_ANSWER_WORDS = 6
_FEWEST_CONTENT_WORDS_LEFT = 3
_LONGEST_QUOTE = 600
_LONGEST_STEM = 400
# Years of schooling by the grade-level formula. Textbooks of the first college years lie at 12 to 16; single sentences
# scatter widely around that, and above this they are lists or strings of clauses.
_HARDEST = 26.0
# Of the classes of English words those that everybody knows, such as "law" and "dot".
_EVERYDAY = 2.0


def refusal_of(draft: ItemDraft, passage: SourcePassage, knowledge: Knowledge) -> Refusal | None:
    """The first gate this draft fails, or None; duplicates are found by `Gatekeeper`, which sees all drafts."""
    quote = draft.quote
    if not quote.text or passage.id != quote.passage_id or passage.text[quote.start : quote.end] != quote.text:
        return Refusal.QUOTE_NOT_IN_PASSAGE
    if not stem_rules.teaches(passage.heading_path):
        return Refusal.NOT_TEACHING_TEXT
    if len(quote.text) > _LONGEST_QUOTE:
        return Refusal.NOT_A_SENTENCE
    if draft.type is not DraftType.FLASHCARD and len(sentences(quote.text)) > 1:
        return Refusal.NOT_A_SENTENCE
    return (
        _quote_refusal(quote.text)
        or _stem_refusal(draft)
        or _kind_refusal(draft, knowledge)
        or _term_refusal(draft, knowledge)
    )


class Gatekeeper:
    """Admits the drafts of one document one by one, remembers what was asked, and counts what was refused and why."""

    def __init__(self, passages: Iterable[SourcePassage], knowledge: Knowledge) -> None:
        self._passages = {passage.id: passage for passage in passages}
        self._knowledge = knowledge
        self._stems: set[tuple[DraftType, str]] = set()
        self._asked: set[tuple[Way, Hashable, int, str]] = set()
        self.refused: Counter[Refusal] = Counter()

    def admits(self, draft: ItemDraft) -> bool:
        """Whether the draft passes every gate; if so, the same is not admitted again."""
        refusal = refusal_of(draft, self._passages[draft.quote.passage_id], self._knowledge)
        refusal = refusal or self._repetition(draft)
        if refusal is not None:
            self.refused[refusal] += 1
            return False
        self._stems.add(_stem_of(draft))
        self._asked.add(_question_of(draft))
        return True

    def _repetition(self, draft: ItemDraft) -> Refusal | None:
        if _stem_of(draft) in self._stems:
            return Refusal.DUPLICATE
        return Refusal.ALREADY_ASKED if self.has_asked(draft) else None

    def has_asked(self, draft: ItemDraft) -> bool:
        """Whether the same sentence was asked in the same way."""
        return _question_of(draft) in self._asked

    def times_asked(self, draft: ItemDraft) -> int:
        """In how many ways a sentence was asked about its term."""
        return sum((way, *_question_of(draft)[1:]) in self._asked for way in Way)


class Way(StrEnum):
    """What a learner has to do with a sentence."""

    EXPLAIN = "explain"
    CHOOSE_MEANING = "choose_meaning"
    NAME = "name"
    JUDGE = "judge"


def way_of(draft: ItemDraft) -> Way:
    """To type a term, to choose it and to fill a gap with it ask for the same thing."""
    if draft.type is DraftType.FLASHCARD:
        return Way.EXPLAIN
    if draft.type is DraftType.TRUE_FALSE:
        return Way.JUDGE
    is_meaning = draft.type is DraftType.MULTIPLE_CHOICE and term_key(draft.answer) != draft.term_key
    return Way.CHOOSE_MEANING if is_meaning else Way.NAME


def _stem_of(draft: ItemDraft) -> tuple[DraftType, str]:
    return draft.type, normalise_answer(draft.stem)


def _question_of(draft: ItemDraft) -> tuple[Way, Hashable, int, str]:
    return way_of(draft), draft.quote.passage_id, draft.quote.start, draft.term_key


def _stem_refusal(draft: ItemDraft) -> Refusal | None:
    if len(draft.stem) > _LONGEST_STEM:
        return Refusal.TOO_LONG
    return Refusal.HARD_TO_READ if grade_level(draft.stem) > _HARDEST else None


def _kind_refusal(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    match draft.type:
        case DraftType.FLASHCARD:
            return _flashcard_refusal(draft)
        case DraftType.CLOZE:
            return _cloze_refusal(draft) or _told_by_a_word(draft, knowledge) or _fits_others(draft, knowledge)
        case DraftType.SHORT_ANSWER:
            return _short_answer_refusal(draft, knowledge) or _told_by_a_word(draft, knowledge)
        case DraftType.MULTIPLE_CHOICE:
            return option_gates.choice_refusal(draft, knowledge)
        case DraftType.TRUE_FALSE:
            return option_gates.verdict_refusal(draft, knowledge)
        case _:
            assert_never(draft.type)


def _quote_refusal(quote: str) -> Refusal | None:
    """The first sentence stands alone; one that follows it may mean what that one said."""
    for position, sentence in enumerate(sentences(quote)):
        refusal = _sentence_refusal(sentence, opens=position == 0)
        if refusal:
            return refusal
    return None


def _sentence_refusal(quoted: str, *, opens: bool) -> Refusal | None:
    sentence = stem_rules.without_link(stem_rules.without_asides(quoted))
    if not stem_rules.is_whole_sentence(sentence):
        return Refusal.NOT_A_SENTENCE
    if stem_rules.points_elsewhere(sentence):
        return Refusal.POINTS_ELSEWHERE
    needs_more = stem_rules.points_back(sentence) or stem_rules.mentions_something_before(sentence)
    if opens and (needs_more or stem_rules.means_that_one(sentence)):
        return Refusal.NEEDS_CONTEXT
    if stem_rules.addresses_reader(sentence):
        return Refusal.ADDRESSES_READER
    if stem_rules.is_worked_example(sentence):
        return Refusal.WORKED_EXAMPLE
    return None


def _cloze_refusal(draft: ItemDraft) -> Refusal | None:
    if BLANK not in draft.stem:
        return Refusal.NO_BLANK
    if not 1 <= len(words(draft.answer)) <= _MOST_ANSWER_WORDS or not normalise_answer(draft.answer):
        return Refusal.ANSWER_UNFIT
    if reveals(draft.stem, (draft.answer,)):
        return Refusal.ANSWER_IN_STEM
    left = [word for word in words(draft.stem) if word.lower() not in STOP_WORDS]
    return Refusal.TOO_LITTLE_LEFT if len(set(left)) < _FEWEST_CONTENT_WORDS_LEFT else None


def _flashcard_refusal(draft: ItemDraft) -> Refusal | None:
    asked = normalise_answer(draft.stem)
    for mention in TermFinder([draft.term_key]).mentions(draft.quote.text)[:1]:
        if stem_rules.denies(draft.quote.text[mention.end :]):
            return Refusal.SAYS_ONLY_NOT
    return Refusal.ANSWER_IN_STEM if normalise_answer(draft.answer) in asked else None


def _short_answer_refusal(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    if not 1 <= len(words(draft.answer)) <= _MOST_ANSWER_WORDS or not normalise_answer(draft.answer):
        return Refusal.ANSWER_UNFIT
    if reveals(draft.stem, draft.accepted):
        return Refusal.ANSWER_IN_STEM
    return _fits_others(draft, knowledge)


def _fits_others(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    """What is typed must be the only term that fits: "a graph of price and quantity" fits every curve."""
    key = knowledge.lexicon.get(draft.term_key)
    if key is None or not knowledge.is_told_apart(key, draft.clue or draft.stem.replace(BLANK, " ")):
        return Refusal.SOLVER_UNSURE
    return None


def _term_refusal(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    """A term that belongs to an example, a sentence that does not tell what it is, a word that everybody uses."""
    key = knowledge.lexicon.get(draft.term_key)
    if key is None:
        return None
    if knowledge.is_example(draft.term_key):
        return Refusal.ONLY_AN_EXAMPLE
    if not knowledge.tells(draft.quote.text, key):
        return Refusal.DOES_NOT_DEFINE
    if knowledge.is_english and _means_a_certain_one(draft.quote.text, key):
        return Refusal.MEANS_A_CERTAIN_ONE
    return None


def _means_a_certain_one(quoted: str, key: Lexeme) -> bool:
    """Whether an everyday word with "the" is one that the text spoke of before: "the law is a relationship …"."""
    is_everyday = not key.term.is_bold and english_words().rarity(key.term.key) <= _EVERYDAY
    return is_everyday and quoted.lower().startswith(f"the {key.term.key} ")


def _told_by_a_word(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    """A word of the answer may stay in the stem only if it is a word of other terms too: "price", not "temporal"."""
    key = knowledge.lexicon.get(draft.term_key)
    if key is None:
        return Refusal.ANSWER_UNFIT
    told = [word for word in term_key(draft.answer).split() if shares_word(draft.stem.replace(BLANK, " "), word)]
    return None if all(knowledge.is_shared_word(key, word) for word in told) else Refusal.ANSWER_IN_STEM
