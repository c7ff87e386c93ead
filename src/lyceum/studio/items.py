"""Drafts of flashcards, cloze items and short answers from the sentences that use a term."""

import re
from collections.abc import Hashable, Mapping, Sequence

from lyceum.algorithms.text.sentences import sentence_spans
from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular, term_key, words
from lyceum.studio import stem_rules
from lyceum.studio.definitions import Use, quote_of
from lyceum.studio.drafts import BLANK, Definition, DraftType, ItemDraft, Quote, SourcePassage, Term
from lyceum.studio.lexicon import Lexeme, Lexicon, stems
from lyceum.studio.mentions import Mention, TermFinder
from lyceum.studio.phrasing import Phrases
from lyceum.studio.statements import Statement

# A cloze needs a sentence that pins its term down; plain mentions ("the _____ shifts") have many right answers.
CLOZE_CONFIDENCE = 0.55
# Two sentences that are longer are no back of a card.
_MOST_WORDS_OF_TWO = 60
# A bracket right after a term that abbreviates it: "gross domestic product (GDP)".
_ABBREVIATION = re.compile(r"^\s*\(([A-Z][A-Za-z]{1,7})\)")
# Whatever explains or abbreviates the term behind it would tell the answer.
_BRACKET = re.compile(r"^\s*\([^()]{1,60}\)")
# What begins like this leans on more than the one sentence before it.
_SUMS_UP = re.compile(
    r"^(?:In (?:short|sum|summary|conclusion|other words)|For (?:example|instance)|But|And|So|Or|Yet)\b"
)
_ARTICLE_BEFORE = re.compile(r"\b([Aa])n?\s+$")


def flashcard_of(key: Lexeme, definition: Definition, phrases: Phrases) -> ItemDraft:
    """The term in front, its defining sentence behind, without its link and its references to figures."""
    asked = phrases.meaning_of_name if key.is_name else phrases.meaning
    back = stem_rules.without_link(stem_rules.without_asides(definition.quote.text))
    return ItemDraft(
        type=DraftType.FLASHCARD,
        stem=asked.format(term=key.label),
        answer=back,
        accepted=(back,),
        quote=definition.quote,
        term_key=definition.term.key,
        confidence=definition.confidence,
    )


def with_sentence_before(quote: Quote, passages: Mapping[Hashable, SourcePassage]) -> Quote | None:
    """The quote with the sentence in front of it; None if it opens its passage or a paragraph.

    "Economists call this relationship the law of demand": the back of a card may say which relationship.
    """
    passage = passages[quote.passage_id]
    spans = sentence_spans(passage.text[: quote.end])
    before = [start for start, end in spans if end <= quote.start]
    if not before or "\n\n" in passage.text[before[-1] : quote.start] or _SUMS_UP.match(quote.text):
        return None
    start = before[-1]
    if len(passage.text[start : quote.end].split()) > _MOST_WORDS_OF_TWO:
        return None
    return Quote(quote.passage_id, passage.page_at(start), start, quote.end, passage.text[start : quote.end])


def cloze_of(
    term: Term, use: Use, passages: Sequence[SourcePassage], finder: TermFinder, lexicon: Lexicon
) -> ItemDraft | None:
    """A sentence that says what a term is or does, with the term blanked."""
    whole = stem_rules.without_link(stem_rules.without_asides(use.sentence.text))
    sentence, abbreviation = _without_own_brackets(whole, term, finder)
    mentions = [mention for mention in finder.mentions(sentence) if mention.key == term.key]
    if abbreviation is None:
        mentions = [_narrowed(mention, sentence) for mention in mentions]
    if not mentions or any(_is_glued(mention, sentence) for mention in mentions):
        return None
    first = sentence[mentions[0].start : mentions[0].end]
    stem = _blanked(sentence, mentions)
    others = _other_names(term.key, stem, lexicon)
    return ItemDraft(
        type=DraftType.CLOZE,
        stem=stem,
        answer=first,
        accepted=_accepted(first, term.text, abbreviation, *others),
        quote=quote_of(use.sentence, passages),
        term_key=term.key,
        confidence=use.confidence,
    )


def _without_own_brackets(sentence: str, term: Term, finder: TermFinder) -> tuple[str, str | None]:
    """The sentence without the brackets that explain or abbreviate the term, and the abbreviation, if it was one."""
    abbreviation = None
    for mention in reversed(finder.mentions(sentence)):
        rest = sentence[mention.end :]
        bracket = _BRACKET.match(rest) if mention.key == term.key else None
        if bracket:
            named = _ABBREVIATION.match(rest)
            abbreviation = named.group(1) if named else abbreviation
            sentence = sentence[: mention.end] + rest[bracket.end() :]
    return sentence, abbreviation


def _blanked(sentence: str, mentions: Sequence[Mention]) -> str:
    """Every mention becomes a blank; an article before it must not tell whether the answer begins with a vowel."""
    parts: list[str] = []
    position = 0
    for mention in mentions:
        before = sentence[position : mention.start]
        parts.append(_ARTICLE_BEFORE.sub(lambda match: f"{match[1]}(n) ", before))
        parts.append(BLANK)
        position = mention.end
    return "".join(parts) + sentence[position:]


def _narrowed(mention: Mention, sentence: str) -> Mention:
    """Where the sentence repeats the last word of a term, only the words before it are blanked.

    "The equilibrium price is the only price where …" asks for "equilibrium".
    """
    printed = sentence[mention.start : mention.end]
    *modifiers, head = printed.split(" ")
    rest = sentence[: mention.start] + " " + sentence[mention.end :]
    repeated = {singular(word) for word in words(rest)}
    if not modifiers or modifiers[-1].lower() in STOP_WORDS or singular(head) not in repeated:
        return mention
    return Mention(mention.key, mention.start, mention.end - len(head) - 1)


def _is_glued(mention: Mention, sentence: str) -> bool:
    """Whether the mention is part of a longer word: "above-equilibrium"."""
    return sentence[: mention.start].endswith(("-", "–")) or sentence[mention.end :].startswith(("-", "–", "/"))


def _accepted(*answers: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer for answer in answers if answer))


def _other_names(key: str, question: str, lexicon: Lexicon) -> list[str | None]:
    """What else a learner may rightly type: aliases, and names that differ by what the question says anyway.

    Where it is the government that pays, "subsidy" and "government subsidy" are one answer, if the text has both.
    """
    parts = key.split()
    shorter = {" ".join(parts[start:]) for start in range(1, len(parts)) if _says_all(question, parts[:start])}
    found = lexicon.aliases(key)
    for other in lexicon.all():
        more = other.term.key.removesuffix(f" {key}")
        is_longer = more != other.term.key and _says_all(question, more.split())
        if is_longer or other.term.key in shorter:
            found.append(other)
    return [name for each in found for name in (each.singular, each.plural)]


def _says_all(question: str, parts: Sequence[str]) -> bool:
    return frozenset(parts) <= frozenset(stems(question))


def short_answer_of(
    key: Lexeme,
    use: Use,
    statement: Statement,
    passages: Sequence[SourcePassage],
    *,
    lexicon: Lexicon,
    phrases: Phrases,
) -> ItemDraft:
    """The meaning asked, the term to be typed: in either number, by its abbreviation, or by another name it is given.

    Case, a leading article, hyphens and small slips are the grading's business.
    """
    others = _other_names(key.term.key, statement.gloss, lexicon)
    abbreviation = _ABBREVIATION.match(use.sentence.text[use.mention.end :])
    names = [key.label, key.singular, key.plural, *others, abbreviation.group(1) if abbreviation else None]
    return ItemDraft(
        type=DraftType.SHORT_ANSWER,
        stem=phrases.term_for(statement.kind, statement.gloss, is_name=key.is_name),
        answer=key.label,
        accepted=_accepted(*names),
        quote=quote_of(use.sentence, passages),
        term_key=key.term.key,
        confidence=use.confidence,
        clue=statement.gloss,
    )


def other_terms_of(draft: ItemDraft, terms: Mapping[str, Term]) -> tuple[str, ...]:
    """Terms of the document that are not this item's answer: typing one is never a misspelling of it."""
    own = {term_key(answer) for answer in draft.accepted}
    return tuple(term.text for key, term in terms.items() if key not in own)
