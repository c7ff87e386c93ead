"""From passages to material: terms, definitions, skills and items in one pure call."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lyceum.studio import arranging, foreign_cues
from lyceum.studio.definitions import definitions_of, uses_of_terms
from lyceum.studio.drafts import Definition, DraftType, ItemDraft, Material, SourcePassage, Term
from lyceum.studio.knowledge import Knowledge
from lyceum.studio.making import ItemMaker
from lyceum.studio.mentions import TermFinder
from lyceum.studio.phrasing import language_of
from lyceum.studio.prerequisites import traces_of
from lyceum.studio.skills import TermPlace, in_teaching_order, skill_of_term, skills_of
from lyceum.studio.terms import key_terms, split_sentences


def generate(passages: Sequence[SourcePassage], language: str | None = None) -> Material:
    """Everything the extractive generator makes of a document; the same passages give the same material.

    Args:
        passages: the document in reading order.
        language: as in BCP 47; told from the text if None.
    """
    sentences = split_sentences(passages)
    language = language or language_of(sentences)
    terms = key_terms(passages, sentences, language=language)
    uses = uses_of_terms(terms, passages, sentences, language=language)
    finder = TermFinder(term.key for term in terms)
    knowledge = Knowledge(terms, uses, passages, finder, language=language)
    maker = ItemMaker(knowledge, passages, finder, language=language)
    definitions: list[Definition] = []
    drafts: list[ItemDraft] = []
    for term in terms:
        known = uses.get(term.key, [])
        definitions += definitions_of(term, known, passages)[:1]
        drafts += maker.items_of(term, known)
    found = skills_of(_places(terms, drafts, passages), passages, language)
    skills, prerequisites = in_teaching_order(found, traces_of(skill_of_term(found), sentences))
    skill_keys = skill_of_term(skills)
    rank = {skill.key: position for position, skill in enumerate(skills)}
    placed = (replace(draft, skill_key=skill_keys[draft.term_key]) for draft in drafts)
    items = sorted(placed, key=lambda item: rank[item.skill_key])
    with_items = {draft.term_key for draft in drafts}
    return Material(
        terms=terms,
        definitions=tuple(definitions),
        skills=skills,
        items=tuple(arranging.with_keys_spread(arranging.capped(items))),
        refused={refusal.value: count for refusal, count in sorted(maker.gatekeeper.refused.items())},
        terms_without_items=tuple(term.text for term in terms if term.key not in with_items),
        prerequisites=prerequisites,
        weaknesses=foreign_cues.weaknesses_of(language, terms),
    )


def _places(terms: Sequence[Term], drafts: Sequence[ItemDraft], passages: Sequence[SourcePassage]) -> list[TermPlace]:
    """Each term with items where it is explained: at its flashcard, else at its first cloze."""
    position = {passage.id: index for index, passage in enumerate(passages)}
    place: dict[str, int] = {}
    for draft in sorted(drafts, key=lambda each: each.type is not DraftType.FLASHCARD):
        place.setdefault(draft.term_key, position[draft.quote.passage_id])
    counts = Counter(draft.term_key for draft in drafts)
    return [TermPlace(term, place[term.key], counts[term.key]) for term in terms if term.key in place]
