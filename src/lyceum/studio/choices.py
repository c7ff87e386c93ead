"""Multiple choice: which term fits a meaning, which meaning fits a term."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lyceum.studio.definitions import Use, quote_of
from lyceum.studio.distractors import distinct
from lyceum.studio.drafts import DraftType, ItemDraft, SourcePassage
from lyceum.studio.families import shares_word
from lyceum.studio.knowledge import Knowledge
from lyceum.studio.lexicon import Lexeme, stems
from lyceum.studio.phrasing import Phrases
from lyceum.studio.statements import Gloss, Statement

OPTIONS = 4
FEWEST_OPTIONS = 3
# Meanings to choose from must look alike, or their length tells, and must not say the same.
_SHORTEST, _LONGEST, _MOST_SHARED = 0.5, 1.8, 0.6

# "those substances that …" means something only where it stands.
_POINTING = re.compile(r"^(?:those|that|what|one|how)\b")
# A term that far down is about something else.
_RIVALS = 30

Wrong = Sequence[tuple[Lexeme, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A stem, the words in it or in the key that tell which term is meant, and the right option."""

    stem: str
    clue: str
    right: str


class ChoiceMaker:
    """Makes multiple-choice drafts of one document."""

    def __init__(self, knowledge: Knowledge, phrases: Phrases, passages: Sequence[SourcePassage]) -> None:
        self._knowledge = knowledge
        self._phrases = phrases
        self._passages = passages

    def of_term(self, key: Lexeme, use: Use, statement: Statement) -> ItemDraft | None:
        """The meaning in the stem, terms to choose from."""

        def shown(other: Lexeme) -> str | None:
            is_event = statement.kind is Gloss.EVENT
            return None if is_event and not self._knowledge.is_event_like(key, other) else other.label

        stem = self._phrases.which_term(statement.kind, statement.gloss, is_name=key.is_name)
        asked = Asked(stem, statement.gloss, key.label)
        return self._draft(key, use, asked, self._wrong(key, statement.sentence, asked, shown))

    def of_meaning(self, key: Lexeme, use: Use, statement: Statement) -> ItemDraft | None:
        """The term in the stem, meanings of terms to choose from, all in the same shape."""
        if statement.kind is not Gloss.NOUN or _POINTING.match(statement.gloss):
            return None
        asked = Asked(self._phrases.which_meaning.format(term=key.label), statement.gloss, statement.gloss)
        shown = partial(self._like, key, statement.gloss)
        return self._draft(key, use, asked, self._wrong(key, statement.sentence, asked, shown))

    def _like(self, key: Lexeme, right: str, other: Lexeme) -> str | None:
        """What another term means, if it could stand beside the right meaning."""
        for _, statement in self._knowledge.stated.get(other.term.key, ()):
            is_whole = statement.kind is Gloss.NOUN and not _POINTING.match(statement.gloss)
            tells = key.parts <= frozenset(stems(statement.gloss))
            if is_whole and not tells and _look_alike(right, statement.gloss):
                return statement.gloss
        return None

    def _wrong(
        self, key: Lexeme, sentence: str, asked: Asked, shown: Callable[[Lexeme], str | None]
    ) -> list[tuple[Lexeme, str]]:
        """Plausible terms that are certainly wrong, each as it is shown, as many as are wanted.

        Where the question holds a word of the key, those that have it too come first.
        """
        said = frozenset(stems(sentence))
        shared = [part for part in key.term.key.split() if shares_word(asked.clue, part)]
        rivals = sorted(
            self._knowledge.rivals(key)[:_RIVALS],
            key=lambda each: -sum(shares_word(each.term.key, part) for part in shared),
        )
        chosen: list[tuple[Lexeme, str]] = []
        for other in rivals:
            text = shown(other) if self._knowledge.are_of_a_kind(key, other) and not other.parts <= said else None
            others = [each for each, _ in chosen]
            if text is None or not distinct(others, other, self._knowledge.lexicon):
                continue
            if self._knowledge.is_wrong(key, other, asked.clue):
                chosen.append((other, text))
            if len(chosen) == OPTIONS - 1:
                break
        return chosen

    def _draft(self, key: Lexeme, use: Use, asked: Asked, wrong: Wrong) -> ItemDraft | None:
        if len(wrong) < FEWEST_OPTIONS - 1:
            return None
        return ItemDraft(
            type=DraftType.MULTIPLE_CHOICE,
            stem=asked.stem,
            answer=asked.right,
            accepted=(asked.right,),
            quote=quote_of(use.sentence, self._passages),
            term_key=key.term.key,
            confidence=use.confidence,
            options=(asked.right, *(text for _, text in wrong)),
            distractors=tuple(other.term.key for other, _ in wrong),
            clue=asked.clue,
        )


def _look_alike(right: str, wrong: str) -> bool:
    first, second = set(stems(right)), set(stems(wrong))
    shared = len(first & second) / max(1, min(len(first), len(second)))
    return _SHORTEST <= len(wrong) / len(right) <= _LONGEST and shared < _MOST_SHARED
