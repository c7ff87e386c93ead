"""Which skill is learned before which: from where the text uses each term, and with which others."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from lyceum.algorithms.graph.acyclic import AcyclicGraph, transitive_reduction
from lyceum.studio.drafts import Prerequisite, Reason
from lyceum.studio.mentions import TermFinder
from lyceum.studio.term_candidates import Sentence

# A text teaches little before it can be used: more direct prerequisites than this say that everything needs everything.
MOST_DIRECT = 3
# In how many of a term's first sentences what it is explained with is looked for.
_FIRST_SENTENCES = 3
# A term that opens a sentence, perhaps after an article, is what the sentence is about.
_OPENING_WORDS = 2
_SMOOTHING = 0.5
_SENTENCES_SMOOTHED = 2
_LETTERS_PER_UNIT = 10
# Logistic regression on pairs of glossary terms of which one's entry names the other: the eight public chapters and
# five more books under CC BY 4.0; see bench/directions.py.
_WEIGHTS = {
    "wider": 0.34,
    "more frequent": 0.30,
    "earlier": 0.87,
    "used to explain": 5.5,
    "said at first": 1.5,
    "alongside": 0.55,
    "shorter": 0.25,
    "first": 0.84,
}
# Log odds; at even odds a pair says nothing.
_LEAST_PRECEDENCE = 0.4


@dataclass(slots=True)
class TermTrace:
    """Where a term stands in a text; positions are shares of the text, in [0, 1]."""

    key: str
    position: float = 1.0
    sections: Counter[int] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    opening: int = 0
    opening_together: Counter[str] = field(default_factory=Counter)
    first_sentences: list[frozenset[str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Mentions in the whole text, inside longer terms too."""
        return self.sections.total()

    def share_at_first(self, other: str) -> float:
        """In which share of its first sentences another term stands too."""
        return sum(other in keys for keys in self.first_sentences) / max(1, len(self.first_sentences))

    def share_of_openings(self, other: str) -> float:
        """In which share of the sentences about it another term stands too, few sentences counting for less."""
        return self.opening_together[other] / (self.opening + _SENTENCES_SMOOTHED)


def traces_of(keys: Iterable[str], sentences: Sequence[Sentence]) -> dict[str, TermTrace]:
    """The traces of all terms that the sentences mention."""
    traces: dict[str, TermTrace] = {}
    known = TermFinder(keys)
    for index, sentence in enumerate(sentences):
        found = known.starts(sentence.text)
        present = frozenset(key for key, _ in found)
        for key, start in found:
            trace = traces.setdefault(key, TermTrace(key, index / len(sentences)))
            trace.sections[sentence.section] += 1
            if start <= _OPENING_WORDS and sentence.text:
                trace.opening += 1
                trace.opening_together.update(present - {key})
        for key in present:
            trace = traces[key]
            trace.together.update(present - {key})
            if len(trace.first_sentences) < _FIRST_SENTENCES:
                trace.first_sentences.append(present)
    return traces


def precedence(first: TermTrace, then: TermTrace) -> float:
    """Log odds that the one term is learned before the other; the other way round it is the same with a minus."""
    return sum(_WEIGHTS[name] * value for name, value in _evidence(first, then).items())


def _evidence(first: TermTrace, then: TermTrace) -> dict[str, float]:
    shared = sum(section in first.sections for section in then.sections)
    return {
        "wider": _log_ratio(len(first.sections), len(then.sections)),
        "more frequent": _log_ratio(first.count, then.count),
        "earlier": then.position - first.position,
        "used to explain": then.share_of_openings(first.key) - first.share_of_openings(then.key),
        "said at first": then.share_at_first(first.key) - first.share_at_first(then.key),
        "alongside": shared / max(1, len(then.sections)) - shared / max(1, len(first.sections)),
        "shorter": (len(then.key) - len(first.key)) / _LETTERS_PER_UNIT,
        "first": math.copysign(0.5, then.position - first.position) if then.position != first.position else 0.0,
    }


def _log_ratio(left: int, right: int) -> float:
    return math.log((left + _SMOOTHING) / (right + _SMOOTHING))


def prerequisites_of(
    skills: Mapping[str, Sequence[str]], traces: Mapping[str, TermTrace]
) -> tuple[list[str], list[Prerequisite]]:
    """The skills in an order in which they can be taught, and the few edges that say why.

    Args:
        skills: from skill key to the keys of its terms, in reading order.
        traces: `traces_of` all these terms.

    Returns:
        Skill keys in order, each after all its prerequisites and near its place in the text; the edges, transitively
        reduced, at most `MOST_DIRECT` per skill.
    """
    graph = AcyclicGraph(skills)
    edges: dict[tuple[str, str], Prerequisite] = {}
    for edge in _wished(skills, traces):
        if graph.add_edge(edge.first_key, edge.then_key):
            edges[edge.first_key, edge.then_key] = edge
    order = graph.order()
    reduced = transitive_reduction({key: graph.direct_predecessors(key) for key in order})
    return order, [edges[first, key] for key in order for first in reduced[key]]


def _wished(skills: Mapping[str, Sequence[str]], traces: Mapping[str, TermTrace]) -> list[Prerequisite]:
    """For each skill the surest edges to it, the surest of all first."""
    skill_of = {term: skill for skill, terms in skills.items() for term in terms}
    wished: list[Prerequisite] = []
    for skill, terms in skills.items():
        near = {skill_of[other] for term in terms if term in traces for other in _near(traces[term], skill_of)} - {
            skill
        }
        edges = [edge for each in sorted(near) if (edge := _edge(each, skill, skills, traces))]
        wished += sorted(edges, key=lambda edge: (-edge.confidence, edge.first_key))[:MOST_DIRECT]
    return sorted(wished, key=lambda edge: (-edge.confidence, edge.then_key, edge.first_key))


def _near(trace: TermTrace, known: Mapping[str, str]) -> set[str]:
    """Terms that the text uses where it introduces or explains this one."""
    at_first = {key for keys in trace.first_sentences for key in keys}
    return {key for key in at_first.union(trace.opening_together) if key in known and key != trace.key}


def _edge(
    first: str, then: str, skills: Mapping[str, Sequence[str]], traces: Mapping[str, TermTrace]
) -> Prerequisite | None:
    """The edge between two skills by their most telling pair of terms, if the text speaks for it."""
    best: tuple[float, str, str] | None = None
    for before, after in product(skills[first], skills[then]):
        if before not in traces or after not in traces or not _is_used(traces[before], traces[after]):
            continue
        odds = precedence(traces[before], traces[after])
        best = max(best or (odds, before, after), (odds, before, after))
    if best is None or best[0] < _LEAST_PRECEDENCE:
        return None
    odds, before, after = best
    reasons = _reasons(traces[before], traces[after])
    return Prerequisite(first, then, 1 / (1 + math.exp(-odds)), reasons) if reasons else None


def _is_used(first: TermTrace, then: TermTrace) -> bool:
    return bool(then.share_at_first(first.key) or then.opening_together[first.key])


def _reasons(first: TermTrace, then: TermTrace) -> tuple[Reason, ...]:
    """What can be said for the edge in words; spread and order alone are no reason without use."""
    is_part = f" {first.key} " in f" {then.key} "
    found = (
        (Reason.PART_OF_NAME, is_part),
        (Reason.EXPLAINED_WITH, bool(then.opening_together[first.key] or then.share_at_first(first.key))),
        (Reason.INTRODUCED_EARLIER, first.position < then.position),
        (Reason.USED_MORE_WIDELY, len(first.sections) > len(then.sections)),
    )
    return tuple(reason for reason, applies in found if applies)
