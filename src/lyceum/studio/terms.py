"""Key terms of a document: printed bold where there is bold, otherwise by a small linear model on plain text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lyceum.algorithms.text.sentences import sentence_spans
from lyceum.algorithms.text.stop_words import STOP_WORDS, listed
from lyceum.algorithms.text.words import term_key, words
from lyceum.studio.drafts import SourcePassage, Term
from lyceum.studio.english_words import english_words
from lyceum.studio.foreign_cues import named_terms
from lyceum.studio.term_candidates import LONGEST_TERM_WORDS, Candidate, Sentence
from lyceum.studio.term_features import TextEvidence, evidence_of, features_of, vouched
from lyceum.studio.term_model import LinearModel, term_model

# A chapter of 13,000 words has some 40 terms worth a card. More are proposed, because only those that the text also
# defines become items; below the probability hardly anything is a term.
_WORDS_PER_TERM = 120
_LEAST_TERMS = 8
_LEAST_PROBABILITY = 0.005
# Characters; what goes on longer without a full stop is a table or a list, and would cost quadratic time.
_LONGEST_SENTENCE = 1_000
# Bold used for emphasis, not for terms: whole sentences, or more than one cue in this many words.
_BOLD_TERM_WORDS = 6
_WORDS_PER_BOLD_CUE = 25
_BOLD_SCORE = 1.0
_AROUND = " \t\n.,;:!?—–-“”\"'「」『』"
_ABBREVIATION = re.compile(r"\(([A-Z][A-Za-z]{1,7}?)s?\)")
_BRACKET_AT_END = re.compile(r"\s\([^()]{1,30}\)?$")
# A phrase is only part of a longer term when that holds most of its mentions.
_MOSTLY_INSIDE = 0.8
# English prose has 40-50% of them; German and French below 10%, by the words they share with English.
_LEAST_FUNCTION_WORDS = 0.2


def split_sentences(passages: Sequence[SourcePassage]) -> list[Sentence]:
    """The sentences of all passages in order, endless ones left out; passages under one heading are one section."""
    sections: dict[tuple[str, ...], int] = {}
    found = []
    for index, passage in enumerate(passages):
        section = sections.setdefault(passage.heading_path, len(sections))
        for start, end in sentence_spans(passage.text):
            if end - start <= _LONGEST_SENTENCE:
                found.append(Sentence(index, section, start, end, passage.text[start:end]))
    return found


def key_terms(
    passages: Sequence[SourcePassage],
    sentences: Sequence[Sentence],
    *,
    most: int | None = None,
    model: LinearModel | None = None,
    language: str | None = None,
) -> tuple[Term, ...]:
    """The key terms, best first.

    Args:
        passages: the text with its bold terms and headings.
        sentences: `split_sentences(passages)`.
        most: how many at most; by default one in 120 words, and every bold one.
        model: what ranks plain phrases; the one that is shipped unless told otherwise.
        language: of the text, as in BCP 47; told by its function words if None.
    """
    bold = bold_terms(passages)
    if language != "en" and not (language is None and is_english(sentences)):
        named = [term for term in named_terms(sentences, language) if term.key not in {each.key for each in bold}]
        return tuple([*bold, *named][:most])
    evidence = evidence_of(sentences, headings_of(passages))
    limit = most if most is not None else max(_LEAST_TERMS, len(bold), _word_count(passages) // _WORDS_PER_TERM)
    bold = [_as_printed(term, evidence) for term in bold]
    plain = (
        term for term in plain_terms(evidence, model or term_model()) if term.key not in {each.key for each in bold}
    )
    return tuple(_without_abbreviations([*bold, *plain], abbreviations_of(sentences))[:limit])


def abbreviations_of(sentences: Iterable[Sentence]) -> dict[str, str]:
    """From the key of an abbreviation to the key of what it stands for: "gross domestic product (GDP)"."""
    found: dict[str, str] = {}
    for sentence in sentences:
        for match in _ABBREVIATION.finditer(sentence.text):
            short = match[1]
            before = [part for word in words(sentence.text[: match.start()])[-len(short) :] for part in word.split("-")]
            letters = [letter.lower() for letter in short if letter.isupper()]
            full = before[-len(letters) :]
            if len(letters) > 1 and [word[0].lower() for word in full] == letters:
                found.setdefault(term_key(short), term_key(" ".join(full)))
    return found


def _without_abbreviations(terms: Sequence[Term], short: Mapping[str, str]) -> list[Term]:
    """One term for both ways of writing it: an abbreviation goes where its full form is a term."""
    keys = {term.key for term in terms}
    return [term for term in terms if short.get(term.key) not in keys]


def headings_of(passages: Sequence[SourcePassage]) -> list[str]:
    """Every heading once, in order."""
    return list(dict.fromkeys(heading for passage in passages for heading in passage.heading_path))


def is_english(sentences: Sequence[Sentence]) -> bool:
    """Whether the plain-text model may speak: it knows English function words only."""
    counted = [word.lower() for sentence in sentences for word in words(sentence.text)]
    known = sum(word in STOP_WORDS for word in counted)
    return known >= _LEAST_FUNCTION_WORDS * max(1, len(counted))


def bold_terms(passages: Sequence[SourcePassage]) -> list[Term]:
    """Terms printed bold, in order of appearance; none if the document uses bold for emphasis."""
    cues = [text for passage in passages for text in passage.bold_terms]
    terms: dict[str, Term] = {}
    for text in cues:
        # "gross domestic product (GDP)" is the term and its abbreviation.
        shown = _BRACKET_AT_END.sub("", text.strip(_AROUND)).strip(_AROUND + "()")
        key = term_key(shown)
        if key and any(letter.isalpha() for letter in key) and len(words(shown)) <= _BOLD_TERM_WORDS:
            terms.setdefault(key, Term(key, shown, _BOLD_SCORE, is_bold=True))
    is_emphasis = len(cues) * _WORDS_PER_BOLD_CUE > _word_count(passages)
    return [] if is_emphasis else list(terms.values())


def _as_printed(term: Term, evidence: TextEvidence) -> Term:
    """A bold term at the start of a sentence loses its capital if the text writes it small elsewhere."""
    candidate = evidence.candidates.get(term.key)
    if candidate is None or candidate.capitalised > candidate.mid_sentence / 2 or not candidate.mid_sentence:
        return term
    return replace(term, text=_printed(candidate))


def plain_terms(evidence: TextEvidence, model: LinearModel) -> list[Term]:
    """Terms by the words alone, best first, without the parts of better terms."""
    scored = []
    for candidate in evidence.candidates.values():
        features = features_of(candidate, evidence) if is_possible(candidate) else None
        if features is not None:
            scored.append((model.probability(features), candidate))
    scored.sort(key=lambda pair: (-pair[0], pair[1].key))
    likely = [(score, candidate) for score, candidate in scored if score >= _LEAST_PROBABILITY]
    return [Term(each.key, _printed(each), score) for score, each in _without_overlaps(likely)]


def _without_overlaps(ranked: Iterable[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    kept: list[tuple[float, Candidate]] = []
    most_inside: dict[str, int] = {}
    for score, candidate in ranked:
        if most_inside.get(candidate.key, 0) >= _MOSTLY_INSIDE * candidate.count:
            continue
        kept.append((score, candidate))
        for part in _parts(candidate.key):
            most_inside[part] = max(most_inside.get(part, 0), candidate.count)
    return kept


def _parts(key: str) -> list[str]:
    """Every shorter run of words inside a key."""
    split = key.split()
    size = len(split)
    return [
        " ".join(split[start:stop])
        for start in range(size)
        for stop in range(start + 1, size + 1)
        if stop - start < min(size, LONGEST_TERM_WORDS + 1)
    ]


# "The word normal means": the term is what follows.
_MENTIONING = frozenset({"word", "term", "idea", "type", "kind", "phrase", "assumption", "concept", "notion"})
# "economists define efficiency": no noun ends in these, so a verb joins two others.
_VERBS = listed(
    "define call show say use mean talk refer start choose make take face argue believe think assume become occur "
    "depend want need give find see tell know include require allow cause help lead agree suggest describe explain"
)
_FEWEST_LETTERS = 3
_ALWAYS = 0.9
# "the new equilibrium", "a higher price": the same thing in another state.
_VARIANTS = listed(
    "original higher lower greater smaller larger bigger current particular entire actual overall previous certain "
    "increased decreased additional vice"
)
_GENERIC = listed(
    "first second third fourth last new overall following part step answer problem point line way side case question "
    "figure table chapter section module feature lesson example solution strategy check learning"
)


def is_possible(candidate: Candidate) -> bool:
    """Whether the phrase can be a term at all: no label, no variant, no verb between nouns, nobody's name."""
    parts = candidate.key.split()
    if max(map(len, parts)) < _FEWEST_LETTERS and not any(form.isupper() for form in candidate.forms):
        return False
    is_label = not parts[-1].isalpha() and len(parts[-1]) < _FEWEST_LETTERS
    is_variant = len(parts) > 1 and parts[0] in _VARIANTS
    return not is_label and not is_variant and not _is_name(candidate) and not _is_generic(candidate.key)


def _is_name(candidate: Candidate) -> bool:
    """Whether it is only the name of a person or a place; one word may be more, if the text explains it."""
    lists = english_words()
    first, *rest = candidate.key.split()
    if candidate.capitalised < _ALWAYS * max(1, candidate.mid_sentence) or first not in lists.names:
        return False
    if not rest:
        return not vouched(candidate)
    return all(part in lists.names or not lists.is_listed(part) for part in rest)


def _is_generic(key: str) -> bool:
    first, *rest = key.split()
    if rest and (first in _MENTIONING or any(part in _VERBS for part in rest)):
        return True
    return all(part in _GENERIC for part in (first, *rest))


def _printed(candidate: Candidate) -> str:
    """The form to show: in lower case if the text ever writes it so in mid-sentence, its singular if printed."""
    forms = candidate.forms
    is_name = candidate.mid_sentence > 0 and candidate.capitalised > candidate.mid_sentence / 2
    merged: dict[str, int] = {}
    for form, count in forms.items():
        shown = form if is_name or form[:2].isupper() else form[:1].lower() + form[1:]
        merged[shown] = merged.get(shown, 0) + count
    return max(merged, key=lambda form: (term_key(form) == form.lower().replace("-", " "), merged[form], form))


def _word_count(passages: Sequence[SourcePassage]) -> int:
    return sum(len(passage.text.split()) for passage in passages)
