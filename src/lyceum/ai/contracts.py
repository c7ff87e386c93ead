"""What other domains may know of ai."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors and the engine that made them: (n_texts, dimensions) float32, each of length one."""

    engine: str
    vectors: "np.ndarray[Any, np.dtype[np.float32]]"
