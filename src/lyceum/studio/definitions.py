"""The sentence of a document that says what a term is, found by the way definitions are phrased."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lyceum.algorithms.text.words import term_key
from lyceum.studio import foreign_cues, stem_rules
from lyceum.studio.definition_points import points_of
from lyceum.studio.definition_signs import Place, signs_of
from lyceum.studio.drafts import Definition, Quote, SourcePassage, Term
from lyceum.studio.mentions import Mention, TermFinder
from lyceum.studio.term_candidates import Sentence
from lyceum.studio.term_model import LinearModel, definition_model

# Points of even odds, where half of the sentences were the definition, and how many make one logistic unit.
_EVEN_POINTS = 3.5
_POINTS_PER_LOGIT = 1.3
# The model knows the glossaries it learned from, the points know what reads well alone: the model alone likes long
# sentences about figures. Its odds are narrower than those of the points, and lower, because few sentences have the
# very words of a glossary entry: raised by this, plain definitions keep the confidence they had by the points alone.
_MODEL_SHARE = 0.3
_MODEL_SCALE = 2.0
_RAISED = 1.0
# Bold says that a sentence near it explains the term; without it only a plain definition will do.
LEAST_CONFIDENCE = 0.55
LEAST_CONFIDENCE_OF_BOLD = 0.45


@dataclass(frozen=True, slots=True)
class Use:
    """One sentence that mentions a term, and how much it sounds like the term's definition, in log odds."""

    sentence: Sentence
    mention: Mention
    points: float

    @property
    def confidence(self) -> float:
        """The points as a probability-like figure in [0, 1]."""
        return 1.0 / (1.0 + math.exp(-self.points))


@dataclass(frozen=True, slots=True)
class _Found:
    sentence: Sentence
    mention: Mention
    is_bold: bool


def uses_of_terms(
    terms: Sequence[Term],
    passages: Sequence[SourcePassage],
    sentences: Sequence[Sentence],
    *,
    model: LinearModel | None = None,
    language: str | None = "en",
) -> dict[str, list[Use]]:
    """For each term's key its sentences, the most definition-like first; earlier ones first among equals."""
    judge = _english_judge(model or definition_model()) if language == "en" else _foreign_judge(language)
    uses = {}
    for key, found in _mentioning(terms, passages, sentences).items():
        judged = [judge(each, _place(each, order, len(found), passages)) for order, each in enumerate(found)]
        uses[key] = sorted(judged, key=lambda use: -use.points)
    return uses


def signs_of_uses(
    terms: Sequence[Term], passages: Sequence[SourcePassage], sentences: Sequence[Sentence]
) -> dict[str, list[tuple[Sentence, dict[str, float]]]]:
    """For each term's key its sentences with what the model is shown of them: for training."""
    return {
        key: [
            (each.sentence, signs_of(each.sentence.text, each.mention, _place(each, order, len(found), passages)))
            for order, each in enumerate(found)
        ]
        for key, found in _mentioning(terms, passages, sentences).items()
    }


def _mentioning(
    terms: Sequence[Term], passages: Sequence[SourcePassage], sentences: Sequence[Sentence]
) -> dict[str, list[_Found]]:
    """The sentences of teaching text that mention each term, each once, in order."""
    finder = TermFinder(term.key for term in terms)
    bold_here = [frozenset(map(term_key, passage.bold_terms)) for passage in passages]
    bold_given: set[str] = set()
    found: defaultdict[str, list[_Found]] = defaultdict(list)
    for sentence in sentences:
        if not stem_rules.teaches(passages[sentence.passage].heading_path):
            continue
        for mention in finder.mentions(sentence.text):
            known = found[mention.key]
            if known and known[-1].sentence is sentence:
                continue
            # Bold is kept per passage: its first mention there is the one that was printed bold.
            is_bold = mention.key in bold_here[sentence.passage] and mention.key not in bold_given
            if is_bold:
                bold_given.add(mention.key)
            known.append(_Found(sentence, mention, is_bold))
    return found


def _place(found: _Found, order: int, total: int, passages: Sequence[SourcePassage]) -> Place:
    path = passages[found.sentence.passage].heading_path
    is_in_heading = bool(path) and f" {found.mention.key} " in f" {term_key(path[-1])} "
    return Place(order, total, is_bold=found.is_bold, is_in_heading=is_in_heading)


_Judge = Callable[[_Found, Place], Use]


def _english_judge(model: LinearModel) -> _Judge:
    def judged(found: _Found, place: Place) -> Use:
        text = found.sentence.text
        points = points_of(text, found.mention, is_first=place.order == 0, is_bold=place.is_bold)
        by_model = _MODEL_SCALE * model.log_odds(signs_of(text, found.mention, place))
        mixed = (1 - _MODEL_SHARE) * _logit(points) + _MODEL_SHARE * by_model + _RAISED
        return Use(found.sentence, found.mention, mixed)

    return judged


def _foreign_judge(language: str | None) -> _Judge:
    def judged(found: _Found, place: Place) -> Use:
        is_first, text = place.order == 0, found.sentence.text
        points = foreign_cues.points_of(text, found.mention, language, is_first=is_first, is_bold=place.is_bold)
        return Use(found.sentence, found.mention, _logit(points))

    return judged


def _logit(points: float) -> float:
    return (points - _EVEN_POINTS) / _POINTS_PER_LOGIT


def definitions_of(
    term: Term, uses: Sequence[Use], passages: Sequence[SourcePassage], *, least: float | None = None
) -> list[Definition]:
    """The sentences that sound like the definition of one term, best first."""
    if least is None:
        least = LEAST_CONFIDENCE_OF_BOLD if term.is_bold else LEAST_CONFIDENCE
    sure = [use for use in uses if use.confidence >= least]
    return [Definition(term, quote_of(use.sentence, passages), use.confidence) for use in sure]


def quote_of(sentence: Sentence, passages: Sequence[SourcePassage]) -> Quote:
    """A sentence as a verbatim quote with its page."""
    passage = passages[sentence.passage]
    return Quote(passage.id, passage.page_at(sentence.start), sentence.start, sentence.end, sentence.text)
