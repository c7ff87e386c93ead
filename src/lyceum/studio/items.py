"""Drafts of flashcards and cloze items from the sentences that use a term."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular, term_key, words
from lyceum.studio import stem_rules
from lyceum.studio.definitions import Use, quote_of
from lyceum.studio.drafts import Definition, DraftType, ItemDraft, SourcePassage, Term
from lyceum.studio.gates import BLANK
from lyceum.studio.mentions import Mention, TermFinder

# A cloze needs a sentence that pins its term down; plain mentions ("the _____ shifts") have many right answers.
CLOZE_CONFIDENCE = 0.55
# A bracket right after a term that abbreviates it: "gross domestic product (GDP)".
_ABBREVIATION = re.compile(r"^\s*\(([A-Z][A-Za-z]{1,7})\)")
_ARTICLE_BEFORE = re.compile(r"\b([Aa])n?\s+$")


def flashcard_of(definition: Definition) -> ItemDraft:
    """The term in front, its defining sentence behind."""
    shown = definition.term.text
    return ItemDraft(
        type=DraftType.FLASHCARD,
        stem=f"What does “{shown}” {'refer to' if shown[:1].isupper() else 'mean'}?",
        answer=definition.quote.text,
        accepted=(definition.quote.text,),
        quote=definition.quote,
        term_key=definition.term.key,
        confidence=definition.confidence,
    )


def clozes_of(
    term: Term, uses: Sequence[Use], passages: Sequence[SourcePassage], finder: TermFinder
) -> Iterator[ItemDraft]:
    """Sentences that say what a term is or does with the term blanked, most definition-like first.

    More come out than are wanted of each term, because gates refuse some.
    """
    for use in uses:
        if use.confidence < CLOZE_CONFIDENCE:
            return
        sentence = stem_rules.without_link(stem_rules.without_asides(use.sentence.text))
        mentions = [_narrowed(mention, sentence) for mention in finder.mentions(sentence) if mention.key == term.key]
        if not mentions or any(_is_glued(mention, sentence) for mention in mentions):
            continue
        first = sentence[mentions[0].start : mentions[0].end]
        abbreviation = _ABBREVIATION.match(sentence[mentions[0].end :])
        yield ItemDraft(
            type=DraftType.CLOZE,
            stem=_blanked(sentence, mentions),
            answer=first,
            accepted=_accepted(first, term, abbreviation.group(1) if abbreviation else None),
            quote=quote_of(use.sentence, passages),
            term_key=term.key,
            confidence=use.confidence,
        )


def _blanked(sentence: str, mentions: Sequence[Mention]) -> str:
    """Every mention becomes a blank; an article before it must not tell whether the answer begins with a vowel."""
    parts: list[str] = []
    position = 0
    for mention in mentions:
        before = sentence[position : mention.start]
        parts.append(_ARTICLE_BEFORE.sub(lambda match: f"{match[1]}(n) ", before))
        parts.append(BLANK)
        position = mention.end
        abbreviation = _ABBREVIATION.match(sentence[position:])
        if abbreviation:
            position += abbreviation.end()
    return "".join(parts) + sentence[position:]


def _narrowed(mention: Mention, sentence: str) -> Mention:
    """Where the sentence repeats the last word of a term, only the words before it are blanked.

    "The equilibrium price is the only price where …" asks for "equilibrium".
    """
    printed = sentence[mention.start : mention.end]
    *modifiers, head = printed.split(" ")
    rest = sentence[: mention.start] + " " + sentence[mention.end :]
    repeated = {singular(word) for word in words(rest)}
    if _ABBREVIATION.match(sentence[mention.end :]):
        return mention
    if not modifiers or modifiers[-1].lower() in STOP_WORDS or singular(head) not in repeated:
        return mention
    return Mention(mention.key, mention.start, mention.end - len(head) - 1)


def _is_glued(mention: Mention, sentence: str) -> bool:
    """Whether the mention is part of a longer word: "above-equilibrium"."""
    return sentence[: mention.start].endswith(("-", "–")) or sentence[mention.end :].startswith(("-", "–", "/"))


def _accepted(printed: str, term: Term, abbreviation: str | None) -> tuple[str, ...]:
    answers = [printed, term.text]
    if abbreviation:
        answers.append(abbreviation)
    return tuple(dict.fromkeys(answer for answer in answers if answer))


def other_terms_of(draft: ItemDraft, terms: Mapping[str, Term]) -> tuple[str, ...]:
    """Terms of the document that are not this item's answer: typing one is never a misspelling of it."""
    own = {term_key(answer) for answer in draft.accepted}
    return tuple(term.text for key, term in terms.items() if key not in own)
