"""An embedder for tests: letters hashed into directions. Texts that share letters lie near; it knows no meaning."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from lyceum.ai.embedding import MEMORY, EmbeddingDesk
from lyceum.platform.kernel import Kernel


class LetterHashing:
    """Counts groups of three letters."""

    dimensions = 384

    def __init__(self, name: str = "letters.1") -> None:
        self.name = name
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
        self.texts += texts
        vectors = np.full((len(texts), self.dimensions), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.lower()}  "
            for start in range(len(padded) - 2):
                vectors[row, zlib.crc32(padded[start : start + 3].encode()) % self.dimensions] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def use(kernel: Kernel, embedder: LetterHashing | None) -> None:
    """Let this process have that embedder, or none."""
    kernel.memory[MEMORY] = EmbeddingDesk(embedder, is_settled=True)
