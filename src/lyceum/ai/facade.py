"""What other domains may ask of ai."""

from collections.abc import Sequence

from lyceum.ai import embedding
from lyceum.ai.contracts import Embeddings
from lyceum.platform.kernel import Kernel


def embedding_engine(kernel: Kernel) -> str | None:
    """Name and version of the engine that `embed` uses here; None if none was set up. Does not load it."""
    return embedding.engine_name(kernel)


async def embed(kernel: Kernel, texts: Sequence[str]) -> Embeddings | None:
    """Vectors of a few short texts, such as a question, in milliseconds; the event loop is free meanwhile.

    Args:
        kernel: the process's resources.
        texts: what stands behind the first 256 word pieces of a text is not read.

    Returns:
        One vector per text, in their order; None if no engine was set up on this machine.
    """
    return await embedding.embed(kernel, texts)


async def embed_in_bulk(kernel: Kernel, texts: Sequence[str]) -> Embeddings | None:
    """As `embed`, for work nobody waits for: one batch at a time per process. Hand in some 32 texts per call."""
    return await embedding.embed_in_bulk(kernel, texts)
