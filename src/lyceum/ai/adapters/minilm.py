"""Sentence embeddings by all-MiniLM-L6-v2 (Apache-2.0), as set-up made it: int8, onnxruntime, on the processor."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from lyceum.ai.models import MINILM
from lyceum.algorithms.text.word_pieces import word_piece_ids

NETWORK_FILE = "network.onnx"
VOCABULARY_FILE = "vocabulary.txt"
DIMENSIONS = 384

# As the model was trained; what stands behind is not read.
_MOST_PIECES = 256
_QUIET = 3


class MiniLm:
    """The engine, loaded; may be used from several threads.

    Args:
        folder: with the network and the vocabulary.
        threads: processor threads one call may use.
    """

    name = MINILM
    dimensions = DIMENSIONS

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        # Memory is given back after each text, instead of being kept for the longest there was.
        options.enable_cpu_mem_arena = False
        # Threads that wait for work in a loop would take the processor from everybody else.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / NETWORK_FILE), options, providers=["CPUExecutionProvider"]
        )
        pieces = (folder / VOCABULARY_FILE).read_text("utf-8").splitlines()
        self._vocabulary = {piece: number for number, piece in enumerate(pieces)}

    def embed(self, texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
        """One row of length one per text: (len(texts), 384) float32.

        One text at a time: in a batch the numbers of all are rounded to one scale, so that a text's vector would depend
        on its neighbours (cosine .987 in the worst case), and it is no faster (8.6 CPU ms per passage, 10.5 by 16s).
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            ids = np.array([word_piece_ids(text, self._vocabulary, _MOST_PIECES)], dtype=np.int64)
            vectors[row] = self._session.run(None, {"input_ids": ids})[0][0]
        return vectors
