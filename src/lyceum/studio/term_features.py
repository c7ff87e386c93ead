"""What tells a key term from a phrase: features of one candidate, for the linear model in `terms`."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lyceum.algorithms.text.stop_words import listed
from lyceum.studio.english_words import english_words
from lyceum.studio.term_candidates import Candidate, Sentence, candidates_of, key_of, tokens_of
from lyceum.studio.term_contexts import Context

_ADJECTIVE_ENDINGS = ("ous", "al", "ive", "ic", "able", "ible", "ful", "less", "ary")
_NOUN_ENDINGS = tuple(listed("tion sion ity ism sis ment ance ence logy ics er or ness ure ory ium ene ose in"))
_VERB_ENDINGS = ("ing", "ed")
_BOTH_FORMS = 2
_MOST_COUNTED = 2
# How far each context vouches for a definition; the linear model only needs the order.
_VOUCHES: Mapping[Context, float] = {
    Context.NAMED: 3.0,
    Context.CALLED: 3.0,
    Context.IS_A: 3.0,
    Context.IS_NOUN: 2.5,
    Context.MEANS: 2.5,
    Context.THE_TERM: 2.0,
    Context.OTHER_NAME: 1.5,
    Context.ABBREVIATED: 1.5,
    Context.WAS_A: 1.5,
    Context.APPOSITION: 1.0,
    Context.DASH: 1.0,
    Context.LATE_IS_A: 1.0,
    Context.NAMED_IN_PART: 1.0,
    Context.IN_BRACKETS: 1.0,
}
_SURE = (Context.IS_A, Context.IS_NOUN, Context.NAMED, Context.MEANS, Context.CALLED)
# These say how a phrase is used at large, so their share counts; of the others one or two say it all.
_SHARES = (Context.LISTED, Context.OBJECT, Context.IS_NOT, Context.ENDS_CLAUSE)


@dataclass(slots=True)
class Siblings:
    """How many two-word candidates share their last word, and how many of them are explained."""

    known: int = 0
    explained: int = 0


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """Everything counted about a text before its candidates are judged."""

    sentence_count: int
    section_count: int
    candidates: Mapping[str, Candidate]
    nested: Mapping[str, float]
    heading_keys: frozenset[str]
    headings_line: str
    heading_words: frozenset[str]
    verb_stems: Mapping[str, int]
    siblings: Mapping[str, Siblings]


def evidence_of(sentences: Sequence[Sentence], headings: Iterable[str]) -> TextEvidence:
    """Count once what all features need."""
    candidates = candidates_of(sentences)
    heading_keys = [key_of([token for token in tokens_of(text) if token[0].isalnum()]) for text in headings]
    return TextEvidence(
        sentence_count=len(sentences),
        section_count=max(1, len({sentence.section for sentence in sentences})),
        candidates=candidates,
        nested=_nested(candidates),
        heading_keys=frozenset(heading_keys),
        headings_line=" | ".join(["", *heading_keys, ""]),
        heading_words=frozenset(word for key in heading_keys for word in key.split()),
        verb_stems=_verb_stems(sentences),
        siblings=_siblings(candidates.values()),
    )


def vouched(candidate: Candidate) -> float:
    """How far its contexts vouch that the text explains it; each kind of context once."""
    return sum(weight for context, weight in _VOUCHES.items() if candidate.contexts[context])


def features_of(candidate: Candidate, evidence: TextEvidence) -> dict[str, float] | None:
    """The features of a candidate by name, or None if nothing speaks for it: said once, unexplained, without kin."""
    in_heading = f" {candidate.key} " in evidence.headings_line
    siblings = _siblings_but(candidate, evidence)
    if candidate.count == 1 and not (in_heading or siblings.known or vouched(candidate)):
        return None
    return {
        **_counts(candidate, evidence, siblings),
        **_shape(candidate, evidence),
        **_place(candidate, evidence, in_heading=in_heading),
        **_contexts(candidate),
        **_rarity(candidate),
    }


def _counts(candidate: Candidate, evidence: TextEvidence, siblings: Siblings) -> dict[str, float]:
    count, words = candidate.count, candidate.word_count
    opens, closes = candidate.opens_phrase / count, candidate.closes_phrase / count
    c_value = math.log2(words + 1) * (count - evidence.nested.get(candidate.key, 0.0))
    head = evidence.candidates.get(candidate.key.rpartition(" ")[2])
    return {
        "log_count": math.log1p(count),
        "log_c_value": math.log1p(max(0.0, c_value)),
        "is_said_once": float(count == 1),
        "concentration": max(candidate.sections.values()) / count,
        "spread": len(candidate.sections) / evidence.section_count,
        "determiner_share": candidate.after_determiner / count,
        "verb_sign_share": candidate.after_verb_sign / count,
        "opens_share": opens,
        "closes_share": closes,
        "complete_log_count": min(opens, closes) * math.log1p(count),
        "siblings": math.log1p(siblings.known),
        "explained_siblings": math.log1p(siblings.explained),
        "share_of_head": count / max(head.count if head else 0, count) if words > 1 else 0.0,
    }


def _shape(candidate: Candidate, evidence: TextEvidence) -> dict[str, float]:
    parts = candidate.key.split()
    form = candidate.commonest_form
    last_form = form.split()[-1].lower()
    return {
        "is_one_word": float(len(parts) == 1),
        "is_long": float(len(parts) > 2),
        "letters": float(len(candidate.key)),
        "has_of": float("of" in parts),
        "has_hyphen": float("-" in form),
        "is_acronym": float(form.isupper() and len(parts) == 1),
        "ends_like_verb": float(last_form.endswith(_VERB_ENDINGS)),
        "ends_like_adjective": float(last_form.endswith(_ADJECTIVE_ENDINGS)),
        "ends_like_noun": float(parts[-1].endswith(_NOUN_ENDINGS)),
        "begins_like_verb": float(parts[0].endswith(_VERB_ENDINGS)),
        "last_is_verb": _verb_forms(parts[-1], evidence) / _BOTH_FORMS,
        "holds_verb": float(any(_verb_forms(part, evidence) == _BOTH_FORMS for part in parts[1:])),
    }


def _place(candidate: Candidate, evidence: TextEvidence, *, in_heading: bool) -> dict[str, float]:
    parts = candidate.key.split()
    return {
        "first_position": candidate.mentions[0] / evidence.sentence_count,
        "in_heading": float(in_heading),
        "is_heading": float(candidate.key in evidence.heading_keys),
        "heading_words": sum(part in evidence.heading_words for part in parts) / len(parts),
        "explained_at_first": float(candidate.is_explained_at_first),
    }


def _contexts(candidate: Candidate) -> dict[str, float]:
    counts = candidate.contexts
    weight = math.log1p(sum(vouch * counts[context] for context, vouch in _VOUCHES.items()))
    shares = {context.value: counts[context] / candidate.count for context in _SHARES}
    some = {context.value: float(min(_MOST_COUNTED, counts[context])) for context in Context if context not in _SHARES}
    one_word = weight if candidate.word_count == 1 else 0.0
    return {"vouched": vouched(candidate), "log_vouched": weight, "vouched_one_word": one_word, **shares, **some}


def _rarity(candidate: Candidate) -> dict[str, float]:
    lists = english_words()
    parts = candidate.key.split()
    rarities = [lists.rarity(part) for part in parts]
    has_name = float(any(part in lists.names for part in parts))
    capitals = candidate.capitalised / max(1, candidate.mid_sentence)
    return {
        "mean_rarity": sum(rarities) / len(rarities),
        "least_rarity": min(rarities),
        "most_rarity": max(rarities),
        "last_rarity": rarities[-1],
        "unlisted_share": sum(not lists.is_listed(part) for part in parts) / len(parts),
        "capital_share": capitals,
        "has_name": has_name,
        "capital_name": capitals * has_name,
    }


def _head_of(candidate: Candidate) -> str:
    return candidate.key.rpartition(" ")[2] if candidate.word_count > 1 else ""


def _siblings(candidates: Iterable[Candidate]) -> dict[str, Siblings]:
    """By their last word: "episodic memory", "semantic memory"."""
    found: defaultdict[str, Siblings] = defaultdict(Siblings)
    for candidate in filter(_is_sibling, candidates):
        siblings = found[_head_of(candidate)]
        siblings.known += 1
        siblings.explained += _is_explained(candidate)
    return found


def _siblings_but(candidate: Candidate, evidence: TextEvidence) -> Siblings:
    siblings = evidence.siblings.get(_head_of(candidate), Siblings())
    if not _is_sibling(candidate):
        return siblings
    return Siblings(siblings.known - 1, siblings.explained - _is_explained(candidate))


def _is_sibling(candidate: Candidate) -> bool:
    is_known = candidate.count > 1 or candidate.contexts[Context.IS_A] or candidate.contexts[Context.NAMED]
    return candidate.word_count == 2 and bool(is_known)


def _is_explained(candidate: Candidate) -> bool:
    return any(candidate.contexts[context] for context in _SURE)


def _nested(candidates: Mapping[str, Candidate]) -> dict[str, float]:
    """For the C-value (Frantzi, Ananiadou & Mima 2000): the mean frequency of the longer candidates around each."""
    around: defaultdict[str, list[int]] = defaultdict(list)
    for key, candidate in candidates.items():
        parts = key.split()
        for start in range(len(parts)):
            for stop in range(start + 1, len(parts) + 1):
                if stop - start < len(parts):
                    around[" ".join(parts[start:stop])].append(candidate.count)
    return {key: sum(counts) / len(counts) for key, counts in around.items()}


def _verb_stems(sentences: Iterable[Sentence]) -> dict[str, int]:
    """Stems seen with -ing (1), with -ed (2) or with both (3): the text itself says what its verbs are."""
    stems: defaultdict[str, int] = defaultdict(int)
    for sentence in sentences:
        for token in tokens_of(sentence.text.lower()):
            if token.endswith("ing"):
                stems[token[:-3]] |= 1
            elif token.endswith("ed"):
                stems[token[:-2]] |= 2
    return dict(stems)


def _verb_forms(word: str, evidence: TextEvidence) -> int:
    seen = evidence.verb_stems.get(word, 0) | evidence.verb_stems.get(word.removesuffix("e"), 0)
    return seen.bit_count()
