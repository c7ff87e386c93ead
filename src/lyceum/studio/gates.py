"""What a draft must pass before anyone sees it; every gate says why it refused."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from lyceum.algorithms.grading.text_answer import normalise_answer
from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular, words
from lyceum.studio import stem_rules
from lyceum.studio.drafts import DraftType, ItemDraft, SourcePassage

BLANK = "_____"
# Letters that two words must share from the start to count as one family: "supply", "supplied".
_FAMILY_LETTERS = 5
_FAMILY_DIFFERENCE = 4
_MOST_ANSWER_WORDS = 6
_FEWEST_CONTENT_WORDS_LEFT = 3
_LONGEST_QUOTE = 600


class Refusal(StrEnum):
    """Why a draft is not shown."""

    QUOTE_NOT_IN_PASSAGE = "quote_not_in_passage"
    NOT_TEACHING_TEXT = "not_teaching_text"
    ANSWER_IN_STEM = "answer_in_stem"
    NO_BLANK = "no_blank"
    ANSWER_UNFIT = "answer_unfit"
    NOT_A_SENTENCE = "not_a_sentence"
    POINTS_ELSEWHERE = "points_elsewhere"
    NEEDS_CONTEXT = "needs_context"
    ADDRESSES_READER = "addresses_reader"
    WORKED_EXAMPLE = "worked_example"
    TOO_LITTLE_LEFT = "too_little_left"
    DUPLICATE = "duplicate"


def refusal_of(draft: ItemDraft, passage: SourcePassage) -> Refusal | None:
    """The first gate this draft fails, or None; duplicates are found by `Gatekeeper`, which sees all drafts."""
    quote = draft.quote
    if not quote.text or passage.id != quote.passage_id or passage.text[quote.start : quote.end] != quote.text:
        return Refusal.QUOTE_NOT_IN_PASSAGE
    if not stem_rules.teaches(passage.heading_path):
        return Refusal.NOT_TEACHING_TEXT
    if len(quote.text) > _LONGEST_QUOTE:
        return Refusal.NOT_A_SENTENCE
    sentence_refusal = _sentence_refusal(quote.text)
    if sentence_refusal:
        return sentence_refusal
    return _cloze_refusal(draft) if draft.type is DraftType.CLOZE else _flashcard_refusal(draft)


class Gatekeeper:
    """Admits the drafts of one document one by one, remembers what was asked, and counts what was refused and why."""

    def __init__(self, passages: Iterable[SourcePassage]) -> None:
        self._passages = {passage.id: passage for passage in passages}
        self._seen: set[tuple[DraftType, str]] = set()
        self.refused: Counter[Refusal] = Counter()

    def admits(self, draft: ItemDraft) -> bool:
        """Whether the draft passes every gate; if so, the same stem is not admitted again."""
        fingerprint = (draft.type, normalise_answer(draft.stem))
        refusal = refusal_of(draft, self._passages[draft.quote.passage_id])
        if refusal is None and fingerprint in self._seen:
            refusal = Refusal.DUPLICATE
        if refusal is not None:
            self.refused[refusal] += 1
            return False
        self._seen.add(fingerprint)
        return True


def _sentence_refusal(quote: str) -> Refusal | None:
    sentence = stem_rules.without_link(stem_rules.without_asides(quote))
    if not stem_rules.is_whole_sentence(sentence):
        return Refusal.NOT_A_SENTENCE
    if stem_rules.points_elsewhere(sentence):
        return Refusal.POINTS_ELSEWHERE
    if stem_rules.points_back(sentence) or stem_rules.mentions_something_before(sentence):
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
    return Refusal.ANSWER_IN_STEM if normalise_answer(draft.answer) in asked else None


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
        given = [any(_same_family(left, right) for left in shown) for right in hidden]
        if given[-1] or sum(given) * 2 > len(given):
            return True
        if len(hidden) > 1 and "".join(word[0] for word in hidden) in shown:
            return True
    return False


def _same_family(left: str, right: str) -> bool:
    if left == right:
        return True
    shorter = min(len(left), len(right))
    same_start = left[:_FAMILY_LETTERS] == right[:_FAMILY_LETTERS]
    return shorter >= _FAMILY_LETTERS and same_start and abs(len(left) - len(right)) <= _FAMILY_DIFFERENCE
