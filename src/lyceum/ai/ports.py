"""What ai asks of an engine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np


class Embedder(Protocol):
    """Turns texts into directions. Loaded once per process; safe to call from several threads.

    Attributes:
        name: of the model and its version; another name whenever the same text would get another vector.
        dimensions: length of a vector.
    """

    @property
    def name(self) -> str:
        """Model and version."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
        """One row of length one per text: (len(texts), dimensions) float32."""
        ...
