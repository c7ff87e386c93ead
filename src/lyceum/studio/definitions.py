"""The sentence of a document that says what a term is, found by the way definitions are phrased."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lyceum.algorithms.text.words import term_key
from lyceum.studio import stem_rules
from lyceum.studio.drafts import Definition, Quote, SourcePassage, Term
from lyceum.studio.mentions import Mention, TermFinder
from lyceum.studio.term_candidates import Sentence

_NAMING_BEFORE = re.compile(
    r"\b(?:called|known as|termed|referred to as|named|dubbed|defined as)\s*(?:an?\s+|the\s+|its\s+)?[“\"‘]?$",
    re.IGNORECASE,
)
_WE_CALL_BEFORE = re.compile(
    r"\b(?:we|they|you|people|scholars|\w+(?:ists|ers|ors|ans))\s+(?:\w+\s+)?calls?\b"
    r"[^.;:]{5,160}?\s+(?:an?\s+|the\s+)?[“\"‘]?$|"
    r"\brefers? to [^.;:]{5,140}?\s+as\s+(?:an?\s+|the\s+)?[“\"‘]?$"
)
_CLAUSE_ENDS = re.compile(r"^[”\"’']?\s*(?:$|[.;),]|\([A-Z])")
_TERM_BEFORE = re.compile(r"\b(?:the )?(?:term|phrase|word)\s+[“\"‘]?$", re.IGNORECASE)
_ALSO_BEFORE = re.compile(
    r"(?:,|—|\()\s*(?:or|also known as|also called|sometimes called)\s+(?:the\s+|an?\s+)?[“\"‘]?$"
)
_ASIDE = r"(?:\s*\([^)]{1,60}\)|,\s[^,]{3,60},)?"
_IS_WHAT = re.compile(
    rf"^[”\"’]?{_ASIDE}\s+(?:is|are)\s+(?:(?:simply|essentially|basically|usually|generally|typically|often)\s+)?"
    r"(?:an?|the|any|one|when|where|how|what|that|those|defined)\b"
)
_IS = re.compile(rf"^[”\"’]?{_ASIDE}\s+(?:is|are|was|were)\b")
_MEANS = re.compile(
    rf"^[”\"’]?{_ASIDE}\s+(?:refers? to|means?|describes?|is defined as|denotes?|occurs? (?:when|if)|"
    r"exists? (?:when|if)|arises? (?:when|if)|happens? when|represents?|consists? of|measures?|states? that|says? that|"
    r"holds? that)\b"
)
_WAS_WHAT = re.compile(rf"^[”\"’]?{_ASIDE}\s+(?:was|were)\s+(?:an?|the|one)\b")
_DOES = re.compile(
    rf"^[”\"’]?{_ASIDE}\s+(?:shows?|involves?|includes?|explains?|provides?|allows?|contains?|enables?|protects?|"
    r"controls?|regulates?|produces?|carr(?:y|ies)|helps?|requires?|guarantees?|establishes|established|gave|"
    r"stated|required|allowed|declared|proposed|created|granted|prohibited|receives?|processes)\b"
)
_APPOSITION = re.compile(
    r"^[”\"’]?(?:,\s+(?:or (?:the |an? )?[a-z -]{3,40}[,.]|which\b|an?\b|the\b|that is\b|meaning\b)|"
    r"\s*(?:—|–|:)\s*\w|\s+\([a-z])"
)
_DEFINE_WORD = re.compile(r"\b(?:defin(?:e|es|ed|ition)|meaning)\b", re.IGNORECASE)
# "We call this a surplus": what "this" is was said in the sentence before.
_CALLS_THIS = re.compile(r"\b(?:calls?|called) (?:this|it|them|these)\s+(?:an?\s+|the\s+)?[“\"‘]?$", re.IGNORECASE)
# After one of these the term is no subject: "a homologous pair of chromosomes is the two copies".
_NO_SUBJECT = re.compile(
    r"\b(?:of|in|on|for|with|to|by|from|than|between|and|or|as|at|into|through|about|using)\s+(?:an?\s+|the\s+|its\s+)?$",
    re.IGNORECASE,
)
# What is named ends here; before another noun only a part of its name was matched.
_NAME_ENDS = re.compile(
    r"^[”\"’']?\s*(?:$|[,.;:)(—–]|(?:and|or|because|which|that|when|where|in|by|for|is|are|was|were|if|as|since|on|at|after|"
    r"from)\b)"
)
# "The New Jersey Plan called for …": what a named thing did is what a learner is asked about it.
_ACTED = re.compile(
    r"^\s+(?:[a-z]+ly )?(?:(?:was|were|had|has|is|are)\b|[a-z]+ed\b|"
    r"(?:made|gave|took|led|held|began|became|won|grew)\b)"
)
_ONLY_EXAMPLE = re.compile(
    r"^\s+(?:is|are|was|were) (?:also )?"
    r"(?:(?:an?|another|the|one) (?:[a-z-]+ )?example|an excellent illustration|one of|part of|some of)\b"
)
_NEGATES = re.compile(r"^\s+(?:is|are|was|were)\s+(?:not|no)\b")
_LEAD_IN = re.compile(r"^(?:(?:In|For|To) [^,]{3,40}, )?(?:An?|The|Any|Each|Every)?\s*[“\"‘]?$", re.IGNORECASE)

# Points by cue, in the order a reader would trust them; chosen on the eight public chapters.
_NAMING, _CALLING, _IS_WHAT_POINTS, _MEANS_POINTS, _TERMED = 4.0, 4.0, 3.5, 3.5, 3.0
_DOES_POINTS, _IS_POINTS, _APPOSITION_POINTS, _ALSO_POINTS, _DEFINES = 1.5, 1.2, 2.0, 1.5, 1.5
_OPENS_POINTS, _FIRST_MENTION, _BOLD_HERE, _NAME_ACTED = 1.5, 0.8, 2.0, 2.5
_POINTS_BACK, _POINTS_ELSEWHERE, _ADDRESSES, _EXAMPLE, _NOT_WHOLE, _NEGATION = -1.5, -2.0, -0.6, -1.5, -3.0, -2.5
_NO_SUBJECT_SHARE, _LATE_SUBJECT_SHARE = 0.3, 0.7
# A confidence of one half lies where half of the sentences were the definition.
_EVEN_POINTS = 3.5
_POINTS_PER_LOGIT = 1.3
# Bold says that a sentence near it explains the term; without it only a plain definition will do.
LEAST_CONFIDENCE = 0.55
LEAST_CONFIDENCE_OF_BOLD = 0.45


@dataclass(frozen=True, slots=True)
class Use:
    """One sentence that mentions a term, and how much it sounds like the term's definition."""

    sentence: Sentence
    mention: Mention
    points: float

    @property
    def confidence(self) -> float:
        """The points as a probability-like figure in [0, 1]."""
        return 1.0 / (1.0 + math.exp(-(self.points - _EVEN_POINTS) / _POINTS_PER_LOGIT))


def uses_of_terms(
    terms: Sequence[Term], passages: Sequence[SourcePassage], sentences: Sequence[Sentence]
) -> dict[str, list[Use]]:
    """For each term's key its sentences, the most definition-like first; earlier ones first among equals."""
    finder = TermFinder(term.key for term in terms)
    bold_here = [frozenset(map(term_key, passage.bold_terms)) for passage in passages]
    bold_given: set[str] = set()
    uses: defaultdict[str, list[Use]] = defaultdict(list)
    for sentence in sentences:
        if not stem_rules.teaches(passages[sentence.passage].heading_path):
            continue
        for mention in finder.mentions(sentence.text):
            known = uses[mention.key]
            if known and known[-1].sentence is sentence:
                continue
            points = _points(sentence.text, mention) + (0.0 if known else _FIRST_MENTION)
            # Bold is kept per passage: its first mention there is the one that was printed bold.
            if mention.key in bold_here[sentence.passage] and mention.key not in bold_given:
                bold_given.add(mention.key)
                points += _BOLD_HERE
            known.append(Use(sentence, mention, points))
    return {key: sorted(known, key=lambda use: -use.points) for key, known in uses.items()}


def definitions_of(term: Term, uses: Sequence[Use], passages: Sequence[SourcePassage]) -> list[Definition]:
    """The sentences that sound like the definition of one term, best first."""
    least = LEAST_CONFIDENCE_OF_BOLD if term.is_bold else LEAST_CONFIDENCE
    sure = [use for use in uses if use.confidence >= least]
    return [Definition(term, quote_of(use.sentence, passages), use.confidence) for use in sure]


def quote_of(sentence: Sentence, passages: Sequence[SourcePassage]) -> Quote:
    """A sentence as a verbatim quote with its page."""
    passage = passages[sentence.passage]
    return Quote(passage.id, passage.page_at(sentence.start), sentence.start, sentence.end, sentence.text)


def _points(whole: str, mention: Mention) -> float:
    before = stem_rules.without_link(stem_rules.without_asides(whole[: mention.start]))
    after = stem_rules.without_asides(whole[mention.end :])
    sentence = stem_rules.without_asides(whole)
    points = _cue_points(before, after)
    if _LEAD_IN.match(before):
        points += _OPENS_POINTS
        if _is_name(whole, mention) and _ACTED.match(after):
            points = max(points, _OPENS_POINTS + (_IS_WHAT_POINTS if _WAS_WHAT.match(after) else _NAME_ACTED))
    if _DEFINE_WORD.search(sentence):
        points += _DEFINES
    penalties = (
        (stem_rules.points_back(sentence), _POINTS_BACK),
        (stem_rules.points_elsewhere(sentence), _POINTS_ELSEWHERE),
        (stem_rules.addresses_reader(sentence), _ADDRESSES),
        (stem_rules.is_worked_example(sentence), _EXAMPLE),
        (not stem_rules.is_whole_sentence(sentence), _NOT_WHOLE),
        (bool(_NEGATES.match(after)), _NEGATION),
        (bool(_ONLY_EXAMPLE.match(after)), _NEGATION),
    )
    return points + sum(penalty for applies, penalty in penalties if applies)


def _is_name(sentence: str, mention: Mention) -> bool:
    """Whether the mention is written as a name; one word at the start of a sentence says nothing."""
    parts = sentence[mention.start : mention.end].split()
    return all(part[0].isupper() for part in parts) and (len(parts) > 1 or mention.start > 0)


def _cue_points(before: str, after: str) -> float:
    """The naming and the explaining cue may both be there: "The force, called gravity, is the …"."""
    naming = max(
        (
            points
            for pattern, points in (
                (_NAMING_BEFORE, _NAMING),
                (_WE_CALL_BEFORE, _CALLING),
                (_TERM_BEFORE, _TERMED),
                (_ALSO_BEFORE, _ALSO_POINTS),
            )
            if pattern.search(before)
        ),
        default=0.0,
    )
    explaining = max(
        (
            points
            for pattern, points in (
                (_IS_WHAT, _IS_WHAT_POINTS),
                (_MEANS, _MEANS_POINTS),
                (_APPOSITION, _APPOSITION_POINTS),
                (_DOES, _DOES_POINTS),
                (_IS, _IS_POINTS),
            )
            if pattern.match(after)
        ),
        default=0.0,
    )
    is_called = bool(_WE_CALL_BEFORE.search(before)) and not _NAMING_BEFORE.search(before)
    if _CALLS_THIS.search(before) or (is_called and not _CLAUSE_ENDS.match(after)):
        naming = 0.0
    if not _NAME_ENDS.match(after):
        naming /= 2
    if _NO_SUBJECT.search(before):
        explaining *= _NO_SUBJECT_SHARE
    elif not _LEAD_IN.match(before):
        explaining *= _LATE_SUBJECT_SHARE
    return naming + explaining
