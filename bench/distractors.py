"""How many of the distractors that people chose are among the ten that the studio finds most plausible.

    python bench/distractors.py DATA [--terms FILE]

DATA holds `openstax_mcq.json.gz` and `retrieval_psychology.json.gz`, `retrieval_anatomy.json.gz` (the books' text).
A book's terms are what FILE lists (JSON: book → glossary and bold terms; the baseline's pool), else the options of its
questions that name something its text speaks of: at most three words, in three sentences or more. Asked are the
questions whose key and at least one distractor are among the terms, at most 120 of a book, evenly drawn.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from types import MappingProxyType
from typing import Any

from lyceum.algorithms.text.words import term_key, words
from lyceum.studio.definitions import uses_of_terms
from lyceum.studio.distractors import ranked, similarity
from lyceum.studio.drafts import SourcePassage, Term
from lyceum.studio.lexicon import Lexeme, Lexicon
from lyceum.studio.terms import split_sentences

BOOKS = {"psychology-2e": "retrieval_psychology.json.gz", "anatomy-and-physiology-2e": "retrieval_anatomy.json.gz"}
_AMONG = 10
_MOST_WORDS, _FEWEST_SENTENCES = 3, 3
_MOST_QUESTIONS = 120
# As in the baseline: such options name no term.
_NO_TERM = re.compile(r"all of the|none of the|both|a and b", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A keyed question whose options are terms of the book."""

    key: Lexeme
    people: tuple[Lexeme, ...]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--terms", type=Path, help="a book's terms, where they are known")
    options = parser.parse_args()
    known = json.loads(options.terms.read_text()) if options.terms else {}
    for name, value in measure(options.data, known).items():
        print(f"{name}: {value:.3f}".removesuffix(".000"))


def measure(data: Path, known: Mapping[str, list[str]] = MappingProxyType({})) -> dict[str, float]:
    """Figures by name; recall is the mean over questions of the share of people's distractors that were found."""
    questions = json.loads(gzip.decompress((data / "openstax_mcq.json.gz").read_bytes()))
    figures: dict[str, float] = {}
    found, alike = [], []
    for book, file in BOOKS.items():
        passages = _passages(json.loads(gzip.decompress((data / file).read_bytes()))["passages"])
        of_book = [each for each in questions if each["book"] == book]
        lexicon = _lexicon(passages, known.get(book) or _options(of_book, passages))
        asked = list(_asked(of_book, lexicon))
        asked = asked[:: -(-len(asked) // _MOST_QUESTIONS) or 1]
        shares = [_share(each, lexicon) for each in asked]
        alike += [similarity(each.key, other, lexicon) for each in asked for other in each.people]
        figures[f"{book} terms"] = len(list(lexicon.all()))
        figures[f"{book} questions"] = len(asked)
        figures[f"{book} recall@{_AMONG}"] = mean(shares)
        found += shares
    figures[f"recall@{_AMONG}"] = mean(found)
    figures["similarity to the key, median"] = median(alike)
    return figures


def _share(asked: Asked, lexicon: Lexicon) -> float:
    best = [each.lexeme for each in ranked(asked.key, lexicon.all(), lexicon)[:_AMONG]]
    return sum(each in best for each in asked.people) / len(asked.people)


def _asked(questions: Sequence[dict[str, Any]], lexicon: Lexicon) -> Iterator[Asked]:
    for each in questions:
        if _NO_TERM.search(" ".join([each["answer"], *each["distractors"]])):
            continue
        key = lexicon.get(term_key(each["answer"]))
        others = (lexicon.get(term_key(text)) for text in each["distractors"])
        people = tuple(other for other in others if other is not None and other is not key)
        if key is not None and people:
            yield Asked(key, people)


def _lexicon(passages: Sequence[SourcePassage], named: Sequence[str]) -> Lexicon:
    terms = {term_key(text): Term(term_key(text), text, 1.0) for text in named if term_key(text)}
    uses = uses_of_terms(list(terms.values()), passages, split_sentences(passages))
    return Lexicon(terms.values(), uses, passages)


def _options(questions: Sequence[dict[str, Any]], passages: Sequence[SourcePassage]) -> list[str]:
    texts = [text for each in questions for text in (each["answer"], *each["distractors"])]
    short = [text for text in texts if 1 <= len(words(text)) <= _MOST_WORDS and not _NO_TERM.search(text)]
    mentioned = _lexicon(passages, short)
    return [each.term.text for each in mentioned.all() if len(each.sentences) >= _FEWEST_SENTENCES]


def _passages(plain: Sequence[dict[str, Any]]) -> list[SourcePassage]:
    return [
        SourcePassage(each["pid"], each["text"], 1, (f"Part {each['chapter']}", each["module"], each["heading"]))
        for each in plain
    ]


if __name__ == "__main__":
    main()
