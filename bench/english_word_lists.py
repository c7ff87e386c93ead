"""Pack the word lists of `lyceum.studio.english_words` from an unpacked Debian package `scowl`.

python -m bench.english_word_lists /usr/share/dict/scowl
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from lyceum.algorithms.text.words import singular

_PACKED = Path("src/lyceum/studio/data/english_words.txt.gz")
# SCOWL's classes, the rarer ones taken together.
_CLASSES = {10: (10,), 20: (20,), 35: (35,), 50: (40, 50), 70: (55, 60, 70)}
_REGIONS = ("english", "american", "british")
_NAMES = (
    "english-proper-names.35", "english-proper-names.40", "english-proper-names.50", "american-proper-names.50",
    "english-upper.35", "english-upper.40", "english-upper.50", "american-upper.50",
)  # fmt: skip


def main(folder: Path) -> None:
    """Every word once, in the commonest class that has it."""
    classes: dict[str, int] = {}
    for label, parts in _CLASSES.items():
        for name in (f"{region}-words.{part}" for part in parts for region in _REGIONS):
            for word in _words(folder / name):
                classes.setdefault(word, label)
    lines = [f"{label} " + " ".join(sorted(word for word in classes if classes[word] == label)) for label in _CLASSES]
    names = {word for name in _NAMES for word in _words(folder / name)}
    text = "\n".join([*lines, "names " + " ".join(sorted(names))])
    _PACKED.write_bytes(gzip.compress(text.encode(), mtime=0))


def _words(path: Path) -> Iterator[str]:
    if path.exists():
        yield from (singular(word) for word in path.read_text("utf-8").split() if "'" not in word)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
