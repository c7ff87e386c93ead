"""Train the model that tells a defining sentence, and its twins that have not seen one of the books measured on.

    uv run --with numpy python -m bench.train_definitions DATA CLONES

Folders as for `bench/train_terms.py`. Writes `src/lyceum/studio/data/definition_weights.json` and
`bench/data/definition_weights_left_out.json`. A sentence counts as the definition if it holds half of the content words
of the glossary entry; every chapter is read with and without its bold.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.chapters import glossary_keys, passages_of, read_chapters
from bench.logistic import fitted
from bench.material import Gold, share_of_definition
from bench.textbooks import chapters as training_chapters
from lyceum.studio.definitions import signs_of_uses
from lyceum.studio.drafts import Term
from lyceum.studio.terms import split_sentences

_WEIGHTS = Path("src/lyceum/studio/data/definition_weights.json")
_LEFT_OUT = Path("bench/data/definition_weights_left_out.json")
_PENALTY = 5.0
_ENOUGH = 0.5

_Row = tuple[str, dict[str, float], bool]


def main() -> None:
    """Train on everything, then once without each book of DATA."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("clones", type=Path)
    options = parser.parse_args()
    measured = read_chapters(options.data)
    chapters = [*measured, *training_chapters(options.clones)]
    rows = [row for chapter in chapters for with_bold in (False, True) for row in _rows(chapter, with_bold=with_bold)]
    _WEIGHTS.write_text(json.dumps(_model(rows), indent=1) + "\n")
    books = sorted({chapter["book"] for chapter in measured})
    left_out = {book: _model([row for row in rows if row[0] != book]) for book in books}
    _LEFT_OUT.write_text(json.dumps(left_out, indent=1) + "\n")
    print(f"{len(chapters)} chapters, {len(rows)} sentences, {sum(row[2] for row in rows)} of them definitions")


def _rows(chapter: dict[str, Any], *, with_bold: bool) -> Iterator[_Row]:
    passages = passages_of(chapter, with_bold=with_bold)[1]
    keys = glossary_keys(chapter)
    terms = [Term(key, key, 1.0) for key in sorted(frozenset().union(*keys))]
    found = signs_of_uses(terms, passages, split_sentences(passages))
    for own, entry in zip(keys, chapter["glossary"], strict=True):
        gold = Gold(own, entry["definition"])
        for sentence, signs in (use for key in sorted(own) for use in found.get(key, ())):
            yield chapter["book"], signs, share_of_definition(gold, sentence.text) >= _ENOUGH


def _model(rows: Sequence[_Row]) -> dict[str, Any]:
    names = list(rows[0][1])
    features = np.array([[signs[name] for name in names] for _, signs, _ in rows])
    return fitted(features, np.array([is_right for _, _, is_right in rows], dtype=float), names, penalty=_PENALTY)


if __name__ == "__main__":
    main()
