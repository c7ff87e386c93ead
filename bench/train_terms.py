"""Train the model that ranks key terms, and its twins that have not seen one of the books they are measured on.

    uv run --with numpy python -m bench.train_terms DATA CLONES

DATA holds `openstax_chapters.jsonl.gz`; CLONES the repositories of `bench/textbooks.py`. Writes
`src/lyceum/studio/data/term_weights.json` and `bench/data/term_weights_left_out.json`.
"""

import argparse
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.chapters import glossary_keys, passages_of, read_chapters
from bench.logistic import fitted
from bench.textbooks import chapters as training_chapters
from lyceum.studio.term_features import evidence_of, features_of
from lyceum.studio.terms import headings_of, is_possible, split_sentences

_WEIGHTS = Path("src/lyceum/studio/data/term_weights.json")
_LEFT_OUT = Path("bench/data/term_weights_left_out.json")
# Strength of the ridge penalty over standardised features; .003, .03 and .3 gave the same within chance.
_PENALTY = 100.0


@dataclass
class _Examples:
    book: str
    features: np.ndarray
    is_term: np.ndarray


def main() -> None:
    """Train on everything, then once without each book of DATA."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("clones", type=Path)
    options = parser.parse_args()
    measured = read_chapters(options.data)
    names: list[str] = []
    examples = [_examples(chapter, names) for chapter in [*measured, *training_chapters(options.clones)]]
    _WEIGHTS.write_text(json.dumps(_model(examples, names), indent=1) + "\n")
    books = sorted({chapter["book"] for chapter in measured})
    left_out = {book: _model([each for each in examples if each.book != book], names) for book in books}
    _LEFT_OUT.write_text(json.dumps(left_out, indent=1) + "\n")
    print(f"{len(examples)} chapters, {sum(int(each.is_term.sum()) for each in examples)} terms, {len(names)} features")


def _examples(chapter: dict[str, Any], names: list[str]) -> _Examples:
    passages = passages_of(chapter, with_bold=False)[1]
    evidence = evidence_of(split_sentences(passages), headings_of(passages))
    wanted: Collection[str] = {key for keys in glossary_keys(chapter) for key in keys}
    rows, labels = [], []
    for candidate in evidence.candidates.values():
        features = features_of(candidate, evidence) if is_possible(candidate) else None
        if features is not None:
            names[:] = names or list(features)
            rows.append([features[name] for name in names])
            labels.append(candidate.key in wanted)
    return _Examples(chapter["book"], np.array(rows, dtype=np.float32), np.array(labels, dtype=float))


def _model(examples: Sequence[_Examples], names: Sequence[str]) -> dict[str, Any]:
    features = np.vstack([each.features for each in examples]).astype(float)
    return fitted(features, np.concatenate([each.is_term for each in examples]), names, penalty=_PENALTY)


if __name__ == "__main__":
    main()
