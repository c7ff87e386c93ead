"""Which of two terms is learned first: measured on glossaries, and the training of the weights in `prerequisites`.

A glossary entry that explains one term by another says which of them comes first; the entry itself is not in the text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bench.chapters import passages_of
from lyceum.algorithms.text.words import term_key
from lyceum.studio.mentions import TermFinder
from lyceum.studio.prerequisites import TermTrace, precedence, traces_of
from lyceum.studio.terms import split_sentences

_FEWEST_MENTIONS = 2


def directions_found(chapters: Sequence[dict[str, Any]]) -> tuple[float, int]:
    """How many pairs are told the right way round (a tie is half), of how many."""
    right, asked = 0.0, 0
    for chapter in chapters:
        for first, then in pairs_of(chapter):
            odds = precedence(first, then)
            right += 1.0 if odds > 0 else 0.5 if odds == 0 else 0.0
            asked += 1
    return right, asked


def pairs_of(chapter: dict[str, Any]) -> Iterator[tuple[TermTrace, TermTrace]]:
    """Pairs of glossary terms, the one named in the other's entry first; both are said twice or more in the text."""
    entries = {term_key(entry["term"]): entry["definition"] for entry in reversed(chapter["glossary"])}
    finder = TermFinder(entries)
    named = {key: {other for other, _ in finder.starts(text)} - {key} for key, text in entries.items()}
    traces = traces_of(entries, split_sentences(passages_of(chapter, with_bold=False)[1]))
    usable = {key for key, trace in traces.items() if trace.count >= _FEWEST_MENTIONS}
    for then, others in named.items():
        for first in sorted(others):
            if {first, then} <= usable and then not in named[first]:
                yield traces[first], traces[then]
