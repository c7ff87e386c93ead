"""Multiple choice: which term fits, which meaning fits, which term completes the sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lyceum.studio import wording
from lyceum.studio.definitions import Use, quote_of
from lyceum.studio.distractors import distinct, is_of_a_kind
from lyceum.studio.drafts import BLANK, DraftType, ItemDraft, SourcePassage
from lyceum.studio.families import shares_word
from lyceum.studio.knowledge import Knowledge
from lyceum.studio.lexicon import Lexeme, is_plural, stems
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
        stem = self._phrases.which_term(statement.kind, statement.gloss, is_name=key.is_name)
        wrong = self._chosen(key, statement.sentence, statement.gloss, statement.kind)[: OPTIONS - 1]
        return self._draft(key, use, Asked(stem, statement.gloss, key.label), [(each, each.label) for each in wrong])

    def of_meaning(self, key: Lexeme, use: Use, statement: Statement) -> ItemDraft | None:
        """The term in the stem, meanings of terms to choose from, all in the same shape."""
        if statement.kind is not Gloss.NOUN or _POINTING.match(statement.gloss):
            return None
        stem = self._phrases.which_meaning.format(term=key.label)
        wrong = [
            (each, gloss)
            for each in self._chosen(key, statement.sentence, statement.gloss)
            if (gloss := self._like(key, statement.gloss, each)) is not None
        ]
        return self._draft(key, use, Asked(stem, statement.gloss, statement.gloss), wrong[: OPTIONS - 1])

    def of_sentence(self, key: Lexeme, use: Use, cloze: ItemDraft) -> ItemDraft | None:
        """A sentence with a gap, terms to choose from that all fit its grammar."""
        sentence, mention = use.sentence.text, use.mention
        printed = sentence[mention.start : mention.end]
        if cloze.answer != printed or cloze.stem.count(BLANK) != 1:
            return None
        plural = is_plural(printed)
        wrong = [
            (each, each.shown(plural=plural) or each.label)
            for each in self._chosen(key, sentence, cloze.stem)
            if wording.fits(each, sentence, mention)
        ]
        stem = self._phrases.complete.format(sentence=cloze.stem)
        return self._draft(key, use, Asked(stem, cloze.stem, key.shown(plural=plural) or printed), wrong[: OPTIONS - 1])

    def _like(self, key: Lexeme, right: str, other: Lexeme) -> str | None:
        """What another term means, if it could stand beside the right meaning."""
        for _, statement in self._knowledge.stated.get(other.term.key, ()):
            is_whole = statement.kind is Gloss.NOUN and not _POINTING.match(statement.gloss)
            tells = key.parts <= frozenset(stems(statement.gloss))
            if is_whole and not tells and _look_alike(right, statement.gloss):
                return statement.gloss
        return None

    def _chosen(self, key: Lexeme, sentence: str, question: str, statement_kind: Gloss = Gloss.NOUN) -> list[Lexeme]:
        """Plausible terms that are certainly wrong; where the question holds a word of the key, those with it first."""
        said = frozenset(stems(sentence))
        chosen: list[Lexeme] = []
        for other in self._knowledge.rivals(key)[:_RIVALS]:
            may_stand = is_of_a_kind(key, other) and not other.parts <= said
            if statement_kind is Gloss.EVENT:
                may_stand = may_stand and self._knowledge.is_event_like(key, other)
            is_new = may_stand and distinct(chosen, other, self._knowledge.lexicon)
            if is_new and self._knowledge.is_wrong(key, other, question):
                chosen.append(other)
        shared = [part for part in key.term.key.split() if shares_word(question, part)]
        return sorted(chosen, key=lambda each: -sum(shares_word(each.term.key, part) for part in shared))

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
