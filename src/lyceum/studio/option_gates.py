"""Gates of items with wrong options: the options themselves, and whether each wrong one is certainly wrong."""

from collections.abc import Sequence
from statistics import mean

from lyceum.algorithms.grading.text_answer import normalise_answer
from lyceum.algorithms.text.words import term_key
from lyceum.studio.distractors import MOST_SIMILAR, may_be_same, similarity
from lyceum.studio.drafts import FALSE, TRUE, ItemDraft
from lyceum.studio.families import words_given
from lyceum.studio.knowledge import MOST_SUPPORT, MOST_SUPPORT_OF_FALSE, Knowledge
from lyceum.studio.lexicon import Lexeme, stems
from lyceum.studio.refusals import Refusal

FEWEST_OPTIONS = 3
_LONGEST_OPTION = 220
# A key that is this much longer than the mean of the other options is found by its length.
_LONGEST_SHARE = 1.9


def choice_refusal(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    """The first gate a multiple-choice draft fails."""
    asks_term = term_key(draft.answer) == draft.term_key
    return (
        _options_refusal(draft)
        or (_favours_key(draft) if asks_term else _favours_meaning(draft))
        or _wrong_refusal(draft, knowledge)
    )


def verdict_refusal(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    """The first gate a statement fails: a true one says what the sentence says, a false one something else."""
    if draft.answer not in {TRUE, FALSE} or (draft.answer == FALSE) != bool(draft.distractors):
        return Refusal.ANSWER_UNFIT
    said, quoted = stems(draft.stem), frozenset(stems(draft.quote.text))
    if (frozenset(said) <= quoted) != (draft.answer == TRUE):
        return Refusal.NOT_WHAT_IS_SAID
    if draft.answer == TRUE:
        return None
    return _wrong_refusal(draft, knowledge)


def _options_refusal(draft: ItemDraft) -> Refusal | None:
    options = draft.options
    if len(options) < FEWEST_OPTIONS or len(draft.distractors) != len(options) - 1:
        return Refusal.TOO_FEW_OPTIONS
    if len({normalise_answer(option) for option in options}) < len(options):
        return Refusal.OPTIONS_NOT_DISTINCT
    if draft.answer not in options:
        return Refusal.KEY_NOT_AMONG_OPTIONS
    if max(map(len, options)) > _LONGEST_OPTION:
        return Refusal.TOO_LONG
    wrong = mean(len(option) for option in options if option != draft.answer)
    is_phrase = " " in draft.answer.strip() and wrong > len(draft.term_key)
    if is_phrase and len(draft.answer) > _LONGEST_SHARE * wrong:
        return Refusal.OPTIONS_UNEQUAL
    return None


def _favours_key(draft: ItemDraft) -> Refusal | None:
    """A stem may hold a word of the key if a wrong option has as many of its words there."""
    given = words_given(draft.stem, draft.answer)
    others = [words_given(draft.stem, option) for option in draft.options if option != draft.answer]
    if given > max(others) or _has_alone(draft):
        return Refusal.STEM_FAVOURS_KEY
    return None


def _has_alone(draft: ItemDraft) -> bool:
    """Whether the stem holds a word of the key that no wrong option has: "the loss in surplus", one of them a loss."""
    wrong = " ".join(option for option in draft.options if option != draft.answer)
    return any(words_given(draft.stem, word) > words_given(wrong, word) for word in stems(draft.answer))


def _favours_meaning(draft: ItemDraft) -> Refusal | None:
    given = words_given(draft.answer, draft.term_key)
    others = [words_given(option, draft.term_key) for option in draft.options if option != draft.answer]
    return Refusal.STEM_FAVOURS_KEY if given > max(others) else None


def _wrong_refusal(draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    key = knowledge.lexicon.get(draft.term_key)
    others = [knowledge.lexicon.get(each) for each in draft.distractors]
    known = [each for each in others if each is not None]
    if key is None or len(known) < len(others):
        return Refusal.DISTRACTOR_UNKNOWN
    return _doubtful(key, known, draft, knowledge)


def _doubtful(key: Lexeme, others: Sequence[Lexeme], draft: ItemDraft, knowledge: Knowledge) -> Refusal | None:
    said = frozenset(stems(draft.quote.text))
    for other in others:
        if other.chapter != key.chapter:
            return Refusal.DISTRACTOR_FROM_ELSEWHERE
        if similarity(key, other, knowledge.lexicon) > MOST_SIMILAR:
            return Refusal.DISTRACTOR_TOO_SIMILAR
        if other.parts <= said or may_be_same(key, other, knowledge.lexicon):
            return Refusal.DISTRACTOR_MAY_BE_RIGHT
        if not knowledge.are_of_a_kind(key, other):
            return Refusal.DISTRACTOR_OF_ANOTHER_KIND
        most = MOST_SUPPORT if draft.options else MOST_SUPPORT_OF_FALSE
        if not knowledge.is_wrong(key, other, draft.clue, most_support=most):
            return Refusal.SOLVER_UNSURE
    return None
