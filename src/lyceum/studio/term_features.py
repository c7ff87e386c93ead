"""What tells a key term from a phrase: features of one candidate, for the linear model in `terms`."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from lyceum.algorithms.text.stop_words import listed
from lyceum.studio.definition_cues import Cue, cues_of
from lyceum.studio.term_candidates import Candidate, Sentence, candidates_of, key_of, tokens_of

_ADJECTIVE_ENDINGS = ("ous", "al", "ive", "ic", "able", "ible", "ful", "less", "ary")
_NOUN_ENDINGS = tuple(listed("tion sion ity ism sis ment ance ence logy ics er or ness ure ory ium ene ose in"))
_SURE_CUE = 2.5
_BOTH_FORMS = 2


@dataclass(frozen=True, slots=True)
class Features:
    """One candidate in numbers; booleans are 0 or 1, shares are in [0, 1]."""

    log_count: float
    log_c_value: float
    log_cue: float
    has_sure_cue: float
    in_heading: float
    is_heading: float
    is_one_word: float
    is_long: float
    concentration: float
    spread: float
    capital_share: float
    ends_like_verb: float
    ends_like_adjective: float
    ends_like_noun: float
    has_of: float
    first_position: float
    cue_at_first: float
    determiner_share: float
    verb_sign_share: float
    opens_share: float
    closes_share: float
    complete_log_count: float
    last_is_verb: float
    holds_verb: float
    begins_like_verb: float
    letters: float
    cue_of_one_word: float

    def values(self) -> tuple[float, ...]:
        """In the order of the fields."""
        return tuple(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """Everything counted about a text before its candidates are judged."""

    sentence_count: int
    section_count: int
    candidates: Mapping[str, Candidate]
    cues: Mapping[str, Cue]
    c_values: Mapping[str, float]
    heading_keys: frozenset[str]
    headings_line: str
    verb_stems: Mapping[str, int]


def evidence_of(sentences: Sequence[Sentence], headings: Iterable[str]) -> TextEvidence:
    """Count once what all features need."""
    candidates = candidates_of(sentences)
    heading_keys = [key_of([token for token in tokens_of(text) if token[0].isalnum()]) for text in headings]
    return TextEvidence(
        sentence_count=len(sentences),
        section_count=len({sentence.section for sentence in sentences}),
        candidates=candidates,
        cues=cues_of(sentences, candidates),
        c_values=_c_values(candidates),
        heading_keys=frozenset(heading_keys),
        headings_line=" | ".join(["", *heading_keys, ""]),
        verb_stems=_verb_stems(sentences),
    )


def features_of(candidate: Candidate, evidence: TextEvidence) -> Features | None:
    """The features of a candidate, or None if nothing speaks for it: said once, without cue or heading."""
    cue = evidence.cues.get(candidate.key, Cue())
    in_heading = f" {candidate.key} " in evidence.headings_line
    if candidate.count == 1 and not cue.weight and not in_heading:
        return None
    parts = candidate.key.split()
    last = parts[-1]
    last_form = candidate.forms.most_common(1)[0][0].split()[-1].lower()
    count = candidate.count
    opens, closes = candidate.opens_phrase / count, candidate.closes_phrase / count
    follows_at_once = cue.sentence >= 0 and cue.sentence - candidate.mentions[0] <= _BOTH_FORMS
    return Features(
        log_count=math.log1p(count),
        log_c_value=math.log1p(max(evidence.c_values[candidate.key], 0.0)),
        log_cue=math.log1p(cue.weight),
        has_sure_cue=float(cue.weight >= _SURE_CUE),
        in_heading=float(in_heading),
        is_heading=float(candidate.key in evidence.heading_keys),
        is_one_word=float(len(parts) == 1),
        is_long=float(len(parts) > 2),
        concentration=max(candidate.sections.values()) / count,
        spread=len(candidate.sections) / evidence.section_count,
        capital_share=candidate.capitalised / max(1, candidate.mid_sentence),
        ends_like_verb=float(last_form.endswith(("ing", "ed"))),
        ends_like_adjective=float(last_form.endswith(_ADJECTIVE_ENDINGS)),
        ends_like_noun=float(last.endswith(_NOUN_ENDINGS)),
        has_of=float("of" in parts),
        first_position=candidate.mentions[0] / evidence.sentence_count,
        cue_at_first=float(follows_at_once),
        determiner_share=candidate.after_determiner / count,
        verb_sign_share=candidate.after_verb_sign / count,
        opens_share=opens,
        closes_share=closes,
        complete_log_count=min(opens, closes) * math.log1p(count),
        last_is_verb=_verb_forms(last, evidence) / _BOTH_FORMS,
        holds_verb=float(any(_verb_forms(part, evidence) == _BOTH_FORMS for part in parts[1:])),
        begins_like_verb=float(parts[0].endswith(("ed", "ing"))),
        letters=float(len(candidate.key)),
        cue_of_one_word=math.log1p(cue.weight) * (len(parts) == 1),
    )


def _c_values(candidates: Mapping[str, Candidate]) -> dict[str, float]:
    """Frantzi, Ananiadou & Mima 2000: frequency, less the mean frequency of the longer candidates around it."""
    around: defaultdict[str, list[int]] = defaultdict(list)
    for key, candidate in candidates.items():
        parts = key.split()
        for start in range(len(parts)):
            for stop in range(start + 1, len(parts) + 1):
                if stop - start < len(parts):
                    around[" ".join(parts[start:stop])].append(candidate.count)
    values = {}
    for key, candidate in candidates.items():
        longer = around.get(key)
        nested = sum(longer) / len(longer) if longer else 0.0
        values[key] = math.log2(candidate.word_count + 1) * (candidate.count - nested)
    return values


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
