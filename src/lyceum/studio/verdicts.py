"""True or false: a defining sentence as it stands, or with another term in its place that makes it certainly false."""

from collections.abc import Sequence

from lyceum.studio import wording
from lyceum.studio.definitions import Use, quote_of
from lyceum.studio.drafts import FALSE, TRUE, DraftType, ItemDraft, SourcePassage
from lyceum.studio.knowledge import MOST_SUPPORT_OF_FALSE, Knowledge
from lyceum.studio.lexicon import Lexeme, stems
from lyceum.studio.statements import Gloss, Statement

# A term that far down is about something else: the statement would be absurd, not false.
_RIVALS = 20


def true_statement(key: Lexeme, use: Use, statement: Statement, passages: Sequence[SourcePassage]) -> ItemDraft:
    """The sentence without its asides and comments."""
    return _draft(key, use, statement, passages, stem=statement.plain)


def false_statement(
    key: Lexeme, use: Use, statement: Statement, passages: Sequence[SourcePassage], knowledge: Knowledge
) -> ItemDraft | None:
    """The sentence about another term, where the text explains that term otherwise; None if there is none.

    Only a term with a meaning of its own is swapped in: one that is merely mentioned might be a kind of the key.
    """
    said = frozenset(stems(statement.plain))
    for other in knowledge.rivals(key)[:_RIVALS]:
        is_explained = bool(knowledge.stated.get(other.term.key)) and not other.parts <= said
        may_stand = is_explained and knowledge.are_of_a_kind(key, other)
        if statement.kind is not Gloss.NOUN:
            may_stand = may_stand and knowledge.is_event_like(key, other)
        fits = may_stand and wording.fits(other, statement.plain, statement.mention)
        if fits and knowledge.is_wrong(key, other, statement.gloss, most_support=MOST_SUPPORT_OF_FALSE):
            form = wording.form_for(other, statement.plain, statement.mention)
            stem = wording.swapped(statement.plain, statement.mention, form)
            return _draft(key, use, statement, passages, stem=stem, swapped_in=other)
    return None


def _draft(
    key: Lexeme,
    use: Use,
    statement: Statement,
    passages: Sequence[SourcePassage],
    *,
    stem: str,
    swapped_in: Lexeme | None = None,
) -> ItemDraft:
    answer = FALSE if swapped_in else TRUE
    return ItemDraft(
        type=DraftType.TRUE_FALSE,
        stem=stem,
        answer=answer,
        accepted=(answer,),
        quote=quote_of(use.sentence, passages),
        term_key=key.term.key,
        confidence=use.confidence,
        distractors=(swapped_in.term.key,) if swapped_in else (),
        clue=statement.gloss,
    )
