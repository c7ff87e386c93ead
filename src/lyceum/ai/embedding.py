"""Embedding texts with this machine's engine: loaded when first asked for, and run in threads."""

import asyncio
import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lyceum.ai.contracts import Embeddings
from lyceum.ai.models import MINILM, model_folder
from lyceum.ai.ports import Embedder
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.resilience.bulkhead import Bulkhead, Overloaded, Places

log = get_logger(__name__)

MEMORY: Final = "ai.embedding"
# A question takes some ten milliseconds; more threads than this would only take turns.
_QUESTIONS: Final = Places(at_once=2, waiting=64, wait_s=2.0)


@dataclass(slots=True)
class EmbeddingDesk:
    """What a process keeps of its engine. `embedder` is None while it is not loaded, and where there is none.

    A process of its own, or a test, may put a desk with another embedder into `kernel.memory`.
    """

    embedder: Embedder | None = None
    is_settled: bool = False
    loading: asyncio.Lock = field(default_factory=asyncio.Lock)
    bulk: asyncio.Lock = field(default_factory=asyncio.Lock)
    questions: Bulkhead = field(default_factory=lambda: Bulkhead("embedding", _QUESTIONS))


def engine_name(kernel: Kernel) -> str | None:
    """The engine's name, or None where there is none. Known without loading it."""
    desk = _desk(kernel)
    if desk.is_settled:
        return desk.embedder.name if desk.embedder else None
    return MINILM if model_folder().is_dir() else None


async def embed(kernel: Kernel, texts: Sequence[str]) -> Embeddings | None:
    """The vectors of a few short texts that somebody waits for; None where there is no engine, or too many wait."""
    embedder = await _embedder(kernel)
    if embedder is None:
        return None
    try:
        vectors = await _desk(kernel).questions.in_thread(embedder.embed, texts)
    except Overloaded:
        # Going by words alone now is worth more than going by meaning too late.
        log.warning("embedding_overloaded", effect="this search goes by words alone")
        return None
    return Embeddings(embedder.name, vectors)


async def embed_in_bulk(kernel: Kernel, texts: Sequence[str]) -> Embeddings | None:
    """The same for texts nobody waits for: one caller at a time, so that most of the processor stays free."""
    embedder = await _embedder(kernel)
    if embedder is None:
        return None
    async with _desk(kernel).bulk:
        return Embeddings(embedder.name, await asyncio.to_thread(embedder.embed, texts))


async def _embedder(kernel: Kernel) -> Embedder | None:
    desk = _desk(kernel)
    if not desk.is_settled:
        async with desk.loading:
            if not desk.is_settled:
                desk.embedder = await asyncio.to_thread(_loaded, model_folder(), kernel.settings.embedding_threads)
                desk.is_settled = True
    return desk.embedder


def _desk(kernel: Kernel) -> EmbeddingDesk:
    desk: EmbeddingDesk = kernel.memory.setdefault(MEMORY, EmbeddingDesk())
    return desk


def _loaded(folder: Path, threads: int) -> Embedder | None:
    if not folder.is_dir():
        log.warning("embeddings_absent", folder=str(folder), effect="search goes by words alone")
        return None
    # The engine costs a third of a second and 60 MB: a process that never searches does without.
    engine: Embedder = importlib.import_module("lyceum.ai.adapters.minilm").MiniLm(folder, threads)
    return engine
